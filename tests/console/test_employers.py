"""Employers as staff look at them, and what staff do with one."""

import pytest

from careercenter.billing import ledger
from careercenter.billing.models import CreditKind
from careercenter.console import employers
from careercenter.core import AuditEntry, db
from tests.billing.conftest import order, order_one, shop  # noqa: F401
from tests.cast import make_employer
from tests.postings.factories import give_credits, make_live, make_posting


@pytest.fixture
def at(hospital):
    return f"/staff/employers/{hospital.id}"


class TestList:
    def test_shows_standing_live_jobs_and_credits_of_each(self, hospital):
        other = make_employer("Other Clinic")
        make_live(make_posting(hospital))
        make_posting(hospital)
        give_credits(hospital, 3)
        give_credits(hospital, 2, CreditKind.FEATURED)

        rows = {row.employer.id: row for row in employers.list_employers("", number=1).items}
        assert (rows[hospital.id].live, rows[hospital.id].credits) == (1, {"standard": 3, "featured": 2})
        assert (rows[other.id].live, rows[other.id].credits) == (0, {"standard": 0, "featured": 0})

    def test_finds_by_a_part_of_name_or_domain(self, visit, hospital, admin):
        make_employer("Other Clinic", domain="clinic100%.example")
        page = visit("/staff/employers", as_=admin).fill({"q": "mercy"}).press("Search")
        assert "Mercy Hospital" in page.text and "Other Clinic" not in page.text
        assert "Other Clinic" in visit("/staff/employers?q=100%25", as_=admin).text
        assert visit("/staff/employers?q=%00", as_=admin).status == 200
        assert "No employer found" in visit("/staff/employers?q=nobody", as_=admin).text

    def test_goes_on_on_further_pages(self, visit, admin):
        for number in range(21):
            make_employer(f"Hospital {number:02}")
        first = visit("/staff/employers?q=hospital", as_=admin)
        assert "Hospital 20" in first.text and "Hospital 00" not in first.text
        assert "Hospital 00" in first.follow("Next").text

    def test_keeps_credits_from_moderators(self, visit, hospital, moderator):
        assert "Credits" not in visit("/staff/employers", as_=moderator).text


class TestPage:
    def test_tells_what_is_known(self, visit, at, order, hospital, recruiter, admin):  # noqa: F811
        make_live(make_posting(hospital, title="Live one"))
        make_posting(hospital, title="A draft")
        give_credits(hospital, 4)
        page = visit(at, as_=admin)
        for says in (hospital.domain, recruiter.email, "Live one", "A draft", order.number, "$149", "Verified",
                     "4 standard credits left"):
            assert says in page.text, says

    def test_shows_moderators_no_money(self, visit, at, order, moderator):  # noqa: F811
        page = visit(at, as_=moderator)
        assert order.number not in page.text and "credits" not in page.text and "Grant" not in page.text

    def test_of_an_empty_employer_says_so(self, visit, at, admin):
        page = visit(at, as_=admin)
        assert "not even a draft" in page.text and "No orders yet" in page.text


class TestGrant:
    FIELDS = {"grant-kind": "featured", "grant-credits": "3", "grant-reason": "Launch partner"}

    def test_gives_credits_and_is_written_down(self, visit, at, hospital, admin):
        page = visit(at, as_=admin).fill(self.FIELDS).press("Grant")
        assert "Granted." in page.text and "3 featured credits left" in page.text
        entry = db.session.query(AuditEntry).filter_by(action="grant_credits").one()
        assert (entry.actor_id, entry.reason) == (admin.id, "Launch partner")

    def test_pressed_twice_grants_once(self, visit, at, hospital, admin):
        page = visit(at, as_=admin)
        page.fill(self.FIELDS).press("Grant")
        assert "nothing was granted twice" in page.fill(self.FIELDS).press("Grant").text
        assert ledger.balance(hospital.id, CreditKind.FEATURED) == 3

    def test_from_the_page_anew_grants_again(self, visit, at, hospital, admin):
        visit(at, as_=admin).fill(self.FIELDS).press("Grant").fill(self.FIELDS).press("Grant")
        assert ledger.balance(hospital.id, CreditKind.FEATURED) == 6

    @pytest.mark.parametrize("wrong", [{"grant-credits": "0"}, {"grant-credits": "101"}, {"grant-credits": "x"},
                                       {"grant-reason": " "}])
    def test_with_a_mistake_comes_back_filled(self, visit, at, hospital, admin, wrong):
        page = visit(at, as_=admin).fill({**self.FIELDS, **wrong}).press("Grant")
        assert page.status == 422
        kept = {**self.FIELDS, **wrong}
        assert page.soup.find("input", {"name": "grant-credits"})["value"] == kept["grant-credits"]
        assert "Please check" in page.text
        assert ledger.balance(hospital.id, CreditKind.FEATURED) == 0


class TestStanding:
    @pytest.mark.parametrize("role", ["moderator", "admin"])
    def test_is_suspended_and_reinstated_with_a_reason(self, visit, at, hospital, request, role):
        by = request.getfixturevalue(role)
        page = visit(at, as_=by).fill({"reason": "Scam"}).press("Suspend")
        assert "is suspended" in page.text and hospital.suspended_at is not None
        page = page.fill({"reason": "Cleared up"}).press("Reinstate")
        db.session.refresh(hospital)
        assert "can act again" in page.text and hospital.suspended_at is None
        log = db.session.query(AuditEntry).filter_by(subject_type="employers").order_by(AuditEntry.id)
        reasons = [entry.reason for entry in log]
        assert reasons == ["Scam", "Cleared up"]

    def test_needs_a_reason(self, visit, at, hospital, admin):
        for label in ("Suspend", f"Withdraw {hospital.domain}"):
            page = visit(at, as_=admin).press(label)
            assert page.status == 422 and "Say why." in page.text
        db.session.refresh(hospital)
        assert hospital.suspended_at is None and hospital.is_verified

    def test_a_proven_domain_is_withdrawn(self, visit, at, hospital, moderator):
        page = visit(at, as_=moderator).fill({"reason": "It belongs to somebody else"}).press(
            f"Withdraw {hospital.domain}")
        db.session.refresh(hospital)
        assert not hospital.is_verified and "none claimed" in page.text

    def test_suspended_twice_is_told_so(self, visit, at, admin):
        page = visit(at, as_=admin)
        page.fill({"reason": "Scam"}).press("Suspend")
        assert page.fill({"reason": "Scam"}).press("Suspend").status == 409
