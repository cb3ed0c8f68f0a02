"""Jobs that are applied for on the employer's own site."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import update

from careercenter.applications.models import OutboundClick
from careercenter.core import AlreadyDone, NotFound, add_once, db, today, transaction
from careercenter.employers.models import Employer
from careercenter.postings.models import ApplyMethod, JobPosting

MOST_REMEMBERED = 40
"""Jobs of one visitor and day: her memory is a cookie, which has its limits."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """An address outside, and whose it is."""

    url: str
    host: str


def way_out(posting: JobPosting) -> WayOut:
    """Where one applies for this job.

    Raises:
        NotFound: it isn't live, isn't applied for elsewhere, or its address is none of the web.
    """
    parts = urlsplit(posting.apply_url.strip())
    suspended = db.session.get_one(Employer, posting.employer_id).suspended_at
    if (not posting.is_live or suspended or posting.apply_method is not ApplyMethod.LINK
            or parts.scheme not in ("http", "https") or not parts.hostname):
        raise NotFound("There is no outside page for this job now.")
    return WayOut(parts.geturl(), parts.hostname)


def count_click(posting: JobPosting) -> None:
    """Count a visitor who leaves, today. Whether she left today before is the caller's business."""
    with transaction():
        if _add_one(posting.id, today()):
            return
        with suppress(AlreadyDone):  # somebody else was the day's first
            add_once(OutboundClick(posting_id=posting.id, day=today()), "This day is counted already.")
        _add_one(posting.id, today())


def _add_one(posting_id: int, day: date) -> bool:
    counted = db.session.execute(
        update(OutboundClick).where(OutboundClick.posting_id == posting_id, OutboundClick.day == day)
        .values(clicks=OutboundClick.clicks + 1))
    return counted.rowcount == 1  # pyright: ignore[reportAttributeAccessIssue]


def first_today(left: dict[str, str], posting: JobPosting, day: date) -> bool:
    """Whether a visitor's memory (posting id -> day, changed here) doesn't know of her leaving today."""
    for known in [known for known, when in left.items() if when != day.isoformat()]:
        del left[known]
    is_first = str(posting.id) not in left
    left[str(posting.id)] = day.isoformat()
    for known in list(left)[:-MOST_REMEMBERED]:
        del left[known]
    return is_first
