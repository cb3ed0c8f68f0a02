"""The person's page of what she opened, and the staff's that gives more."""

from datetime import timedelta

import pytest
import time_machine

from careercenter.core import AuditEntry, db, now
from careercenter.metering import ledger, meters
from careercenter.metering.meters import CODE_PAGES, Subject
from tests.metering.pages import away, left


@pytest.fixture
def named(monkeypatch):
    """The room above that knows what codes are called."""
    monkeypatch.setattr(meters, "_namers", {})
    meters.serve(CODE_PAGES, lambda subjects: {
        subject: Subject(f"Code {subject[5:].upper()}", f"/metered/{subject[5:]}") for subject in subjects})


class TestTheOwnPage:
    def test_lists_what_was_opened_with_what_it_cost(self, site, ask, coder, named):
        ask("old")  # as a guest
        client = site.client(coder)
        client.set_cookie("guest", site.client().get_cookie("guest").value)
        ask("b", client)
        ledger.lift(CODE_PAGES, coder.id, starts_at=now(), ends_at=now() + timedelta(hours=1), key="m")
        ask("c", client)

        page = site("/account/views", as_=coder)

        rows = [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
                for row in page.soup.select("section[aria-labelledby=opened-title] tbody tr")]
        assert [(row[0], row[2]) for row in rows] == [
            ("Code C", "Membership"), ("Code B", "1 code page view"), ("Code OLD", "Free: opened as a guest")]
        assert page.follow("Code B").path == "/metered/b"
        assert "as many as you need." in page.text and "without limit since" in page.text

    def test_says_what_is_left_and_what_to_do_next(self, site, ask, coder):
        assert "5 code page views remaining" in site("/account/views", as_=coder).text
        for subject in "abcde":
            ask(subject, as_=coder)

        page = site("/account/views", as_=coder)
        assert "0 code page views remaining" in page.text and "A membership opens as many as you need" in page.text
        assert "5 code page views left" not in site("/account", as_=coder).text
        assert "0 code page views left" in site("/account", as_=coder).text

    def test_plots_the_last_days_in_her_zone(self, site, ask, coder):
        coder.time_zone = "Pacific/Auckland"
        db.session.commit()
        with time_machine.travel("2026-03-10T12:30:00Z"):  # half past one, on the 11th
            ask("a", as_=coder)
            ask("b", as_=coder)
            page = site("/account/views", as_=coder)

        title = page.soup.find(id="views-plot-title").get_text()
        assert "from Feb 10, 2026 to Mar 11, 2026: at most 2, on Mar 11, 2026" in title
        assert len(page.soup.select(".views-plot rect")) == 1

    def test_has_pages(self, site, ask, coder):
        ledger.lift(CODE_PAGES, coder.id, starts_at=now(), ends_at=now() + timedelta(hours=1), key="m")
        for number in range(21):
            ask(f"n{number}", as_=coder)

        second = site("/account/views?page=2", as_=coder)
        assert len(second.soup.select("section[aria-labelledby=opened-title] tbody tr")) == 1

    def test_of_what_nobody_meters_is_none(self, site, coder):
        assert site("/account/views/pancakes", as_=coder).status == 404

    @pytest.mark.parametrize("table", ["meter_allowances", "meter_views", "meter_grants"])
    def test_says_so_while_the_meter_is_down(self, site, ask, coder, table):
        ask("a", as_=coder)
        with away(table):
            page = site("/account/views", as_=coder)

        assert page.status == 503 and page.response.headers["Retry-After"]
        assert "We can’t read what you opened just now" in page.text and "Nothing opened yet" not in page.text
        assert "test:a" in site("/account/views", as_=coder).text

    def test_s_card_says_so_beside_those_of_others(self, site, coder):
        with away("meter_allowances"):
            page = site("/account", as_=coder)

        assert page.status == 200 and page.text.count("Not to be seen at the moment.") == 3
        assert "Where it stands, your card, your invoices." in page.text


class TestTheStaffsPage:
    def test_gives_more_with_a_reason(self, site, admin, coder):
        page = site(f"/staff/people/{coder.public_id}", as_=admin).follow("may open of metered pages")
        done = page.fill({"amount": "7", "reason": "Our mistake"}).press("Change it")

        assert "sees it at once" in done.text and "Our mistake" in done.text
        assert left(coder) == 12
        history = site(f"/staff/people/{coder.public_id}", as_=admin).text
        assert "adjust allowance" in history.lower() and "Our mistake" in history

    def test_sent_twice_gives_once(self, site, admin, coder):
        page = site(f"/staff/people/{coder.public_id}/allowances", as_=admin)
        fields = {"amount": "7", "reason": "Our mistake"}
        page.fill(fields).press("Change it")
        again = page.fill(fields).press("Change it")

        assert "nothing was done twice" in again.text and left(coder) == 12

    def test_says_why_not_and_keeps_what_was_typed(self, site, admin, coder):
        page = site(f"/staff/people/{coder.public_id}/allowances", as_=admin)
        refused = page.fill({"amount": "-9", "reason": "Too many"}).press("Change it")

        assert refused.status == 409 and "more views than are left" in refused.text
        assert refused.soup.find("input", attrs={"name": "reason"})["value"] == "Too many"
        assert db.session.query(AuditEntry).filter_by(action="adjust_allowance").count() == 0
        assert page.fill({"amount": "1", "reason": ""}).press("Change it").status == 422
