"""When something is to be told: at an hour of a person's day, by her clocks. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from careercenter.alerts.models import Rhythm

GATHERING = timedelta(seconds=20)
"""How long an instant mail waits for what comes at the same time."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Schedule(NamedTuple):
    """A rhythm, with its hour and day of the week (0 is Monday) in a zone."""

    rhythm: Rhythm
    hour: int
    weekday: int
    time_zone: str


def next_due(schedule: Schedule, after: datetime) -> datetime:
    """The first instant after `after` (UTC) at which what was found by then is to be told.

    Each day, or week, has exactly one: an hour that a day lacks (the clocks go forward) is the moment at which
    they do, and one that it has twice counts the first time.
    """
    if schedule.rhythm is Rhythm.INSTANTLY:
        return after + GATHERING
    zone = ZoneInfo(schedule.time_zone)
    day = after.astimezone(zone).date() - timedelta(days=1)  # a zone's clocks may skip or repeat around midnight
    while True:
        if schedule.rhythm is Rhythm.DAILY or day.weekday() == schedule.weekday:
            due = _instant(day, schedule.hour, zone)
            if due > after:
                return due
        day += timedelta(days=1)


def _instant(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
