"""Saved searches, and what each is to be told."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.alerts.lifecycle import OPEN, DeliveryState, PauseReason, SearchState
from careercenter.alerts.stored_queries import from_json
from careercenter.core import Model, new_public_id, now
from careercenter.search.query import Query
from careercenter.terms.vocabulary import Term


class Rhythm(Term):
    """When new jobs are told."""

    INSTANTLY = "instantly", "As soon as it is posted"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"


class SavedSearch(Model):
    """A search that somebody keeps: a person with an account, or a guest by her e-mail address."""

    __tablename__ = "saved_searches"
    __table_args__ = (
        CheckConstraint("user_id IS NULL OR email IS NULL", name="one_owner"),
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour_of_a_day"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="day_of_a_week"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    email: Mapped[str | None] = mapped_column(index=True)  # a guest's, lower case
    name: Mapped[str]
    query: Mapped[dict[str, Any]]  # stored_queries.to_json
    rhythm: Mapped[Rhythm] = mapped_column(default=Rhythm.DAILY)
    hour: Mapped[int] = mapped_column(default=7)  # of her day
    weekday: Mapped[int] = mapped_column(default=0)  # 0 is Monday
    time_zone: Mapped[str] = mapped_column(default="America/New_York")  # a guest's; a person's is in her profile
    state: Mapped[SearchState]
    state_at: Mapped[datetime] = mapped_column(default=now)
    pause_reason: Mapped[PauseReason | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    watching_since: Mapped[datetime] = mapped_column(default=now)  # with this query: jobs before it are no news
    visited_at: Mapped[datetime] = mapped_column(default=now)
    visited_before_at: Mapped[datetime] = mapped_column(default=now)  # the visit before: later jobs are marked as new
    feed_version: Mapped[int] = mapped_column(default=1)  # counts the addresses that its feed has had
    feed_token_hash: Mapped[str] = mapped_column(unique=True)
    change: Mapped[int] = mapped_column(default=0, index=True)  # alerts.changes: the number of its last change

    @property
    def looks_for(self) -> Query:
        """The query as a value."""
        return from_json(self.query)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_active(self) -> bool:
        return self.state is SearchState.ACTIVE


class AlertDelivery(Model):
    """That a saved search is to be told of a job, or was."""

    __tablename__ = "alert_deliveries"
    __table_args__ = (
        UniqueConstraint("saved_search_id", "posting_id"),  # told once, whoever matches it how often
        Index("ix_alert_deliveries_due", "due_at", "saved_search_id",
              postgresql_where=text("state = 'waiting'"), sqlite_where=text("state = 'waiting'")),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    saved_search_id: Mapped[int] = mapped_column(ForeignKey("saved_searches.id"))
    posting_id: Mapped[int] = mapped_column(ForeignKey("job_postings.id"))
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.WAITING)
    matched_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]  # when it is to be told
    settled_at: Mapped[datetime | None]
    mail_key: Mapped[str | None]  # OutboxMail.key of the mail that told it


class AlertClock(Model):
    """One row: the number of the newest change of any saved search."""

    __tablename__ = "alert_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[str] = mapped_column(default=new_public_id)  # another one: the database is another one
    value: Mapped[int] = mapped_column(default=0)
