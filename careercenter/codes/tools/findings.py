"""What a check of a list finds."""

from typing import NamedTuple


class Finding(NamedTuple):
    """Something about a code of the list."""

    tone: str  # "bad": it can't stay so; "warn": look at it; "info": good to know
    text: str
    source: str = ""  # the note in the tabular list's own words, and where it stands
