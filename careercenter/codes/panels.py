"""What higher rooms add beside a code: jobs that ask for this kind of coding, a box for questions.

    panels.register(10, jobs_for)      # jobs_for(code) -> Panel | None
"""

from collections.abc import Callable
from typing import NamedTuple

from markupsafe import Markup

from careercenter.codes.editions import Edition
from careercenter.web.contributions import Contributions


class Panel(NamedTuple):
    """A box with a heading; its words are what a template rendered."""

    title: str
    body: Markup


PanelOf = Callable[[Edition], Panel | None]

_panels = Contributions[PanelOf]()


def register(order: int, panel_of: PanelOf) -> None:
    """Add a box; the lower `order` comes first. Twice replaces it."""
    _panels.add(order, panel_of)


def list_for(code: Edition) -> list[Panel]:
    """The boxes beside a code, in order."""
    return [panel for panel_of in _panels if (panel := panel_of(code)) is not None]
