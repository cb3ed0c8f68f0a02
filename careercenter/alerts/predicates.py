"""What saved searches ask beside tokens: each distinct value once, and which of them a job meets, all at once.

Many searches ask the same. A search keeps the number of its value; 0 stands for none, which every job meets.
"""

from array import array
from collections.abc import Hashable
from functools import lru_cache
from json import loads
from math import cos, pi, radians
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from careercenter.credentials.catalogue import catalogue
from careercenter.places import EARTH_RADIUS_MILES
from careercenter.postings.requirement import Requirement
from careercenter.search.clauses import MOST_WORDS, Holds, Pays, Says, Since, Within, distance
from careercenter.search.documents import Document

Mask = NDArray[np.bool_]
K = TypeVar("K", bound=Hashable)

A_HAIR = 1e-6
"""Degrees that a rounding may be off."""


class Grown:
    """An array to which rows are added: it holds twice what it needs at most."""

    def __init__(self, kind: Any, width: int = 0) -> None:
        self._rows: Any = np.zeros((16, width) if width else 16, kind)
        self.size = 0

    def append(self, row: Any) -> None:
        if self.size == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[self.size] = row
        self.size += 1

    @property
    def rows(self) -> Any:
        return self._rows[:self.size]

    @property
    def nbytes(self) -> int:
        return int(self._rows.nbytes)


class Predicate(Generic[K]):
    """One kind of question, in its distinct values."""

    dimension: ClassVar[str]
    kind: ClassVar[type[Any]]  # of its clauses

    def __init__(self) -> None:
        self._numbers: dict[tuple[K, ...], int] = {}

    def number_of(self, clauses: tuple[K, ...]) -> int:
        """The number of these clauses of its kind; 0 for none."""
        if not clauses:
            return 0
        number = self._numbers.get(clauses)
        if number is None:
            number = self._numbers[clauses] = len(self._numbers) + 1
            self.add(clauses, number)
        return number

    def add(self, clauses: tuple[K, ...], number: int) -> None:
        """Take in a value that is met for the first time."""
        raise NotImplementedError

    def met_by(self, document: Document, *, at: float) -> Mask:
        """By number, whether a job meets it."""
        raise NotImplementedError

    @property
    def nbytes(self) -> int:
        return sum(key.__sizeof__() + 150 * len(key) for key in self._numbers)  # a clause, its text, its place


class Texts(Predicate[Says]):
    """All words of a text. A job looks at those texts alone whose rarest word it says."""

    dimension, kind = "words", Says

    def __init__(self) -> None:
        super().__init__()
        self._terms: dict[str, int] = {}  # number from 1
        self._texts = Grown(np.uint32, MOST_WORDS)  # terms; 0 is said by every job
        self._texts.append(0)
        self._anchored: list[array[int]] = [array("I")]  # by term

    def add(self, clauses: tuple[Says, ...], number: int) -> None:
        terms = [self._number_of_term(clause.term) for clause in clauses]
        self._texts.append(terms + [0] * (MOST_WORDS - len(terms)))
        min((self._anchored[term] for term in terms), key=len).append(number)

    def _number_of_term(self, term: str) -> int:
        number = self._terms.setdefault(term, len(self._terms) + 1)
        if number == len(self._anchored):
            self._anchored.append(array("I"))
        return number

    def met_by(self, document: Document, *, at: float) -> Mask:
        met = np.zeros(self._texts.size, np.bool_)
        met[0] = True
        known = [number for term in document.terms if (number := self._terms.get(term))]
        asked = [np.frombuffer(self._anchored[term], np.uint32) for term in known if self._anchored[term]]
        if asked:
            said = np.zeros(len(self._anchored), np.bool_)
            said[known] = said[0] = True
            candidates = np.concatenate(asked)
            met[candidates] = said[self._texts.rows[candidates]].all(axis=1)
        return met

    @property
    def nbytes(self) -> int:
        return super().nbytes + self._texts.nbytes + sum(
            80 + len(one) * one.itemsize for one in self._anchored) + 150 * len(self._terms)


