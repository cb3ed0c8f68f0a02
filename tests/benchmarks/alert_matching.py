"""How long one new job takes against all saved searches, and what they take in memory.

The searches are made with a seed. Of 100: 45 say words (one to four of 3,000 texts, the first far more often than
the last), 45 name credentials held (a fifth of them "or one away"), 60 a home state, 50 a work mode (mostly remote),
15 a place, 35 a pay, 30 an employment type, 25 a setting, 25 a kind of work, 20 a specialty, 20 an experience, 15 a
credential mentioned, 10 direct employers, 8 an employer of 5,000, 8 an employer's kind, 8 stated pay, 6 each an
encoder, an EHR, apprentices, 3 an age; who draws fewer than three of these draws again. The jobs are those of
`_postings.py`.
"""

import gc
from collections.abc import Iterator
from itertools import accumulate
from random import Random
from statistics import median, quantiles
from time import perf_counter, thread_time
from types import SimpleNamespace
from typing import Any

from flask import Flask

from careercenter.alerts.matching import Matcher
from careercenter.core import now
from careercenter.places import STATES, list_cities
from careercenter.search.clauses import accepts, clauses_of
from careercenter.search.documents import Document, document_of
from careercenter.search.query import Query
from careercenter.terms import (
    EHRS,
    ENCODERS,
    SPECIALTIES,
    EmployerKind,
    EmploymentType,
    PayUnit,
    RoleFamily,
    Setting,
    WorkMode,
)
from tests.benchmarks._postings import employers, generate

SIZES = (10_000, 100_000, 1_000_000)
JOBS = 400
SAMPLE = 10_000
"""Searches that the naive scan reads; its time for all is this, times their number."""

CODES = ("CPC", "CCS", "RHIT", "RHIA", "CPC-A", "CCS-P", "COC", "CRC", "CIC", "CPMA", "CCA", "CDEO", "CEMC", "CCDS")
EMPLOYERS = 5000
FEWEST = 3
"""Filters of a search: who asks for less is told of everything and doesn't save it for long."""

SAID = (*SPECIALTIES, *RoleFamily, *EHRS, *ENCODERS, *CODES, "inpatient", "outpatient", "trauma", "ed", "er", "surgery",
        "audit", "remote", "coder", "auditor", "specialist", "senior", "lead", "entry level", "per diem", "contract",
        "weekend", "denials", "DRG", "E/M", "facility", "pro fee", "HCC", "ASC", "queries", "quality", "education")


def run(_app: Flask) -> Iterator[str]:
    """Each size with the same jobs."""
    jobs = make_jobs(JOBS)
    for size in SIZES:
        yield from _measure(size, jobs)


def _measure(size: int, jobs: list[Document]) -> Iterator[str]:
    at, matcher, sample, adding = now().timestamp(), Matcher(), [], 0.0
    for number, query in enumerate(make_queries(size), 1):
        clauses = clauses_of(query)
        if number <= SAMPLE:
            sample.append(clauses)
        started = perf_counter()
        matcher.add(number, clauses)
        adding += perf_counter() - started
    gc.freeze()
    for job in jobs[:20]:
        matcher.match(job, at=at)
    times, busy, found = [], [], 0
    for job in jobs:
        started, begun = perf_counter(), thread_time()
        found += matcher.match(job, at=at).size
        busy.append((thread_time() - begun) * 1000)
        times.append((perf_counter() - started) * 1000)
    yield (f"{size:>9,} searches: {_spread(times)} a job (of the processor alone: {_spread(busy)}); "
           f"{found / len(jobs):,.0f} found on average; {matcher.nbytes / size:,.0f} bytes a search; "
           f"{size / adding:,.0f} added a second")
    naive = _naive(sample, jobs[:20], at) * size / len(sample)
    yield f"{'':>9}  the naive scan: {naive:,.0f} ms a job, {naive / median(times):,.0f} times as long"


