"""How long the alerts of a day take: jobs matched, pairs written, mails written, on one core and a real database.

A slice, whose rates tell the whole: `SEARCHES` of the searches of `alert_matching.py` are stored, one in
`SEARCHES_OF_ONE` of a new person; `JOBS` new jobs are matched against them. Then the mails of the daily digest are
written, for so long as `MAILING` says.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from time import perf_counter, process_time
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import func, insert, select

from careercenter.accounts.models import User
from careercenter.alerts import alerting, telling
from careercenter.alerts.lifecycle import SearchState
from careercenter.alerts.models import AlertClock, AlertDelivery, Rhythm, SavedSearch
from careercenter.alerts.stored_queries import to_json
from careercenter.alerts.watch import watch
from careercenter.core import db, new_public_id, now
from careercenter.mail.models import OutboxMail
from careercenter.postings.models import JobPosting
from tests.benchmarks.alert_matching import make_queries
from tests.benchmarks.load import store

SEARCHES = 100_000
SEARCHES_OF_ONE = 2
JOBS = 300
MAILING = 30.0
"""Seconds."""

ALL = 1_000_000
A_DAY = 1_000
"""New jobs: a board with 30,000 live ones, each for 30 days."""

AT_ONCE = 5_000


def run(_app: Flask) -> Iterator[str]:
    """Reading the searches, the pairs, the mails; each with its rate."""
    list(store(JOBS, 1))
    _store_searches()
    ids = list(db.session.scalars(select(JobPosting.id)))
    db.session.rollback()
    started = perf_counter()
    alerting.match(ids[0], went_live=False)
    yield f"{SEARCHES:,} searches read by the process that matches in {perf_counter() - started:.1f} s"
    yield from _match(ids[1:])
    yield from _mail()


def _match(ids: list[int]) -> Iterator[str]:
    started, busy = perf_counter(), process_time()
    for one in ids:
        alerting.match(one, went_live=False)
    seconds, used = perf_counter() - started, process_time() - busy
    pairs = db.session.scalar(select(func.count()).select_from(AlertDelivery)) or 0
    yield (f"{len(ids)} jobs matched and {pairs:,} pairs written in {seconds:.1f} s ({used:.1f} s of this processor): "
           f"{pairs / seconds:,.0f} pairs a second")
    times = ALL / SEARCHES * A_DAY / len(ids) / 60
    yield (f"so {A_DAY:,} jobs of a day against {ALL:,} searches, {pairs * times * 60:,.0f} pairs, would take "
           f"{used * times:.1f} minutes of one core, {seconds * times:.1f} by the clock")


def _mail() -> Iterator[str]:
    with time_machine.travel(now() + timedelta(days=1), tick=True):
        started, busy = perf_counter(), process_time()
        telling.tell_due(MAILING)
        seconds, used = perf_counter() - started, process_time() - busy
    mails = db.session.scalar(select(func.count()).select_from(OutboxMail)) or 0
    told = db.session.scalar(select(func.count()).where(AlertDelivery.state == "told")) or 0
    yield (f"{mails:,} mails that tell {told:,} pairs written in {seconds:.1f} s ({used:.1f} s of this processor): "
           f"{mails / seconds:,.0f} mails a second by the clock, {mails / used:,.0f} a second of one core")


def _store_searches() -> None:
    db.session.execute(insert(User), [_person(number) for number in range(SEARCHES // SEARCHES_OF_ONE)])
    ids = list(db.session.scalars(select(User.id)))
    rows = ({"user_id": ids[number // SEARCHES_OF_ONE], **_search(query)}
            for number, query in enumerate(make_queries(SEARCHES)))
    while some := list(islice(rows, AT_ONCE)):
        db.session.execute(insert(SavedSearch), some)
    db.session.execute(insert(AlertClock), [{"id": 1, "value": 1}])
    db.session.commit()
    watch().__init__()


def _person(number: int) -> dict[str, Any]:
    return {"name": f"Person {number}", "email": f"person.{number}@example.com", "email_verified_at": now(),
            "public_id": new_public_id()}


def _search(query: Any) -> dict[str, Any]:
    return {"public_id": new_public_id(), "name": "A search", "query": to_json(query), "rhythm": Rhythm.DAILY,
            "state": SearchState.ACTIVE, "feed_token_hash": new_public_id(), "change": 1,
            "watching_since": now() - timedelta(days=60)}
