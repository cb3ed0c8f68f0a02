"""Kinds of searches, each search another one, and how long an index takes for them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from random import Random
from statistics import quantiles
from time import perf_counter

from careercenter.places import STATES
from careercenter.search.clauses import Says, clauses_of
from careercenter.search.facets import facets_of
from careercenter.search.index import SearchIndex, Wanted
from careercenter.search.query import NOTHING, Query, Sort
from careercenter.terms import EmployerKind, PayUnit, RoleFamily, Setting, WorkMode

BROAD = ("coding", "coder", "time", "codes", "coders", "coded")
PHRASES = ("inpatient coder", "ed facility", "pro fee", "risk adjustment hcc", "auditor", "outpatient surgery",
           "denials", "cdi specialist", "epic", "cardiology", "orthopedics", "trauma", "emergency department coder",
           "drg", "asc", "e/m", "medicare advantage", "same day surgery", "home health", "educator", "biller",
           "flexible schedule", "sign on bonus", "queries physicians", "no experience", "3m 360", "observation",
           "specialist")
HELD = (("CPC",), ("CCS",), ("RHIT",), ("CPC", "CRC"), ("CCS", "RHIT"), ("CPC", "CPMA"), ("CPC-A",), ("RHIA", "CCS"),
        ("COC",), ("CPC", "CCS"), ("CIC",), ("CRC",))
TOWNS = ("Houston, TX", "Chicago, IL", "Columbus, OH", "Phoenix, AZ", "Tampa, FL", "Nashville, TN", "Boston, MA")
STATE_CODES = tuple(STATES)[:51]
MOST_SECONDS = 25


def broad(chance: Random) -> Query:
    """A word that nearly all postings hold."""
    return Query(words=chance.choice(BROAD))


def everything(chance: Random) -> Query:
    """No word, no filter."""
    return NOTHING


def text_credential_state(chance: Random) -> Query:
    """Words, what she holds and where she lives."""
    return Query(words=chance.choice(PHRASES), credentials=chance.choice(HELD), state=chance.choice(STATE_CODES))


def mixed(chance: Random) -> Query:
    """As people search: most by words, each of the others by some, a third in another order."""
    draw = chance.random
    return Query(
        words=chance.choice(PHRASES + BROAD[:1]) if draw() < .7 else "",
        credentials=chance.choice(HELD) if draw() < .4 else (), one_away=draw() < .1,
        modes=(WorkMode.REMOTE,) if draw() < .4 else (), state=chance.choice(STATE_CODES) if draw() < .35 else "",
        near=chance.choice(TOWNS) if draw() < .1 else "", miles=chance.choice((10, 25, 50, 100)),
        settings=tuple(chance.sample(tuple(Setting), chance.choice((1, 1, 2)))) if draw() < .2 else (),
        roles=(chance.choice(tuple(RoleFamily)),) if draw() < .15 else (),
        pay=chance.randrange(2000, 4500, 50) if draw() < .2 else None, pay_per=PayUnit.HOUR,
        experience=chance.choice((0, 1, 2, 3)) if draw() < .15 else None,
        kinds=(chance.choice(tuple(EmployerKind)),) if draw() < .05 else (), direct=draw() < .05,
        posted_within=chance.choice((1, 3, 7, 14)) if draw() < .15 else None,
        sort=chance.choices(tuple(Sort), (66, 15, 15, 4))[0])


Searches = Callable[[Random], Query]
SEARCHES: dict[str, Searches] = {
    "every job": everything, "a broad word": broad, "text + credential + state": text_credential_state,
    "mixed": mixed}


def wanted_of(query: Query, chance: Random) -> Wanted:
    """The first page with every count beside it. It hides one job or another, so no two are equal."""
    place = query.place
    return Wanted(clauses_of(query), query.sort, (place.latitude, place.longitude) if place else None,
                  facets_of(query), hidden_postings=frozenset({chance.randint(1, 10 ** 6)}))


Clock = Callable[[], float]
"""`perf_counter`, or `thread_time` for what the processor took, whatever else the machine did."""


def times_of(index: SearchIndex, searches: Searches, rounds: int, seed: int, clock: Clock = perf_counter
             ) -> list[float]:
    """Milliseconds of each search, the query's own work included."""
    chance = Random(seed)
    return list(timed([lambda: index.search(wanted_of(searches(chance), chance))] * rounds, clock))


def first_times_of(index: SearchIndex, terms: Iterable[str], clock: Clock = perf_counter) -> list[float]:
    """Milliseconds of the first search for each term."""
    return list(timed((partial(index.search, Wanted({"words": (Says(term),)}, facets=facets_of(NOTHING)))
                      for term in terms), clock))


def timed(calls: Iterable[Callable[[], object]], clock: Clock = perf_counter) -> Iterator[float]:
    """Milliseconds of one call after the other, until all are done or have taken half a minute."""
    began = perf_counter()
    for call in calls:
        started = clock()
        call()
        yield (clock() - started) * 1000
        if perf_counter() - began > MOST_SECONDS:
            return


def percentiles(times: Sequence[float]) -> tuple[float, float, float]:
    """The median, the 95th and the 99th percentile."""
    cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else [times[0]] * 99
    return cuts[49], cuts[94], cuts[98]
