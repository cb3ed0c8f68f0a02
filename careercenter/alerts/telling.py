"""Telling people of what waits: one mail a person, written in the transaction that marks its alerts as told.

Whatever ends a worker, a pair is either waiting, with no mail that names it, or told, with one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import sample
from time import monotonic, time
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import bindparam, or_, select, update

from careercenter.accounts.models import User
from careercenter.alerts import letters, readers
from careercenter.alerts.jobs import Jobs, Standing, read_whole
from careercenter.alerts.lifecycle import DeliveryAction, DeliveryState, step
from careercenter.alerts.models import AlertDelivery, Rhythm, SavedSearch
from careercenter.alerts.readers import Key, Reader
from careercenter.alerts.schedule import Schedule, next_due
from careercenter.core import db, now, transaction
from careercenter.search.clauses import accepts, clauses_of
from careercenter.search.documents import document_of

log = structlog.get_logger()

PEOPLE = 50
"""To whom one transaction writes."""

LOOK_AT = 500
"""Due alerts among whose owners those are drawn: two workers seldom draw the same."""

TOGETHER = timedelta(minutes=1)
"""What is due this soon goes along."""

AGAIN = timedelta(hours=1)
"""When an instant alert is tried again that can't be told now."""


def tell_due(seconds: float = 20) -> None:
    """Write the mails that are due, for at most about so long: the schedule calls again."""
    until, jobs = monotonic() + seconds, Jobs()
    while monotonic() < until and (keys := _list_due()):
        if not _tell_or_put_off(sample(keys, min(PEOPLE, len(keys))), jobs):
            return  # another worker has them in hand


def hurry(user: User) -> None:
    """Tell a person soon of what waited because her address wasn't proven: all but what has its hour."""
    with transaction():
        db.session.execute(
            update(AlertDelivery).where(AlertDelivery.state == DeliveryState.WAITING, AlertDelivery.saved_search_id.in_(
                select(SavedSearch.id).where(SavedSearch.user_id == user.id, SavedSearch.rhythm == Rhythm.INSTANTLY)))
            .values(due_at=now()), execution_options={"synchronize_session": False})


def _list_due() -> list[Key]:
    rows = db.session.execute(
        select(SavedSearch.user_id, SavedSearch.email).join(
            AlertDelivery, AlertDelivery.saved_search_id == SavedSearch.id)
        .where(AlertDelivery.state == DeliveryState.WAITING, AlertDelivery.due_at <= now())
        .order_by(AlertDelivery.due_at).limit(LOOK_AT)).all()
    db.session.rollback()
    return list(dict.fromkeys(Key(*row) for row in rows))


def _tell_or_put_off(keys: Sequence[Key], jobs: Jobs) -> int:
    """Tell these; what can't be told because of a fault of ours doesn't keep others from their mail."""
    try:
        with transaction():
            return _tell(keys, jobs)
    except Exception:
        if current_app.testing:
            raise
        log.exception("alerts failed", people=len(keys))
    if len(keys) > 1:
        return sum(_tell_or_put_off([key], jobs) for key in keys)
    with transaction():
        return _put_off_all(keys[0])


def _tell(keys: Sequence[Key], jobs: Jobs) -> int:
    """In the caller's transaction. Returns how many alerts moved on."""
    searches = {search.id: search for search in _lock(keys)}
    waiting = _list_waiting(list(searches))
    if not waiting:
        return 0
    people = readers.load({readers.key_of(search) for search in searches.values()})
    standings = jobs.look({row.posting_id for row in waiting})
    told: dict[Key, list[Any]] = defaultdict(list)
    over, later = [], []
    for row in waiting:
        search = searches[row.saved_search_id]
        reader = people[readers.key_of(search)]
        verdict = _verdict(row, search, reader, standings.get(row.posting_id))
        if verdict is None:
            later.append(row)
        elif verdict is DeliveryAction.TELL:
            told[reader.key].append(row)
        else:
            over.append(row.id)
    _settle(dict.fromkeys(over), DeliveryAction.DROP)
    _put_off(later, searches)
    mails = {f"{letters.TEMPLATE}:{rows[0].id}": (people[key], rows) for key, rows in told.items()}
    db.session.add_all([_letter(reader, rows, searches, standings, jobs, mail_key)
                        for mail_key, (reader, rows) in mails.items()])
    _settle({row.id: mail_key for mail_key, (_, rows) in mails.items() for row in rows}, DeliveryAction.TELL)
    return len(waiting)


