"""Text as sentences, and how far one says what another says."""

import re
from collections.abc import Iterable

from careercenter.casepilot.library.terms import terms_of

_END = re.compile(r"(?<=[.!?])[”\")\]]*\s+(?=[A-Z“\"(\[0-9])|\n+")
_NO_END = re.compile(
    r"(?:(?<![\w.])(?:e\.g|i\.e|etc|vs|Dr|No|St|cf|al|approx|incl|U\.S|U\.S\.C|Sec|ch|fig|\d|[A-Z])\.)$")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in order; a list's lines are sentences too."""
    found: list[str] = []
    for piece in _END.split(text):
        if found and _NO_END.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        elif piece.strip():
            found.append(piece)
    return [one.strip() for one in found]


def overlap(said: Iterable[str], source: frozenset[str]) -> float:
    """What part of the terms said stands in a source, from 0 to 1; 0 if nothing was said."""
    terms = frozenset(said)
    return len(terms & source) / len(terms) if terms else 0.0


def bag(*texts: str) -> frozenset[str]:
    """The terms of texts together."""
    return frozenset(term for text in texts for term in terms_of(text))
