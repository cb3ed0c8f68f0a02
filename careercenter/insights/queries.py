"""Reading the counts."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from careercenter.core import db, today
from careercenter.insights.models import Act, PostingCount, SearchCount


@dataclass(frozen=True, slots=True)
class Day:
    """What visitors did at a job on a day (UTC), each counted once."""

    day: date
    views: int = 0
    applies: int = 0


def list_days(posting_id: int, *, days: int = 30) -> list[Day]:
    """The last days of a job, today's the last, those without a visitor too."""
    first = today() - timedelta(days=days - 1)
    rows = db.session.execute(
        select(PostingCount.day, PostingCount.act, PostingCount.visitors)
        .where(PostingCount.posting_id == posting_id, PostingCount.day >= first))
    found = {(day, act): visitors for day, act, visitors in rows}
    listed = [first + timedelta(days=number) for number in range(days)]
    return [Day(day, found.get((day, Act.VIEW), 0), found.get((day, Act.APPLY), 0)) for day in listed]


def list_searches(*, days: int = 30) -> list[SearchCount]:
    """How much was searched on each of the last days that had a search, the latest first."""
    return list(db.session.scalars(
        select(SearchCount).where(SearchCount.day > today() - timedelta(days=days)).order_by(SearchCount.day.desc())))