class HeldSets(Predicate[Holds]):
    """Credentials held together, against a requirement: remembered, as few hundred requirements come again."""

    dimension, kind = "credentials", Holds

    def __init__(self) -> None:
        super().__init__()
        self._values: list[Holds] = [Holds(())]
        self._masks, self._away = Grown(np.uint64), Grown(np.uint8)
        self._masks.append(0)
        self._away.append(0)
        self._remembered = lru_cache(maxsize=64)(self._met_by)

    def add(self, clauses: tuple[Holds, ...], number: int) -> None:
        (clause,) = clauses
        self._values.append(clause)
        self._masks.append(sum(_BITS.get(code, 0) for code in set(clause.codes)))
        self._away.append(clause.away)

    def met_by(self, document: Document, *, at: float) -> Mask:
        return self._remembered(document.requirement, self._masks.size)

    def _met_by(self, text: str, _size: int) -> Mask:
        held, away = self._masks.rows, self._away.rows
        unmet = np.zeros(held.size, np.uint32)  # one bit for each group
        for number, accepted in enumerate(_groups_of(text)):
            unmet |= ((held & accepted) == 0).astype(np.uint32) << np.uint32(number)
        met = unmet == 0
        # How far away one is follows from which groups are unmet: one of those who share them is asked.
        for pattern in np.unique(unmet[~met & (away > 0)]):
            sharing = (unmet == pattern) & (away > 0)
            codes = self._values[int(np.argmax(sharing))].codes
            met |= sharing & (away >= distance(text, codes))
        met[0] = True
        return met

    @property
    def nbytes(self) -> int:
        return super().nbytes + self._masks.nbytes + self._away.nbytes + 64 * self._masks.size


class Few(Predicate[K]):
    """A question with few distinct values, each of which is asked itself."""

    def __init__(self) -> None:
        super().__init__()
        self._values: list[Any] = []

    def add(self, clauses: tuple[K, ...], number: int) -> None:
        self._values += clauses

    def met_by(self, document: Document, *, at: float) -> Mask:
        return np.array([True, *(one.accepts(document, at=at) for one in self._values)], np.bool_)


class Pay(Few[Pays]):
    """How much is asked for."""

    dimension, kind = "pay", Pays


class Ages(Few[Since]):
    """How new a job must be."""

    dimension, kind = "posted_within", Since


class Circles(Predicate[Within]):
    """Places with the miles around them. Each is asked itself if a job lies in the box around it."""

    dimension, kind = "near", Within

    def __init__(self) -> None:
        super().__init__()
        self._values: list[Within] = [Within(0, 0, 0)]
        self._sides = [Grown(np.float64) for _ in range(4)]  # south, north, west, east; degrees
        self._add_box((91, -91, 181, -181))  # around nothing

    def add(self, clauses: tuple[Within, ...], number: int) -> None:
        (clause,) = clauses
        self._values.append(clause)
        self._add_box(_box(clause))

    def _add_box(self, box: tuple[float, float, float, float]) -> None:
        for side, degrees in zip(self._sides, box, strict=True):
            side.append(degrees)

    def met_by(self, document: Document, *, at: float) -> Mask:
        met = np.zeros(len(self._values), np.bool_)
        met[0] = True
        if document.latitude is not None and document.longitude is not None:
            south, north, west, east = (side.rows for side in self._sides)
            around = np.flatnonzero((south <= document.latitude) & (north >= document.latitude)
                                    & (west <= document.longitude) & (east >= document.longitude))
            met[around] = [self._values[number].accepts(document, at=at) for number in around.tolist()]
        return met

    @property
    def nbytes(self) -> int:
        return super().nbytes + sum(side.nbytes for side in self._sides) + 64 * len(self._values)


def _box(circle: Within) -> tuple[float, float, float, float]:
    """A box of degrees that holds a circle; all longitudes where it meets a pole or the date line."""
    reach = circle.miles / (EARTH_RADIUS_MILES * pi / 180) + A_HAIR
    nearest_pole = abs(circle.latitude) + reach
    wide = reach / cos(radians(nearest_pole)) if nearest_pole < 89 else 360
    west, east = circle.longitude - wide, circle.longitude + wide
    if west < -180 or east > 180:
        west, east = -181, 181
    return circle.latitude - reach, circle.latitude + reach, west, east


@lru_cache(maxsize=1 << 12)
def _groups_of(text: str) -> tuple[np.uint64, ...]:
    """Each group of a requirement as a mask of the credentials that it accepts."""
    requirement = Requirement.from_json(loads(text))
    return tuple(np.uint64(sum(bit for code, bit in _BITS.items() if group.accepts(
        code, apprentices=requirement.apprentices_welcome))) for group in requirement.all_of)


_BITS = {code: 1 << number for number, code in enumerate(catalogue())}
if len(_BITS) > 64:
    raise AssertionError("The catalogue has outgrown the masks.")
