"""What a person may take along of her saved searches, and what goes when she goes."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from careercenter.alerts.lifecycle import PauseReason, SearchState
from careercenter.alerts.models import AlertDelivery, SavedSearch
from careercenter.alerts.saving import UNCONFIRMED_FOR
from careercenter.core import db, now, transaction
from careercenter.postings.models import JobPosting

ENDED_FOR = timedelta(days=30)
"""How long the row of a deleted search stays, so that links in older mails still say that it is over."""

GUEST_RESTS_FOR = timedelta(days=180)
"""How long we keep the address of a guest who wants no mails."""


def export(user_id: int) -> list[dict[str, Any]]:
    """All saved searches with what each was told, as JSON-ready data."""
    return [{
        "name": search.name, "query": search.query, "rhythm": search.rhythm.value, "hour": search.hour,
        "weekday": search.weekday, "state": search.state.value, "saved_at": search.created_at.isoformat(),
        "visited_at": search.visited_at.isoformat(), "jobs": _export_jobs(search.id),
    } for search in db.session.scalars(
        select(SavedSearch).where(SavedSearch.user_id == user_id).order_by(SavedSearch.id))]


def _export_jobs(search_id: int) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(JobPosting.title, AlertDelivery.state, AlertDelivery.matched_at, AlertDelivery.settled_at)
        .join(JobPosting, JobPosting.id == AlertDelivery.posting_id)
        .where(AlertDelivery.saved_search_id == search_id).order_by(AlertDelivery.id))
    return [{"job": row.title, "alert": row.state.value, "matched_at": row.matched_at.isoformat(),
             "settled_at": row.settled_at.isoformat() if row.settled_at else None} for row in rows]


def erase(user_id: int) -> None:
    """Remove a person's saved searches, and what each was told; in the caller's transaction."""
    _remove(SavedSearch.user_id == user_id)


def forget_old() -> None:
    """Remove what nobody confirmed, what was deleted, and guests who have wanted no mails for long."""
    with transaction():
        _remove((SavedSearch.state == SearchState.UNCONFIRMED) & (SavedSearch.created_at < now() - UNCONFIRMED_FOR))
        _remove((SavedSearch.state == SearchState.ENDED) & (SavedSearch.state_at < now() - ENDED_FOR))
        _remove((SavedSearch.state == SearchState.PAUSED) & SavedSearch.email.is_not(None)
                & (SavedSearch.pause_reason != PauseReason.ASKED)
                & (SavedSearch.state_at < now() - GUEST_RESTS_FOR))


def _remove(which: ColumnElement[bool]) -> None:
    ids = select(SavedSearch.id).where(which)
    db.session.execute(delete(AlertDelivery).where(AlertDelivery.saved_search_id.in_(ids)),
                       execution_options={"synchronize_session": False})
    db.session.execute(delete(SavedSearch).where(which), execution_options={"synchronize_session": False})
