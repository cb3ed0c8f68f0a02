"""Reading postings, for their employer and for moderators."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.core import NotFound, db
from careercenter.employers.models import Membership
from careercenter.employers.policies import HIRES
from careercenter.postings.lifecycle import ENDED, PostingState
from careercenter.postings.models import JobPosting

GROUPS: tuple[tuple[str, frozenset[PostingState]], ...] = (
    ("To fix", frozenset({PostingState.CHANGES_REQUESTED, PostingState.REJECTED})),
    ("Waiting for payment", frozenset({PostingState.AWAITING_PAYMENT})),
    ("In review", frozenset({PostingState.IN_REVIEW})),
    ("Live", frozenset({PostingState.LIVE})),
    ("Paused", frozenset({PostingState.PAUSED})),
    ("Drafts", frozenset({PostingState.DRAFT})),
    ("Ended", ENDED),
)


def get_posting(posting_id: int) -> JobPosting:
    """A posting by its id, in any state.

    Raises:
        NotFound: there is none.
    """
    posting = db.session.get(JobPosting, posting_id)
    if posting is None:
        raise NotFound("There is no such job.")
    return posting


def list_of_employer(employer_id: int, states: Collection[PostingState] = ()) -> list[JobPosting]:
    """An employer's postings, the last changed first; in these states, or all."""
    statement = select(JobPosting).where(JobPosting.employer_id == employer_id)
    if states:
        statement = statement.where(JobPosting.state.in_(states))
    return list(db.session.scalars(statement.order_by(JobPosting.updated_at.desc(), JobPosting.id.desc())))


def group_for_employer(postings: Iterable[JobPosting]) -> list[tuple[str, list[JobPosting]]]:
    """An employer's postings under what they need from it, the most urgent first; empty groups are left out."""
    rows = list(postings)
    return [(title, group) for title, states in GROUPS
            if (group := [posting for posting in rows if posting.state in states])]


def list_in_review() -> list[JobPosting]:
    """What waits for a moderator: featured first, then the oldest."""
    return list(db.session.scalars(
        select(JobPosting).where(JobPosting.state == PostingState.IN_REVIEW)
        .order_by(JobPosting.is_featured.desc(), JobPosting.submitted_at, JobPosting.id)))


def list_hiring_people(employer_id: int) -> list[User]:
    """The employer's owners and recruiters with an open account and a proven address: who gets its mails."""
    return list(db.session.scalars(
        select(User).join(Membership, Membership.user_id == User.id)
        .where(Membership.employer_id == employer_id, Membership.role.in_(HIRES),
               User.suspended_at.is_(None), User.erased_at.is_(None), User.email_verified_at.is_not(None))
        .order_by(User.id)))
