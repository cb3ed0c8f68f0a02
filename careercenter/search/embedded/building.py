"""From documents to a segment: parts, which several processes can make, laid together in one pass."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careercenter.credentials.catalogue import catalogue
from careercenter.search.changes import LiveJob, Row
from careercenter.search.documents import Document, document_of
from careercenter.search.embedded import bits
from careercenter.search.embedded.bits import Positions
from careercenter.search.embedded.requirements import Requirements
from careercenter.search.embedded.segment import UNITS, UNPAID, Columns, Lists, Segment

ROW_SHARE = 64
"""A token that one in so many documents has is a row of bits; a rarer one is a list."""

LARGEST = 2**31 - 1
KINDS: tuple[Any, ...] = (
    np.int32, np.int32, np.bool_, np.float64, np.float64, np.int32, np.int32, np.uint8, np.int32, np.int32)
"""Of the columns, in their order."""

Place = tuple[float, float] | None
"""Latitude and longitude, in degrees."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some documents, in the order in which they are shown: what a segment is made of."""

    columns: Columns
    requirements: list[str]
    places: list[Place]
    keys: list[str]  # tokens, which have a colon, and terms, which have none
    counts: NDArray[np.int64]  # how many documents each key has
    positions: Positions  # of the first key's documents, of the second's ...
    weights: NDArray[np.uint8]  # of a term in that document; 0 for a token

    @property
    def size(self) -> int:
        """How many documents."""
        return int(self.columns.posting_id.size)


class Builder:
    """Takes documents in the order in which they are shown, and makes a part of them."""

    def __init__(self) -> None:
        self._columns: list[tuple[Any, ...]] = []
        self._requirements: defaultdict[str, int] = _numbered()
        self._places: defaultdict[Place, int] = _numbered()
        self._keys: defaultdict[str, int] = _numbered()
        self._said = array("I")  # key after key, document after document
        self._weights = bytearray()
        self._lengths: list[int] = []

    def add(self, document: Document) -> None:
        """Put a document after those before it."""
        self._columns.append((
            document.posting_id, document.employer_id, document.is_featured, document.live_at, document.ends_at,
            UNPAID if document.yearly_pay is None else min(document.yearly_pay, LARGEST),
            UNPAID if document.piece_pay is None else document.piece_pay, UNITS[document.piece_unit or ""],
            self._requirements[document.requirement],
            self._places[(document.latitude, document.longitude) if document.latitude is not None
                         and document.longitude is not None else None]))
        self._said.extend(map(self._keys.__getitem__, document.tokens))
        self._said.extend(map(self._keys.__getitem__, document.terms))
        self._weights.extend(bytes(len(document.tokens)))
        self._weights.extend(document.terms.values())
        self._lengths.append(len(document.tokens) + len(document.terms))

    def part(self) -> Part:
        """All that was added."""
        said = np.frombuffer(self._said, np.uint32) if self._said else np.zeros(0, np.uint32)
        # Small numbers are sorted by their digits, several times sooner than by comparing.
        order = np.argsort(said.astype(np.uint16) if len(self._keys) <= 1 << 16 else said, kind="stable")
        positions = np.repeat(np.arange(len(self._lengths), dtype=np.uint32), self._lengths)
        by_column = list(zip(*self._columns, strict=True)) or [()] * len(KINDS)
        return Part(
            Columns(*(np.array(values, kind) for values, kind in zip(by_column, KINDS, strict=True))),
            list(self._requirements), list(self._places), list(self._keys),
            np.bincount(said, minlength=len(self._keys)), positions[order],
            np.frombuffer(bytes(self._weights), np.uint8)[order])


def build_part(rows: Iterable[Row]) -> Part:
    """Some jobs, in the order in which they are shown."""
    builder = Builder()
    for job in map(LiveJob.of_row, rows):
        builder.add(document_of(job, job))
    return builder.part()


def build(documents: Iterable[Document]) -> Segment:
    """A segment of documents that come in any order."""
    builder = Builder()
    for document in sorted(documents, key=shown_at):
        builder.add(document)
    return merge([builder.part()])


