"""What higher domains add to the pages of a job: the one that coders read, and the one inside its employer's.

    page_sections.register(JobPage.PUBLIC, keep_track)   # def keep_track(posting, employer, user) -> Markup | None
"""

from collections.abc import Callable
from enum import StrEnum

from markupsafe import Markup

from careercenter.accounts.models import User
from careercenter.employers.models import Employer
from careercenter.postings.models import JobPosting
from careercenter.web.contributions import Contributions

Section = Callable[[JobPosting, Employer, User | None], Markup | None]


class JobPage(StrEnum):
    """A page about one job."""

    PUBLIC = "public"  # beside the job; the user is None for a guest
    INSIDE = "inside"  # above the text, for those who read the employer's postings


_sections = {page: Contributions[Section]() for page in JobPage}


def register(page: JobPage, section: Section, *, order: int = 100) -> None:
    """Show a section on every page of this kind, those of lower order first; None shows nothing.

    It is one `<section>` with an h2, and decides by its domain's policies what this reader may see.
    """
    _sections[page].add(order, section)


def list_sections(page: JobPage, posting: JobPosting, employer: Employer, user: User | None) -> list[Markup]:
    """What this reader sees, in order."""
    return [shown for section in _sections[page] if (shown := section(posting, employer, user)) is not None]
