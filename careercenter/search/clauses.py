"""A query taken apart: clauses that a job must all meet. One meaning for every index and for alerts.

Each clause belongs to a dimension, named for what a person chooses it by. An index may answer a clause as it
likes; `accepts` says what the answer is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from json import loads

from careercenter.places import distance_miles_between
from careercenter.postings.models import HOURS_A_YEAR
from careercenter.postings.requirement import Requirement, match
from careercenter.search.documents import Document
from careercenter.search.query import BY_PIECE, Query
from careercenter.search.text import query_terms
from careercenter.terms import PayUnit, WorkMode

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class AnyOf:
    """It has one of these tokens."""

    tokens: tuple[str, ...]

    def accepts(self, document: Document, *, at: float) -> bool:
        return not document.tokens.isdisjoint(self.tokens)


@dataclass(frozen=True, slots=True)
class Says:
    """Its text holds this term of `careercenter.search.text`."""

    term: str

    def accepts(self, document: Document, *, at: float) -> bool:
        return self.term in document.terms


@dataclass(frozen=True, slots=True)
class Holds:
    """Its requirement is met by these codes held together, or by so many more."""

    codes: tuple[str, ...]
    away: int = 0

    def accepts(self, document: Document, *, at: float) -> bool:
        return distance(document.requirement, self.codes) <= self.away


@dataclass(frozen=True, slots=True)
class Pays:
    """Its pay reaches so many US cents: a year, or for one chart or RVU."""

    cents: int
    unit: PayUnit = PayUnit.YEAR

    def accepts(self, document: Document, *, at: float) -> bool:
        if self.unit in BY_PIECE:
            return document.piece_unit == self.unit and (document.piece_pay or 0) >= self.cents
        return document.yearly_pay is not None and document.yearly_pay >= self.cents


@dataclass(frozen=True, slots=True)
class Within:
    """Its place is at most so many miles away."""

    latitude: float
    longitude: float
    miles: int

    def accepts(self, document: Document, *, at: float) -> bool:
        if document.latitude is None or document.longitude is None:
            return False
        return distance_miles_between(
            self.latitude, self.longitude, document.latitude, document.longitude) <= self.miles


@dataclass(frozen=True, slots=True)
class Since:
    """It went live at most so many days ago."""

    days: int

    def accepts(self, document: Document, *, at: float) -> bool:
        return document.live_at >= at - timedelta(days=self.days).total_seconds()


@dataclass(frozen=True, slots=True)
class Nothing:
    """No job meets it: an unknown place, a word of signs alone."""

    def accepts(self, document: Document, *, at: float) -> bool:
        return False


Clause = AnyOf | Says | Holds | Pays | Within | Since | Nothing
Clauses = dict[str, tuple[Clause, ...]]
"""By dimension; a job must meet all clauses of all dimensions."""


def clauses_of(query: Query) -> Clauses:
    """What a job must meet. A dimension that the query leaves open isn't there."""
    return {dimension: clauses for dimension, clauses in (
        ("words", _words(query.words)),
        ("credentials", (Holds(tuple(sorted(query.credentials)), int(query.one_away)),) if query.credentials else ()),
        ("mentions", _any("mentions", query.mentions)),
        ("apprentices", _any("apprentices", ("1",) if query.apprentices else ())),
        ("where", _where(query)),
        ("near", _near(query)),
        ("settings", _any("setting", query.settings)),
        ("specialties", _any("specialty", (one.lower() for one in query.specialties))),
        ("roles", _any("role", query.roles)),
        ("types", _any("type", query.types)),
        ("pay", _pay(query)),
        ("pay_stated", _any("pay", ("stated",) if query.pay_stated else ())),
        ("experience", _any("experience", () if query.experience is None else range(query.experience + 1))),
        ("encoders", _any("encoder", (one.lower() for one in query.encoders))),
        ("ehrs", _any("ehr", (one.lower() for one in query.ehrs))),
        ("kinds", _any("kind", query.kinds)),
        ("direct", _any("direct", ("1",) if query.direct else ())),
        ("employer", _any("employer", () if query.employer is None else (query.employer,))),
        ("posted_within", (Since(query.posted_within),) if query.posted_within else ()),
    ) if clauses}


def accepts(clauses: Clauses, document: Document, *, at: float) -> bool:
    """Whether a job meets them all; `at` in seconds since 1970 (UTC)."""
    return all(clause.accepts(document, at=at) for several in clauses.values() for clause in several)


@lru_cache(maxsize=1 << 16)
def distance(requirement: str, held: tuple[str, ...]) -> int:
    """How many credentials more would meet a requirement (`Document.requirement`); 0 if it is met."""
    return match(Requirement.from_json(loads(requirement)), held).distance


def where_tokens(modes: Iterable[WorkMode], state: str) -> tuple[str, ...]:
    """Tokens of the jobs that one can do in one of these modes (any, if none), living in this state (any, if
    none)."""
    chosen = tuple(modes)
    if not state:
        return tuple(f"mode:{mode}" for mode in chosen)
    return tuple(token for mode in chosen or tuple(WorkMode) for token in (
        (f"at:{mode}:{state}", f"at:{mode}:US") if mode is WorkMode.REMOTE else (f"at:{mode}:{state}",)))


def _words(words: str) -> tuple[Clause, ...]:
    terms = query_terms(words)[:MOST_WORDS]
    return tuple(Says(term) for term in terms) if terms or not words.strip() else (Nothing(),)


def _any(prefix: str, values: Iterable[object]) -> tuple[Clause, ...]:
    tokens = tuple(f"{prefix}:{value}" for value in values)
    return (AnyOf(tokens),) if tokens else ()


def _where(query: Query) -> tuple[Clause, ...]:
    tokens = where_tokens(query.modes, query.state)
    return (AnyOf(tokens),) if tokens else ()


def _near(query: Query) -> tuple[Clause, ...]:
    if not query.near:
        return ()
    place = query.place
    return (Within(place.latitude, place.longitude, query.miles) if place else Nothing(),)


def _pay(query: Query) -> tuple[Clause, ...]:
    if query.pay_per in BY_PIECE:
        unit = PayUnit(query.pay_per)
        return (AnyOf((f"pay:{unit}",)), *((Pays(query.pay, unit),) if query.pay else ()))
    if query.pay is None:
        return ()
    return (Pays(query.pay * (1 if query.pay_per is PayUnit.YEAR else HOURS_A_YEAR)),)
