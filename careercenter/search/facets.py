"""What can be chosen beside a search, each choice with the clause that it would be.

A choice's count is how many jobs there are once it is chosen; a choice made already counts for itself alone.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from careercenter.credentials.catalogue import catalogue
from careercenter.places import STATES
from careercenter.postings.models import HOURS_A_YEAR
from careercenter.search.clauses import AnyOf, Clause, Holds, Pays, Since, clauses_of
from careercenter.search.documents import BAND, HIGHEST_BAND, LOWEST_BAND
from careercenter.search.index import Choices, Facets
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
        MODES: _modes(query.modes, query.state),
        STATES_OPEN: _states(query.modes),
        "credentials": _credentials(query.credentials, query.one_away),
        **({"one_away": _one_away(query.credentials)} if query.credentials else {}),
        **{name: _several(name, getattr(query, name)) for name in SEVERAL},
        **({"unstated": _UNSTATED} if query.pay else {}),
        **_FIXED}


@lru_cache(maxsize=1 << 10)
def _several(name: str, chosen: tuple[Any, ...]) -> Choices:
    return Choices(name, {
        str(value): _one(replace(NOTHING, **{name: (value,) if value in chosen else (*chosen, value)}))
        for value in dict.fromkeys((*SEVERAL[name], *chosen))})


@lru_cache(maxsize=1 << 10)
def _modes(chosen: tuple[WorkMode, ...], state: str) -> Choices:
    return Choices("where", {str(mode): _one(replace(
        NOTHING, modes=(mode,) if mode in chosen else (*chosen, mode), state=state)) for mode in WorkMode})


@lru_cache(maxsize=1 << 6)
def _states(modes: tuple[WorkMode, ...]) -> Choices:
    return Choices("where", {state: _one(replace(NOTHING, modes=modes, state=state)) for state in STATES})


@lru_cache(maxsize=1 << 10)
def _credentials(held: tuple[str, ...], one_away: bool) -> Choices:
    return Choices("credentials", {code: Holds((code,) if code in held else tuple(sorted({*held, code})), int(one_away))
                                   for code in catalogue()})


@lru_cache(maxsize=1 << 10)
def _one_away(held: tuple[str, ...]) -> Choices:
    return Choices("credentials", {"1": Holds(tuple(sorted(held)), 1)})


def _one(query: Query) -> Clause:
    """The only clause of a query that says one thing."""
    [[clause]] = clauses_of(query).values()
    return clause


def _is(token: str) -> Clause:
    return AnyOf((token,))


_UNSTATED = Choices("pay", {"1": _is("pay:unstated")})
_FIXED = {
    "apprentices": Choices("apprentices", {"1": _is("apprentices:1")}),
    "direct": Choices("direct", {"1": _is("direct:1")}),
    "pay_stated": Choices("pay_stated", {"1": _is("pay:stated")}),
    "pay": Choices("pay", {str(wage): Pays(wage * 100 * HOURS_A_YEAR) for wage in WAGES}),
    "apart": Choices("pay", {unit: _is(f"apart:{unit}") for unit in ("chart", "rvu")}),  # can't be compared
    "experience": Choices("experience", {str(years): _one(replace(NOTHING, experience=years)) for years in YEARS}),
    "posted_within": Choices("posted_within", {str(days): Since(days) for days in DAYS}),
    BANDS: Choices("bands", {str(band): _is(f"band:{band}") for band in range(LOWEST_BAND, HIGHEST_BAND + 1, BAND)}),
}
"""Those that no other choice changes."""
