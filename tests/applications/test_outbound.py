"""Counting who leaves for another site."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from careercenter.applications import outbound, queries
from careercenter.core import db
from careercenter.postings.models import JobPosting

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def job(number: int) -> JobPosting:
    return JobPosting(id=number)


def test_a_visitor_counts_once_a_day_for_each_job():
    left: dict[str, str] = {}
    asked = [(1, MONDAY), (1, MONDAY), (2, MONDAY), (1, TUESDAY), (1, TUESDAY)]

    assert [outbound.first_today(left, job(number), day) for number, day in asked] == [True, False, True, True, False]
    assert left == {"1": "2026-03-03"}


def test_what_is_remembered_fits_into_a_cookie():
    left: dict[str, str] = {}
    for number in range(500):
        outbound.first_today(left, job(number), MONDAY)

    assert len(left) == outbound.MOST_REMEMBERED and "499" in left


def test_visitors_at_the_same_moment_all_count(app, live, hospital):
    posting = live(apply_method="link", apply_url="https://careers.mercy.example/1")
    posting_id = posting.id

    def leave() -> None:
        with app.app_context():
            outbound.count_click(db.session.get_one(JobPosting, posting_id))

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(leave) for _ in range(18)]:
            done.result()
    db.session.rollback()
    assert queries.count_clicks(hospital.id) == {posting_id: 18}
