"""What the queue's pages read."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import abort
from sqlalchemy import case, func, null, or_, select

from careercenter.accounts.models import User
from careercenter.core import AuditEntry, db, now
from careercenter.employers.models import Employer, Membership
from careercenter.moderation.models import (
    CLAIM_LASTS,
    ItemKind,
    ItemState,
    ModerationItem,
    Report,
)
from careercenter.postings.lifecycle import APPROVED, PostingState
from careercenter.postings.models import JobPosting, PostingRevision, RevisionState

OPEN = (ItemState.WAITING, ItemState.CLAIMED)


class QueueRow(NamedTuple):
    """One line of the queue."""

    item: ModerationItem
    posting: JobPosting
    employer: Employer
    claimed_by: str | None
    reports: int


def get_item_or_404(item_id: int) -> ModerationItem:
    """An item by its id."""
    return db.session.get(ModerationItem, item_id) or abort(404)


def get_by_key(key: str) -> ModerationItem:
    """The item with this key, which exists."""
    return db.session.scalars(select(ModerationItem).where(ModerationItem.key == key)).one()


def get_employer(posting: JobPosting) -> Employer:
    """The employer of a posting."""
    return db.session.get_one(Employer, posting.employer_id)


def find_revision(item: ModerationItem) -> PostingRevision | None:
    """The edit that an item is about, or None."""
    return db.session.get(PostingRevision, item.revision_id) if item.revision_id else None


def name_of(user_id: int | None) -> str:
    """A colleague's name."""
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else "Somebody"


def count_approved(posting: JobPosting) -> int:
    """How many other postings of the employer were live before."""
    return db.session.scalar(
        select(func.count()).where(JobPosting.employer_id == posting.employer_id, JobPosting.id != posting.id,
                                   JobPosting.runs > 0)) or 0


QUEUE_ORDER = (ModerationItem.is_featured.desc(), ModerationItem.opened_at, ModerationItem.id)
"""Featured first, then the oldest."""


def list_queue() -> list[QueueRow]:
    """All that is open, featured first, oldest first."""
    reports = (select(Report.item_id, func.count().label("number")).group_by(Report.item_id).subquery())
    rows = db.session.execute(
        select(ModerationItem, JobPosting, Employer, User.name, func.coalesce(reports.c.number, 0))
        .join(JobPosting, JobPosting.id == ModerationItem.posting_id)
        .join(Employer, Employer.id == JobPosting.employer_id)
        .outerjoin(User, User.id == ModerationItem.claimed_by_id)
        .outerjoin(reports, reports.c.item_id == ModerationItem.id)
        .where(ModerationItem.state.in_(OPEN))
        .order_by(*QUEUE_ORDER).limit(200))
    return [QueueRow(*row) for row in rows]


def list_free(*, by: User) -> Sequence[ModerationItem]:
    """Items that `by` could take in hand now, in the queue's order, her own claims first."""
    own_employers = select(Membership.employer_id).where(Membership.user_id == by.id)
    mine = case((ModerationItem.claimed_by_id == by.id, 0), else_=1)
    return db.session.scalars(
        select(ModerationItem).join(JobPosting, JobPosting.id == ModerationItem.posting_id)
        .where(ModerationItem.state.in_(OPEN), JobPosting.employer_id.not_in(own_employers),
               or_(ModerationItem.state == ItemState.WAITING, ModerationItem.claimed_by_id == by.id,
                   ModerationItem.claimed_at < now() - CLAIM_LASTS))
        .order_by(mine, *QUEUE_ORDER).limit(20)).all()


def list_open_of(posting_id: int, *kinds: ItemKind) -> Sequence[ModerationItem]:
    """The open items of a posting, the oldest first."""
    return db.session.scalars(
        select(ModerationItem).where(ModerationItem.posting_id == posting_id, ModerationItem.state.in_(OPEN),
                                     ModerationItem.kind.in_(kinds)).order_by(ModerationItem.id)).all()


def list_out_of_step() -> list[int]:
    """The ids of the postings of which something waits that isn't in the queue, or is there and waits no more."""
    acts = Employer.suspended_at.is_(None)
    in_review = db.session.execute(
        select(JobPosting.id, null()).join(Employer, Employer.id == JobPosting.employer_id)
        .where(acts, JobPosting.state == PostingState.IN_REVIEW))
    edited = db.session.execute(
        select(JobPosting.id, PostingRevision.id).join(Employer, Employer.id == JobPosting.employer_id)
        .join(PostingRevision, PostingRevision.posting_id == JobPosting.id)
        .where(acts, JobPosting.state.in_(APPROVED), PostingRevision.state == RevisionState.PENDING))
    queued = db.session.execute(
        select(ModerationItem, JobPosting).join(JobPosting, JobPosting.id == ModerationItem.posting_id)
        .where(ModerationItem.state.in_(OPEN), ModerationItem.kind != ItemKind.REPORTS)).all()
    waits = {(posting_id, revision_id) for posting_id, revision_id in [*in_review, *edited]}
    waiting_here = {(posting.id, item.revision_id) for item, posting in queued}
    outdated = {posting.id for item, posting in queued if item.revision_id is None and not item.is_of_last(posting)}
    return sorted({posting_id for posting_id, _ in waits ^ waiting_here} | outdated)


def free_key(key: str) -> str:
    """`key`, or if items have it already a key beside it; for a posting whose row is locked."""
    earlier = db.session.scalar(select(func.count()).where(
        or_(ModerationItem.key == key, ModerationItem.key.startswith(f"{key}:again:"))))
    return f"{key}:again:{earlier}" if earlier else key


def list_recent(size: int = 30) -> list[tuple[ModerationItem, JobPosting, str | None]]:
    """The latest decisions with the posting and the moderator's name."""
    rows = db.session.execute(
        select(ModerationItem, JobPosting, User.name)
        .join(JobPosting, JobPosting.id == ModerationItem.posting_id)
        .outerjoin(User, User.id == ModerationItem.decided_by_id)
        .where(ModerationItem.state == ItemState.DECIDED)
        .order_by(ModerationItem.decided_at.desc()).limit(size))
    return [(item, posting, name) for item, posting, name in rows]


def list_reports(item: ModerationItem) -> Sequence[Report]:
    """The reports of a case, oldest first."""
    return db.session.scalars(select(Report).where(Report.item_id == item.id).order_by(Report.id)).all()


def find_open_case(posting_id: int) -> ModerationItem | None:
    """The posting's open case, or None."""
    return next(iter(list_open_of(posting_id, ItemKind.REPORTS)), None)


def count_cases(posting_id: int) -> int:
    """How many cases the posting ever had."""
    return db.session.scalar(
        select(func.count()).where(ModerationItem.posting_id == posting_id,
                                   ModerationItem.kind == ItemKind.REPORTS)) or 0


def count_open() -> int:
    """How many items wait or are in hand."""
    return db.session.scalar(select(func.count()).where(ModerationItem.state.in_(OPEN))) or 0


def list_history(posting_id: int) -> list[tuple[AuditEntry, str | None]]:
    """What happened to a posting, newest first, with the actors' names."""
    rows = db.session.execute(
        select(AuditEntry, User.name).outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_type == JobPosting.__tablename__, AuditEntry.subject_id == posting_id)
        .order_by(AuditEntry.id.desc()).limit(50))
    return [(entry, name) for entry, name in rows]


def summary(posting: JobPosting, sentences: list[str], note: str) -> str:
    """Why an employer is banned, for the audit log."""
    return f"job {posting.id}: {' '.join([*sentences, note])}".strip()
