"""What waits for a moderator, and what visitors report."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now
from careercenter.postings.models import JobPosting
from careercenter.terms import Term

CLAIM_LASTS = timedelta(minutes=30)
"""How long an item is one moderator's own, counted from the claim."""


class ItemKind(StrEnum):
    """What is to be decided on."""

    POSTING = "posting"  # a submission
    REVISION = "revision"  # an edit of a live posting
    REPORTS = "reports"  # what visitors reported of one posting


class ItemState(StrEnum):
    """Where an item stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    DECIDED = "decided"
    OBSOLETE = "obsolete"  # the employer took the posting or the edit back before anybody decided


class ItemAction(StrEnum):
    """What can be done with an item."""

    CLAIM = "claim"
    RELEASE = "release"
    DECIDE = "decide"
    DROP = "drop"


class Verdict(Term):
    """What a moderator decided."""

    APPROVE = "approve", "Approve"
    REJECT = "reject", "Reject"
    REQUEST_CHANGES = "request_changes", "Ask for changes"
    BAN = "ban", "Ban the employer"
    KEEP = "keep", "Nothing wrong: keep it"
    REMOVE = "remove", "Remove the job"


class ReportReason(Term):
    """What a visitor finds wrong with a job."""

    SCAM = "scam", "It looks like a scam"
    FILLED = "filled", "The job is filled or gone"
    MISLEADING = "misleading", "It misleads: pay, place or experience isn't what it says"
    DISCRIMINATORY = "discriminatory", "It discriminates"
    OTHER = "other", "Something else"


class ModerationItem(Model):
    """One thing that a moderator decides on, once."""

    __tablename__ = "moderation_items"
    __table_args__ = (Index("ix_moderation_items_queue", "state", "is_featured", "opened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # posting:12:1, revision:7, reports:12:1
    kind: Mapped[ItemKind]
    posting_id: Mapped[int] = mapped_column(ForeignKey("job_postings.id"), index=True)
    revision_id: Mapped[int | None]
    state: Mapped[ItemState] = mapped_column(default=ItemState.WAITING)
    is_featured: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(default=now)  # when the submission, the edit or the case began
    risk: Mapped[int] = mapped_column(default=0)  # 0 to 100
    signals: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # of risk.Signal
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    claimed_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None]

    @property
    def is_open(self) -> bool:
        return self.state in (ItemState.WAITING, ItemState.CLAIMED)

    def is_of_last(self, posting: JobPosting) -> bool:
        """Whether it is about the submission that its posting waits with, and not about an earlier one that
        the employer took back."""
        return (self.kind is ItemKind.POSTING and posting.submitted_at is not None
                and self.opened_at >= posting.submitted_at)

    @property
    def is_claim_current(self) -> bool:
        """Whether somebody has it in hand; a claim forgotten for too long no longer counts."""
        return (self.state is ItemState.CLAIMED and self.claimed_at is not None
                and now() < self.claimed_at + CLAIM_LASTS)


class Report(Model):
    """That a visitor reported a job."""

    __tablename__ = "reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # one report a person, posting and day
    item_id: Mapped[int] = mapped_column(ForeignKey("moderation_items.id"), index=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("job_postings.id"), index=True)
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[ReportReason]
    details: Mapped[str] = mapped_column(default="")
    reported_at: Mapped[datetime] = mapped_column(default=now)
