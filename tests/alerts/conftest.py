"""Saved searches, and jobs that go live while they watch."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from careercenter import events
from careercenter.accounts.models import User
from careercenter.alerts import saving, telling
from careercenter.alerts.models import AlertDelivery, Rhythm, SavedSearch
from careercenter.alerts.saving import Wish
from careercenter.core import db, now, transaction
from careercenter.mail.models import OutboxMail
from careercenter.postings.models import JobPosting
from careercenter.search.query import Query
from tests.accounts.mailbox import mails
from tests.postings.factories import make_live, make_posting

INPATIENT = Query(words="inpatient")


@pytest.fixture
def keep(coder: User) -> Callable[..., SavedSearch]:
    """Save a search: `keep(rhythm=Rhythm.DAILY)`; the coder's, for inpatient jobs, told instantly, unless said."""
    def save(query: Query = INPATIENT, *, by: User = coder, name: str = "Inpatient", **fields: Any) -> SavedSearch:
        return saving.save(query, Wish(name, **{"rhythm": Rhythm.INSTANTLY, **fields}), by=by)
    return save


@pytest.fixture
def publish(hospital) -> Callable[..., JobPosting]:
    """Let a job go live, so that everybody hears of it."""
    def go_live(**fields: Any) -> JobPosting:
        posting = make_live(make_posting(hospital, **fields))
        announce(posting)
        return posting
    return go_live


def announce(posting: JobPosting) -> None:
    """Say that a job went live; again, if called again."""
    with transaction() as happened:
        happened.append(events.PostingApproved(posting.id, 1))


def tell(later: timedelta = timedelta(minutes=1)) -> list[OutboxMail]:
    """The alerts that are mailed by then."""
    with time_machine.travel(now() + later):
        telling.tell_due()
    return [mail for mail in mails() if mail.template == "job_alert"]


def states() -> list[tuple[int, int, str]]:
    """Every pair with its state."""
    db.session.rollback()
    return sorted((row.saved_search_id, row.posting_id, row.state.value) for row in db.session.query(AlertDelivery))


@pytest.fixture
def at() -> Iterator[Callable[[str], Any]]:
    """`at("2026-03-08T06:59Z")` moves the clock."""
    traveller: list[Any] = []

    def move(instant: str) -> None:
        if traveller:
            traveller.pop().stop()
        traveller.append(time_machine.travel(instant, tick=False))
        traveller[-1].start()
    yield move
    for one in traveller:
        one.stop()
