"""Taking stored work in hand: of several workers, one; after a crash or a failure, again later."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Mapped

from careercenter.core import db, now

CLAIM = timedelta(minutes=5)
"""How long a piece of work may take before somebody else tries again."""


class Retried(Protocol):
    """A row of work that is tried until it succeeds."""

    id: Mapped[int]
    attempts: Mapped[int]
    next_try_at: Mapped[datetime]
    last_error: Mapped[str | None]


def back_off(attempts: int) -> timedelta:
    """How long to wait after this many failed attempts: 5 s, doubling, at most an hour."""
    return min(timedelta(seconds=5 * 2 ** min(attempts, 12)), timedelta(hours=1))


def claim_next(kind: type[Retried], *unfinished: ColumnElement[bool]) -> int | None:
    """Take the oldest row that is due, for as long as `CLAIM`; its id, or None if nothing is due."""
    while True:
        row = db.session.execute(
            select(kind.id, kind.next_try_at).where(kind.next_try_at <= now(), *unfinished)
            .order_by(kind.id).limit(1)).first()
        db.session.rollback()
        if row is None or _claim(kind, row.id, row.next_try_at):
            return row.id if row is not None else None


def _claim(kind: Any, row_id: int, seen: datetime) -> bool:
    claimed = db.session.execute(
        update(kind).where(kind.id == row_id, kind.next_try_at == seen)
        .values(next_try_at=now() + CLAIM, attempts=kind.attempts + 1, last_error=None))
    db.session.commit()
    return claimed.rowcount == 1  # pyright: ignore[reportAttributeAccessIssue]
