"""From documents to a segment."""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careercenter.credentials.catalogue import catalogue
from careercenter.search.documents import Document
from careercenter.search.embedded import bits
from careercenter.search.embedded.requirements import Requirements
from careercenter.search.embedded.segment import UNITS, UNPAID, Columns, Lists, Segment

ROW_SHARE = 64
"""A token that one in so many documents has is a row of bits; a rarer one is a list."""

LARGEST = 2**31 - 1
REQUIREMENT = [column.name for column in fields(Columns)].index("requirement")


def _positions() -> "array[int]":
    return array("I")


def _weights() -> "array[int]":
    return array("B")


class Builder:
    """Takes documents in the order in which they are shown, and makes a segment of them."""

    def __init__(self) -> None:
        self._numbers: list[tuple[Any, ...]] = []
        self._requirements: dict[str, int] = {}
        self._tokens: defaultdict[str, array[int]] = defaultdict(_positions)
        self._terms: defaultdict[str, array[int]] = defaultdict(_positions)
        self._weights: defaultdict[str, array[int]] = defaultdict(_weights)

    def add(self, document: Document) -> None:
        """Put a document after those before it."""
        position = len(self._numbers)
        requirement = self._requirements.setdefault(document.requirement, len(self._requirements))
        self._numbers.append((
            document.posting_id, document.employer_id, document.is_featured, document.live_at, document.ends_at,
            UNPAID if document.yearly_pay is None else min(document.yearly_pay, LARGEST),
            UNPAID if document.piece_pay is None else document.piece_pay, UNITS[document.piece_unit or ""],
            requirement, *((np.nan, np.nan) if document.latitude is None else (
                document.latitude, document.longitude))))
        for token in document.tokens:
            self._tokens[token].append(position)
        for term, weight in document.terms.items():
            self._terms[term].append(position)
            self._weights[term].append(min(weight, 255))

    def extend(self, other: "Builder") -> None:
        """Put all of another's documents after those before them."""
        before = len(self._numbers)
        number = {there: self._requirements.setdefault(text, len(self._requirements))
                  for text, there in other._requirements.items()}
        self._numbers += [(*row[:REQUIREMENT], number[row[REQUIREMENT]], *row[REQUIREMENT + 1:])
                          for row in other._numbers]
        for mine, theirs in ((self._tokens, other._tokens), (self._terms, other._terms)):
            for key, positions in theirs.items():
                mine[key].frombytes((np.frombuffer(positions, np.uint32) + np.uint32(before)).tobytes())
        for term, weights in other._weights.items():
            self._weights[term] += weights

    def finish(self) -> Segment:
        """The segment of all that was added."""
        size = len(self._numbers)
        by_column = list(zip(*self._numbers, strict=True)) if size else [()] * 11
        kinds: tuple[Any, ...] = (np.int32, np.int32, np.bool_, np.float64, np.float64, np.int32, np.int32, np.uint8,
                                  np.int32, np.float32, np.float32)
        columns = Columns(*(np.array(values, kind) for values, kind in zip(by_column, kinds, strict=True)))
        dense = [token for token, found in self._tokens.items() if len(found) * ROW_SHARE >= size]
        rows = {token: bits.from_positions(np.array(self._tokens.pop(token), np.uint32), size) for token in dense}
        rows |= self._met_rows(columns, size)
        matrix = np.vstack(list(rows.values())) if rows else np.zeros((0, (size + 63) // 64), np.uint64)
        return Segment(columns, list(self._requirements), {token: row for row, token in enumerate(rows)}, matrix,
                       self._lists())

    def _met_rows(self, columns: Columns, size: int) -> dict[str, bits.Bits]:
        """A row for each credential: the jobs that it is enough for, alone."""
        if not size:
            return {}
        requirements = Requirements(list(self._requirements))
        return {f"met:{code}": bits.from_mask(requirements.met_by((code,), 0)[columns.requirement])
                for code in catalogue()}

    def _lists(self) -> Lists:
        keys = [*self._tokens, *self._terms]
        found = [*self._tokens.values(), *self._terms.values()]
        weights = chain((b"\0" * len(one) for one in self._tokens.values()), self._weights.values())
        starts = np.zeros(len(keys) + 1, np.int64)
        np.cumsum([len(one) for one in found], out=starts[1:])
        return Lists({key: number for number, key in enumerate(keys)}, starts, _joined(found, np.uint32),
                     _joined(weights, np.uint8))


def build(documents: Iterable[Document]) -> Segment:
    """A segment of documents that come in any order."""
    builder = Builder()
    for document in sorted(documents, key=shown_at):
        builder.add(document)
    return builder.finish()


def shown_at(document: Document) -> tuple[bool, float, int]:
    """Sorts documents as they are shown: featured first, then the newest."""
    return not document.is_featured, -document.live_at, -document.posting_id


def _joined(parts: Iterable[Any], kind: type) -> NDArray[Any]:
    return np.frombuffer(bytearray().join(memoryview(part).cast("B") for part in parts), kind)  # pyright: ignore
