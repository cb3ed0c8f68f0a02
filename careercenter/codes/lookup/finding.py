"""The look-up's door: what somebody types, and the codes that answer it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from careercenter.codes import licensing
from careercenter.codes.clock import today
from careercenter.codes.lookup import numbers, ranking
from careercenter.codes.lookup.building import Surface
from careercenter.codes.lookup.indexing import library
from careercenter.codes.lookup.numbers import Found, Numbered
from careercenter.codes.lookup.ranking import Ranked
from careercenter.codes.lookup.reading import read
from careercenter.codes.lookup.snapshot import BILLABLE, HEADING, STANDINGS, Snapshot
from careercenter.codes.models import CodeKind, CodeSystem, Standing, is_owned

MOST_TYPED = 200  # characters
RANKED = 150
A_GROUP, A_FEW = 20, 4  # hits of a system; of one that another answers far better
NUMBERED = 2.0  # the score of a code that was typed as such: more than words can have
NEAR, HARDLY = 0.4, 0.15
"""Parts of the best score, of its system and of all: what is further away answers something else."""
_ORDER = attrgetter("order")


class Step(NamedTuple):
    """What a code stands under."""

    key: str  # as addresses have it
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A code that answers."""

    system: CodeSystem
    key: str
    code: str
    title: str
    path: tuple[Step, ...]  # from the chapter down
    is_billable: bool
    is_heading: bool  # a chapter, a block, a range: it is no code
    standing: Standing
    also: str = ""  # the inclusion term, or the other name, by which it was found
    score: float = 0.0
    explained: float = 0.0  # what part of its name was typed, 0 to 1
    numbers: tuple[str, ...] = ()  # of a range: codes in it, the first ones

    @property
    def is_gone(self) -> bool:
        """Whether it may not be reported today: it was deleted, or isn't in force yet."""
        return self.standing is not Standing.IN_FORCE

    @property
    def is_owned(self) -> bool:
        """Whether it shows an owner's words."""
        return bool(self.title) and _is_owned(self.system, is_heading=self.is_heading)

    @property
    def order(self) -> tuple[int, float]:
        """By which the best that may be reported comes first."""
        return STANDINGS.index(self.standing), -self.score


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one system, the best first."""

    system: CodeSystem
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All answers, and how the text was understood."""

    text: str
    groups: tuple[Group, ...] = ()
    meanings: tuple[tuple[str, str], ...] = ()  # what was typed, and what it means to code systems
    corrected: tuple[tuple[str, str], ...] = ()
    slots: tuple[str, ...] = ()  # "left", "initial encounter"
    by_number: bool = False

    @property
    def hits(self) -> list[Hit]:
        """All of them in one list, the best first."""
        return sorted((hit for group in self.groups for hit in group.hits), key=_ORDER)


def search(text: str) -> Results:
    """The codes that a text asks for, by number or by words, grouped by system."""
    text = " ".join(text[:MOST_TYPED].split())
    index, speller = library().current()
    if not text:
        return Results(text)
    found = numbers.find(index, text)
    if found.codes and not found.words and not (len(text) == 2 and text.isalpha()):
        return Results(text, _grouped(_numbered(index, found.codes)), by_number=True)
    reading = read(found.words or text, says=index.terms.__contains__, correct=speller.correct)
    # Of two letters, LT is a modifier alone, HA a headache before it.
    is_said = not found.words and any(unit.meaning for unit in reading.units)
    ranked = ranking.rank(index, reading, most=RANKED, system=found.system)
    hits = [_hit(index, one) for one in _near(index, ranked)]
    is_doubtful = is_said or _is_out_of_place(index, found, ranked)
    numbered = _numbered(index, found.codes, {one.entry: one.score for one in ranked},
                         best=HARDLY if is_doubtful else NUMBERED)
    return Results(text, _grouped(_unique(numbered + hits)),
                   tuple((unit.said.replace("_", "/"), unit.meaning) for unit in reading.units if unit.meaning),
                   reading.corrected, tuple(reading.understood), by_number=bool(numbered) and not hits)


def rank(text: str, *, most: int) -> list[str]:
    """The codes alone, of all systems in one list, the best first: what is measured."""
    return [hit.code for hit in search(text).hits][:most]