def _lock(keys: Sequence[Key]) -> Sequence[SavedSearch]:
    """The searches of these owners that nobody else has in hand."""
    users = [key.user_id for key in keys if key.user_id is not None]
    emails = [key.email for key in keys if key.email is not None]
    nobodys = (SavedSearch.user_id.is_(None) & SavedSearch.email.is_(None)) if Key(None, None) in keys else None
    owned = [SavedSearch.user_id.in_(users), SavedSearch.email.in_(emails), *([nobodys] if nobodys is not None else [])]
    return db.session.scalars(
        select(SavedSearch).where(or_(*owned)).order_by(SavedSearch.id)
        # New pairs may still be added meanwhile: they name the row, and don't change it.
        .with_for_update(skip_locked=True, key_share=True).execution_options(populate_existing=True)).all()


def _list_waiting(search_ids: Sequence[int]) -> Sequence[Any]:
    return db.session.execute(
        select(AlertDelivery.id, AlertDelivery.saved_search_id, AlertDelivery.posting_id, AlertDelivery.matched_at)
        .where(AlertDelivery.saved_search_id.in_(search_ids), AlertDelivery.state == DeliveryState.WAITING,
               AlertDelivery.due_at <= now() + TOGETHER).order_by(AlertDelivery.id)).all()


def _verdict(row: Any, search: SavedSearch, reader: Reader, job: Standing | None) -> DeliveryAction | None:
    """What becomes of a waiting pair; None: it waits on."""
    if not search.is_active or reader.is_gone or job is None or not (job.is_live or job.may_return):
        return DeliveryAction.DROP
    if row.posting_id in reader.hidden.postings or job.employer_id in reader.hidden.employers:
        return DeliveryAction.DROP
    if reader.is_unproven or not job.is_live:
        return None
    changed = search.watching_since > row.matched_at or job.updated_at > row.matched_at
    if changed and not accepts(clauses_of(search.looks_for), document_of(*read_whole(row.posting_id)), at=time()):
        return DeliveryAction.DROP
    return DeliveryAction.TELL


def _letter(reader: Reader, rows: Sequence[Any], searches: dict[int, SavedSearch], standings: Any, jobs: Jobs,
            key: str) -> Any:
    by_search: dict[int, list[int]] = defaultdict(list)
    for row in reversed(rows):  # the newest first
        by_search[row.saved_search_id].append(row.posting_id)
    listed = {one: ids[:letters.MOST] for one, ids in sorted(by_search.items())}
    found = jobs.read({one: standings[one] for ids in listed.values() for one in ids})
    return letters.write(reader, [(searches[one], [found[posting_id] for posting_id in ids],
                                   len(by_search[one]) - len(ids)) for one, ids in listed.items()], jobs.hits, key=key)


def _settle(mail_keys: Mapping[int, str | None], action: DeliveryAction) -> None:
    """Move these alerts on, each with the mail that tells it."""
    before, after = step(action)
    if not mail_keys:
        return
    settled = db.session.connection().execute(
        update(AlertDelivery.__table__).where(  # type: ignore[arg-type]
            AlertDelivery.id == bindparam("this"), AlertDelivery.state == before)
        .values(state=after, settled_at=now(), mail_key=bindparam("mail")),
        [{"this": one, "mail": mail_key} for one, mail_key in mail_keys.items()])
    if settled.rowcount != len(mail_keys):
        raise RuntimeError("Somebody else settled an alert whose search was locked.")


def _put_off(rows: Sequence[Any], searches: dict[int, SavedSearch]) -> None:
    for row in rows:
        search = searches[row.saved_search_id]
        db.session.execute(update(AlertDelivery).where(AlertDelivery.id == row.id).values(due_at=_next(search)),
                           execution_options={"synchronize_session": False})


def _next(search: SavedSearch) -> Any:
    if search.rhythm is Rhythm.INSTANTLY:
        return now() + AGAIN
    zone = db.session.scalar(select(User.time_zone).where(User.id == search.user_id)) if search.user_id else None
    return next_due(Schedule(search.rhythm, search.hour, search.weekday, zone or search.time_zone), now())


def _put_off_all(key: Key) -> int:
    ids = [search.id for search in _lock([key])]
    moved = db.session.execute(
        update(AlertDelivery).where(AlertDelivery.saved_search_id.in_(ids), AlertDelivery.due_at <= now(),
                                    AlertDelivery.state == DeliveryState.WAITING).values(due_at=now() + AGAIN))
    return moved.rowcount  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
