"""Which codes answer a reading best.

A name is worth what part of the query it covers, and what part of itself the query explains: so the most general
code that says everything comes before those that say more. Slots that contradict push it down; words count by how
rare they are (as in BM25), once each.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from careercenter.codes.clock import today
from careercenter.codes.lookup import slots as slot
from careercenter.codes.lookup.building import FULL, NOT
from careercenter.codes.lookup.reading import Alternative, Reading, Unit
from careercenter.codes.lookup.snapshot import OTHER, STANDINGS, Array, Snapshot
from careercenter.codes.models import Standing

MOST_WEIGHED = 8_000  # names: those that cover less can't be among the best
ENOUGH = 1_000  # names: an entry has some
DENIED_UNIT = 0.5  # a code seldom says what isn't there: not saying it costs less
CONTRADICTED = 0.3  # says another side, another stage
APART = 0.8  # says one side, though both are asked for: where no code has both, two are reported (Guidelines, I.B.13)
LEFT_OPEN = 0.75  # says that the side is unspecified, where one is asked for
SILENT = 0.85  # says nothing of what is asked for
MORE_THAN_ASKED = 0.95  # says a side, though none was asked for
SAYS_DENIED = 0.45  # says what must not be there, or denies what is asked for
MOST_BEGUN = 24  # words that a beginning is taken for
DELETED = 0.8
FOLLOWS_UP = 0.85  # a subsequent encounter, a sequela or a remission, though none was asked for
OTHER_AS_ASKED = 1.12  # what has no code of its own, where that is asked for: before the unspecified, behind otherwise


class Ranked(NamedTuple):
    """An entry and why it is there."""

    entry: int
    surface: int
    score: float
    coverage: float  # what part of the query it says
    explained: float  # what part of its name the query says


@dataclass(frozen=True, slots=True)
class _Sums:
    covered: Array  # of each surface, the weight of the units that it says
    explained: Array  # of each surface, the weight of its words that are asked for


def rank(index: Snapshot, reading: Reading, *, most: int, system: str | None = None) -> list[Ranked]:
    """The best entries, each by its best name; of one system, if it is named."""
    sums, total = _sum_up(index, reading)
    if not total and system:
        sums, total = _by_slots(index, reading)
    if not total:
        return []
    coverage = sums.covered / np.float32(total)
    if system:
        coverage *= index.system[index.entry] == index.systems.index(system)
    if not coverage.size or coverage.max() <= 0:
        return []
    candidates = np.flatnonzero(coverage > 0.2 * coverage.max())
    part = coverage[candidates]
    if len(candidates) > MOST_WEIGHED:
        best = np.argpartition(-part, MOST_WEIGHED)[:MOST_WEIGHED]
        candidates, part = candidates[best], part[best]
    explained = np.minimum(sums.explained[candidates] / index.mass[candidates], 1.0)
    entries = index.entry[candidates]
    score = part ** 1.6 * (0.55 + 0.45 * explained)
    score *= _fit(index.slots[candidates], reading.slots)
    score *= _denial(index, reading, candidates)
    score *= index.prior[entries]
    score *= np.where(index.standings(entries, today()) == STANDINGS.index(Standing.DELETED), np.float32(DELETED), 1)
    if reading.asks_for_other:
        score *= np.where(index.flags[entries] & OTHER, np.float32(OTHER_AS_ASKED), np.float32(1))
    if len(score) > ENOUGH:
        best = np.argpartition(-score, ENOUGH)[:ENOUGH]
        candidates, entries, part, score, explained = (
            one[best] for one in (candidates, entries, part, score, explained))
    order = np.lexsort((candidates, -score))
    found: dict[int, Ranked] = {}
    for place in order:
        entry = int(entries[place])
        if entry not in found:
            found[entry] = Ranked(entry, int(candidates[place]), float(score[place]), float(part[place]),
                                  float(explained[place]))
            if len(found) == most:
                break
    return list(found.values())


def _sum_up(index: Snapshot, reading: Reading) -> tuple[_Sums, float]:
    size = len(index.entry)
    sums = _Sums(np.zeros(size, np.float32), np.zeros(size, np.float32))
    counted: set[int] = set()
    total = 0.0
    for unit in reading.units:
        alternatives = _begun(index, unit) if unit.begun else _numbered(index, unit)
        weight = max((_weight(index, terms) for terms, _ in alternatives), default=_UNKNOWN)
        if all(term.startswith(NOT) for one in unit.alternatives for term in one.terms):
            weight *= DENIED_UNIT
        total += weight
        holding = index.holding(float(unit.said)) if _NUMBER.fullmatch(unit.said) else _NONE
        if holding.size or len(alternatives) > 1 or any(len(terms) > 1 for terms, _ in alternatives):
            best = np.zeros(size, np.float32)
            for terms, worth in alternatives:
                _best_of(index, terms, np.float32(weight * worth), best)
            best[holding] = weight
            sums.covered[:] += best
        elif alternatives:
            (term,), worth = alternatives[0]
            surfaces, weights = index.postings(term)
            sums.covered[surfaces] += weights * np.float32(weight * worth / FULL)
        for terms, _ in alternatives:
            for term in terms:
                if term not in counted:
                    counted.add(term)
                    surfaces, weights = index.postings(term)
                    own = surfaces[weights == FULL]
                    sums.explained[own] += index.idf[term]
    return sums, total


def _by_slots(index: Snapshot, reading: Reading) -> tuple[_Sums, float]:
    """Where slots alone are asked for ("left"), the names that fill them, as if one word of each had been said."""
    asked = np.array(reading.slots, np.uint8)
    fills = np.array(((index.slots & asked) > 0)[:, asked > 0].all(axis=1), np.float32)
    return _Sums(fills, fills), float(asked.any())


_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NONE = np.empty(0, np.int32)
_UNKNOWN = 6.0  # what a word weighs that no code says: it takes from every code alike


def _weight(index: Snapshot, terms: tuple[int, ...]) -> float:
    """What a unit weighs: its words together, but three words for one thing aren't three things."""
    idf = [float(index.idf[term]) for term in terms]
    return sum(idf) / len(idf) ** 0.5


