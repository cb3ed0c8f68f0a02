"""A code's page, served by the production server: members who open other pages all the time, and guests' first pages;
of any codes (which nobody has opened before), and of those that everybody opens.

The whole ICD-10-CM is imported. Everything happens on this machine, the people too.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from random import Random
from time import perf_counter

from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs

from careercenter.codes import sources
from careercenter.codes.cli import load_bundled
from careercenter.codes.models import Code, CodeKind, CodeSystem, Dataset
from careercenter.core import db, now
from careercenter.metering import ledger
from careercenter.metering.meters import CODE_PAGES
from tests.benchmarks._visiting import HEADINGS, PEOPLE, in_the_way, person, row, serving, together, worked
from tests.cast import make_user, sign_in

PAGES = 30
COMMON = 300
GOAL = 15.0
"""Milliseconds."""

PACES = (2.0, 10.0)
"""Seconds in which each of them opens a page: who clicks through a list, and who reads what she opened."""


def run(app: Flask, jobs: int = PAGES) -> Iterator[str]:
    """The percentiles of both; `jobs` is how many pages each person opens."""
    load_bundled([one for one in sources.list_bundled() if one.heading.dataset in (Dataset.ICD10CM, Dataset.HCC)])
    codes = list(db.session.scalars(
        select(Code.code).where(Code.system == CodeSystem.ICD10CM, Code.kind == CodeKind.CODE)))
    cookies = {number: _member(app, number) for number in range(PEOPLE)}
    db.session.remove()
    db.engine.dispose()

    common = Random(5).sample(codes, COMMON)
    readers = {"a member": cookies, "a guest, her first page": dict[int, str]()}
    kinds = {"a code that nobody has opened yet": codes, f"one of {COMMON} that everybody opens": common}
    with serving(app.extensions["settings"]) as (port, server):
        for (whose, held), (which, chosen) in product(readers.items(), kinds.items()):
            def another(chance: Random, chosen: Sequence[str] = chosen) -> str:
                return f"/codes/icd10cm/{chance.choice(chosen)}"

            what = f"{whose}, {which}"
            together(port, 3 if chosen is codes else jobs, 1, another, held)
            began, before = perf_counter(), worked(server)
            times = together(port, jobs, 2, another, held)
            seconds, took = perf_counter() - began, worked(server) - before
            pages = {pace: max(1, round(jobs * min(PACES) / pace)) for pace in PACES}  # each lasts as long
            paced = {pace: together(port, pages[pace], 4, another, held, pace) for pace in PACES}
            alone = person(port, 60, 3, another, held.get(0, ""))
            yield f"{what}; milliseconds"
            yield ""
            yield from HEADINGS
            yield row(PEOPLE, times, seconds)
            for pace, its in paced.items():
                yield row(f"{PEOPLE}, each a page in {pace:.0f} s", its, pages[pace] * pace)
            yield row(1, alone, sum(alone) / 1000)
            yield ""
            yield in_the_way(took / len(times) * 1000, GOAL)
            yield ""


def _member(app: Flask, number: int) -> str:
    """Her cookie."""
    with app.app_context():
        user = make_user(f"Member {number}")
        ledger.lift(CODE_PAGES, user.id, starts_at=now(), ends_at=now() + timedelta(days=1), key=f"member:{number}")
        client = app.test_client()
        sign_in(client, user)
        with capture_logs():
            client.get("/codes")  # from here on her cookie stays as it is
        return "; ".join(f"{cookie.key}={cookie.value}" for cookie in (client._cookies or {}).values())
