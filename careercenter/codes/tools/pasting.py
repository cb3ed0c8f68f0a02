"""A list of codes as people paste it: a line a code, or many on a line, numbered, amid descriptions and other words.

What a text alone can tell is told here; whether a word that looks like a code is one, the releases say (`naming.py`).
"""

import re
from enum import IntEnum
from typing import NamedTuple

from careercenter.codes.models import CodeSystem
from careercenter.codes.spelling import normalize, systems_of

_BULLET = re.compile(r"^\s*(?:\(?\d{1,3}[.)]\s+|[-–•*·]\s+)?")
_TOKEN = re.compile(r"\d{1,4}([/-])\d{1,2}\1\d{1,4}|[^\s,;|:()\[\]/&+\"“”]+|[,;|:()\[\]/&+]")  # a date is one word
_JOINS = frozenset(",;|:()[]/&+") | {"and", "or"}
_LABEL = re.compile(r"(?:ICD|CPT|HCPCS|DX|DIAG[A-Z]*|PROC[A-Z]*|CODES?|PX|#)[-\d.]*(?:CM)?\.?|#?\d{1,2}[.)]?", re.I)
_LIKE_A_CODE = re.compile(r"(?=[A-Z\d.]*\d)[A-Z\d.]{3,9}")
_DOTTED = re.compile(r"[A-Z]\d[A-Z\d]\.[A-Z\d]{1,4}")
_MODIFIER = re.compile(r"[A-Z\d]{2}")
_APART = re.compile(r"2[2-9]|[3-9]\d|(?!X\d)[A-Z][A-Z\d]|\d[A-Z]")  # 10 or x2 behind a code is a number of it
_ENGLISH = re.compile(r"a[mnst]|b[ey]|[dgs]o|he|i[fnst]|m[ey]|no|o[fnr]|to|u[ps]|we")  # in small letters
_WHOLE = (CodeSystem.ICD10CM, CodeSystem.HCPCS, CodeSystem.CPT)


class Stands(IntEnum):
    """Where in its line something stands, and so how surely it is meant as a code."""

    LISTED = 0  # before any word
    BEGINS = 1  # where something new begins: behind a comma, a colon, an “and”
    AMID = 2  # among words


class Pasted(NamedTuple):
    """What stands at one place of a pasted text."""

    line: int  # from 1
    typed: str
    key: str  # empty: it is no code
    modifiers: tuple[str, ...] = ()
    stands: Stands = Stands.LISTED

    @property
    def is_dotted(self) -> bool:
        return "." in self.typed

    @property
    def is_meant(self) -> bool:
        """Whether it is meant as a code, known or not. Else it may be a word: vitamin B12, A1C, 2,500 units."""
        return bool(self.key) and (self.stands is Stands.LISTED or self.is_dotted)


class Line(NamedTuple):
    """A line with something on it, and what looks like a code there."""

    number: int  # from 1
    text: str
    codes: list[Pasted]


def read(text: str) -> list[Line]:
    """Every line that isn't blank, with all in it that has a code's shape, in order."""
    return [Line(number, line.strip(), _read_line(number, _BULLET.sub("", line)))
            for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _read_line(number: int, line: str) -> list[Pasted]:
    found: list[Pasted] = []
    stands = Stands.LISTED
    takes_modifiers = False  # whether what stands right before is a code that does
    for word in (one[0] for one in _TOKEN.finditer(line.replace("–", "-"))):
        typed = word.strip(".'’-")
        if takes_modifiers and _APART.fullmatch(typed.upper()) and not _ENGLISH.fullmatch(typed):
            found[-1] = found[-1]._replace(typed=f"{found[-1].typed} {typed}",
                                           modifiers=(*found[-1].modifiers, typed.upper()))
        elif word.lower() in _JOINS or _LABEL.fullmatch(word):
            takes_modifiers = takes_modifiers and word == ","
            stands = min(stands, Stands.BEGINS)
        elif codes := _codes_of(number, typed, stands):
            found += codes
            takes_modifiers = _takes_modifiers(codes[-1])
            stands = min(stands, Stands.BEGINS)
        elif typed:
            takes_modifiers = False
            stands = Stands.AMID
    return found


def _codes_of(number: int, typed: str, stands: Stands) -> list[Pasted]:
    """The codes of one word: `99213-25` with its modifier, two in `E11.9-E10.9`, none in `COVID-19`."""
    codes: list[Pasted] = []
    for part in filter(None, typed.split("-")):
        base = part.upper().strip(".")
        if codes and _MODIFIER.fullmatch(base) and _takes_modifiers(codes[-1]):
            codes[-1] = codes[-1]._replace(typed=f"{codes[-1].typed}-{part}", modifiers=(*codes[-1].modifiers, base))
        elif _LIKE_A_CODE.fullmatch(base) and (stands is Stands.LISTED or _is_whole(base)):
            codes.append(Pasted(number, part, normalize(base), stands=stands))
        elif not codes or not _is_whole(codes[0].typed):
            return []
    return codes


def _is_whole(text: str) -> bool:
    if "." in text:
        return _DOTTED.fullmatch(text.upper()) is not None
    return any(system in _WHOLE for system in systems_of(text))


def _takes_modifiers(code: Pasted) -> bool:
    return not code.is_dotted and any(system in (CodeSystem.HCPCS, CodeSystem.CPT) for system in systems_of(code.key))
