"""The finders in a row: what each finds, without overlaps, until nothing more is found."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from careercenter.deidentification import dates, names, numbers, places
from careercenter.deidentification.kinds import Finding, Kind

Span = tuple[Kind, int, int]

# The surer and the longer first: of two that overlap, the first stays.
FINDERS = (numbers.find, dates.find, places.find_addresses, names.find, places.find, numbers.find_long)
_MARK = re.compile("|".join(re.escape(kind.mark) for kind in Kind))
_ROUNDS = 8


def find(text: str) -> list[Finding]:
    """What in a text may identify a person, in order, without overlaps.

    Medical codes, doses, vital signs, laboratory values and dates of rules aren't among it.
    """
    spans: list[Span] = []
    for _ in range(_ROUNDS):
        # What was redacted reads otherwise than before: looking again finds what the marks bring to light, so that
        # a redacted text is clean.
        redacted = _redact(text, spans)
        more = [(kind, _back(start, spans), _back(end, spans)) for kind, start, end in _find_once(redacted)]
        if not more:
            break
        spans = sorted([*spans, *more], key=lambda span: span[1])
    return [Finding(kind, start, end, text[start:end]) for kind, start, end in spans]


def redact(text: str, findings: Sequence[Finding]) -> str:
    """The text with each finding's mark in its place; all else as it was."""
    return _redact(text, [(one.kind, one.start, one.end) for one in findings])


def _redact(text: str, spans: Iterable[Span]) -> str:
    parts, at = list[str](), 0
    for kind, start, end in spans:
        parts += text[at:start], kind.mark
        at = end
    return "".join([*parts, text[at:]])


def _back(position: int, spans: Iterable[Span]) -> int:
    """Where a place of the redacted text is in the text itself."""
    for kind, start, end in spans:
        if position <= start:
            break
        position += (end - start) - len(kind.mark)
    return position


def _find_once(text: str) -> list[Span]:
    taken = [match.span() for match in _MARK.finditer(text)]
    found: list[Span] = []
    for kind, start, end in _all(text):
        if start < end and all(end <= begins or ends <= start for begins, ends in taken):
            found.append((kind, start, end))
            taken.append((start, end))
    return sorted(found, key=lambda span: span[1])


def _all(text: str) -> Iterator[Span]:
    return chain.from_iterable(finder(text) for finder in FINDERS)
