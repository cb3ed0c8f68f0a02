"""The audit log can be read and searched."""

from datetime import UTC, datetime

import pytest
import time_machine

from careercenter.console import audit
from careercenter.console.audit import Filters
from careercenter.core import db, record, transaction
from tests.billing.conftest import order, order_one, shop  # noqa: F401
from tests.postings.factories import make_posting


def write(action, subject, by=None, **more):
    with transaction():
        record(action, subject, by=by, **more)


@pytest.fixture
def log(hospital, coder, admin, moderator):
    """Three things that were done."""
    write("suspended", hospital, by=moderator, reason="Scam", from_state="active", to_state="suspended")
    write("grant_credits", hospital, by=admin, reason="Launch partner", kind="standard", credits=3)
    write("register", coder)


def actions(**filters):
    page = audit.list_entries(Filters(**filters), zone="America/New_York", number=1)
    return [entry.action for entry, _ in page.items]


def test_the_newest_is_first(log):
    assert actions() == ["register", "grant_credits", "suspended"]


def test_is_filtered_by_each_column(log, hospital, coder, admin):
    assert actions(subject_type="users") == ["register"]
    assert actions(subject_type="employers", subject_id=hospital.id) == ["grant_credits", "suspended"]
    assert actions(subject_id=-1) == []
    assert actions(actor="mo mod") == ["suspended"]
    assert actions(actor=admin.email) == ["grant_credits"]
    assert actions(actor="system") == ["register"]
    assert actions(action="grant_credits", actor="system") == []


def test_a_day_is_the_reader_s(hospital):
    with time_machine.travel(datetime(2026, 3, 5, 3, 0, tzinfo=UTC), tick=False):  # still March 4 in New York
        write("suspended", hospital)
    assert actions(day=datetime(2026, 3, 4).date()) == ["suspended"]  # noqa: DTZ001
    assert actions(day=datetime(2026, 3, 5).date()) == []  # noqa: DTZ001


def test_the_page_says_who_did_what_to_which_thing_and_why(visit, log, hospital, admin, order):  # noqa: F811
    posting = make_posting(hospital, title="Coder III")
    write("approve", posting, by=admin)
    page = visit("/staff/audit", as_=admin)
    for says in ("Mo Moderator", "Scam", "active → suspended", "Mercy Hospital", "kind: standard, credits: 3",
                 "the system", f"order {order.number}", "Coder III"):
        assert says in page.text, says
    assert page.follow("Mercy Hospital").path == f"/staff/employers/{hospital.id}"


def test_the_form_filters_and_keeps_what_was_typed(visit, log, admin):
    page = visit("/staff/audit", as_=admin).fill({"who": "Mo", "action": "suspended"}).press("Filter")
    assert "Scam" in page.text and "Launch partner" not in page.text
    assert page.soup.find(id="who")["value"] == "Mo"
    assert "Nothing found" in page.fill({"type": "orders"}).press("Filter").text


@pytest.mark.parametrize("query", ["id=x", "id=99999999999999999999", "id=-99999999999999999999", "day=tomorrow",
                                   "day=9999-12-31", "day=0001-01-01", "who=%25", "type=%00x", "page=99"])
def test_whatever_the_address_asks_the_page_answers(visit, log, admin, query):
    assert visit(f"/staff/audit?{query}", as_=admin).status == 200


def test_goes_on_on_further_pages_with_its_filters(visit, hospital, coder, admin):
    for number in range(51):
        write("suspended", hospital, reason=f"reason {number:02}")
    write("register", coder)
    first = visit("/staff/audit?type=employers", as_=admin)
    assert "reason 50" in first.text and "reason 00" not in first.text
    second = first.follow("Next")
    assert "reason 00" in second.text and "Register" not in second.soup.find("tbody").get_text()


def test_costs_no_more_statements_with_more_rows(log, hospital, coder, admin):
    from sqlalchemy import event

    def statements():
        seen = []
        db.session.rollback()
        event.listen(db.engine, "before_cursor_execute", listener := lambda *a: seen.append(a[2]))
        page = audit.list_entries(Filters(), zone="UTC", number=1)
        audit.name_subjects(entry for entry, _ in page.items)
        event.remove(db.engine, "before_cursor_execute", listener)
        return len(seen)

    before = statements()
    for number in range(10):
        write("again", hospital, by=admin, number=number)
        write("again", coder, by=coder)
    assert statements() <= before
