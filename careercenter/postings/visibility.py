"""What the public sees of a posting: the job, that it is over, or nothing."""

from datetime import timedelta
from enum import StrEnum

from careercenter.core import now
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import ENDED, PUBLIC, PostingState
from careercenter.postings.models import JobPosting

REMEMBERED = timedelta(days=90)
"""How long the page of an ended job is kept; search engines forget it afterwards (410)."""


class Face(StrEnum):
    """What a visitor finds at the job's address."""

    LIVE = "live"
    RESTING = "resting"  # paused: to be read, not to be applied to
    ENDED = "ended"  # expired, filled or withdrawn not long ago
    GONE = "gone"  # removed, or ended long ago
    HIDDEN = "hidden"  # never published


def face_of(posting: JobPosting, employer: Employer) -> Face:
    """What a visitor finds."""
    if posting.state not in PUBLIC | ENDED or (posting.state is PostingState.WITHDRAWN and not posting.runs):
        return Face.HIDDEN
    if posting.state is PostingState.REMOVED or employer.suspended_at is not None:
        return Face.GONE
    if posting.is_live:
        return Face.LIVE
    if posting.state is PostingState.PAUSED and posting.valid_through and now() < posting.valid_through:
        return Face.RESTING
    ended_at = posting.ended_at or posting.valid_through
    return Face.GONE if ended_at is None or now() >= ended_at + REMEMBERED else Face.ENDED


def shows_text(posting: JobPosting) -> bool:
    """Whether what an ended job said may still be read: not if its employer withdrew it."""
    return posting.state in PUBLIC
