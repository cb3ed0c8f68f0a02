"""The results page, served whole by the production server: 32 people at once, then one alone.

Everything happens on this machine, the people too, so the server has what they leave of it.
"""

from collections.abc import Iterator
from random import Random
from time import perf_counter
from urllib.parse import urlencode

from flask import Flask

from careercenter.core import db
from careercenter.search.addresses import as_args
from careercenter.search.rebuilding import rebuild
from tests.benchmarks._searching import mixed
from tests.benchmarks._visiting import HEADINGS, PEOPLE, in_the_way, person, row, serving, together, worked
from tests.benchmarks.load import store

JOBS = 100_000
WARMING, PAGES = 8, 30  # each person's
ALONE = 120
GOAL = 25.0
"""Milliseconds."""

PACE = 2.0
"""Seconds in which each of them opens a page, as somebody does who looks at what she opened."""


def run(app: Flask, jobs: int = JOBS) -> Iterator[str]:
    """The percentiles, and what stands behind them."""
    for _ in store(jobs, seed=1):
        pass
    rebuild()
    db.session.remove()
    db.engine.dispose()
    with serving(app.extensions["settings"]) as (port, server):
        together(port, WARMING, 1, _another)
        began, before = perf_counter(), worked(server)
        times = together(port, PAGES, 2, _another)
        seconds, took = perf_counter() - began, worked(server) - before
        paced = together(port, PAGES, 4, _another, pace=PACE)
        alone = person(port, ALONE, 3, _another)
    yield f"{jobs:,} jobs, `/jobs` with another search each time, rendered whole; milliseconds"
    yield ""
    yield from HEADINGS
    yield row(PEOPLE, times, seconds)
    yield row(f"{PEOPLE}, each a page in {PACE:.0f} s", paced, PAGES * PACE)
    yield row(1, alone, sum(alone) / 1000)
    yield ""
    yield in_the_way(took / len(times) * 1000, GOAL)


def _another(chance: Random) -> str:
    return f"/jobs?{urlencode(as_args(mixed(chance)), doseq=True)}"
