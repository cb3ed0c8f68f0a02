"""What higher rooms add beside a code: jobs that ask for this kind of coding, a box for questions.

    panels.register(10, jobs_for)      # jobs_for(place) -> Panel | None
"""

from collections.abc import Callable
from typing import NamedTuple

from markupsafe import Markup

from careercenter.codes.queries import Place


class Panel(NamedTuple):
    """A box with a heading; its words are what a template rendered."""

    title: str
    body: Markup


PanelOf = Callable[[Place], Panel | None]

_panels: dict[str, tuple[int, PanelOf]] = {}


def register(order: int, panel_of: PanelOf) -> None:
    """Add a box; the lower `order` comes first. Twice replaces it."""
    _panels[f"{panel_of.__module__}.{panel_of.__qualname__}"] = (order, panel_of)


def list_for(place: Place) -> list[Panel]:
    """The boxes beside a code, in order."""
    found = (panel_of(place) for _, panel_of in sorted(_panels.values(), key=lambda one: one[0]))
    return [panel for panel in found if panel]
