"""The number of the newest change of any saved search, by which the index of all follows the table."""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import update

from careercenter.alerts.models import AlertClock, SavedSearch
from careercenter.core import AlreadyDone, add_once, db


def note(searches: Sequence[SavedSearch]) -> None:
    """Number a change of these saved searches; the last step of the caller's transaction.

    Whoever numbers waits for the transaction before: numbers are committed in their order, so that a reader
    who has seen one has seen all below it.
    """
    db.session.flush()
    number = _next()
    for search in searches:
        search.change = number


def _next() -> int:
    advance = update(AlertClock).where(AlertClock.id == 1).values(value=AlertClock.value + 1).returning(
        AlertClock.value)
    number = db.session.scalar(advance)
    if number is None:
        with suppress(AlreadyDone):  # somebody else was first
            add_once(AlertClock(id=1), "The clock runs already.")
        number = db.session.scalar(advance)
    assert number is not None  # noqa: S101 (it was added a moment ago)
    return number
