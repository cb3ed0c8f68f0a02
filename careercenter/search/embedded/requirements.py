"""Distinct requirements as numbers: which of them somebody meets, all at once."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from json import loads

import numpy as np
from numpy.typing import NDArray

from careercenter.credentials.catalogue import catalogue
from careercenter.postings.requirement import Requirement
from careercenter.search.clauses import Holds


class Requirements:
    """Requirements in a fixed order; each group of each is a mask of the credentials that it accepts.

    `Requirements(texts).met_by(codes, away)` is `distance(text, codes) <= away` for each, for `away` 0 or 1.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)
        masks = [_masks(text) or (_EVERYTHING,) for text in self.texts]
        self._groups = np.array([mask for several in masks for mask in several], np.uint64)
        self._starts = np.cumsum([0, *(len(several) for several in masks[:-1])]) if masks else np.zeros(0, np.intp)
        self._never = ~np.uint64(0)
        self.met_by = lru_cache(maxsize=512)(self._met_by)

    def met_by_each(self, clauses: Sequence[Holds]) -> NDArray[np.float32]:
        """A row for each clause: 1 where it is met, else 0. As 32-bit floats, which multiply much sooner than integers
        and are exact up to 16 million jobs."""
        held = set[str].intersection(*(set(one.codes) for one in clauses))
        shared = self._shared(self._unmet(held))
        return np.array([
            (shared & _BITS[more]) != 0 if (more := _one_more(one, held)) else self.met_by(one.codes, one.away)
            for one in clauses], np.float32).reshape(len(clauses), -1)

    def _met_by(self, codes: tuple[str, ...], away: int) -> NDArray[np.bool_]:
        if not self.texts:
            return np.zeros(0, np.bool_)
        unmet = self._unmet(codes)
        if not away:
            return ~np.logical_or.reduceat(unmet, self._starts)
        # One credential is enough if there is one that every unmet group accepts, or if there is one such group: what
        # it asks for may be a credential that the catalogue doesn't know.
        return (self._shared(unmet) != 0) | (np.add.reduceat(unmet.astype(np.int32), self._starts) <= 1)

    def _unmet(self, codes: Collection[str]) -> NDArray[np.bool_]:
        """The groups that these don't meet."""
        held = np.uint64(sum(_BITS.get(code, 0) for code in codes) | _HELD_BY_ALL)
        return (self._groups & held) == 0

    def _shared(self, unmet: NDArray[np.bool_]) -> NDArray[np.uint64]:
        """The credentials that all unmet groups of each requirement accept; all of them where none is unmet."""
        return np.bitwise_and.reduceat(np.where(unmet, self._groups, self._never), self._starts)


def _one_more(clause: Holds, held: set[str]) -> str | None:
    """The one credential that it has beyond these, if that is all, and known."""
    more = set(clause.codes) - held
    return more.pop() if not clause.away and len(more) == 1 and more <= _BITS.keys() else None


def _masks(text: str) -> tuple[int, ...]:
    requirement = Requirement.from_json(loads(text))
    return tuple(sum(_BITS[code] for code in catalogue() if group.accepts(
        code, apprentices=requirement.apprentices_welcome)) for group in requirement.all_of)


_BITS = {code: 1 << number for number, code in enumerate(catalogue())}
_HELD_BY_ALL = 1 << 63
_EVERYTHING = (1 << 64) - 1
if len(_BITS) > 63:
    raise AssertionError("The catalogue has outgrown the masks.")
