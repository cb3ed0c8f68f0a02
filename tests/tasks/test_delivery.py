"""What happened reaches its listeners: at least once, and again after a failure or a crash."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from careercenter.core import db, happenings, now, transaction
from careercenter.core.happenings import EventDelivery
from careercenter.events import Event, listen
from careercenter.tasks.delivery import deliver_due


@dataclass(frozen=True)
class BellRang(Event):
    """An event for these tests alone."""

    times: int


heard: list[int] = []
broken: list[bool] = [False]


@listen(BellRang)
def hear(event: BellRang) -> None:
    if broken[0]:
        raise ConnectionError
    heard.append(event.times)


@pytest.fixture(autouse=True)
def _quiet(app):
    heard.clear()
    broken[0] = False


@pytest.fixture
def without_nudge(monkeypatch):
    """As if the process died between the commit and the delivery."""
    monkeypatch.setattr(happenings, "_nudges", [])


def test_a_listener_hears_after_the_commit():
    with transaction() as happened:
        happened.append(BellRang(3))
        assert heard == []
    assert heard == [3]


def test_nobody_hears_of_what_was_rolled_back():
    with pytest.raises(RuntimeError), transaction() as happened:
        happened.append(BellRang(1))
        raise RuntimeError
    deliver_due()
    assert heard == []


def test_a_crash_before_the_delivery_loses_nothing(without_nudge):
    with transaction() as happened:
        happened += [BellRang(1), BellRang(2)]
    assert heard == []
    deliver_due()
    assert heard == [1, 2]


def test_what_was_delivered_is_not_delivered_again(without_nudge):
    with transaction() as happened:
        happened.append(BellRang(1))
    deliver_due()
    deliver_due()
    assert heard == [1]


def test_a_failing_listener_is_tried_again_later(without_nudge):
    with transaction() as happened:
        happened.append(BellRang(5))
    broken[0] = True
    with pytest.raises(ConnectionError):
        deliver_due()
    broken[0] = False
    deliver_due()
    assert heard == []  # it isn't due yet
    with time_machine.travel(now() + timedelta(minutes=1)):
        deliver_due()
    assert heard == [5]
    assert db.session.scalars(select(EventDelivery.attempts)).all() == [2]
