"""What higher domains add to an employer's public profile, such as its live jobs.

    public_sections.register(live_jobs)         # def live_jobs(employer) -> Markup | None
"""

from collections.abc import Callable

from markupsafe import Markup

from careercenter.employers.models import Employer

Section = Callable[[Employer], Markup | None]

_sections: dict[str, tuple[int, Section]] = {}


def register(section: Section, *, order: int = 100) -> None:
    """Show a section on every public profile, those of lower order first; None shows nothing.

    It is shown to guests: one `<section>` with an h2 and public facts alone.
    """
    _sections[f"{section.__module__}.{section.__qualname__}"] = (order, section)


def list_sections(employer: Employer) -> list[Markup]:
    """What visitors see, in order."""
    in_order = sorted(_sections.items(), key=lambda item: (item[1][0], item[0]))
    return [shown for _, (_, section) in in_order if (shown := section(employer)) is not None]
