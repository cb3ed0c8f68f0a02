"""How long the job pages take with 10,000 live jobs."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from flask import Flask

from careercenter.core import db, now
from careercenter.credentials.catalogue import catalogue
from careercenter.employers.models import Employer
from careercenter.places import STATES
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from careercenter.postings.requirement import Group, Requirement
from careercenter.search.clauses import distance
from careercenter.terms import SPECIALTIES, EmployerKind, EmploymentType, RoleFamily, Setting

JOBS = 10_000
ROUNDS = 15
PAGES = {
    "everything": "/jobs",
    "page 400": "/jobs?page=400",
    "a credential": "/jobs?credential=CPC",
    "two credentials, page 20": "/jobs?credential=RHIT&credential=CCS&page=20",
    "a state, remote": "/jobs?state=TX&remote=1",
    "a short word": "/jobs?q=ed",
    "two long words": "/jobs?q=inpatient+trauma",
    "pay": "/jobs?pay=35&per=hour",
    "many filters": "/jobs?q=ed&credential=CPC&state=TX&remote=1&setting=ed&pay=30",
    "nothing found": "/jobs?q=unheardof&credential=CPC&state=WY&pay=90&setting=snf&role=cdi",
    "home": "/",
    "one job with similar ones": "/jobs/5000",
}
WORDS = ("inpatient", "outpatient", "trauma", "charts", "physicians", "queries", "DRG", "audits", "Epic", "encoder",
         "team", "weekly", "denials", "surgery", "notes", "records", "modifiers", "bundling", "ED", "education",
         "remote", "quality", "compliance", "specialists", "review")


def run(app: Flask, jobs: int = JOBS) -> Iterator[str]:
    """The median and the 95th percentile of each page, and the first time with nothing remembered."""
    logging.disable(logging.CRITICAL)
    started = perf_counter()
    seed(jobs)
    yield f"{jobs:,} jobs written in {perf_counter() - started:.1f} s"
    client = app.test_client()
    for name, path in PAGES.items():
        distance.cache_clear()
        times = [_time(client, path) for _ in range(ROUNDS)]
        yield (f"{name:26} first {times[0]:6.0f} ms   median {median(times[1:]):6.0f} ms   "
               f"p95 {quantiles(times[1:], n=20)[18]:6.0f} ms")


def seed(jobs: int) -> None:
    """Live jobs of 400 employers, the same each time; each says about 2 KB."""
    chance = Random(2026)
    db.session.add_all([Employer(name=f"Employer {number}", slug=f"employer-{number}",
                                 kind=chance.choice(list(EmployerKind))) for number in range(400)])
    db.session.commit()
    ids = list(db.session.scalars(db.select(Employer.id)))
    rows = [_row(chance, ids) for _ in range(jobs)]
    db.session.execute(db.insert(JobPosting), rows)
    db.session.commit()


def _row(chance: Random, employers: list[int]) -> dict[str, Any]:
    codes = list(catalogue())
    groups = tuple(Group(tuple(chance.sample(codes, chance.randint(1, 4))))
                   for _ in range(chance.choice((0, 1, 1, 1, 2))))
    mode = chance.choice(("remote", "remote", "hybrid", "on_site"))
    low = chance.randint(20, 45) * 100
    unit, times = chance.choice((("hour", 1), ("hour", 1), ("year", 2080), ("chart", 0)))
    return {
        "employer_id": chance.choice(employers), "state": PostingState.LIVE,
        "live_at": now() - timedelta(minutes=chance.randint(1, 40_000)), "valid_through": now() + timedelta(days=9),
        "paid_through": now() + timedelta(days=9), "runs": 1, "is_featured": chance.random() < .05,
        "title": f"{chance.choice(SPECIALTIES)} {chance.choice(('coder', 'auditor', 'specialist'))}",
        "role_family": chance.choice(list(RoleFamily)), "employment_types": [chance.choice(list(EmploymentType)).value],
        "description": " ".join(chance.choices(WORDS, k=280)), "work_modes": [mode],
        "remote_anywhere_us": mode == "remote" and chance.random() < .3,
        "remote_states": chance.sample(list(STATES), 12) if mode == "remote" else [],
        "city": "Houston", "region": chance.choice(list(STATES)), "settings": [chance.choice(list(Setting)).value],
        "specialties": [chance.choice(SPECIALTIES)],
        "requirement": Requirement(groups, apprentices_welcome=chance.random() < .2).as_json(),
        "experience_years": float(chance.randint(0, 5)), "pay_unit": unit,
        "pay_min": low * times or 200, "pay_max": (low + 1000) * times or 300,
    }


def _time(client: Any, path: str) -> float:
    started = perf_counter()
    response = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")
    return (perf_counter() - started) * 1000
