"""What the meter adds to a page: the same page with and without it, by turns, in one process."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from statistics import median, quantiles
from time import perf_counter, process_time

from flask import Flask, render_template_string
from flask.testing import FlaskClient

from careercenter import create_app
from careercenter.accounts.models import User
from careercenter.config import Environment
from careercenter.core import db, now
from careercenter.metering import ledger, viewing
from careercenter.metering.meters import CODE_PAGES
from careercenter.metering.models import Allowance, Charge, View
from tests.cast import make_user, sign_in

PAGES = 400
WARMING = 20
OPENED_BEFORE = 2_000
"""Views that stand in the database for each person already."""

PAGE = """{% extends "layout.html" %}{% block content %}<h1>{{ subject }}</h1>{% endblock %}"""
GOAL = 2.0

_numbers = count(1)


def run(app: Flask, jobs: int = PAGES) -> Iterator[str]:
    """Milliseconds that the meter adds, for each kind of viewer; `jobs` is how many pages of each."""
    site = _site(app)
    guest, stopped, crawler = site.test_client(), site.test_client(), site.test_client()
    for path in ("/metered/old", "/metered/another"):
        stopped.get(path)
    guest.get("/metered/old")
    with site.app_context():
        new, old, member = (_person(site, name) for name in ("new", "old", "member"))
        ledger.lift(CODE_PAGES, member[0].id, starts_at=now(), ends_at=now() + timedelta(days=1), key="benchmark")
        _fill([person.id for person, _ in (new, old, member)])
    crawls = {"User-Agent": "Googlebot/2.1"}
    yield f"{jobs} pages of each, {OPENED_BEFORE:,} views a person in the database; milliseconds, the goal is {GOAL}"
    yield ""
    yield "| viewer | without p50 | with p50 | added p50 | added p95 | added on the processor | ratio |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    yield _row("guest, her first page of all", site.test_client, None, jobs)
    yield _row("guest, opened before", guest, "old", jobs)
    yield _row("guest, nothing left", stopped, "another", jobs)
    yield _row("search engine", crawler, None, jobs, crawls)
    yield _row("registered, opened before", old[1], "old0", jobs)
    yield _row("registered, a new page: a view is spent", new[1], None, jobs)
    yield _row("member, opened before", member[1], "old0", jobs)
    yield _row("member, a new page", member[1], None, jobs)
    with site.app_context():
        db.engine.dispose()


def _site(app: Flask) -> Flask:
    settings = app.extensions["settings"].model_copy(update={
        "environment": Environment.DEVELOPMENT, "log_level": "ERROR", "guest_views_per_network": 0})
    site = create_app(settings)

    @site.get("/plain/<subject>")
    def plain(subject: str) -> str:  # pyright: ignore[reportUnusedFunction]
        return render_template_string(PAGE, subject=subject)

    @site.get("/metered/<subject>")
    def metered(subject: str) -> str:  # pyright: ignore[reportUnusedFunction]
        access = viewing.open_page(CODE_PAGES, subject)
        return render_template_string(PAGE, subject=f"{subject} {access.level}")

    return site


def _person(site: Flask, name: str) -> tuple[User, FlaskClient]:
    user, client = make_user(name), site.test_client()
    sign_in(client, user)
    ledger.grant(CODE_PAGES, user.id, 1_000_000, key=f"benchmark:{name}")
    return user, client


def _fill(user_ids: list[int]) -> None:
    for allowance in db.session.query(Allowance).filter(Allowance.user_id.in_(user_ids)).all():
        db.session.add_all(View(allowance_id=allowance.id, subject=f"old{number}", charge=Charge.GUEST)
                           for number in range(OPENED_BEFORE))
    db.session.commit()


def _row(viewer: str, client: FlaskClient | Callable[[], FlaskClient], subject: str | None, pages: int,
         headers: dict[str, str] | None = None) -> str:
    """By turns, so that whatever else the machine does happens to both; a subject of None is another each time."""
    times: dict[str, list[float]] = {"plain": [], "metered": []}
    worked = dict.fromkeys(times, 0.0)
    for number in range(WARMING + pages):
        for kind in times:
            path = f"/{kind}/{subject or f'new{next(_numbers)}'}"
            asking = client if isinstance(client, FlaskClient) else client()
            started, busy = perf_counter(), process_time()
            answer = asking.get(path, headers=headers)
            took, busy = perf_counter() - started, process_time() - busy
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status}")
            if number >= WARMING:
                times[kind].append(took * 1000)
                worked[kind] += busy * 1000
    plain, metered = median(times["plain"]), median(times["metered"])
    added = [with_it - without for with_it, without in zip(times["metered"], times["plain"], strict=True)]
    processor = (worked["metered"] - worked["plain"]) / pages
    return (f"| {viewer} | {plain:.2f} | {metered:.2f} | {metered - plain:.2f} | {quantiles(added, n=20)[18]:.2f} | "
            f"{processor:.2f} | {metered / plain:.2f} |")
