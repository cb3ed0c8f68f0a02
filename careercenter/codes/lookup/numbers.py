"""Looking up by the code itself: whole or begun, with or without its dot, with modifiers behind it."""

import re
from typing import NamedTuple

import numpy as np

from careercenter.codes.lookup.entries import key_of
from careercenter.codes.lookup.snapshot import HEADING, Snapshot

MOST = 25  # codes that begin alike
_NAMES = {"icd10cm": "icd10cm", "icd10": "icd10cm", "icd": "icd10cm", "hcpcs": "hcpcs", "cpt": "cpt",
          "modifier": "modifier", "modifiers": "modifier", "mod": "modifier", "pos": "pos", "place of service": "pos"}
_NAMED = re.compile(r"^\s*(place of service|icd-?10(?:-?cm)?|icd|hcpcs|cpt|modifiers?|mod|pos)\b[\s:#-]*(.*)$", re.I)
_SEPARATORS = re.compile(r"[\s,;/]+|(?<=\w{5})-(?=\w{2}(?!\w))")
_LIKE_A_CODE = re.compile(
    r"[A-Z]\d[0-9A-Z]{0,5}|\d{2,5}[A-Z]?|[A-Z][A-Z0-9]|CH\d+|[A-Z]\d[0-9A-Z]-[A-Z]\d[0-9A-Z]|\d{5}-\d{5}")


class Numbered(NamedTuple):
    """An entry found by its code; instead of a CPT number that isn't known, the range around it."""

    entry: int
    exact: bool = True
    number: str = ""  # the one that isn't known, if there may be such a code


def find(index: Snapshot, text: str, *, begun: bool = False) -> list[Numbered]:
    """What a text names by number; nothing if any part of it isn't a code. `begun`: it is still being typed."""
    named = _NAMED.match(text)
    wanted = _NAMES[named[1].lower().replace("-", "")] if named else None
    typed = [part for part in _SEPARATORS.split((named[2] if named else text).strip()) if part.strip("-.")]
    if not typed or not all(_LIKE_A_CODE.fullmatch(key_of(part)) for part in typed):
        return []
    found: list[Numbered] = []
    for place, part in enumerate(map(key_of, typed)):
        systems = ([wanted] if wanted else ["modifier"] if place and len(part) == 2
                   else ["icd10cm"] if "." in typed[place] else list(index.systems))
        here = [one for system in systems if system in index.systems for one in _in(index, system, part, begun)]
        if not here:
            return []
        found += here
    return list({one.entry: one for one in found}.values())


def within(index: Snapshot, entry: int) -> list[str]:
    """The codes in a range of CPT numbers, the first ones; none for what isn't one."""
    key = index.keys[entry].decode()
    if index.systems[index.system[entry]] != "cpt" or not index.flags[entry] & HEADING or "-" not in key:
        return []
    return [index.codes[one.entry].decode() for one in _in(index, "cpt", key, False)]


def _in(index: Snapshot, system: str, key: str, begun: bool) -> list[Numbered]:
    """A system's entries by their key: the one itself, then those that begin so."""
    begin, end = index.range_of(index.systems.index(system))
    keys = index.keys[begin:end]
    first = begin + int(np.searchsorted(keys, key.encode()))
    last = begin + int(np.searchsorted(keys, key.encode() + b"~"))
    alike = list(range(first, min(last, first + MOST + 1)))
    exact = bool(alike) and index.keys[alike[0]] == key.encode()
    if system in ("modifier", "pos") and not exact and not begun:
        return []
    if len(key) < 3 and system not in ("modifier", "pos") and not begun:
        return []
    if system == "cpt" and re.fullmatch(r"\d{5}-\d{5}", key):  # a range: the numbers in it
        low, high = np.searchsorted(keys, [key[:5].encode(), key[6:].encode() + b"~"])
        inside = range(begin + int(low), begin + int(high))
        return [Numbered(one) for one in inside if not index.flags[one] & HEADING][:MOST]
    if not exact and system == "cpt" and re.fullmatch(r"\d{4}[0-9A-Z]", key):
        around = index.range_around(key)
        number = "" if index.has_words_of_cpt else key  # a licensed list names them all
        return [Numbered(around, exact=False, number=number)] if around is not None else []
    codes = [one for one in alike if not index.flags[one] & HEADING]
    return [Numbered(one, exact=index.keys[one] == key.encode())
            for one in codes or [one for one in alike if index.keys[one] == key.encode()]][:MOST]
