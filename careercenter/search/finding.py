"""Finding jobs: what a query finds, what to loosen, and what a demand for pay hides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from flask import current_app
from sqlalchemy.orm.interfaces import LoaderOption

from careercenter.postings.finding import FOR_CARDS, Found, load_found
from careercenter.search.clauses import clauses_of
from careercenter.search.facets import facets_of
from careercenter.search.index import SearchIndex, Wanted
from careercenter.search.query import NOTHING, Query
from careercenter.web.pagination import Page

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Exclusions:
    """What one person doesn't want to see: ids of postings and of employers."""

    postings: frozenset[int] = frozenset()
    employers: frozenset[int] = frozenset()


NOTHING_EXCLUDED = Exclusions()


@dataclass(frozen=True, slots=True)
class Results:
    """A page of jobs with all counts beside it."""

    page: Page[Found]
    counts: Counts = field(default_factory=dict[str, dict[str, int]])


def search(query: Query, *, number: int = 1, size: int = 20, without: Exclusions = NOTHING_EXCLUDED) -> Results:
    """One page of live jobs with their employers, and the count of every choice."""
    hits = index().search(replace(_wanted(query, without), facets=facets_of(query), offset=(number - 1) * size,
                                  limit=size))
    return Results(Page(load_live(hits.ids, *FOR_CARDS), number, size, hits.total), hits.counts)


def find(query: Query, *, number: int = 1, size: int = 20, since: datetime | None = None,
         without: Exclusions = NOTHING_EXCLUDED) -> Page[Found]:
    """One page of live jobs with their employers; `since`, those that went live after it alone (of the first 200)."""
    if since is None:
        hits = index().search(replace(_wanted(query, without), offset=(number - 1) * size, limit=size))
        return Page(load_live(hits.ids), number, size, hits.total)
    newest = load_live(index().search(replace(_wanted(query, without), limit=200)).ids)
    items = [(posting, employer) for posting, employer in newest if posting.live_at and posting.live_at > since]
    return Page(items[(number - 1) * size:number * size], number, size, len(items))


def count(query: Query) -> int:
    """How many live jobs it finds."""
    return index().count(clauses_of(query))


def list_looser(query: Query) -> list[tuple[str, Query, int]]:
    """What to loosen when nothing is found: for each field, the query without it and its jobs, the most first.
    Where no single field is in the way: the query with that field alone."""
    for loosen in (query.without, query.only):
        counted = [(name, looser, count(looser)) for name in query.active
                   if replace(looser := loosen(name), sort=NOTHING.sort) != replace(query, sort=NOTHING.sort)]
        if found := [row for row in counted if row[2]]:
            return sorted(found, key=lambda row: -row[2])
    return []


def index() -> SearchIndex:
    """The running application's index."""
    return cast(SearchIndex, current_app.extensions["search"])


def load_live(ids: Iterable[int], *options: LoaderOption) -> list[Found]:
    """These jobs with their employers, in this order; one that left a moment ago is left out."""
    return [(posting, employer) for posting, employer in load_found(list(ids), *options)
            if posting.is_live and employer.suspended_at is None]


def _wanted(query: Query, without: Exclusions) -> Wanted:
    place = query.place
    return Wanted(clauses_of(query), query.sort, (place.latitude, place.longitude) if place else None,
                  hidden_postings=without.postings, hidden_employers=without.employers)

