"""Inviting colleagues by e-mail. The link's token is stored as a hash and counts until it is answered."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import func, select

from careercenter.accounts.models import User
from careercenter.core import (
    AlreadyDone,
    Lifecycle,
    NotFound,
    NotPossible,
    add_once,
    db,
    lock,
    now,
    record,
    require,
    transaction,
)
from careercenter.employers import policies, queries
from careercenter.employers.membership import ROLE_MEANINGS, ROLE_NAMES
from careercenter.employers.models import (
    Employer,
    Invitation,
    InvitationAction,
    InvitationState,
    MemberRole,
    Membership,
)
from careercenter.mail import outbox
from careercenter.web.links import absolute

A, S = InvitationAction, InvitationState

INVITATION = Lifecycle("invitation", {
    (S.PENDING, A.ACCEPT): S.ACCEPTED,
    (S.PENDING, A.REVOKE): S.REVOKED,
    (S.PENDING, A.EXPIRE): S.EXPIRED,
})

VALID_FOR = timedelta(days=14)
MOST_PENDING = 50
MOST_SENDINGS = 5


class OtherAddress(NotPossible):
    """The invitation went to an address that isn't the signed-in person's."""


def invite(employer: Employer, email: str, role: MemberRole, *, by: User) -> Invitation:
    """Ask somebody by e-mail to act for an employer, for 14 days.

    Raises:
        Forbidden: `by` is no owner of it, or it is suspended.
        AlreadyDone: she is a member, or an invitation to her waits.
        NotPossible: too many wait.
    """
    email = email.strip().lower()
    token = token_urlsafe(32)
    with transaction():
        require(policies.may_manage_members(by, employer.id))
        lock(employer)
        _refuse_member(employer, email)
        _end_expired(employer)
        if len(queries.list_pending_invitations(employer.id)) >= MOST_PENDING:
            raise NotPossible(f"{MOST_PENDING} invitations wait for an answer. Withdraw some first.")
        invitation = Invitation(employer_id=employer.id, email=email, role=role, token_hash=_hash(token),
                                invited_by_id=by.id, expires_at=now() + VALID_FOR)
        add_once(invitation, f"An invitation to {email} waits already. You can send it again from the list.")
        record("invite", invitation, by=by, to_state=S.PENDING, role=role)
        _mail(invitation, employer, token, by)
    return invitation


def resend(invitation: Invitation, *, by: User) -> None:
    """Mail an invitation again with a new link, for 14 more days; the link before stops working.

    Raises:
        Forbidden: `by` is no owner of the employer, or it is suspended.
        NotPossible: it was answered or withdrawn, or mailed too often.
    """
    token = token_urlsafe(32)
    with transaction():
        require(policies.may_manage_members(by, invitation.employer_id))
        lock(invitation)
        if invitation.state is not S.PENDING:
            raise NotPossible("This invitation was answered or withdrawn. Reload the page.")
        if invitation.sendings >= MOST_SENDINGS:
            raise NotPossible(f"We have mailed this invitation {MOST_SENDINGS} times. Ask your colleague "
                              "to look among the unwanted mail, or check the address.")
        invitation.token_hash, invitation.sendings = _hash(token), invitation.sendings + 1
        invitation.sent_at, invitation.expires_at = now(), now() + VALID_FOR
        record("resend", invitation, by=by)
        _mail(invitation, queries.get_employer_or_404(invitation.employer_id), token, by)


def revoke(invitation: Invitation, *, by: User) -> None:
    """Withdraw an invitation: its link stops working.

    Raises:
        Forbidden: `by` is no owner of the employer, or it is suspended.
        NotPossible: it was answered or withdrawn.
    """
    with transaction():
        require(policies.may_manage_members(by, invitation.employer_id))
        INVITATION.advance(invitation, A.REVOKE, by=by)


def find_joined(token: str, *, by: User | None) -> Employer | None:
    """The employer that the person joined by this very link, as after a double click; or None."""
    invitation = _find(token)
    if by is None or invitation is None or invitation.accepted_by_id != by.id:
        return None
    return queries.get_employer_or_404(invitation.employer_id) if policies.may_read(
        by, invitation.employer_id) else None


def get_open_or_404(token: str) -> tuple[Invitation, Employer]:
    """The invitation that a mail's link names, and its employer.

    Raises:
        NotFound: the link is wrong or old, or the invitation was answered, withdrawn or is past its time.
    """
    invitation = _find(token)
    if invitation is None or not invitation.is_open:
        raise NotFound("This invitation no longer works: it was answered, withdrawn, sent again with a newer "
                       "link, or is older than 14 days. Ask your colleague to send it again.")
    employer = queries.get_employer_or_404(invitation.employer_id)
    if employer.suspended_at is not None:
        raise NotFound(f"{employer.name} can't take new members at the moment.")
    return invitation, employer


def accept(token: str, *, by: User, with_other_address: bool = False) -> Employer:
    """Become a member. Who is one already keeps her role; a second time changes nothing.

    Raises:
        NotFound: see `get_open_or_404`.
        OtherAddress: it went to another address, and the person didn't say that this is meant.
        Forbidden: the person's address isn't verified.
    """
    with transaction():
        if (found := _find(token)) is not None:
            lock(queries.get_employer_or_404(found.employer_id))
            lock(found)
        if (joined := find_joined(token, by=by)) is not None:
            return joined
        invitation, employer = get_open_or_404(token)
        require(by.is_active and by.is_verified, "Verify your e-mail address first, then open the link again.")
        if invitation.email != by.email and not with_other_address:
            raise OtherAddress(f"This invitation was sent to {invitation.email}, and you are signed in as "
                               f"{by.email}. Confirm that you want to accept it with this account.")
        INVITATION.advance(invitation, A.ACCEPT, by=by)
        invitation.accepted_by_id = by.id
        if queries.find_membership(employer.id, by.id) is None:
            db.session.add(Membership(employer_id=employer.id, user_id=by.id, role=invitation.role))
            record("member_joined", employer, by=by, to_state=invitation.role, user_id=by.id)
    return employer


def _find(token: str) -> Invitation | None:
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == _hash(token)))


def _refuse_member(employer: Employer, email: str) -> None:
    is_member = db.session.scalar(
        select(Membership.id).join(User, User.id == Membership.user_id)
        .where(Membership.employer_id == employer.id, func.lower(User.email) == email))
    if is_member is not None:
        raise AlreadyDone(f"{email} is a member already. You can change the role in the list.")


def _end_expired(employer: Employer) -> None:
    for invitation in queries.list_pending_invitations(employer.id):
        if not invitation.is_open:
            INVITATION.advance(invitation, A.EXPIRE, by=None)


def _mail(invitation: Invitation, employer: Employer, token: str, by: User) -> None:
    outbox.post("employer_invitation", to=invitation.email,
                key=f"employer-invitation:{invitation.id}:{invitation.sendings}",
                employer=employer.name, by=by.name, role=ROLE_NAMES[invitation.role].lower(),
                meaning=ROLE_MEANINGS[invitation.role], days=VALID_FOR.days,
                url=absolute("employers.show_invitation", token=token))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
