"""The codes that a note of the tabular list names: “(A00.1, B20-B24, Z16.-)”."""

import re
from typing import NamedTuple

_CODE = r"[A-Z]\d[A-Z\d](?:\.[A-Z\d]{1,4})?"
_SPAN = re.compile(rf"(?<![\w.])({_CODE})(\.?-)?(?:\s*-\s*({_CODE})(\.?-)?)?(?![\w])")


class Span(NamedTuple):
    """Codes from one to another, each with all that stands below it."""

    first: str  # keys
    last: str

    def covers(self, key: str) -> bool:
        """Whether a code is one of them."""
        return self.first <= key and (key <= self.last or key.startswith(self.last))

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


def list_spans(text: str) -> list[Span]:
    """What a note names, in its order; “E11.-” is E11 with all below it, as E11 is too."""
    return [Span(first.replace(".", ""), (last or first).replace(".", ""))
            for first, _, last, _ in _SPAN.findall(text)]
