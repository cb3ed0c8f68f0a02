"""What a person may keep something about."""

from careercenter.accounts.models import User
from careercenter.employers.models import Employer
from careercenter.postings.models import JobPosting
from careercenter.postings.visibility import Face, face_of


def may_mark(by: User | None, posting: JobPosting, employer: Employer) -> bool:
    """Whether the person saves, hides or notes a job that she has kept nothing about yet: one that is there."""
    return by is not None and by.is_active and face_of(posting, employer) not in (Face.HIDDEN, Face.GONE)
