"""Who acts for an employer. An employer always keeps one owner who can sign in."""

from careercenter.accounts.models import User
from careercenter.core import NotPossible, db, lock, new_public_id, record, require, transaction
from careercenter.employers import policies, queries
from careercenter.employers.models import Employer, MemberRole, Membership
from careercenter.mail import outbox

ROLE_NAMES = {
    MemberRole.OWNER: "Owner",
    MemberRole.RECRUITER: "Recruiter",
    MemberRole.VIEWER: "Viewer",
    MemberRole.FINANCE: "Finance",
}

ROLE_MEANINGS = {
    MemberRole.OWNER: "does everything, and decides who is a member",
    MemberRole.RECRUITER: "keeps the profile, writes jobs, works with applicants, buys",
    MemberRole.VIEWER: "reads jobs and applicants",
    MemberRole.FINANCE: "buys, and reads orders and receipts",
}


class LastOwner(NotPossible):
    """The employer would be left without an owner."""


def change_role(employer: Employer, membership_id: int, role: MemberRole, *, by: User) -> None:
    """Give a member another role and tell her; the same role again changes nothing.

    Raises:
        Forbidden: `by` is no owner of it, or it is suspended.
        NotFound: the person is no longer a member.
        LastOwner: nobody else owns it.
    """
    with transaction():
        require(policies.may_manage_members(by, employer.id))
        lock(employer)  # of two owners who demote each other at the same moment, one must fail
        membership, user = queries.get_member_or_404(employer.id, membership_id)
        before = membership.role
        if role == before:
            return
        if before is MemberRole.OWNER:
            _keep_an_owner(employer, without=user)
        membership.role = role
        record("role_changed", employer, by=by, from_state=before, to_state=role, user_id=user.id)
        if user.id != by.id and user.is_active:
            outbox.post("employer_role_changed", to=user.email, key=f"role-changed:{new_public_id()}",
                        name=user.name, employer=employer.name, by=by.name, role=ROLE_NAMES[role].lower(),
                        meaning=ROLE_MEANINGS[role])


def remove(employer: Employer, membership_id: int, *, by: User) -> None:
    """End somebody's membership and tell her.

    Raises:
        Forbidden: `by` is no owner of it, or it is suspended.
        NotFound: the person is no longer a member.
        LastOwner: nobody else owns it.
    """
    with transaction():
        require(policies.may_manage_members(by, employer.id))
        lock(employer)
        membership, user = queries.get_member_or_404(employer.id, membership_id)
        _end(employer, membership, user, by=by)
        if user.id != by.id and user.is_active:
            outbox.post("employer_member_removed", to=user.email, key=f"member-removed:{new_public_id()}",
                        name=user.name, employer=employer.name, by=by.name)


def leave(employer: Employer, *, by: User) -> None:
    """End one's own membership, also at a suspended employer.

    Raises:
        NotPossible: the person is no member.
        LastOwner: nobody else owns it.
    """
    with transaction():
        lock(employer)
        membership = queries.find_membership(employer.id, by.id)
        if membership is None:
            raise NotPossible(f"You are no longer a member of {employer.name}.")
        _end(employer, membership, by, by=by)


def object_to_deletion(user: User) -> str | None:
    """Why the person's account can't be deleted yet: an employer has no other owner; None if all have.

    In the caller's transaction, the answer stays true to its end: another owner can't leave meanwhile.
    """
    alone: list[str] = []
    for employer, role in sorted(queries.list_employers_of(user), key=lambda own: own.employer.id):
        if role is MemberRole.OWNER:
            lock(employer)
            if set(queries.list_active_owner_ids(employer.id)) <= {user.id}:
                alone.append(employer.name)
    if not alone:
        return None
    return (f"You are the only owner of {', '.join(alone)}. "
            "Make a colleague an owner on its members page first, or write to us to close it.")


def _end(employer: Employer, membership: Membership, user: User, *, by: User) -> None:
    if membership.role is MemberRole.OWNER:
        _keep_an_owner(employer, without=user)
    db.session.delete(membership)
    record("member_left" if user.id == by.id else "member_removed", employer, by=by,
           from_state=membership.role, user_id=user.id)


def _keep_an_owner(employer: Employer, *, without: User) -> None:
    if not set(queries.list_active_owner_ids(employer.id)) - {without.id}:
        raise LastOwner(f"{employer.name} needs an owner, and nobody else is one. "
                        "Make a colleague an owner first.")