def _spread(times: list[float]) -> str:
    p = quantiles(times, n=100)
    return f"p50 {p[49]:.2f}, p95 {p[94]:.2f}, p99 {p[98]:.2f} ms"


def _naive(sample: list[Any], jobs: list[Document], at: float) -> float:
    for clauses in sample:
        accepts(clauses, jobs[0], at=at)
    started = perf_counter()
    for job in jobs:
        sum(accepts(clauses, job, at=at) for clauses in sample)
    return (perf_counter() - started) * 1000 / len(jobs)


def make_jobs(number: int, seed: int = 2026) -> list[Document]:
    """Jobs as the index knows them."""
    hiring = {row["id"]: SimpleNamespace(**row) for row in employers(number, seed)}
    return [document_of(SimpleNamespace(**row), hiring[row["employer_id"]]) for row in generate(number, seed, now())]


def make_queries(number: int, seed: int = 2026) -> Iterator[Query]:
    """Searches as people save them; the same each time."""
    chance = Random(seed)
    texts = [" ".join(chance.sample(SAID, k)) for _ in range(750) for k in (1, 2, 3, 4)]
    draw = _Draw(chance, texts)
    return (draw.query() for _ in range(number))


class _Draw:
    """One search after the other."""

    def __init__(self, chance: Random, texts: list[str]) -> None:
        self.chance, self.texts, self.states = chance, texts, list(STATES)
        self.cities = [place.label for letter in "abcdefghijklmnoprstuvw" for place in list_cities(letter, most=40)]
        self.weights = {length: list(accumulate(1 / (rank + 1) for rank in range(length)))
                        for length in {len(texts), len(CODES), len(self.states), len(SPECIALTIES)}}

    def often(self, values: Any) -> Any:
        """The first far more often than the last."""
        return self.chance.choices(values, cum_weights=self.weights[len(values)])[0]

    def some(self, values: Any, most: int = 3) -> tuple[Any, ...]:
        return tuple({self.chance.choice(values) for _ in range(self.chance.randint(1, most))})

    def query(self) -> Query:
        chance, fields = self.chance, dict[str, Any]()
        for share, draw in (
            (.45, lambda: {"words": self.often(self.texts)}),
            (.45, lambda: {"credentials": tuple({self.often(CODES) for _ in range(chance.randint(1, 3))}),
                           "one_away": chance.random() < .2}),
            (.60, lambda: {"state": self.often(self.states)}),
            (.50, lambda: {"modes": chance.choice(((WorkMode.REMOTE,), (WorkMode.REMOTE,), tuple(WorkMode)[:2]))}),
            (.15, lambda: {"near": chance.choice(self.cities), "miles": chance.choice((10, 25, 50, 100))}),
            (.35, lambda: {"pay": chance.randint(18, 45) * 100, "pay_per": PayUnit.HOUR}),
            (.30, lambda: {"types": self.some(list(EmploymentType), 2)}),
            (.25, lambda: {"settings": self.some(list(Setting), 2)}),
            (.25, lambda: {"roles": self.some(list(RoleFamily), 2)}),
            (.20, lambda: {"specialties": self.some(SPECIALTIES)}),
            (.20, lambda: {"experience": chance.randint(0, 5)}),
            (.15, lambda: {"mentions": (self.often(CODES),)}),
            (.10, lambda: {"direct": True}),
            (.08, lambda: {"employer": chance.randint(1, EMPLOYERS)}),
            (.08, lambda: {"kinds": self.some(list(EmployerKind), 2)}),
            (.08, lambda: {"pay_stated": True}),
            (.06, lambda: {"encoders": self.some(ENCODERS, 2)}),
            (.06, lambda: {"ehrs": self.some(EHRS, 2)}),
            (.06, lambda: {"apprentices": True}),
            (.03, lambda: {"posted_within": chance.choice((1, 7, 30))}),
        ):
            if chance.random() < share:
                fields |= draw()
        query = Query(**fields)
        return query if len(query.active) >= FEWEST else self.query()
