"""What higher domains add to a page of a lower one, in order: panels, sections, cards.

    _panels = Contributions[Panel]()
    _panels.add(20, panel)          # twice replaces it
    [panel(user) for panel in _panels]
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


class Contributions(Generic[F]):
    """Functions, known by their module and name; those of lower order come first."""

    def __init__(self) -> None:
        self._added: dict[str, tuple[int, F]] = {}

    def add(self, order: int, function: F) -> None:
        """Add one; the same one again takes its place."""
        self._added[f"{function.__module__}.{function.__qualname__}"] = (order, function)

    def __iter__(self) -> Iterator[F]:
        return (function for _, (_, function) in sorted(self._added.items(), key=lambda item: (item[1][0], item[0])))
