"""The port of every search index: what it is asked and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from careercenter.search.clauses import Clause, Clauses
from careercenter.search.query import Sort


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """What can be chosen in one place. Equal only to itself, so that an index may keep what it works out for it."""

    dimension: str
    clauses: Mapping[str, Clause]  # by the choice's name: what the dimension would have instead of its own clauses


Facets = Mapping[str, Choices]
"""What is to be counted, by the facet's name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One page of hits, and what is to be counted beside it."""

    clauses: Clauses
    sort: Sort = Sort.RELEVANCE
    near: tuple[float, float] | None = None  # degrees: where distances are from, if sorted by them
    facets: Facets = field(default_factory=dict[str, Choices])
    offset: int = 0
    limit: int = 20
    hidden_postings: frozenset[int] = frozenset()  # ids that this person doesn't want to see
    hidden_employers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Hits:
    """What an index found."""

    ids: list[int]  # of postings, in order: the page that was asked for
    total: int
    counts: dict[str, dict[str, int]]
    """By facet and choice: how many jobs meet the choice and every clause of the other dimensions."""


class SearchIndex(Protocol):
    """Finds live jobs. It follows the database by itself: a change shows within a second."""

    def search(self, wanted: Wanted) -> Hits:
        """The jobs that meet every clause, live at this moment.

        By relevance: the better match first, then featured ones, then the newest. By date, pay (the most in a
        year; jobs without come last) or distance (likewise): ties as above.
        """
        ...

    def count(self, clauses: Clauses) -> int:
        """How many jobs meet every clause."""
        ...

    def known(self, prefix: str) -> Mapping[str, int]:
        """Each token with this prefix (`specialty`), by what follows it, with the jobs that have it."""
        ...

    def says(self, term: str) -> bool:
        """Whether any live job says this term."""
        ...
