"""What higher domains add to an employer's public profile, such as its live jobs.

    public_sections.register(live_jobs)         # def live_jobs(employer) -> Markup | None
"""

from collections.abc import Callable

from markupsafe import Markup

from careercenter.employers.models import Employer
from careercenter.web.contributions import Contributions

Section = Callable[[Employer], Markup | None]

_sections = Contributions[Section]()


def register(section: Section, *, order: int = 100) -> None:
    """Show a section on every public profile, those of lower order first; None shows nothing.

    It is shown to guests: one `<section>` with an h2 and public facts alone.
    """
    _sections.add(order, section)


def list_sections(employer: Employer) -> list[Markup]:
    """What visitors see, in order."""
    return [shown for section in _sections if (shown := section(employer)) is not None]