def shown_at(document: Document) -> tuple[bool, float, int]:
    """Sorts documents as they are shown: featured first, then the newest."""
    return not document.is_featured, -document.live_at, -document.posting_id


def merge(parts: Sequence[Part]) -> Segment:
    """One segment of several parts, one after the other."""
    size = sum(part.size for part in parts)
    columns, requirements, places = _merge_columns(parts)
    counts = _count_keys(parts)
    tokens = [key for key in counts if ":" in key]
    dense = [token for token in tokens if counts[token] * ROW_SHARE >= size]
    listed = [token for token in tokens if counts[token] * ROW_SHARE < size]
    terms = sorted(key for key in counts if ":" not in key)
    keys = {key: number for number, key in enumerate((*dense, *listed, *terms))}
    starts = np.cumsum([0, *(counts[key] for key in keys)], dtype=np.int64)
    positions, weights = _merge_positions(parts, keys, starts)
    rows = {key: bits.from_positions(positions[starts[number]:starts[number + 1]], size)
            for number, key in enumerate(dense)}
    rows |= _met_rows(columns, requirements, size)
    matrix = np.vstack(list(rows.values())) if rows else np.zeros((0, (size + 63) // 64), np.uint64)
    first = starts[len(dense)]
    lists = Lists({key: number for number, key in enumerate(listed)}, np.array(terms, np.bytes_),
                  starts[len(dense):] - first, positions[first:], weights[first:])
    return Segment(columns, requirements, places, {token: row for row, token in enumerate(rows)}, matrix, lists)


def _merge_columns(parts: Sequence[Part]) -> tuple[Columns, list[str], NDArray[np.float32]]:
    joined = {column.name: np.concatenate([getattr(part.columns, column.name) for part in parts])
              for column in fields(Columns)}
    requirements: defaultdict[str, int] = _numbered()
    places: defaultdict[Place, int] = _numbered()
    joined["requirement"] = _renumbered(requirements, [(part.requirements, part.columns.requirement) for part in parts])
    joined["place"] = _renumbered(places, [(part.places, part.columns.place) for part in parts])
    return Columns(**joined), list(requirements), np.array(
        [place or (np.nan, np.nan) for place in places], np.float32).reshape(-1, 2)


def _renumbered(numbers: defaultdict[Any, int], parts: Iterable[tuple[Sequence[Any], NDArray[np.int32]]]
                ) -> NDArray[np.int32]:
    """What each part numbers by itself, numbered by all of them together."""
    return np.concatenate([np.array([numbers[one] for one in known], np.int32)[column] for known, column in parts])


def _count_keys(parts: Sequence[Part]) -> dict[str, int]:
    """How many documents have each key."""
    counts: defaultdict[str, int] = defaultdict(int)
    for part in parts:
        for key, count in zip(part.keys, part.counts.tolist(), strict=True):
            counts[key] += count
    return counts


def _merge_positions(parts: Sequence[Part], keys: dict[str, int], starts: NDArray[np.int64]
                     ) -> tuple[Positions, NDArray[np.uint8]]:
    positions, weights = np.empty(starts[-1], np.uint32), np.empty(starts[-1], np.uint8)
    free, before = starts[:-1].copy(), 0
    for part in parts:
        numbers = np.array([keys[key] for key in part.keys], np.intp)
        # Each key's positions go, in one block, to the first free place of that key.
        shift = free[numbers] - (np.cumsum(part.counts) - part.counts)
        places = np.arange(part.positions.size) + np.repeat(shift, part.counts)
        positions[places] = part.positions + np.uint32(before)
        weights[places] = part.weights
        free[numbers] += part.counts
        before += part.size
    return positions, weights


def _met_rows(columns: Columns, texts: Sequence[str], size: int) -> dict[str, bits.Bits]:
    """A row for each credential: the jobs that it is enough for, alone."""
    if not size:
        return {}
    requirements = Requirements(texts)
    return {f"met:{code}": bits.from_mask(requirements.met_by((code,), 0)[columns.requirement])
            for code in catalogue()}


def _numbered() -> defaultdict[Any, int]:
    """Gives each new key the next number."""
    numbers: defaultdict[Any, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    return numbers
