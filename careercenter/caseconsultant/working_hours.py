"""When an answer is due: counted in the hours in which people work, Monday to Friday, 9 to 5 Eastern."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/New_York")
OPENS, CLOSES = time(9), time(17)


def add(start: datetime, hours: float) -> datetime:
    """The instant at which so many working hours have passed since `start`. Holidays are no exception."""
    left, at = timedelta(hours=hours), start.astimezone(ZONE)
    while True:
        begins, ends = (datetime.combine(at.date(), clock, ZONE) for clock in (OPENS, CLOSES))
        if at.weekday() < 5 and at < ends:
            at = max(at, begins)
            # In UTC: between two instants of one zone, Python counts what the clock on the wall shows.
            rest = ends.astimezone(UTC) - at.astimezone(UTC)
            if left <= rest:
                return at.astimezone(UTC) + left
            left -= rest
        at = datetime.combine(at.date() + timedelta(days=1), OPENS, ZONE)
