"""What day it is for codes. They begin and end with days of service in the US: on its East coast, where CMS and the CDC
are, a new year begins five hours after it does in UTC."""

from datetime import date
from zoneinfo import ZoneInfo

from careercenter.core import now

ZONE = ZoneInfo("America/New_York")


def today() -> date:
    """Today's date there."""
    return now().astimezone(ZONE).date()
