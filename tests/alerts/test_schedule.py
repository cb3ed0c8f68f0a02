"""Each day has one hour at which a digest is due, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careercenter.alerts.models import Rhythm
from careercenter.alerts.schedule import Schedule, next_due

ZONES = ("America/New_York", "America/Phoenix", "Pacific/Honolulu", "America/St_Johns", "Australia/Lord_Howe",
         "Africa/Cairo", "America/Santiago", "Asia/Kathmandu", "Europe/London", "Pacific/Apia", "UTC")
INSTANTS = st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(INSTANTS, st.integers(0, 23), st.sampled_from(ZONES))
@settings(max_examples=200, deadline=None)
def test_each_day_of_a_year_has_exactly_one(start, hour, zone):
    schedule, at, days = Schedule(Rhythm.DAILY, hour, 0, zone), start, []
    for _ in range(370):
        at = next_due(schedule, at)
        days.append(at.astimezone(ZoneInfo(zone)).date())
    assert len(set(days)) == len(days) and (days[-1] - days[0]).days <= 370  # Samoa skipped a day in 2011
    assert all(other - one <= timedelta(days=2) for one, other in pairwise(days))


@given(INSTANTS, st.integers(0, 23), st.integers(0, 6), st.sampled_from(ZONES))
@settings(max_examples=200, deadline=None)
def test_each_week_has_exactly_one_on_its_day(start, hour, weekday, zone):
    due = next_due(Schedule(Rhythm.WEEKLY, hour, weekday, zone), start)
    after = next_due(Schedule(Rhythm.WEEKLY, hour, weekday, zone), due)
    assert due > start and timedelta(days=6) < after - due < timedelta(days=8)
    assert due.astimezone(ZoneInfo(zone)).weekday() in (weekday, (weekday + 1) % 7)


@given(INSTANTS, INSTANTS, st.integers(0, 23), st.sampled_from(ZONES))
@settings(max_examples=200, deadline=None)
def test_what_comes_later_is_never_due_sooner(one, other, hour, zone):
    schedule = Schedule(Rhythm.DAILY, hour, 0, zone)
    assert next_due(schedule, min(one, other)) <= next_due(schedule, max(one, other))


@pytest.mark.parametrize(("after", "due"), [
    ("2026-03-08T06:00", "2026-03-08T07:00"),  # 2:00 doesn't exist: the clocks go from 1:59 to 3:00 at that moment
    ("2026-03-08T07:00", "2026-03-09T06:00"),
    ("2026-11-01T04:00", "2026-11-01T07:00"),  # after the hour that comes twice
    ("2026-07-01T06:00", "2026-07-02T06:00"),
])
def test_two_in_the_morning_in_new_york(after, due):
    schedule = Schedule(Rhythm.DAILY, 2, 0, "America/New_York")
    assert next_due(schedule, datetime.fromisoformat(f"{after}+00:00")) == datetime.fromisoformat(f"{due}+00:00")


def test_an_hour_that_comes_twice_counts_the_first_time():
    schedule, first = Schedule(Rhythm.DAILY, 1, 0, "America/New_York"), datetime(2026, 11, 1, 5, tzinfo=UTC)
    assert next_due(schedule, first - timedelta(hours=1)) == first
    assert next_due(schedule, first) == datetime(2026, 11, 2, 6, tzinfo=UTC)


def test_instantly_waits_a_moment_for_company():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    assert timedelta() < next_due(Schedule(Rhythm.INSTANTLY, 7, 0, "UTC"), at) - at < timedelta(minutes=1)
