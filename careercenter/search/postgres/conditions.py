"""Clauses as SQL conditions, and the orders of hits as SQL expressions."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, any_, false, func, literal

from careercenter.places import EARTH_RADIUS_MILES
from careercenter.search.clauses import AnyOf, Clause, Holds, Nothing, Pays, Says, Since, Within
from careercenter.search.index import Wanted
from careercenter.search.postgres.tables import QUIET, TEXTS, SearchDocument
from careercenter.search.query import BY_PIECE, Sort

A_DAY = 86_400
LEVEL = 2_048
"""So much of a score (at most 255 * 255) is one level of relevance: within one, featured jobs come first."""

MILES_A_DEGREE = 68.7
"""Of latitude, at the least."""

Met = Callable[[Holds], list[str]]
"""The requirements that a clause accepts, of all that there are."""


def condition_of(clause: Clause, *, at: float, met: Met, of: Any = SearchDocument) -> ColumnElement[bool]:
    """What a clause accepts; `of` has the columns of SearchDocument."""
    match clause:
        case AnyOf(tokens):
            return of.tokens.op("&&", is_comparison=True)(literal(list(tokens), TEXTS))
        case Says(term):
            return of.terms.op("@>", is_comparison=True)(literal([term], TEXTS))
        case Holds():
            return of.requirement == any_(literal(met(clause), TEXTS))
        case Pays(cents, unit) if unit in BY_PIECE:
            return and_(of.piece_unit == str(unit), of.piece_pay >= cents)
        case Pays(cents, _):
            return of.yearly_pay >= cents
        case Within():
            # The belt of latitudes first: it costs nothing beside the sines.
            belt = clause.miles / MILES_A_DEGREE
            return and_(of.latitude.between(clause.latitude - belt, clause.latitude + belt),
                        miles_from(clause.latitude, clause.longitude, of=of) <= clause.miles)
        case Since(days):
            return of.live_at >= at - days * A_DAY
        case Nothing():
            return false()


def shown(wanted: Wanted, at: float) -> list[ColumnElement[bool]]:
    """Jobs whose time isn't over and that aren't hidden."""
    conditions: list[ColumnElement[bool]] = [SearchDocument.ends_at > at]
    if wanted.hidden_postings:
        conditions.append(SearchDocument.posting_id.not_in(sorted(wanted.hidden_postings)))
    if wanted.hidden_employers:
        conditions.append(SearchDocument.employer_id.not_in(sorted(wanted.hidden_employers)))
    return conditions


def order_of(wanted: Wanted, shares: Mapping[str, int]) -> list[ColumnElement[Any]]:
    """By what hits are sorted. `shares`: how much each term of the query counts, together at most 255."""
    newest = [SearchDocument.live_at.desc(), SearchDocument.posting_id.desc()]
    among_equals = [SearchDocument.is_featured.desc(), *newest]
    match wanted.sort:
        case Sort.DATE:
            return newest
        case Sort.PAY:
            return [SearchDocument.yearly_pay.desc().nulls_last(), *among_equals]
        case Sort.DISTANCE if wanted.near:
            return [miles_from(*wanted.near).asc().nulls_last(), *among_equals]
        case Sort.RELEVANCE if shares:
            return [_level(shares).desc(), *among_equals]
        case _:
            return among_equals


def miles_from(latitude: float, longitude: float, of: Any = SearchDocument) -> ColumnElement[float]:
    """How far a job's place is, in miles (haversine); null without one."""
    lat, lon = func.radians(of.latitude), func.radians(of.longitude)
    here, there = func.radians(literal(latitude)), func.radians(literal(longitude))
    half = (func.pow(func.sin((lat - here) / 2), 2)
            + func.cos(here) * func.cos(lat) * func.pow(func.sin((lon - there) / 2), 2))
    return 2 * EARTH_RADIUS_MILES * func.asin(func.sqrt(half))


def _level(shares: Mapping[str, int]) -> ColumnElement[int]:
    score: Any = literal(0)
    for term, share in shares.items():
        said = SearchDocument.weights.op("->>")(term).cast(Integer)
        score = score + literal(share) * func.coalesce(said, QUIET)
    return func.div(score, LEVEL)
