"""A fixed set of documents, made to be searched: rows of bits for tokens, lists for words, columns for numbers.

Positions are in the order in which jobs are shown: featured first, then the newest.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careercenter.places import EARTH_RADIUS_MILES
from careercenter.search.clauses import AnyOf, Clause, Holds, Nothing, Pays, Says, Since, Within
from careercenter.search.embedded import bits
from careercenter.search.embedded.bits import Bits, Positions
from careercenter.search.embedded.requirements import Requirements
from careercenter.search.index import Choices
from careercenter.search.query import BY_PIECE
from careercenter.terms import PayUnit

UNITS = {"": 0, **{str(unit): number for number, unit in enumerate(sorted(BY_PIECE), 1)}}
UNPAID = -1
FEW_IDS = 4
"""So many are looked for one by one: for more, one look at each document takes less."""

CACHED_BYTES, CACHED_BYTES_EACH = 4 << 20, 100
"""What a process keeps of what it has worked out: so much, and so much more for each document."""


@dataclass(frozen=True, slots=True)
class Columns:
    """One value a document."""

    posting_id: NDArray[np.int32]
    employer_id: NDArray[np.int32]
    is_featured: NDArray[np.bool_]
    live_at: NDArray[np.float64]  # seconds since 1970
    ends_at: NDArray[np.float64]
    yearly_pay: NDArray[np.int32]  # US cents, or UNPAID
    piece_pay: NDArray[np.int32]
    piece_unit: NDArray[np.uint8]  # UNITS
    requirement: NDArray[np.int32]  # number in Segment.requirements
    place: NDArray[np.int32]  # number in Segment.places


@dataclass(frozen=True, slots=True)
class Lists:
    """Tokens that few documents have, and all terms, with the positions of each, in order."""

    tokens: Mapping[str, int]  # the number of each
    terms: NDArray[np.bytes_]  # in order; the first one's number comes after the tokens'
    starts: NDArray[np.int64]  # of key n: starts[n] to starts[n + 1]
    positions: Positions
    weights: NDArray[np.uint8]  # how much the term counts in that document

    def slice_of(self, key: str) -> slice | None:
        """Where a key's positions stand; None for an unknown one."""
        number = self.tokens.get(key) if ":" in key else self._number_of_term(key.encode())
        return None if number is None else slice(int(self.starts[number]), int(self.starts[number + 1]))

    def _number_of_term(self, term: bytes) -> int | None:
        # Many are said once: as a dictionary in each process they would take more memory than all filters.
        place = int(np.searchsorted(self.terms, term))
        return len(self.tokens) + place if place < self.terms.size and self.terms[place] == term else None


def _by_prefix(keys: Iterable[str]) -> dict[str, list[str]]:
    """Tokens by what stands before their first colon."""
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(key.partition(":")[0], []).append(key)
    return found


def _token_of(clause: Clause) -> str:
    """The one token that says the same as a clause; empty if none does."""
    match clause:
        case AnyOf((token,)):
            return token
        case Holds((code,), 0):
            return f"met:{code}"
        case _:
            return ""


@dataclass(frozen=True, slots=True)
class Split:
    """Choices as what most of them have in common, and what each has of its own: that is the same, and kept, whatever
    was chosen before."""

    shared: AnyOf
    own: "Own"
    apart: list[int]  # of which choices the whole stands in `own`


@dataclass(frozen=True, slots=True, eq=False)
class Own:
    """Clauses that are counted together. There is one object of the same ones: looking it up takes no time."""

    clauses: tuple[Clause, ...]


@lru_cache(maxsize=1 << 12)
def _own(clauses: tuple[Clause, ...]) -> Own:
    return Own(clauses)


@lru_cache(maxsize=1 << 12)
def _split(choices: Choices) -> Split:
    clauses = tuple(choices.clauses.values())
    several = [set(one.tokens) for one in clauses if isinstance(one, AnyOf) and len(one.tokens) > 1]
    shared = set[str].intersection(*several) if several else set[str]()
    if not shared or not all(isinstance(one, AnyOf) for one in clauses):
        return Split(AnyOf(()), _own(clauses), [])
    tokens = [one.tokens for one in clauses if isinstance(one, AnyOf)]
    return Split(
        AnyOf(tuple(sorted(shared))),
        _own(tuple(AnyOf(tuple(token for token in those if token not in shared) or those)
                   if shared.issubset(those) else AnyOf(those) for those in tokens)),
        [number for number, those in enumerate(tokens) if not shared.issubset(those)])