def suggest(text: str, *, most: int = 8) -> list[Hit]:
    """What somebody who typed this much may be looking for; of headings, ranges of CPT numbers alone."""
    text = " ".join(text[:MOST_TYPED].split()) + (" " if text[-1:].isspace() else "")
    index, speller = library().current()
    if len(text.strip()) < 2:
        return []
    found = numbers.find(index, text, begun=True)
    numbered, ranked = found.codes[:most * 2], list[Ranked]()
    if found.words or len(numbered) < most:
        reading = read(found.words or text, says=index.terms.__contains__, correct=speller.correct, typing=True)
        ranked = ranking.rank(index, reading, most=most * 2, system=found.system)
    hits = sorted(_numbered(index, numbered, {one.entry: one.score for one in ranked}), key=lambda hit: -hit.score)
    said = [one for one in ranked if not index.flags[one.entry] & HEADING or numbers.within(index, one.entry)]
    hits += [_hit(index, one) for one in said[:max(0, most - len(hits))]]
    listed = [hit for hit in _unique(hits) if not hit.is_heading or hit.numbers][:most]
    return sorted(listed, key=lambda hit: STANDINGS.index(hit.standing))


def _is_out_of_place(index: Snapshot, found: Found, ranked: Sequence[Ranked]) -> bool:
    """Whether what looks like a category may be none: the words beside it find nothing of it (an N95 mask)."""
    if found.system or not found.words or len(found.codes) != 1:
        return False
    category = found.codes[0].entry
    key, system = index.keys[category], index.system[category]
    return (len(key) == 3 and not index.flags[category] & BILLABLE
            and not any(index.keys[one.entry].startswith(key) and index.system[one.entry] == system for one in ranked))


def _unique(hits: Iterable[Hit]) -> list[Hit]:
    """Each code once, as it was found first."""
    first: dict[tuple[CodeSystem, str], Hit] = {}
    for hit in hits:
        first.setdefault((hit.system, hit.code), hit)
    return list(first.values())


def _hit(index: Snapshot, ranked: Ranked) -> Hit:
    also = index.names[ranked.surface] if index.kind[ranked.surface] == Surface.TERM else ""
    return _entry(index, ranked.entry, also=also, score=ranked.score, explained=ranked.explained)


def _numbered(index: Snapshot, found: Sequence[Numbered], said: Mapping[int, float] | None = None, *,
              best: float = NUMBERED) -> list[Hit]:
    """Codes that were typed as such, those typed whole first; of two written alike, that which words say as well."""
    places: dict[bytes, int] = {}
    hits: list[Hit] = []
    for place, one in enumerate(found):
        key = index.keys[one.entry]
        score = (best / (1 if one.exact else 2) - places.setdefault(key, place) / 1000
                 + (said or {}).get(one.entry, 0.0) / 10_000)
        hit = _entry(index, one.entry, score=score)
        if one.number:
            hits.append(replace(hit, key=one.number, code=one.number, title="", also=hit.title, is_heading=False,
                                score=score + 0.0005, numbers=()))
        hits.append(hit)
    return hits


def _entry(index: Snapshot, entry: int, *, also: str = "", score: float, explained: float = 0.0) -> Hit:
    flags = int(index.flags[entry])
    system = CodeSystem(index.systems[index.system[entry]])
    title = index.titles[entry]
    if title and _is_owned(system, is_heading=bool(flags & HEADING)):
        title = licensing.show(title)
    if system is CodeSystem.CPT and not title and not also:
        around = index.range_around(index.keys[entry].decode())
        also = index.titles[around] if around is not None else ""
    path = tuple(Step(index.keys[one].decode(), index.codes[one].decode(), index.titles[one])
                 for one in index.path_of(entry))
    standing = STANDINGS[int(index.standings(np.array([entry]), today())[0])]
    return Hit(system, index.keys[entry].decode(), index.codes[entry].decode(), title, path, bool(flags & BILLABLE),
               bool(flags & HEADING), standing, also, score, explained, tuple(numbers.within(index, entry)))


def _is_owned(system: CodeSystem, *, is_heading: bool) -> bool:
    return is_owned(system, CodeKind.BLOCK if is_heading else CodeKind.CODE)


def _near(index: Snapshot, ranked: Sequence[Ranked]) -> list[Ranked]:
    """What answers well enough beside the best of its own system; a system that hardly answers is left out."""
    groups: dict[int, list[Ranked]] = {}
    for one in ranked:
        groups.setdefault(int(index.system[one.entry]), []).append(one)
    return [one for group in groups.values() if group[0].score >= HARDLY * ranked[0].score
            for one in group[:A_GROUP if group[0].score >= NEAR * ranked[0].score else A_FEW]
            if one.score >= NEAR * group[0].score]


def _grouped(hits: Iterable[Hit]) -> tuple[Group, ...]:
    """By system, that with the best answer first; what may not be reported after what may."""
    groups: dict[CodeSystem, list[Hit]] = {}
    for hit in sorted(hits, key=lambda hit: -hit.score):
        groups.setdefault(hit.system, []).append(hit)
    return tuple(Group(system, tuple(sorted(found, key=_ORDER))) for system, found in groups.items())
