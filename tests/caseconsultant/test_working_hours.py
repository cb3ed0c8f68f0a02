"""An answer is due after so many hours in which people work."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careercenter.caseconsultant.working_hours import CLOSES, OPENS, ZONE, add

moments = st.integers(0, 3 * 365 * 24 * 60).map(lambda n: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(("start", "hours", "due"), [
    ("2026-03-03 10:00", 2, "2026-03-03 12:00"),
    ("2026-03-03 16:00", 2, "2026-03-04 10:00"),
    ("2026-03-06 16:30", 1, "2026-03-09 09:30"),  # over a weekend, in which clocks change
    ("2026-03-07 12:00", 8, "2026-03-09 17:00"),
    ("2026-03-03 03:00", 1, "2026-03-03 10:00"),
    ("2026-03-03 17:00", 1, "2026-03-04 10:00"),
    ("2026-10-30 12:00", 8, "2026-11-02 12:00"),
])
def test_it_is_counted_in_working_hours(start, hours, due):
    assert add(at(start), hours) == at(due)


@given(moments, st.integers(1, 200))
def test_it_is_due_within_working_hours_and_later(start, hours):
    due = add(start, hours)
    local = due.astimezone(ZONE)

    assert due - start >= timedelta(hours=hours)
    assert local.weekday() < 5 and OPENS < local.time() <= CLOSES


@given(moments, st.integers(1, 40), st.integers(1, 40))
def test_one_after_the_other_is_both(start, one, other):
    assert add(add(start, one), other) == add(start, one + other)
