"""A list of codes as people paste it: a line a code, or many on a line, numbered, with descriptions behind."""

import re
from typing import NamedTuple

from careercenter.codes.spelling import normalize, systems_of

MOST_LINES = 300
MOST_CODES = 200

_BULLET = re.compile(r"^\s*(?:\(?\d{1,3}[.)]\s+|[-–•*·]\s+)?")
_SEPARATOR = re.compile(r"[\s,;|]+")
_MODIFIER = re.compile(r"[A-Z\d]{2}")
_LIKE_A_CODE = re.compile(r"(?=[A-Z\d.]*\d)[A-Z\d.]{3,9}")


class Pasted(NamedTuple):
    """What stands at one place of a pasted text."""

    line: int  # from 1
    typed: str
    key: str  # empty: it is no code
    modifiers: tuple[str, ...] = ()


def read(text: str) -> list[Pasted]:
    """Every code of a text in order, and of a line without one its first word. Words behind a code are left out."""
    found: list[Pasted] = []
    for number, line in enumerate(text.splitlines()[:MOST_LINES], 1):
        if line.strip():
            found += _read_line(number, _BULLET.sub("", line)) or [Pasted(number, line.strip()[:40], "")]
    return found[:MOST_CODES]


def _read_line(number: int, line: str) -> list[Pasted]:
    found: list[Pasted] = []
    for part in filter(None, _SEPARATOR.split(line)):
        base, *behind = part.upper().strip(".:()[]\"'").split("-")
        is_modifier = bool(found) and _MODIFIER.fullmatch(base) and not behind and _takes_modifiers(found[-1].key)
        if is_modifier:
            found[-1] = found[-1]._replace(typed=f"{found[-1].typed} {part}", modifiers=(*found[-1].modifiers, base))
        elif _LIKE_A_CODE.fullmatch(base):
            modifiers = tuple(one for one in behind if _MODIFIER.fullmatch(one))
            found.append(Pasted(number, part, normalize(base), modifiers))
        else:
            break  # a description begins
    return found


def _takes_modifiers(key: str) -> bool:
    return any(system.value in ("hcpcs", "cpt") for system in systems_of(key))
