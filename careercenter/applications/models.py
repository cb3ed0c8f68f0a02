"""Applications, what became of them, and the clicks on jobs that are applied for elsewhere."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.applications.lifecycle import OPEN, Stage
from careercenter.core import Model, new_public_id, now
from careercenter.terms.vocabulary import Term


class MatchLevel(Term):
    """How a candidate stood to the credential requirement when she applied."""

    MET = "met", "Credentials met"
    IN_PROGRESS = "in_progress", "Credentials met soon"  # with one in progress, within the time that is asked
    ONE_AWAY = "one_away", "1 credential away"
    FURTHER = "further", "Several credentials away"


class Application(Model):
    """That a candidate applied for a job, with what she sent, as it was at that moment."""

    __tablename__ = "applications"
    __table_args__ = (
        UniqueConstraint("posting_id", "user_id"),
        Index("ix_applications_pipeline", "posting_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    posting_id: Mapped[int] = mapped_column(ForeignKey("job_postings.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)  # whose name and address count
    state: Mapped[Stage] = mapped_column(default=Stage.NEW)
    cover_note: Mapped[str] = mapped_column(default="")
    resume_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"), index=True)
    profile: Mapped[dict[str, Any]] = mapped_column(default=dict)  # applications.snapshots.profile_of
    answers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # [{"question": "…", "answer": "…"}]
    match: Mapped[dict[str, Any]] = mapped_column(default=dict)  # Fit.as_json()
    match_level: Mapped[MatchLevel]
    created_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]  # the candidate's account is gone, and all that she sent

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_readable(self) -> bool:
        """Whether the employer still reads what was sent: not once it was withdrawn."""
        return self.state is not Stage.WITHDRAWN and self.erased_at is None


class StageChange(Model):
    """One step of an application, as the candidate is told of it."""

    __tablename__ = "stage_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    to_state: Mapped[Stage]
    message: Mapped[str] = mapped_column(default="")  # the employer's words to the candidate
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class ApplicationNote(Model):
    """What an employer's people write about an applicant, for themselves."""

    __tablename__ = "application_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)


class OutboundClick(Model):
    """How many visitors a day left for the employer's own site to apply there."""

    __tablename__ = "outbound_clicks"
    __table_args__ = (UniqueConstraint("posting_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("job_postings.id"))
    day: Mapped[date]  # UTC
    clicks: Mapped[int] = mapped_column(default=0)
