"""Every implementation of SearchIndex that the contract holds for, and the plainest of them as its oracle."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from time import time
from typing import Protocol

from careercenter.core import db
from careercenter.places import distance_miles_between
from careercenter.search import changes
from careercenter.search.clauses import Clauses, Says, accepts
from careercenter.search.documents import Document
from careercenter.search.embedded import EmbeddedIndex, snapshot
from careercenter.search.embedded.building import build
from careercenter.search.index import Hits, SearchIndex, Wanted
from careercenter.search.postgres import PostgresIndex
from careercenter.search.query import Sort

NOWHERE = 25_000  # miles: further away than anything


class BruteForceIndex:
    """Reads every live job at every question, and holds each against each clause."""

    def search(self, wanted: Wanted) -> Hits:
        at = time()
        shown = [one for one in changes.load_all() if one.posting_id not in wanted.hidden_postings
                 and one.employer_id not in wanted.hidden_employers]
        found = sorted((one for one in shown if accepts(wanted.clauses, one, at=at)), key=lambda one: _key(wanted, one))
        counts = {facet: {
            name: sum(accepts({**wanted.clauses, choices.dimension: (clause,)}, one, at=at) for one in shown)
            for name, clause in choices.clauses.items()} for facet, choices in wanted.facets.items()}
        page = found[wanted.offset:wanted.offset + wanted.limit]
        return Hits([one.posting_id for one in page], len(found), counts)

    def count(self, clauses: Clauses) -> int:
        return sum(accepts(clauses, one, at=time()) for one in changes.load_all())

    def known(self, prefix: str) -> Mapping[str, int]:
        return Counter(token.removeprefix(f"{prefix}:") for one in changes.load_all() for token in one.tokens
                       if token.startswith(f"{prefix}:"))

    def says(self, term: str) -> bool:
        return any(term in one.terms for one in changes.load_all())


def weights_of(wanted: Wanted, document: Document) -> tuple[int, ...]:
    """How much a job says each word of a query."""
    return tuple(document.terms.get(clause.term, 0) for clause in wanted.clauses.get("words", ())
                 if isinstance(clause, Says))


def miles_from(wanted: Wanted, document: Document) -> float:
    """How far a job is from where somebody searches; one without a place is further than all others."""
    if wanted.near is None or document.latitude is None or document.longitude is None:
        return NOWHERE
    return distance_miles_between(*wanted.near, document.latitude, document.longitude)


def shown_at(document: Document) -> tuple[bool, float, int]:
    """Among equals, featured ones first, then the newest."""
    return not document.is_featured, -document.live_at, -document.posting_id


def _key(wanted: Wanted, document: Document) -> tuple[object, ...]:
    match wanted.sort:
        case Sort.DATE:
            return -document.live_at, *shown_at(document)
        case Sort.PAY:
            return -(document.yearly_pay or -1), *shown_at(document)
        case Sort.DISTANCE:
            return miles_from(wanted, document), *shown_at(document)
        case _:
            return -sum(weights_of(wanted, document)), *shown_at(document)


class Kind(Protocol):
    """An implementation, as the contract drives it."""

    def store(self, folder: Path) -> None:
        """Rebuild from the database."""

    def open(self, folder: Path) -> SearchIndex:
        """One that looks at the database as it is now, from what is stored."""
        ...

    def settle(self, index: SearchIndex) -> None:
        """Wait until an index has seen what was committed."""


class BruteForce:
    def store(self, folder: Path) -> None:
        pass

    def open(self, folder: Path) -> SearchIndex:
        return BruteForceIndex()

    def settle(self, index: SearchIndex) -> None:
        pass


class Embedded:
    def store(self, folder: Path) -> None:
        seen = changes.seen_by_now()
        snapshot.write(folder, build(changes.load_all()), changes_through=seen.through)

    def open(self, folder: Path) -> SearchIndex:
        return EmbeddedIndex(folder)

    def settle(self, index: SearchIndex) -> None:
        index._looked_at = 0  # instead of the fraction of a second after which it looks by itself


class Postgres:
    def store(self, folder: Path) -> None:
        PostgresIndex().rebuild()

    def open(self, folder: Path) -> SearchIndex:
        return PostgresIndex()

    def settle(self, index: SearchIndex) -> None:
        index.refresh()  # the worker does, every second


KINDS: dict[str, Kind] = {"brute force": BruteForce(), "embedded": Embedded(), "postgres": Postgres()}


def kinds_here() -> list[str]:
    """Those that work with the database of this run."""
    return [name for name in KINDS if name != "postgres" or db.engine.dialect.name == "postgresql"]
