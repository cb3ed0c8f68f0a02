"""What a person may do for an employer. Nobody may do anything for a suspended one but read what is its own:
what candidates sent is closed to it."""

from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.core import db
from careercenter.employers.models import Employer, MemberRole, Membership

READS = {MemberRole.OWNER, MemberRole.RECRUITER, MemberRole.VIEWER, MemberRole.FINANCE}
HIRES = {MemberRole.OWNER, MemberRole.RECRUITER}
SEES_APPLICANTS = HIRES | {MemberRole.VIEWER}
BUYS = {MemberRole.OWNER, MemberRole.RECRUITER, MemberRole.FINANCE}


def find_role(user: User | None, employer_id: int) -> MemberRole | None:
    """The person's role at the employer; None for a stranger or an account that is closed."""
    if user is None or not user.is_active:
        return None
    return db.session.scalar(
        select(Membership.role).where(Membership.employer_id == employer_id, Membership.user_id == user.id))


def _acts(by: User | None, employer_id: int, roles: set[MemberRole]) -> bool:
    if find_role(by, employer_id) not in roles:
        return False
    employer = db.session.get(Employer, employer_id)
    return employer is not None and employer.suspended_at is None


def may_create(by: User | None) -> bool:
    """Whether the person enters a new employer: anybody whose address is verified."""
    return by is not None and by.is_active and by.is_verified


def may_read(by: User | None, employer_id: int) -> bool:
    """Whether the person sees the employer's inside: any member."""
    return find_role(by, employer_id) in READS


def may_edit(by: User | None, employer_id: int) -> bool:
    """Whether the person edits the profile: owners and recruiters."""
    return _acts(by, employer_id, HIRES)


def may_manage_members(by: User | None, employer_id: int) -> bool:
    """Whether the person invites, changes and removes colleagues: owners."""
    return _acts(by, employer_id, {MemberRole.OWNER})


def may_hire(by: User | None, employer_id: int) -> bool:
    """Whether the person writes postings and moves applicants: owners and recruiters."""
    return _acts(by, employer_id, HIRES)


def may_see_postings(by: User | None, employer_id: int) -> bool:
    """Whether the person reads the employer's postings, drafts included."""
    return find_role(by, employer_id) in SEES_APPLICANTS


def may_see_applicants(by: User | None, employer_id: int) -> bool:
    """Whether the person reads applications: owners, recruiters and viewers."""
    return _acts(by, employer_id, SEES_APPLICANTS)


def may_buy(by: User | None, employer_id: int) -> bool:
    """Whether the person spends the employer's money: owners, recruiters and finance."""
    return _acts(by, employer_id, BUYS)


def may_see_orders(by: User | None, employer_id: int) -> bool:
    """Whether the person reads orders and receipts: owners, recruiters and finance."""
    return find_role(by, employer_id) in BUYS
