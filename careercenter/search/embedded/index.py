"""The embedded SearchIndex: a stored snapshot, and what has changed since, searched as one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from math import inf
from pathlib import Path
from threading import Lock
from time import monotonic, time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from careercenter.search import changes
from careercenter.search.clauses import Clause, Clauses, Says
from careercenter.search.documents import Document
from careercenter.search.embedded import bits, ranking, snapshot
from careercenter.search.embedded.bits import Bits
from careercenter.search.embedded.building import build, build_part, merge
from careercenter.search.embedded.segment import Segment
from careercenter.search.index import Choices, Hits, Wanted

LOOK_AGAIN = .2
"""Seconds after which a search asks the database whether anything changed."""

AT_ONCE = 4_000
"""So many jobs are read and indexed together."""


@dataclass(frozen=True)
class Part:
    """A segment, and which of its documents were replaced or left."""

    segment: Segment
    kept: Bits

    def alive(self, at: float) -> tuple[Bits, float]:
        """The documents that can be found, and until when that stays so."""
        alive, until = self.segment.alive_at(at)
        return alive & self.kept, until


@dataclass(frozen=True)
class State:
    """What a search looks at: never changed, only replaced."""

    base: Part
    fresh: Part
    documents: Mapping[int, Document]  # those of `fresh`, by posting
    name: str | None  # of the snapshot
    seen: changes.Seen

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for part in (self.base, self.fresh) if part.segment.size)


EMPTY = build(())


class EmbeddedIndex:
    """One for each process; several look at the same snapshot."""

    def __init__(self, folder: Path, *, look_again: float = LOOK_AGAIN) -> None:
        self.folder, self.look_again = folder, look_again
        self._lock = Lock()
        self._state: State | None = None
        self._looked_at = -inf
        self._alive: dict[int, tuple[State, Bits, float]] = {}

    def search(self, wanted: Wanted) -> Hits:
        """See SearchIndex."""
        state, at = self._follow(), time()
        weights = self._term_weights(state, wanted.clauses)
        total, counts = 0, {facet: np.zeros(len(choices.clauses), np.int64) for facet, choices in wanted.facets.items()}
        found = []
        for number, part in enumerate(state.parts):
            looked_for = _Search(part.segment, self._alive_of(state, number, part, at), wanted, at)
            total += looked_for.total
            for facet, choices in wanted.facets.items():
                counts[facet] += looked_for.counts(choices)
            positions, keys = ranking.best(part.segment, looked_for.hits, looked_for.total, wanted, weights)
            if keys:
                found.append((part.segment.columns.posting_id[positions], keys))
        return Hits(_page(found, wanted), total, {
            facet: dict(zip(choices.clauses, counts[facet].tolist(), strict=True))
            for facet, choices in wanted.facets.items()})

    def count(self, clauses: Clauses) -> int:
        """See SearchIndex."""
        return self.search(Wanted(clauses, limit=0)).total

    def known(self, prefix: str) -> Mapping[str, int]:
        """See SearchIndex."""
        state, at, found = self._follow(), time(), dict[str, int]()
        for number, part in enumerate(state.parts):
            alive = self._alive_of(state, number, part, at)
            for token in part.segment.tokens.get(prefix, ()):
                name = token.removeprefix(f"{prefix}:")
                found[name] = found.get(name, 0) + part.segment.count_token(alive, token)
        return {name: jobs for name, jobs in found.items() if jobs}

    def says(self, term: str) -> bool:
        """See SearchIndex."""
        return any(part.segment.frequency(term) for part in self._follow().parts)

    def forget(self) -> None:
        """Look at everything anew at the next search."""
        with self._lock:
            self._state, self._looked_at, self._alive = None, -inf, {}

    def _term_weights(self, state: State, clauses: Clauses) -> dict[str, int]:
        terms = [clause.term for clause in clauses.get("words", ()) if isinstance(clause, Says)]
        return ranking.term_weights(
            {term: sum(part.segment.frequency(term) for part in state.parts) for term in terms},
            sum(part.segment.size for part in state.parts))

    def _alive_of(self, state: State, number: int, part: Part, at: float) -> Bits:
        known = self._alive.get(number)
        if known is None or known[0] is not state or at >= known[2]:
            known = self._alive[number] = (state, *part.alive(at))
        return known[1]

    def _follow(self) -> State:
        state = self._state
        if state is not None and monotonic() - self._looked_at < self.look_again:
            return state
        with self._lock:
            if self._state is None or self._state.name != snapshot.current_name(self.folder):
                self._state = self._open()
            changed = changes.list_since(self._state.seen)
            if changed is None:  # the database is another one
                self._state = self._from_database()
            elif changed.posting_ids:
                self._state = _with_changes(self._state, changed)
            self._looked_at = monotonic()
            return self._state

    def _open(self) -> State:
        stored = snapshot.read(self.folder)
        if stored is None:
            return self._from_database()
        size = stored.segment.size
        return State(Part(stored.segment, bits.all_of(size)), Part(EMPTY, bits.none_of(0)), {}, stored.name,
                     changes.Seen(stored.changes_through))

    def _from_database(self) -> State:
        seen = changes.seen_by_now()
        rows, parts = changes.load_rows(changes.list_live_ids()), [build_part(())]
        while some := list(islice(rows, AT_ONCE)):
            parts.append(build_part(some))
        segment = merge(parts)
        return State(Part(segment, bits.all_of(segment.size)), Part(EMPTY, bits.none_of(0)), {},
                     snapshot.current_name(self.folder), seen)


def _fresh(documents: Iterable[Document]) -> Part:
    segment = build(documents)
    return Part(segment, bits.all_of(segment.size))


def _with_changes(state: State, changed: changes.Changed) -> State:
    ids = np.fromiter(changed.posting_ids, np.int32, len(changed.posting_ids))
    gone = bits.from_mask(np.isin(state.base.segment.columns.posting_id, ids))
    documents = {key: one for key, one in state.documents.items() if key not in changed.posting_ids}
    documents |= {one.posting_id: one for one in changes.load(changed.posting_ids)}
    return replace(state, base=Part(state.base.segment, state.base.kept & ~gone), fresh=_fresh(documents.values()),
                   documents=documents, seen=changed.seen)


class _Search:
    """One query against one segment."""

    def __init__(self, segment: Segment, alive: Bits, wanted: Wanted, at: float) -> None:
        self.segment, self.at = segment, at
        self._without: dict[str, Bits] = {}
        self.among = alive
        for ids, column in ((wanted.hidden_postings, segment.columns.posting_id),
                            (wanted.hidden_employers, segment.columns.employer_id)):
            if ids:
                self.among = self.among & segment.without(column, ids)
        self.by_dimension = {dimension: self._all(clauses) for dimension, clauses in wanted.clauses.items()}
        self.hits = self.without(None)
        self.total = bits.count(self.hits)

    def _all(self, clauses: Iterable[Clause]) -> Bits:
        found: Bits | None = None
        for clause in clauses:
            these = self.segment.bits_of(clause, at=self.at)
            found = these if found is None else found & these
        return self.among if found is None else found

    def without(self, left_out: str | None) -> Bits:
        """The documents that meet every dimension but one."""
        found = self.among
        for dimension, those in self.by_dimension.items():
            if dimension != left_out:
                found = found & those
        return found

    def counts(self, choices: Choices) -> NDArray[np.int64]:
        """How many documents each choice has."""
        if choices.dimension not in self.by_dimension:
            return self.segment.counts(self.hits, choices, at=self.at)
        if choices.dimension not in self._without:
            self._without[choices.dimension] = self.without(choices.dimension)
        return self.segment.counts(self._without[choices.dimension], choices, at=self.at)


def _page(found: list[tuple[NDArray[Any], ranking.Keys]], wanted: Wanted) -> list[int]:
    if not found:
        return []
    ids = np.concatenate([ids for ids, _ in found])
    keys = [np.concatenate(several) for several in zip(*(keys for _, keys in found), strict=True)]
    order = np.lexsort(keys[::-1])
    return ids[order[wanted.offset:wanted.offset + wanted.limit]].tolist()

