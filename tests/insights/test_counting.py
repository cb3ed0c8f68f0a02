"""Counting people without knowing them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import render_template
from sqlalchemy import func, select
from structlog.testing import capture_logs

from careercenter.core import db, today
from careercenter.insights import counting, sights, tasks
from careercenter.insights.models import Act, DailySalt, DailyVisitor, PostingCount
from careercenter.insights.queries import Day, list_days, list_searches
from careercenter.insights.sights import Visit
from tests.browsing import csrf_token
from tests.insights.conftest import FIREFOX, PHONE
from tests.postings.factories import make_live, make_posting


def seen(posting) -> tuple[int, int]:
    """Views and applies of today."""
    db.session.rollback()
    day = list_days(posting.id, days=1)[0]
    return day.views, day.applies


def rows(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def frozen() -> Iterator[time_machine.Traveller]:
    """Noon in UTC, so that midnight comes when a test says so."""
    moment = datetime.combine(datetime.now(UTC).date(), datetime.min.time(), UTC).replace(hour=12)
    with time_machine.travel(moment, tick=False) as traveller:
        yield traveller


class TestAView:
    def test_counts_once_a_visitor(self, see, path, posting):
        for address, agent in (("192.0.2.1", FIREFOX), ("192.0.2.1", FIREFOX), ("192.0.2.1", PHONE),
                               ("192.0.2.2", FIREFOX)):
            assert see(path, address=address, agent=agent).status_code == 200

        assert seen(posting) == (3, 0)

    def test_counts_again_at_another_job_and_on_another_day(self, see, hospital, frozen):
        one, two = (make_live(make_posting(hospital)) for _ in range(2))
        for job in (one, two):
            visit_path = see(f"/jobs/{job.id}").location
            see(visit_path)
        frozen.shift(timedelta(days=1))
        see(see(f"/jobs/{one.id}").location)

        assert [day.views for day in list_days(one.id, days=2)] == [1, 1]
        assert [day.views for day in list_days(two.id, days=2)] == [1, 0]

    def test_one_network_of_ipv6_is_one_visitor(self, see, path, posting):
        for address in ("2001:db8::1", "2001:db8::abcd", "2001:db8:0:1::1"):
            see(path, address=address)

        assert seen(posting) == (2, 0)

    @pytest.mark.parametrize("agent", [
        "", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/8.5.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0 Safari/537.36",
        "python-requests/2.32", "facebookexternalhit/1.1"])
    def test_by_a_robot_counts_not(self, see, path, posting, agent):
        assert see(path, agent=agent).status_code == 200
        assert seen(posting) == (0, 0) and rows(DailyVisitor) == 0

    def test_that_nobody_looks_at_counts_not(self, see, path, posting):
        see(path, method="HEAD")
        see(path, Sec_Purpose="prefetch;prerender")
        see(path, Purpose="prefetch")
        see(path + "/no-such-page")
        see(f"/jobs/{posting.id}")  # leads on to the readable address

        assert seen(posting) == (0, 0)

    def test_by_the_employer_s_own_people_or_our_staff_counts_not(self, see, path, posting, viewer, moderator, coder):
        for person in (viewer, moderator, coder):
            see(path, as_=person)

        assert seen(posting) == (1, 0)

    def test_of_a_job_that_has_ended_counts_not(self, see, path, posting):
        posting.valid_through = posting.live_at
        db.session.commit()
        see(path)

        assert seen(posting) == (0, 0)

    def test_behind_a_proxy_is_told_by_the_address_that_it_forwards(self, app, path, posting):
        from werkzeug.middleware.proxy_fix import ProxyFix

        wrapped = ProxyFix(app.wsgi_app, x_for=1)  # as web.security does with TRUSTED_PROXIES=1
        direct, app.wsgi_app = app.wsgi_app, wrapped
        try:
            for address in ("198.51.100.1", "198.51.100.2", "198.51.100.1"):
                app.test_client().get(path, headers={"User-Agent": FIREFOX, "X-Forwarded-For": address})
        finally:
            app.wsgi_app = direct
        assert seen(posting) == (2, 0)


class TestGoingToApply:
    def test_counts_who_leaves_for_the_employer_s_site_once(self, visit, see, path, posting):
        client = visit.client()
        for _ in range(2):
            client.post(f"/jobs/{posting.id}/go", data={"csrf_token": csrf_token(client)},
                        headers={"User-Agent": FIREFOX})
        see(f"/jobs/{posting.id}/go")  # the page that asks first

        assert seen(posting) == (0, 1)

    def test_counts_who_opens_the_form(self, see, hospital, coder):
        here = make_live(make_posting(hospital))
        see(f"/jobs/{here.id}/apply", as_=coder)
        see(f"/jobs/{here.id}/apply")  # a guest signs in first

        assert seen(here) == (0, 1)


class TestASearch:
    def test_counts_with_and_without_a_result(self, see, posting):
        see("/jobs?setting=inpatient")
        see("/jobs?setting=inpatient")
        see("/jobs?state=AK")

        (day,) = list_searches()
        assert (day.day, day.searches, day.without_result) == (today(), 3, 1)

    def test_is_not_the_plain_list_its_next_page_or_a_robot_s(self, see, posting):
        for address in ("/jobs", "/jobs?page=1", "/jobs?setting=inpatient&page=2"):
            see(address)
        see("/jobs?setting=inpatient", agent="Googlebot/2.1")

        assert list_searches() == []

    def test_keeps_no_word(self, see, posting):
        see("/jobs?q=zebrafish")
        for table in db.metadata.sorted_tables:
            assert "zebrafish" not in str(db.session.execute(table.select()).all())


class TestWhatIsKept:
    def test_says_nothing_about_who_it_was(self, see, path, posting, coder):
        see(path, address="203.0.113.77", as_=coder)
        db.session.rollback()
        (row,) = db.session.execute(select(DailyVisitor.__table__)).mappings()

        assert set(row) == {"visitor", "day", "posting_id", "act"} and len(row["visitor"]) == 16

    def test_of_one_visitor_differs_from_job_to_job(self, see, hospital):
        for _ in range(2):
            see(see(f"/jobs/{make_live(make_posting(hospital)).id}").location)

        assert len(set(db.session.scalars(select(DailyVisitor.visitor)))) == 2

    def test_of_one_visitor_differs_from_day_to_day(self, app, posting):
        visit = Visit(today(), Act.VIEW, posting.id, "192.0.2.1", FIREFOX, None)
        one, other = (counting._hash_of(visit, counting._salt_of(date(2026, 3, day))) for day in (1, 2))

        assert one != other
        db.session.rollback()

    def test_goes_when_the_day_is_over_but_for_the_count(self, see, path, posting, frozen):
        see(path)
        tasks.forget_past_days()
        assert (rows(DailyVisitor), rows(DailySalt)) == (1, 1)

        frozen.shift(timedelta(hours=12, minutes=1))
        tasks.forget_past_days()

        assert (rows(DailyVisitor), rows(DailySalt), rows(PostingCount)) == (0, 0, 1)


class TestSafety:
    def test_templates_outside_a_request_are_none_of_its_business(self, app):
        assert "Hi" in render_template("email/layout.html", subject="Hi", body="Hi")

    def test_a_failure_is_logged_and_never_shown(self, see, path, posting, monkeypatch):
        def fail(*_):
            raise RuntimeError("the database is away")

        monkeypatch.setattr(counting, "_that_count", fail)
        with capture_logs() as lines:
            assert see(path).status_code == 200
        monkeypatch.setattr(sights, "see", fail)
        with capture_logs() as more:
            assert see(path).status_code == 200
        assert [line["event"] for line in lines + more if line["log_level"] == "error"] == [
            "what was seen could not be counted", "what was seen could not be noted"]

    def test_two_processes_count_each_visitor_once(self, app, posting):
        posting_id = posting.id

        def count(number: int) -> None:
            with app.app_context():
                counting.count([Visit(today(), Act.VIEW, posting_id, f"192.0.2.{number % 5 + step}", FIREFOX, None)
                                for step in range(20)])

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(count, range(20)))
        assert seen(posting) == (24, 0)

    def test_a_line_writes_all_that_stands_in_it(self, app, posting, monkeypatch):
        line = counting.Line(app)
        monkeypatch.setattr(app, "testing", False)
        for number in range(3 * counting.MOST_AT_ONCE):
            line.add(Visit(today(), Act.VIEW, posting.id, f"visitor {number}", FIREFOX, None))
        line._thread.shutdown(wait=True)

        assert seen(posting) == (3 * counting.MOST_AT_ONCE, 0)


def test_days_without_anybody_stand_in_the_list_too(app, posting):
    days = list_days(posting.id, days=3)
    assert days == [Day(today() - timedelta(days=back)) for back in (2, 1, 0)]
