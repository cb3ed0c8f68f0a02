"""Reading employers, their members and what is pending."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import func, select

from careercenter.accounts.models import User
from careercenter.core import NotFound, db
from careercenter.employers.models import (
    DomainCheck,
    Employer,
    EmployerLocation,
    Invitation,
    InvitationState,
    MemberRole,
    Membership,
)
from careercenter.files.models import StoredFile


class Addressee(NamedTuple):
    """A member to whom a mail can go."""

    user_id: int
    name: str
    email: str


class Member(NamedTuple):
    """A membership and the person who has it."""

    membership: Membership
    user: User


class OwnEmployer(NamedTuple):
    """An employer and what the person is there."""

    employer: Employer
    role: MemberRole


def get_employer_or_404(employer_id: int) -> Employer:
    """The employer.

    Raises:
        NotFound: there is none with this id.
    """
    employer = db.session.get(Employer, employer_id)
    if employer is None:
        raise NotFound("There is no such employer.")
    return employer


def get_public_employer_or_404(slug: str) -> Employer:
    """The employer of a public profile.

    Raises:
        NotFound: there is none, or it is suspended.
    """
    employer = db.session.scalar(
        select(Employer).where(Employer.slug == slug, Employer.suspended_at.is_(None)))
    if employer is None:
        raise NotFound("There is no company at this address. It may have left CareerCenter.")
    return employer


def find_by_creation_key(key: str) -> Employer | None:
    """The employer that a form with this key created."""
    return db.session.scalar(select(Employer).where(Employer.creation_key == key))


def find_verified_owner_of(domain: str) -> Employer | None:
    """The employer that proved the domain."""
    return db.session.scalar(
        select(Employer).where(Employer.domain == domain, Employer.domain_verified_at.is_not(None)))


def names_of(employer_ids: Iterable[int]) -> dict[int, str]:
    """The names of employers, by id."""
    rows = db.session.execute(select(Employer.id, Employer.name).where(Employer.id.in_(set(employer_ids))))
    return {row.id: row.name for row in rows}


def list_employers_of(user: User) -> list[OwnEmployer]:
    """The employers for which the person acts, with the role there, by name."""
    rows = db.session.execute(
        select(Employer, Membership.role).join(Membership, Membership.employer_id == Employer.id)
        .where(Membership.user_id == user.id).order_by(func.lower(Employer.name), Employer.id))
    return [OwnEmployer(employer, role) for employer, role in rows]


def export_memberships(user: User) -> list[dict[str, str]]:
    """The person's memberships as data."""
    rows = db.session.execute(
        select(Employer.name, Membership.role, Membership.joined_at)
        .join(Membership, Membership.employer_id == Employer.id)
        .where(Membership.user_id == user.id).order_by(Membership.joined_at, Membership.id))
    return [{"employer": row.name, "role": row.role.value, "joined_at": row.joined_at.isoformat()} for row in rows]


def list_locations(employer_id: int) -> list[EmployerLocation]:
    """Where the employer works, as entered."""
    return list(db.session.scalars(
        select(EmployerLocation).where(EmployerLocation.employer_id == employer_id)
        .order_by(EmployerLocation.id)))


def list_members(employer_id: int) -> list[Member]:
    """The members, the longest-standing first."""
    rows = db.session.execute(
        select(Membership, User).join(User, User.id == Membership.user_id)
        .where(Membership.employer_id == employer_id).order_by(Membership.joined_at, Membership.id))
    return [Member(membership, user) for membership, user in rows]


def get_member_or_404(employer_id: int, membership_id: int) -> Member:
    """One member of this employer.

    Raises:
        NotFound: nobody has this membership any more.
    """
    row = db.session.execute(
        select(Membership, User).join(User, User.id == Membership.user_id)
        .where(Membership.id == membership_id, Membership.employer_id == employer_id)).first()
    if row is None:
        raise NotFound("This person is no longer a member.")
    return Member(*row)


def find_membership(employer_id: int, user_id: int) -> Membership | None:
    """The person's membership at the employer."""
    return db.session.scalar(
        select(Membership).where(Membership.employer_id == employer_id, Membership.user_id == user_id))


def list_member_addresses(employer_id: int, roles: Collection[MemberRole]) -> list[Addressee]:
    """Whom to write to: members with one of these roles whose accounts are open and addresses verified."""
    rows = db.session.execute(
        select(User.id, User.name, User.email).join(Membership, Membership.user_id == User.id)
        .where(Membership.employer_id == employer_id, Membership.role.in_(roles),
               User.suspended_at.is_(None), User.erased_at.is_(None), User.email_verified_at.is_not(None))
        .order_by(User.id))
    return [Addressee(*row) for row in rows]


def list_active_owner_ids(employer_id: int) -> list[int]:
    """The users who own the employer and can sign in."""
    return list(db.session.scalars(
        select(User.id).join(Membership, Membership.user_id == User.id)
        .where(Membership.employer_id == employer_id, Membership.role == MemberRole.OWNER,
               User.suspended_at.is_(None), User.erased_at.is_(None)).order_by(User.id)))


def list_pending_invitations(employer_id: int) -> list[Invitation]:
    """Invitations that nobody answered, the newest first; some may be past their time."""
    return list(db.session.scalars(
        select(Invitation).where(Invitation.employer_id == employer_id,
                                 Invitation.state == InvitationState.PENDING)
        .order_by(Invitation.sent_at.desc(), Invitation.id.desc())))


def get_invitation_or_404(employer_id: int, invitation_id: int) -> Invitation:
    """One invitation of this employer.

    Raises:
        NotFound: it has none with this id.
    """
    invitation = db.session.scalar(
        select(Invitation).where(Invitation.id == invitation_id, Invitation.employer_id == employer_id))
    if invitation is None:
        raise NotFound("There is no such invitation.")
    return invitation


def find_domain_check(employer_id: int) -> DomainCheck | None:
    """The employer's running attempt to prove its domain."""
    return db.session.scalar(select(DomainCheck).where(DomainCheck.employer_id == employer_id))


def find_logo(employer: Employer) -> StoredFile | None:
    """The employer's logo, a PNG."""
    return db.session.get(StoredFile, employer.logo_file_id) if employer.logo_file_id else None
