"""The doctor's findings as a page."""

from datetime import timedelta

from careercenter.core import now
from tests.console.conftest import make_mail


def standing(page, part):
    row = next(row for row in page.soup.find_all("tr") if row.th.get_text(strip=True) == part)
    return row.td.get_text(strip=True)


def test_says_of_each_part_whether_it_is_fine_and_what_to_do(visit, admin):
    page = visit("/staff/health", as_=admin)
    for part in ("Database", "Mail server", "Outbox", "Events", "Queue", "File storage", "Payments"):
        assert standing(page, part) == "Fine"

    make_mail(created_at=now() - timedelta(minutes=11))
    page = visit("/staff/health", as_=admin)
    assert standing(page, "Outbox") == "Wrong"
    assert "Is the worker running" in page.text
