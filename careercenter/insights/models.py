"""Counts by day, and what is needed for a day to count each visitor once (docs/adr/0016)."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model
from careercenter.terms.vocabulary import Term


class Act(Term):
    """What a visitor did at a job."""

    VIEW = "view", "Saw the job"
    APPLY = "apply", "Went to apply"  # opened the form, or left for the employer's own site


class PostingCount(Model):
    """How many visitors did something at a job on one day."""

    __tablename__ = "posting_counts"

    posting_id: Mapped[int] = mapped_column(ForeignKey("job_postings.id"), primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(primary_key=True)  # UTC
    act: Mapped[Act] = mapped_column(primary_key=True)
    visitors: Mapped[int]


class SearchCount(Model):
    """How many searches there were on one day. What was looked for isn't kept."""

    __tablename__ = "search_counts"

    day: Mapped[date] = mapped_column(primary_key=True)  # UTC
    searches: Mapped[int]
    without_result: Mapped[int]  # of them


class DailySalt(Model):
    """The random part of a day's hashes. With it go all means to turn them back."""

    __tablename__ = "daily_salts"

    day: Mapped[date] = mapped_column(primary_key=True)  # UTC
    salt: Mapped[bytes]


class DailyVisitor(Model):
    """That somebody, nobody knows who, did something at a job; deleted when the day is over."""

    __tablename__ = "daily_visitors"
    __table_args__ = (Index("ix_daily_visitors_day", "day"),)

    visitor: Mapped[bytes] = mapped_column(primary_key=True)  # differs from job to job, too
    day: Mapped[date]
    posting_id: Mapped[int] = mapped_column(ForeignKey("job_postings.id"))
    act: Mapped[Act]