def _numbered(index: Snapshot, unit: Unit) -> list[tuple[tuple[int, ...], float]]:
    found = []
    for one in unit.alternatives:
        terms = tuple(index.terms[term] for term in one.terms if term in index.terms)
        if terms:
            found.append((terms, one.worth * len(terms) / len(one.terms)))
    return found


def _begun(index: Snapshot, unit: Unit) -> list[tuple[tuple[int, ...], float]]:
    """The words that a beginning may become, the most frequent ones; all alike."""
    beginning = unit.said
    words = index.words
    found: dict[int, float] = {}
    for place in index.words_by_start.get(beginning[:3], range(len(words)) if len(beginning) < 3 else ()):
        if words[place].startswith(beginning):
            term = int(index.word_terms[place])
            if term >= 0:
                found.setdefault(term, 1.0)
                if len(found) == MOST_BEGUN:
                    break
    exact = index.terms.get(unit.alternatives[0].terms[0]) if unit.alternatives else None
    if exact is not None:
        found[exact] = 1.0
    return [((term,), worth) for term, worth in found.items()]


def _best_of(index: Snapshot, terms: tuple[int, ...], weight: np.float32, best: Array) -> None:
    """Raise `best` to what an alternative is worth in each surface."""
    if len(terms) == 1:
        surfaces, weights = index.postings(terms[0])
        best[surfaces] = np.maximum(best[surfaces], weights * np.float32(weight / FULL))
        return
    idf = index.idf[list(terms)]
    parts = idf / idf.sum()
    said = np.zeros(len(best), np.float32)
    for term, part in zip(terms, parts, strict=True):
        surfaces, weights = index.postings(term)
        said[surfaces] += weights * np.float32(part / FULL)
    here = np.flatnonzero(said)
    part = said[here]
    best[here] = np.maximum(best[here], weight * part * np.sqrt(part))


def _fit(own: Array, asked: tuple[int, ...]) -> Array:
    """How well the slots of names fit: 1 for what was asked for, less for what differs."""
    fit = np.ones(len(own), np.float32)
    for place, wanted in enumerate(asked):
        column = own[:, place]
        if wanted:
            meets = (column & wanted) > 0
            extra = meets & ((column & ~np.uint8(wanted)) > 0)
            is_apart = (column & slot.ONE_SIDE) > 0 if place == slot.SIDE and wanted == slot.BOTH_SIDES else column < 0
            is_open = column == slot.UNSPECIFIED_SIDE if place in (slot.SIDE, slot.PLACE["trimester"]) else column < 0
            fit *= np.select([meets & extra, meets, column == 0, is_open, is_apart],
                             [0.97, 1.0, SILENT, LEFT_OPEN, APART], CONTRADICTED)
        else:
            said = column > 0
            if place in (slot.SIDE, slot.PLACE["trimester"]):
                said &= column != slot.UNSPECIFIED_SIDE
            fit *= np.where(said, MORE_THAN_ASKED, 1.0)
            if place == slot.ENCOUNTER:
                fit *= np.where(column > 1, FOLLOWS_UP, 1.0)
            elif place == slot.PLACE["remission"]:
                fit *= np.where(column == slot.IN_REMISSION, FOLLOWS_UP, 1.0)
    return fit


def _denial(index: Snapshot, reading: Reading, candidates: Array) -> Array:
    """Less for names that say what is denied, or deny what is asked for."""
    against = np.zeros(len(index.entry), bool)
    for term in reading.denied:
        if term in index.terms:
            surfaces, weights = index.postings(index.terms[term])
            against[surfaces[weights == FULL]] = True
    for unit in reading.units:
        for one in unit.alternatives[:1]:
            _mark_denied(index, one, against)
    return np.where(against[candidates], SAYS_DENIED, 1.0)


def _mark_denied(index: Snapshot, alternative: Alternative, against: Array) -> None:
    for term in alternative.terms:
        if not term.startswith(NOT) and NOT + term in index.terms:
            surfaces, weights = index.postings(index.terms[NOT + term])
            own = surfaces[weights == FULL]
            against[own] = True
