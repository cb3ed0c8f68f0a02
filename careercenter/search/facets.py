"""What can be chosen beside a search, each choice with the clause that it would be.

A choice's count is how many jobs there are once it is chosen; a choice made already counts for itself alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from careercenter.credentials.catalogue import catalogue
from careercenter.places import STATES
from careercenter.postings.models import HOURS_A_YEAR
from careercenter.search.clauses import AnyOf, Clause, Holds, Pays, Since, clauses_of
from careercenter.search.documents import BAND, HIGHEST_BAND, LOWEST_BAND
from careercenter.search.index import Facets
from careercenter.search.query import NOTHING, Query
from careercenter.terms import EHRS, ENCODERS, SPECIALTIES, EmployerKind, EmploymentType, RoleFamily, Setting, WorkMode

DAYS = (1, 3, 7, 14, 30)
WAGES = (20, 25, 30, 35, 40, 50)
"""US dollars an hour that one can ask for with a click."""

YEARS = (0, 1, 2, 3, 5)
MILES = (10, 25, 50, 100)

OPEN_LISTS = {"specialties": SPECIALTIES, "encoders": ENCODERS, "ehrs": EHRS}
SEVERAL: dict[str, Iterable[Any]] = {
    "settings": Setting, "roles": RoleFamily, "types": EmploymentType, "kinds": EmployerKind,
    "mentions": tuple(catalogue()), **OPEN_LISTS}
"""Fields whose values are alternatives, with what can be chosen."""

MODES, STATES_OPEN, BANDS = "modes", "states", "bands"
"""Facets that aren't named for their dimension."""


def facets_of(query: Query) -> Facets:
    """Every choice beside a search, by facet."""
    return {
        MODES: ("where", [(str(mode), _where(query, _adding(query.modes, mode), query.state)) for mode in WorkMode]),
        STATES_OPEN: ("where", [(state, _where(query, query.modes, state)) for state in STATES]),
        "credentials": ("credentials", list(_credentials(query))),
        "one_away": ("credentials", [("1", Holds(_held(query), 1))] if query.credentials else []),
        **{name: (name, list(_several(query, name, choices))) for name, choices in SEVERAL.items()},
        "apprentices": ("apprentices", [("1", AnyOf(("apprentices:1",)))]),
        "direct": ("direct", [("1", AnyOf(("direct:1",)))]),
        "pay_stated": ("pay_stated", [("1", AnyOf(("pay:stated",)))]),
        "pay": ("pay", [(str(wage), Pays(wage * 100 * HOURS_A_YEAR)) for wage in WAGES]),
        "by_piece": ("pay", [(unit, AnyOf((f"pay:{unit}",))) for unit in ("chart", "rvu")]),
        "unstated": ("pay", [("1", AnyOf(("pay:unstated",)))] if query.pay else []),
        "experience": ("experience", [(str(years), _one(replace(NOTHING, experience=years))) for years in YEARS]),
        "posted_within": ("posted_within", [(str(days), Since(days)) for days in DAYS]),
        BANDS: ("bands", [(str(band), AnyOf((f"band:{band}",)))
                          for band in range(LOWEST_BAND, HIGHEST_BAND + 1, BAND)]),
    }


def _several(query: Query, name: str, choices: Iterable[Any]) -> Iterator[tuple[str, Clause]]:
    chosen = getattr(query, name)
    for value in dict.fromkeys((*choices, *chosen)):
        picked = (value,) if value in chosen else (*chosen, value)
        yield str(value), _one(replace(NOTHING, **{name: picked}))


def _credentials(query: Query) -> Iterator[tuple[str, Clause]]:
    for code in catalogue():
        held = (code,) if code in query.credentials else tuple(sorted({*query.credentials, code}))
        yield code, Holds(held, int(query.one_away))


def _held(query: Query) -> tuple[str, ...]:
    return tuple(sorted(query.credentials))


def _adding(chosen: tuple[WorkMode, ...], mode: WorkMode) -> tuple[WorkMode, ...]:
    return (mode,) if mode in chosen else (*chosen, mode)


def _where(query: Query, modes: tuple[WorkMode, ...], state: str) -> Clause:
    return _one(replace(NOTHING, modes=modes, state=state))


def _one(query: Query) -> Clause:
    """The only clause of a query that says one thing."""
    [[clause]] = clauses_of(query).values()
    return clause
