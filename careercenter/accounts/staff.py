"""What staff do with accounts: roles, suspension, and help with a lost second factor."""

from sqlalchemy import or_, select

from careercenter.accounts import notices, passwords, policies, recovery, second_factor, sessions
from careercenter.accounts.models import StaffGrant, StaffRole, User
from careercenter.accounts.registration import find_user, normalize_email
from careercenter.core import (
    AlreadyDone,
    AuditEntry,
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
from careercenter.web.pagination import Page, paginate


def list_admins() -> list[User]:
    """Whom the site writes to when a person must look: every admin whose account is open."""
    admins = db.session.scalars(
        select(User).join(StaffGrant, StaffGrant.user_id == User.id).where(StaffGrant.role == StaffRole.ADMIN))
    return [admin for admin in admins if admin.is_active]


def suspend(user: User, *, by: User, reason: str) -> None:
    """Close the account until it is reinstated; every session ends at once, and the person is told why.

    Raises:
        Forbidden: `by` may not suspend this person.
        AlreadyDone: it is suspended.
        NotPossible: it is deleted.
    """
    with transaction():
        lock(user)
        require(policies.may_suspend(by, user), "Moderators can't suspend colleagues; ask an administrator.")
        if user.erased_at is not None:
            raise NotPossible("This account is deleted.")
        if user.suspended_at is not None:
            raise AlreadyDone("This account is suspended already.")
        user.suspended_at = now()
        sessions.revoke_all(user)
        record("suspend", user, by=by, reason=reason)
        notices.tell(user, "account_suspended", reason=reason)


def reinstate(user: User, *, by: User, reason: str) -> None:
    """Open a suspended account again.

    Raises:
        Forbidden: `by` may not.
        NotPossible: it isn't suspended.
    """
    with transaction():
        lock(user)
        require(policies.may_suspend(by, user))
        if user.suspended_at is None:
            raise NotPossible("This account isn't suspended.")
        user.suspended_at = None
        record("reinstate", user, by=by, reason=reason)


def grant_role(user: User, role: StaffRole, *, by: User | None) -> None:
    """Give a person a staff role; `by=None` is the command line.

    Raises:
        Forbidden: `by` may not.
        NotPossible: the account isn't open and verified.
        AlreadyDone: she has the role.
    """
    with transaction():
        require(by is None or policies.may_change_roles(by, user))
        if not (user.is_active and user.is_verified):
            raise NotPossible("Only an open account with a verified address can have a staff role.")
        add_once(StaffGrant(user_id=user.id, role=role), f"{user.name} is a {role.value} already.")
        record("grant_role", user, by=by, role=role.value)
        db.session.refresh(user)


def revoke_role(user: User, role: StaffRole, *, by: User | None) -> None:
    """Take a staff role away.

    Raises:
        Forbidden: `by` may not; nobody changes her own roles, so an administrator is always left.
        NotPossible: the person doesn't have it.
    """
    with transaction():
        require(by is None or policies.may_change_roles(by, user))
        grant = next((grant for grant in user.grants if grant.role is role), None)
        if grant is None:
            raise NotPossible(f"{user.name} is no {role.value}.")
        db.session.delete(grant)
        record("revoke_role", user, by=by, role=role.value)
        db.session.refresh(user)


def reset_second_factor(user: User, *, by: User | None, reason: str) -> None:
    """Remove every second factor of somebody who lost hers, once her identity is checked; sessions end.

    Raises:
        Forbidden: `by` may not.
    """
    with transaction():
        require(by is None or policies.may_change_roles(by, user))
        second_factor.forget(user)
        sessions.revoke_all(user)
        record("reset_second_factor", user, by=by, reason=reason)
        notices.second_factor_changed(user, "Our staff removed your second step, as you asked")


def create_admin(email: str, *, name: str, password: str | None = None) -> User:
    """Make an administrator, of an existing account or a new one with a verified address.

    Without a password, a link to choose one is mailed.

    Raises:
        ValueError: it isn't an address.
        AlreadyDone: the person is one.
    """
    email = normalize_email(email)
    hashed = passwords.hash_password(password) if password else None
    with transaction():
        user = find_user(email)
        if user is None:
            user = User(name=name, email=email, password_hash=hashed)
            db.session.add(user)
            db.session.flush()
            record("register", user, by=None)
            if hashed is None:
                recovery.post_link(user)
        elif hashed:
            user.password_hash = hashed
        user.email_verified_at = user.email_verified_at or now()
        grant_role(user, StaffRole.ADMIN, by=None)
    return user


def get_person(public_id: str) -> User:
    """The person with this public id.

    Raises:
        NotFound: there is none.
    """
    user = db.session.scalar(select(User).where(User.public_id == public_id))
    if user is None:
        raise NotFound("There is no such person.")
    return user


def list_people(query: str, *, staff_only: bool, number: int) -> Page[User]:
    """People whose address or name contains `query`, the newest first."""
    statement = select(User).where(User.erased_at.is_(None)).order_by(User.id.desc())
    if query:
        statement = statement.where(or_(User.email.icontains(query.strip(), autoescape=True),
                                        User.name.icontains(query.strip(), autoescape=True)))
    if staff_only:
        statement = statement.where(User.grants.any())
    return paginate(statement, number=number)


def list_history(user: User, most: int = 50) -> list[tuple[AuditEntry, str | None]]:
    """What was done with the account, with the names of who did it, the newest first."""
    rows = db.session.execute(
        select(AuditEntry, User.name).outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_type == User.__tablename__, AuditEntry.subject_id == user.id)
        .order_by(AuditEntry.id.desc()).limit(most))
    return [(entry, name) for entry, name in rows]
