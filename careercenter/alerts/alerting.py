"""A job that goes live is matched against all saved searches; each pair becomes a row, once, and waits for its hour."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true

from careercenter.accounts.models import User
from careercenter.alerts.lifecycle import DeliveryAction, DeliveryState, SearchState, step
from careercenter.alerts.models import AlertDelivery, SavedSearch
from careercenter.alerts.schedule import Schedule, next_due
from careercenter.alerts.watch import watch
from careercenter.core import db, insert_into, now, transaction
from careercenter.postings.models import JobPosting
from careercenter.search import changes

AT_ONCE = 2_000
"""Pairs of one transaction: nobody else waits long for it."""


def match(posting_id: int, *, went_live: bool, hidden_since: datetime | None = None) -> None:
    """Let every active saved search that accepts a live job wait to be told of it, unless it was told before.

    Args:
        went_live: it just did; searches that began to watch later found it already. Otherwise its text changed, and
            it may be news to any.
        hidden_since: from when on it couldn't be found, until now, although it had gone live before.

    Doing it again, after a crash or beside another worker, adds nothing. A job that isn't live any more matches
    nothing.
    """
    document = next(changes.load([posting_id]), None)
    if document is None:
        return
    ids = sorted(watch().find(document).tolist())  # in one order: of two who match the same job, none waits in a circle
    live_at = db.session.scalar(select(JobPosting.live_at).where(JobPosting.id == posting_id)) if went_live else None
    db.session.rollback()
    for start in range(0, len(ids), AT_ONCE):
        with transaction():
            _let_wait(posting_id, ids[start:start + AT_ONCE], _saw_nothing(live_at, hidden_since))


def _saw_nothing(live_at: datetime | None, hidden_since: datetime | None) -> ColumnElement[bool]:
    """Searches to whose owners the job is news: they began to watch when it couldn't be found."""
    if live_at is None:
        return true()
    before = SavedSearch.watching_since <= live_at
    return before if hidden_since is None else or_(before, SavedSearch.watching_since >= hidden_since)


def _let_wait(posting_id: int, ids: Sequence[int], watching: ColumnElement[bool]) -> None:
    at = now()
    due = lru_cache(maxsize=None)(lambda *schedule: next_due(Schedule(*schedule), at))
    rows = [{"saved_search_id": row[0], "posting_id": posting_id, "state": DeliveryState.WAITING, "matched_at": at,
             "due_at": due(*row[1:])} for row in _list_watching(ids, watching)]
    if rows:
        db.session.connection().execute(_add_or_revive(), rows)


def _list_watching(ids: Sequence[int], watching: ColumnElement[bool]) -> Sequence[Any]:
    """Id and schedule of those that are still active, and watch."""
    return db.session.execute(select(
        SavedSearch.id, SavedSearch.rhythm, SavedSearch.hour, SavedSearch.weekday,
        func.coalesce(User.time_zone, SavedSearch.time_zone)).outerjoin(User, User.id == SavedSearch.user_id).where(
        SavedSearch.id.in_(ids), SavedSearch.state == SearchState.ACTIVE, watching).order_by(SavedSearch.id)).all()


def _add_or_revive() -> Any:
    """A pair is added once. One that was dropped untold, as its job was over, waits again now that it is back."""
    dropped, waiting = step(DeliveryAction.MATCH_AGAIN)
    insert = insert_into(AlertDelivery)
    return insert.on_conflict_do_update(
        index_elements=["saved_search_id", "posting_id"], where=AlertDelivery.state == dropped,
        set_={"state": waiting, "settled_at": None, "matched_at": insert.excluded.matched_at,
              "due_at": insert.excluded.due_at})
