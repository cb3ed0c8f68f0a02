"""What a person keeps about a posting, and the employers that she doesn't want to see."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now
from careercenter.terms.vocabulary import Term


class ElsewhereStage(Term):
    """How far an application has come that was sent outside CareerCenter, as its sender tells it."""

    APPLIED = "applied", "Applied"
    HEARD_BACK = "heard_back", "Heard back"
    INTERVIEW = "interview", "Interview"
    OFFER = "offer", "Offer"
    CLOSED = "closed", "Closed"


class PostingMark(Model):
    """All that one person keeps about one posting. Nobody else reads it."""

    __tablename__ = "posting_marks"
    __table_args__ = (
        UniqueConstraint("user_id", "posting_id"),
        CheckConstraint("(applied_on IS NULL) = (stage IS NULL)", name="applied_has_both"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    posting_id: Mapped[int] = mapped_column(ForeignKey("job_postings.id"), index=True)
    saved_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]  # while it is, it stands in no list but that of hidden ones
    note: Mapped[str] = mapped_column(default="")
    applied_on: Mapped[date | None]  # elsewhere; her own day
    stage: Mapped[ElsewhereStage | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def is_blank(self) -> bool:
        """Whether it keeps nothing at all any more."""
        return not (self.saved_at or self.hidden_at or self.note or self.stage)


class HiddenEmployer(Model):
    """That one person doesn't want to see an employer's jobs."""

    __tablename__ = "hidden_employers"
    __table_args__ = (UniqueConstraint("user_id", "employer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), index=True)
    hidden_at: Mapped[datetime] = mapped_column(default=now)
