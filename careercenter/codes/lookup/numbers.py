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
_SEPARATORS = re.compile(r"[\s,;/]+|(?<=\w{5})-(?=\w{2}$)")
_LIKE_A_CODE = re.compile(r"[A-Z]\d[0-9A-Z]{0,5}|\d{2,5}[A-Z]?|[A-Z][A-Z0-9]|CH\d+|[A-Z]\d[0-9A-Z]-[A-Z]\d[0-9A-Z]")


class Numbered(NamedTuple):
    """An entry found by its code. A code without an entry of its own is found by the range around it."""

    entry: int
    code: str | None = None  # as typed, where the entry is only its range
    exact: bool = True


def find(index: Snapshot, text: str, *, begun: bool = False) -> list[Numbered]:
    """What a text names by number; nothing if any part of it isn't a code. `begun`: it is still being typed."""
    named = _NAMED.match(text)
    wanted = _NAMES[named[1].lower().replace("-", "").removesuffix("cm")] if named else None
    if named and wanted == "icd10cm":
        wanted = "icd10cm"
    parts = [key_of(part) for part in _SEPARATORS.split((named[2] if named else text).strip()) if part.strip("-.")]
    if not parts or not all(_LIKE_A_CODE.fullmatch(part) for part in parts):
        return []
    found: list[Numbered] = []
    for place, part in enumerate(parts):
        systems = [wanted] if wanted else ["modifier"] if place and len(part) == 2 else list(index.systems)
        here = [one for system in systems if system in index.systems for one in _in(index, system, part, begun)]
        if not here:
            return []
        found += here
    return list({(one.entry, one.code): one for one in found}.values())


def _in(index: Snapshot, system: str, key: str, begun: bool) -> list[Numbered]:
    """A system's entries by their key: the one itself, then those that begin so."""
    begin, end = index.range_of(index.systems.index(system))
    keys = index.keys[begin:end]
    first = begin + int(np.searchsorted(keys, key.encode()))
    last = begin + int(np.searchsorted(keys, key.encode() + b"~"))
    alike = [one for one in range(first, min(last, first + MOST + 1))]
    exact = bool(alike) and index.keys[alike[0]] == key.encode()
    if system in ("modifier", "pos") and not exact and not begun:
        return []
    if len(key) < 3 and system not in ("modifier", "pos") and not begun:
        return []
    if not exact and system == "cpt" and re.fullmatch(r"\d{4}[0-9A-Z]", key):
        return _range_around(index, begin, end, key)
    return [Numbered(one, exact=index.keys[one] == key.encode()) for one in alike
            if not index.flags[one] & HEADING or index.keys[one] == key.encode()][:MOST]


def _range_around(index: Snapshot, begin: int, end: int, key: str) -> list[Numbered]:
    """The narrowest range that holds a number."""
    around = []
    for entry in range(begin, end):
        low, dash, high = index.keys[entry].decode().partition("-")
        if dash and low <= key <= high and len(low) == len(high) == len(key):
            around.append((int(re.sub(r"\D", "", high)) - int(re.sub(r"\D", "", low)), entry))
    return [Numbered(min(around)[1], code=key)] if around else []
