"""The one place that decides whether an owner's words are shown: CPT's descriptors are the AMA's.

They are shown with the operator's license alone (CPT_LICENSE), whatever was imported while there was one, and what
shows them carries their notice: who takes words from here has them on a page whose foot names the owner.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import g, has_request_context

from careercenter.config import settings

Made = TypeVar("Made")


def is_granted() -> bool:
    """Whether there is a license."""
    return bool(settings.cpt_license)


def show(words: str) -> str:
    """An owner's words, if they may be shown; the page that is being made carries their notice then."""
    if not words or not is_granted():
        return ""
    mark()
    return words


def mark() -> None:
    """Say that the page that is being made shows an owner's words."""
    if has_request_context():
        g.shows_owned_words = True


def is_marked() -> bool:
    """Whether the page that is being made shows some."""
    return has_request_context() and g.get("shows_owned_words", False)


def watch(make: Callable[[], Made]) -> tuple[Made, bool]:
    """What `make` makes, and whether that shows an owner's words, whatever else the page shows."""
    before = is_marked()
    g.shows_owned_words = False
    try:
        return make(), is_marked()
    finally:
        g.shows_owned_words = is_marked() or before