class Segment:
    """Documents that never change; what left since is the index's business."""

    def __init__(self, columns: Columns, requirements: Sequence[str], places: NDArray[np.float32],
                 row_number: Mapping[str, int], rows: Bits, lists: Lists) -> None:
        self.columns, self.row_number, self.rows, self.lists = columns, row_number, rows, lists
        self.places = places  # latitude and longitude of each, in degrees, or NaN
        self.requirements = Requirements(requirements)
        self.size = int(columns.posting_id.size)
        self.tokens = _by_prefix((*row_number, *lists.tokens))
        self._cache: OrderedDict[object, NDArray[Any]] = OrderedDict()
        self._cached_bytes = 0
        self._lock = Lock()

    def frequency(self, key: str) -> int:
        """How many documents have a token or say a term."""
        if key in self.row_number:
            return bits.count(self.rows[self.row_number[key]])
        found = self.lists.slice_of(key)
        return found.stop - found.start if found else 0

    def alive_at(self, at: float) -> tuple[Bits, float]:
        """The documents whose time isn't over, and until when (seconds since 1970) that stays so."""
        alive = self.columns.ends_at > at
        return bits.from_mask(alive), float(self.columns.ends_at[alive].min(initial=np.inf))

    def bits_of(self, clause: Clause, *, at: float) -> Bits:
        """The documents that a clause accepts. To be read, never written."""
        row = self.row_number.get(_token_of(clause))
        if row is not None:
            return self.rows[row]
        key = (clause, int(at // 60)) if isinstance(clause, Since) else clause
        return self.kept(key, lambda: self._find(clause, at))

    def counts(self, among: Bits, choices: Choices, *, at: float) -> NDArray[np.int64]:
        """How many of these documents each choice has."""
        clauses = list(choices.clauses.values())
        if isinstance(clauses[0], Holds) and any(isinstance(one, Holds) and len(one.codes) > 1 for one in clauses):
            return self._counts_by_requirement(among, choices)
        split = _split(choices)
        rows = self._rows_of(split.own, at)
        if not split.shared.tokens:
            return bits.count_each(among, rows)
        shared = self.bits_of(split.shared, at=at)
        counts = bits.count_each(among & ~shared, rows) + bits.count(among & shared)
        counts[split.apart] = bits.count_each(among, rows[split.apart])
        return counts

    def _rows_of(self, own: Own, at: float) -> Bits:
        key = (own, int(at // 60)) if isinstance(own.clauses[0], Since) else own
        return self.kept(key, lambda: np.vstack([self.bits_of(clause, at=at) for clause in own.clauses]))

    def _counts_by_requirement(self, among: Bits, choices: Choices) -> NDArray[np.int64]:
        """The same for credentials held together: each requirement is counted once, then held against all."""
        # Positions first: where about half of all are wanted, choosing by a mask takes several times as long.
        asked = np.bincount(self.columns.requirement[bits.as_positions(among, self.size)],
                            minlength=len(self.requirements.texts))
        met = self.kept(choices, lambda: self.requirements.met_by_each(
            [one for one in choices.clauses.values() if isinstance(one, Holds)]))
        return (met @ asked.astype(np.float32)).astype(np.int64)

    def without(self, column: NDArray[np.int32], ids: frozenset[int]) -> Bits:
        """The documents that have none of these in a column."""
        if len(ids) > FEW_IDS:
            return bits.from_mask(np.isin(column, list(ids), invert=True))
        mask = np.ones(self.size, np.bool_)
        for one in ids:
            mask &= column != one
        return bits.from_mask(mask)

    def count_token(self, among: Bits, token: str) -> int:
        """How many of these documents have a token."""
        if token in self.row_number:
            return bits.count(among & self.rows[self.row_number[token]])
        found = self.lists.slice_of(token)
        return bits.count_at(among, self.lists.positions[found]) if found else 0

    def weights_of(self, term: str) -> NDArray[np.uint8]:
        """How much a term counts in each document; 0 where it isn't said."""
        def spread() -> NDArray[np.uint8]:
            weights = np.zeros(self.size, np.uint8)
            if found := self.lists.slice_of(term):
                weights[self.lists.positions[found]] = self.lists.weights[found]
            return weights
        return self.kept(("weights", term), spread)

    def weights_at(self, term: str, positions: NDArray[np.intp]) -> NDArray[np.uint8]:
        """The same for some documents, all of which say it."""
        found = self.lists.slice_of(term)
        if found is None:
            return np.zeros(positions.size, np.uint8)
        return self.lists.weights[found][np.searchsorted(self.lists.positions[found], positions)]

    def _find(self, clause: Clause, at: float) -> Bits:
        match clause:
            case AnyOf(tokens):
                return self._find_any(tokens)
            case Says(term):
                found = self.lists.slice_of(term)
                return bits.from_positions(self.lists.positions[found], self.size) if found else bits.none_of(self.size)
            case Holds(codes, away):
                return bits.from_mask(self.requirements.met_by(codes, away)[self.columns.requirement])
            case Pays(cents, unit) if unit in BY_PIECE:
                return bits.from_mask((self.columns.piece_unit == UNITS[PayUnit(unit)])
                                      & (self.columns.piece_pay >= cents))
            case Pays(cents, _):
                return bits.from_mask(self.columns.yearly_pay >= cents)
            case Within():
                near = self.miles_to_places(clause.latitude, clause.longitude) <= clause.miles
                return bits.from_mask(near[self.columns.place])
            case Since(days):
                return bits.from_mask(self.columns.live_at >= at - days * 86_400)
            case Nothing():
                return bits.none_of(self.size)

    def _find_any(self, tokens: Sequence[str]) -> Bits:
        found = bits.none_of(self.size)
        listed = [self.lists.positions[place] for token in tokens
                  if token not in self.row_number and (place := self.lists.slice_of(token))]
        for token in tokens:
            if token in self.row_number:
                found |= self.rows[self.row_number[token]]
        return found | bits.from_positions(np.concatenate(listed), self.size) if listed else found

    def miles_to_places(self, latitude: float, longitude: float) -> NDArray[np.float32]:
        """How far each of the places is, in miles (haversine); NaN for one that isn't known."""
        lat, lon = np.radians(self.places[:, 0]), np.radians(self.places[:, 1])
        here, there = np.radians(latitude), np.radians(longitude)
        half = np.sin((lat - here) / 2) ** 2 + np.cos(here) * np.cos(lat) * np.sin((lon - there) / 2) ** 2
        return (2 * EARTH_RADIUS_MILES * np.arcsin(np.sqrt(half))).astype(np.float32)

    def kept(self, key: object, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """What was made before under this key; the least used goes when the room is full."""
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        made = make()
        with self._lock:
            self._cached_bytes += made.nbytes if key not in self._cache else 0
            self._cache[key] = made
            while self._cached_bytes > CACHED_BYTES + CACHED_BYTES_EACH * self.size and len(self._cache) > 1:
                self._cached_bytes -= self._cache.popitem(last=False)[1].nbytes
        return made
