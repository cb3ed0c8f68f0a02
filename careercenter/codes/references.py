"""The codes that a note of the tabular list names: “(A00.1, B20-B24, Z16.-)”, “(E08-E13 with .42)”."""

import re
from functools import lru_cache
from typing import NamedTuple

_CODE = r"[A-Z]\d[A-Z\d](?:\.[A-Z\d]{1,4})?"
_SPAN = re.compile(rf"(?<![\w.])({_CODE})(\.?-)?(?:\s*-\s*({_CODE})(\.?-)?)?(?!\w)")
_BETWEEN = re.compile(r"[\s,.-]*(?:and\b|or\b)?[\s,.-]*")  # spans of one list: a condition behind it is for them all
_ORDINAL = r"(?:5th|fifth|six(?:th)?|7th|seventh|final)"
_VALUE = r"[.-]{0,2}[A-Z\d]{1,3}(?:-\.?[A-Z\d]{1,3}|-)?(?![A-Za-z\d])"
_CONDITION = re.compile(
    rf"(?:[\s,.-]*|\)\s*(?=with\s+{_ORDINAL}\b))with\s+"
    rf"(?:(?P<places>{_ORDINAL}(?:\s+(?:or|to)\s+{_ORDINAL})?)[\s-]characters?\s+)?"
    rf"(?P<values>{_VALUE}(?:(?:[,.]|\s+or)\s*{_VALUE})*)(?=\s*(?:[);]|$))")
_UNREADABLE = re.compile(r"[\s,.-]*with\b")  # “with open fracture 7th character”: what it means stands nowhere near
_PLACES = {
    # The X that fills a place up to the 7th character is none of the code's own (guideline I.A.4).
    "": ".{{3}}(?:{})", "fifth to sixth": ".{{4}}(?:{})", "fifth": ".{{4}}(?:{})", "sixth": ".{{5}}(?:{})",
    "seventh": ".{{6}}(?:{})", "fifth or sixth": ".{{5}}(?:{0})|.{{4}}(?:{0})(?:X|$)",
    "final": r".{{3}}.*?(?:{})X*(?:(?<=.{{6}}).)?$",
}
_NEVER = "(?!)"


class Span(NamedTuple):
    """Codes from one to another, each with all that stands below it."""

    first: str  # keys
    last: str
    condition: str = ""  # a pattern of the keys that are meant; empty: all are

    def covers(self, key: str) -> bool:
        """Whether a code is one of them. One whose condition can't be read covers none: nothing is claimed of it."""
        return self.first <= key and (key <= self.last or key.startswith(self.last)) and (
            re.match(self.condition, key) is not None)

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


@lru_cache(5_000)  # what stands at a chapter holds for each of its codes
def list_spans(text: str) -> tuple[Span, ...]:
    """What a note names, in its order; “E11.-” is E11 with all below it, as E11 is too.

    Where codes stand in parentheses, what looks like one outside them belongs to the words: “vitamin B12 (E53.8)”.
    """
    everywhere = list(_SPAN.finditer(text))
    inside = [one for one in everywhere if text.rfind("(", 0, one.start()) > text.rfind(")", 0, one.start())]
    found = inside or everywhere
    spans: list[Span] = []
    condition = ""
    for place in reversed(range(len(found))):  # a condition stands behind what it is for
        one = found[place]
        behind = found[place + 1].start() if place + 1 < len(found) else len(text)
        if not _BETWEEN.fullmatch(text, one.end(), behind):
            condition = _condition(text, one.end())
        first, last = one[1], one[3] or one[1]
        spans.append(Span(first.replace(".", ""), last.replace(".", ""), condition))
    return tuple(reversed(spans))


def _condition(text: str, start: int) -> str:
    said = _CONDITION.match(text, start)
    if said is None:
        return _NEVER if _UNREADABLE.match(text, start) else ""
    places = (said["places"] or "").replace("5th", "fifth").replace("7th", "seventh")
    places = re.sub(r"six\b", "sixth", " ".join(places.split()))
    values = [value for one in re.finditer(_VALUE, said["values"]) for value in _values(one[0])]
    return _PLACES[places].format("|".join(values)) if places in _PLACES else _NEVER


def _values(text: str) -> list[str]:
    """`.51-.52` is 51 and 52, `1-4` is 1, 2, 3 and 4, `.62-` is 62 with all behind it."""
    first, _, last = text.lstrip(".-").partition("-")
    last = last.lstrip(".") or first
    if len(first) != len(last) or first[:-1] != last[:-1]:
        return [first, last]
    return [first[:-1] + chr(one) for one in range(ord(first[-1]), ord(last[-1]) + 1)]
