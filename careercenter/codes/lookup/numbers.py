"""Looking up by the code itself: whole or begun, with or without its dot, with modifiers behind it, among words."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from careercenter.codes.lookup.entries import key_of
from careercenter.codes.lookup.snapshot import HEADING, Snapshot

MOST = 25  # codes that begin alike
_NAMES = {"icd10cm": "icd10cm", "icd10": "icd10cm", "icd": "icd10cm", "hcpcs": "hcpcs", "cpt": "cpt",
          "modifier": "modifier", "modifiers": "modifier", "mod": "modifier", "pos": "pos", "placeofservice": "pos"}
_NAME = r"place of service|icd[- ]?10(?:[- ]?cm)?|icd|hcpcs|cpt|modifiers?|mod|pos"
_NAMED = re.compile(rf"\s*({_NAME})\b[\s:#-]*(.*)", re.I)
_NAMED_LAST = re.compile(rf"(.*\S)[\s:#-]+({_NAME})\s*", re.I)
_MEANS_MORE = ("mod", "pos", "icd")  # among words they are moderate, positive, and a defibrillator
_MARKS = re.compile("[®™]")
_SEPARATORS = re.compile(r"[\s,;/]+|(?<=\w{5})-(?=\w{2}(?!\w))")
_LIKE_A_CODE = re.compile(
    r"[A-Z]\d[0-9A-Z]{0,5}|\d{2,5}[A-Z]?|[A-Z][A-Z0-9]|CH\d+|[A-Z]\d[0-9A-Z]-[A-Z]\d[0-9A-Z]|\d{5}-\d{5}")
_AND_BELOW = re.compile(r"^([A-Z]\d[0-9A-Z](?:\.[0-9A-Z]*)?)[-–]+$", re.I)  # E11.-, S72.0-: the tabular list's
_SPACED = re.compile(r"\b([A-Z]\d[0-9A-Z])\s+(\d[0-9A-Z]{1,3}\b|\d\s*$)", re.I)  # E11 40
_UNMISTAKABLE = re.compile(r"[A-Z]\d[0-9A-Z]{1,5}|\d{4}[0-9A-Z]|[A-Z]\d[0-9A-Z]-[A-Z]\d[0-9A-Z]")
_MODIFIER = re.compile(r"modifiers?", re.I)
_LINK = re.compile(r"modifiers?|mod|with|w/?|and|plus|[&+-]", re.I)  # between a procedure and its modifier


class Numbered(NamedTuple):
    """An entry found by its code; instead of a CPT number that isn't known, the range around it."""

    entry: int
    exact: bool = True
    number: str = ""  # the one that isn't known, if there may be such a code


class Found(NamedTuple):
    """What a text names: its codes, the words that are left to be looked for, the system that it names for them."""

    codes: list[Numbered]
    words: str
    system: str | None = None


def find(index: Snapshot, text: str, *, begun: bool = False) -> Found:
    """What a text names by number. `begun`: it is still being typed, and so may its only code be."""
    text = _SPACED.sub(lambda said: _dotted(index, said), _MARKS.sub(" ", text))
    name, said = _named(text)
    system = _NAMES[name] if name else None
    codes = _whole(index, said, system, begun)
    if codes:
        return Found(codes, "", system)
    for wanted, among in ((system, said), (None, text)):
        codes, words = _among_words(index, among, wanted)
        if codes:
            return Found(codes, words, wanted)
    if system in index.systems and said and name not in _MEANS_MORE:
        return Found([], said, system)
    return Found([], text)


def _dotted(index: Snapshot, said: re.Match[str]) -> str:
    """A category and what stands behind it, by a dot if that makes a code."""
    key = key_of(said[1] + said[2].strip())
    is_one = "icd10cm" in index.systems and any(one.exact for one in _in(index, "icd10cm", key, False))
    return f"{said[1]}.{said[2]}" if is_one else said[0]


def _named(text: str) -> tuple[str, str]:
    """The name of a system before or behind all else, without signs, and all else."""
    if named := _NAMED.fullmatch(text):
        name, said = named.groups()
    elif named := _NAMED_LAST.fullmatch(text):
        said, name = named.groups()
    else:
        return "", text
    return re.sub(r"[\s-]", "", name.lower()), said


