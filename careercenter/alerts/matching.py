"""Search turned round: one job against every saved search at once.

Same meaning as `careercenter.search.clauses.accepts`. For each dimension there is a bit set of the searches that
leave it open, and for each token one of those that accept it; what is asked beside tokens
(careercenter.alerts.predicates) is looked up for those that are left. Pure: no database, no request.
"""

from array import array
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careercenter.alerts.predicates import Ages, Circles, Grown, HeldSets, Mask, Pay, Predicate, Texts
from careercenter.search.clauses import AnyOf, Clause, Clauses, Nothing
from careercenter.search.documents import Document

Bits = NDArray[np.uint64]
Ids = NDArray[np.int32]

BLOCK = 1 << 18
"""Searches in one block: its bit sets stay in a core's own cache."""

MANY = 1 / 256
"""From this share of a block on, bits are sooner put together than numbers."""

_BIT = [np.uint64(1 << number) for number in range(64)]
_BYTE_BIT = np.array([1 << number for number in range(8)], np.uint8)


class Members:
    """Some of a block's searches: as numbers while they are few, then as bits."""

    __slots__ = ("_bits", "_few", "_size")

    def __init__(self, size: int) -> None:
        self._few: array[int] | None = array("I")
        self._bits: Bits | None = None
        self._size = size

    def add(self, place: int) -> None:
        if self._few is not None:
            self._few.append(place)
            if len(self._few) > MANY * self._size:
                bits = np.zeros(self._size // 64, np.uint64)
                self.add_to(bits)
                self._bits, self._few = bits, None
        elif self._bits is not None:
            self._bits[place >> 6] |= _BIT[place & 63]

    def add_to(self, found: Bits) -> None:
        """Put them into a set of bits, which may end before the block does, but not before its last search."""
        if self._bits is not None:
            found |= self._bits[:found.size]
        elif self._few:
            places = np.frombuffer(self._few, np.uint32)
            np.bitwise_or.at(found.view(np.uint8), places >> 3, _BYTE_BIT[places & 7])

    @property
    def nbytes(self) -> int:
        return 200 + (self._bits.nbytes if self._bits is not None else 4 * len(self._few or ()))


class Block:
    """Up to `size` searches; each keeps its place."""

    def __init__(self, size: int, columns: int) -> None:
        self.size, self.used = size, 0
        self.ids: Ids = np.zeros(size, np.int32)
        self.numbers: NDArray[np.int32] = np.zeros((size, columns), np.int32)  # of each Predicate
        self.live: Bits = np.zeros(size // 64, np.uint64)
        self._open: dict[str, Bits] = {}  # by dimension; one that isn't here is open to all
        self._accepting: dict[str, list[tuple[str, Members]]] = {}  # by token, with the dimension

    def add(self, search_id: int, tokens: dict[str, tuple[str, ...]], numbers: list[int]) -> int:
        """Give a search the next place. `tokens`: by dimension, those that it accepts."""
        place, self.used = self.used, self.used + 1
        self.ids[place], self.numbers[place] = search_id, numbers
        self.live[place >> 6] |= _BIT[place & 63]
        for dimension, accepted in tokens.items():
            if dimension not in self._open:
                self._open[dimension] = ~np.zeros(self.size // 64, np.uint64)
            self._open[dimension][place >> 6] &= ~_BIT[place & 63]
            for token in dict.fromkeys(accepted):
                self._members(dimension, token).add(place)
        return place

    def _members(self, dimension: str, token: str) -> Members:
        asked_in = self._accepting.setdefault(token, [])
        for known, members in asked_in:
            if known == dimension:
                return members
        asked_in.append((dimension, Members(self.size)))
        return asked_in[-1][1]

    def remove(self, place: int) -> None:
        """Let a search find nothing any more; its place stays taken."""
        self.live[place >> 6] &= ~_BIT[place & 63]

    def match(self, document: Document, met: list[Mask | None]) -> Ids:
        """The searches that accept a job. `met`: by Predicate, the numbers whose question it meets."""
        words = (self.used + 63) // 64
        found = self.live[:words].copy()
        accepting = self._by_dimension(document, words)
        for dimension, left_open in self._open.items():
            found &= accepting.get(dimension, left_open[:words])
        # As truth values: NumPy finds those several times sooner than numbers that aren't 0.
        mask = np.unpackbits(found.view(np.uint8), count=self.used, bitorder="little").view(np.bool_)
        places = np.flatnonzero(mask)
        numbers, kept = self.numbers.take(places, axis=0), np.ones(places.size, np.bool_)
        for column, answers in enumerate(met):
            if answers is not None:
                kept &= answers.take(numbers[:, column])
        return self.ids[places[kept]]

    def _by_dimension(self, document: Document, words: int) -> dict[str, Bits]:
        """For each dimension of which the job has a token that somebody asks for: who accepts it."""
        accepting: dict[str, Bits] = {}
        for token in document.tokens:
            for dimension, members in self._accepting.get(token, ()):
                if dimension not in accepting:
                    accepting[dimension] = self._open[dimension][:words].copy()
                members.add_to(accepting[dimension])
        return accepting

    @property
    def nbytes(self) -> int:
        return (self.ids.nbytes + self.numbers.nbytes + self.live.nbytes
                + sum(bits.nbytes for bits in self._open.values())
                + sum(250 + members.nbytes for several in self._accepting.values() for _, members in several))


class Matcher:
    """All active saved searches by their ids. A search that is added again takes the place of the older."""

    def __init__(self, block: int = BLOCK) -> None:
        self._predicates: list[Predicate[Any]] = [Texts(), HeldSets(), Pay(), Circles(), Ages()]
        self._block, self._blocks = block, list[Block]()
        self._where = Grown(np.int32)  # by search id: its place in all blocks, from 1; 0: none
        self._size = self._dead = 0

    def __len__(self) -> int:
        return self._size

    def add(self, search_id: int, clauses: Clauses) -> None:
        """Let a search watch."""
        self.remove(search_id)
        if any(isinstance(clause, Nothing) for clause in _each(clauses)):
            return  # nothing ever meets it
        tokens = {dimension: clause.tokens for dimension, several in clauses.items()
                  for clause in several if isinstance(clause, AnyOf)}
        numbers = [one.number_of(tuple(clause for clause in clauses.get(one.dimension, ())
                                       if isinstance(clause, one.kind))) for one in self._predicates]
        _refuse_unknown(clauses, tokens, self._predicates)
        if not self._blocks or self._blocks[-1].used == self._block:
            self._blocks.append(Block(self._block, len(self._predicates)))
        place = self._blocks[-1].add(search_id, tokens, numbers)
        while self._where.size <= search_id:
            self._where.append(0)
        self._where.rows[search_id] = (len(self._blocks) - 1) * self._block + place + 1
        self._size += 1

    def remove(self, search_id: int) -> None:
        """Let a search watch no more; one that doesn't is fine."""
        place = int(self._where.rows[search_id]) - 1 if search_id < self._where.size else -1
        if place >= 0:
            self._blocks[place // self._block].remove(place % self._block)
            self._where.rows[search_id] = 0
            self._size, self._dead = self._size - 1, self._dead + 1

    def match(self, document: Document, *, at: float) -> Ids:
        """The ids of the searches that accept a job, in no order; `at` in seconds since 1970 (UTC)."""
        met = [one.met_by(document, at=at) for one in self._predicates]
        asked = [answers if answers.size > 1 else None for answers in met]
        found = [block.match(document, asked) for block in self._blocks]
        return np.concatenate(found) if found else np.zeros(0, np.int32)

    @property
    def is_worn(self) -> bool:
        """Whether so many places are dead that it is better built anew."""
        return self._dead > max(self._size, 1000)

    @property
    def nbytes(self) -> int:
        """The memory that it takes."""
        return (sum(block.nbytes for block in self._blocks) + sum(one.nbytes for one in self._predicates)
                + self._where.nbytes)


def _each(clauses: Clauses) -> Iterator[Clause]:
    return (clause for several in clauses.values() for clause in several)


def _refuse_unknown(clauses: Clauses, tokens: dict[str, tuple[str, ...]], predicates: list[Predicate[Any]]) -> None:
    """A kind of clause that is asked nowhere here would be met by every job."""
    asked = {(one.dimension, one.kind) for one in predicates}
    for dimension, several in clauses.items():
        kinds = [type(clause) for clause in several]
        if kinds.count(AnyOf) > 1 or any(kind is not AnyOf and (dimension, kind) not in asked for kind in kinds):
            raise NotImplementedError(f"Saved searches can't ask for {dimension} that way: {several}")