def _whole(index: Snapshot, text: str, wanted: str | None, begun: bool) -> list[Numbered]:
    """The codes of a text that is nothing but codes."""
    typed = [part for part in _SEPARATORS.split(text.strip()) if part.strip("-.")]
    typed = [_AND_BELOW.sub(r"\1.", part) for part in typed]
    if not typed or not all(_LIKE_A_CODE.fullmatch(key_of(part)) for part in typed):
        return []
    found: list[Numbered] = []
    for place, part in enumerate(map(key_of, typed)):
        systems = ([wanted] if wanted else ["modifier"] * _take_modifiers(index, found) if place and len(part) == 2
                   else ["icd10cm"] if "." in typed[place] else list(index.systems))
        here = [one for system in systems if system in index.systems for one in _in(index, system, part, begun)]
        if not here:
            return []
        found += here
    return list({one.entry: one for one in found}.values())


def _among_words(index: Snapshot, text: str, wanted: str | None) -> tuple[list[Numbered], str]:
    """The codes that stand among words, and the words: only codes that exist, and two signs only as a modifier."""
    pieces = [piece for piece in re.split(r"\s+|(?<=[,;])", text) if piece]
    found: list[Numbered] = []
    words: list[str] = []
    modifies = wanted in ("modifier", "pos")  # whether a modifier may come next
    for place, piece in enumerate(pieces):
        is_beside = any(map(_MODIFIER.fullmatch, pieces[max(0, place - 1):place + 2]))
        here = _exactly(index, piece, wanted, modifies or is_beside)
        found += here
        if here:
            modifies = _take_modifiers(index, here)
            if words and _MODIFIER.fullmatch(words[-1]):
                words.pop()
        elif not (modifies and _LINK.fullmatch(piece)):
            modifies = False
            words.append(piece)
    return list({one.entry: one for one in found}.values()), " ".join(words)


def _exactly(index: Snapshot, piece: str, wanted: str | None, may_modify: bool) -> list[Numbered]:
    """What a word names if it is nothing but codes: 99213, 99213-25, (E11.42)."""
    found: list[Numbered] = []
    for part in filter(None, _SEPARATORS.split(piece.strip(".,;:()[]"))):
        part = _AND_BELOW.sub(r"\1.", part)
        key = key_of(part)
        if _UNMISTAKABLE.fullmatch(key):
            systems = [wanted] if wanted else ["icd10cm"] if "." in part else ["icd10cm", "hcpcs", "cpt"]
        else:
            systems = [wanted if wanted == "pos" else "modifier"] if len(key) == 2 and (may_modify or found) else []
        here = [one for system in systems if system in index.systems for one in _in(index, system, key, False)
                if index.keys[one.entry] == key.encode()]
        if not here:
            return []
        found += here
    return found


def within(index: Snapshot, entry: int) -> list[str]:
    """The codes in a range of CPT numbers, the first ones; none for what isn't one."""
    key = index.keys[entry].decode()
    if index.systems[index.system[entry]] != "cpt" or not index.flags[entry] & HEADING or "-" not in key:
        return []
    return [index.codes[one.entry].decode() for one in _in(index, "cpt", key, False)]


def _take_modifiers(index: Snapshot, codes: Sequence[Numbered]) -> bool:
    """Whether a modifier may stand behind them: no diagnosis has one."""
    return any(index.systems[index.system[one.entry]] != "icd10cm" for one in codes)


def _in(index: Snapshot, system: str, key: str, begun: bool) -> list[Numbered]:
    """A system's entries by their key: the one itself, then those that begin so."""
    begin, end = index.range_of(index.systems.index(system))
    keys = index.keys[begin:end]
    first = begin + int(np.searchsorted(keys, key.encode()))
    last = begin + int(np.searchsorted(keys, key.encode() + b"~"))
    alike = list(range(first, min(last, first + MOST + 1)))
    if not alike and system == "icd10cm" and key.endswith("X"):  # E11.x: some say so for E11.-
        return _in(index, system, key.rstrip("X"), begun)
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
