"""The pages of memberships, as a guest, a member, a stranger and our staff see them."""

from datetime import timedelta

import pytest
import time_machine

from careercenter.billing.gateways.port import GatewayDown
from careercenter.billing.gateways.sandbox import subscriptions
from careercenter.billing.gateways.sandbox.subscription_gateway import SandboxSubscriptions
from careercenter.console import audit
from careercenter.core import db, now
from careercenter.memberships import managing, plans, queries
from careercenter.memberships.models import MembershipState, Subscription
from tests.accounts.mailbox import link
from tests.cast import PASSWORD, make_user
from tests.memberships.conftest import let_arrive, page_of, press, sandbox_of

WORKS = "Subscribe with card 4242, which always works"
FAILS = "Subscribe with card 0341, which fails at renewal"


class TestMembershipPage:
    def test_tells_a_guest_what_it_costs_and_to_register_first(self, visit, price_list):
        page = visit("/membership?next=/codes/E11.40")
        for says in ("$19", "$149", "$12.42 a month", "The first 7 days are free", "How do I cancel?",
                     "Register first"):
            assert says in page.text
        assert page.soup.find("a", string="Register first")["href"] == (
            "/register?next=/membership?next%3D/codes/E11.40")

    def test_a_guest_registers_and_comes_back_to_it_and_then_to_where_she_was(self, visit, price_list):
        page = visit("/membership?next=/jobs").follow("Register first")
        page.fill({"name": "Nia", "email": "nia@example.com", "password": PASSWORD}).press("Make my account")
        page = visit(link("verify_email", "verify-email")).press("Verify my address")
        assert page.path == "/membership?next=/jobs"
        page = page.press("Choose monthly").press(WORKS)
        assert page.path == "/jobs"
        assert "You are a member now." in page.text

    def test_asks_who_has_not_verified_to_do_that(self, visit, price_list):
        user = make_user("Una", email_verified_at=None)
        page = visit("/membership", as_=user)
        assert "Verify your e-mail address first" in page.text and "Choose monthly" not in page.text
        assert visit.post("/membership/start", {"plan": "monthly"}, as_=user).path.startswith("/verify-email")

    def test_leads_a_member_on(self, visit, trial, coder):
        page = visit("/membership?next=/jobs", as_=coder)
        assert "You are a member" in page.text
        assert page.follow("go on where you were").path == "/jobs"

    def test_leads_back_whoever_left_the_payment_page_to_where_she_was(self, visit, price_list, coder):
        visit("/membership?next=/jobs", as_=coder).press("Choose monthly")
        page = visit("/membership", as_=coder).press("Choose yearly").press(WORKS)
        assert page.path == "/jobs"

    def test_offers_no_second_trial(self, visit, trial, coder):
        press(subscriptions.end, trial)
        page = visit("/membership", as_=coder)
        assert "Choose monthly" in page.text and "are free" not in page.text

    def test_sends_nobody_to_another_site(self, visit, price_list, coder):
        page = visit("/membership?next=//evil.example", as_=coder).press("Choose yearly").press(WORKS)
        assert page.path == "/account/membership"


class TestPaying:
    def test_a_declined_card_leaves_the_page_open(self, visit, price_list, coder):
        page = visit("/membership", as_=coder).press("Choose monthly").press("Have the card declined")
        assert "The card was declined" in page.text
        assert "You are a member now" in page.press(WORKS).text

    def test_the_bank_s_question_is_answered_first(self, visit, price_list, coder):
        page = visit("/membership", as_=coder).press("Choose monthly").press("Have the bank ask (3-D Secure)")
        assert "You are a member now" in page.press("Yes, approve").text

    def test_clicking_twice_is_one_membership(self, visit, price_list, coder):
        page = visit("/membership", as_=coder)
        assert page.press("Choose monthly").path == page.press("Choose monthly").path
        checkout = page.press("Choose monthly")
        checkout.press(WORKS)
        checkout.press(WORKS)
        assert "You are a member already" in page.press("Choose monthly").text
        assert db.session.query(Subscription).count() == 1

    def test_leaving_decides_nothing(self, visit, price_list, coder):
        page = visit("/membership?next=/jobs", as_=coder).press("Choose monthly").follow("Leave without paying")
        assert page.path == "/membership" and page.soup.find("input", {"name": "next"})["value"] == "/jobs"
        assert "Not paid yet" in visit("/account/membership", as_=coder).text

    def test_coming_back_before_the_event_waits(self, visit, opening, coder):
        subscriptions.subscribe(page_of(opening))  # its event is on its way
        page = visit(f"/account/membership/{opening.public_id}/welcome", as_=coder)
        assert "Waiting for the payment" in page.text
        assert page.soup.select_one("noscript meta[http-equiv=refresh]")
        url = page.soup.select_one("[data-order-state=opening]")["data-order-url"]
        let_arrive()
        assert visit(url, as_=coder).json == {"state": "trialing"}

    def test_a_gateway_that_is_down_is_told_of(self, visit, price_list, coder, monkeypatch):
        def down(*_: object, **__: object) -> None:
            raise GatewayDown("Our payment provider doesn't answer right now.")

        monkeypatch.setattr(SandboxSubscriptions, "open_checkout", down)
        page = visit("/membership", as_=coder).press("Choose monthly")
        assert page.status == 503 and "Your membership is as it was" in page.text


class TestOwnPage:
    def test_tells_where_it_stands(self, visit, trial, coder):
        page = visit("/account/membership", as_=coder)
        for says in ("Free trial", "$19 a month", "Next payment", "Visa ending in 4242"):
            assert says in page.text

    def test_before_the_first_there_is_a_way_to_one(self, visit, price_list, coder):
        assert visit("/account/membership", as_=coder).follow("See what it costs").path == "/membership"

    def test_cancel_and_go_on_after_all(self, visit, member, coder):
        page = visit("/account/membership", as_=coder).press("Cancel the membership")
        assert "You are a member until" in page.text and "Ends soon" in page.text
        page = page.press("Go on after all")
        assert "Your membership goes on" in page.text and "Next payment" in page.text

    def test_switch_shows_what_it_costs_and_does_it(self, visit, member, coder):
        page = visit("/account/membership", as_=coder).follow("Switch to yearly")
        assert "Your card is charged $130" in page.text
        page = page.press("Switch to yearly")
        assert "Switched: you pay $149 a year now." in page.text
        page = page.follow("Switch to monthly")
        assert "Nothing is charged today, and $1" in page.text
        page = page.press("Switch to monthly")
        assert "nothing is charged until it is used up" in page.text and "before sales tax" in page.text
        assert "Next payment" not in page.text

    def test_a_switch_consented_to_long_ago_shows_its_cost_anew(self, visit, member, coder):
        page = visit("/account/membership/switch/yearly", as_=coder)
        with time_machine.travel(now() + timedelta(minutes=20)):
            page = page.press("Switch to yearly")
        assert page.status == 422 and "Your card is charged" in page.text
        assert member.interval == "month"

    def test_a_price_that_changed_since_the_preview_is_shown_before_it_is_paid(self, visit, member, coder, admin):
        page = visit("/account/membership/switch/yearly", as_=coder)
        plans.set_price("yearly", 499_00, by=admin)
        page = page.press("Switch to yearly")
        assert page.status == 422 and "$499 a year" in page.text and member.interval == "month"
        assert "Switched: you pay $499 a year now." in page.press("Switch to yearly").text

    def test_a_refused_switch_says_so(self, visit, member, coder):
        press(subscriptions.set_card, member, subscriptions.FAILS_AT_RENEWAL)
        page = visit("/account/membership/switch/yearly", as_=coder).press("Switch to yearly")
        assert "Your bank refused the payment" in page.text

    def test_a_refused_payment_says_what_to_do_and_the_portal_makes_it_good(self, visit, price_list, coder):
        visit("/membership", as_=coder).press("Choose monthly").press(FAILS)
        portal = visit("/account/membership", as_=coder).press("Cards and invoices")
        assert "no real money" in portal.text
        portal = portal.press("Go to the next renewal or the next try")
        page = visit("/account/membership", as_=coder)
        assert "Your last payment was refused" in page.text and "You stay a member until" in page.text
        page.press("Cards and invoices").press("Use the card 4242, which always works")
        page = visit("/account/membership", as_=coder)
        assert "Your last payment was refused" not in page.text and "$19" in page.text

    def test_the_portal_shows_the_end(self, visit, member, coder):
        portal = visit("/account/membership", as_=coder).press("Cards and invoices")
        portal = portal.press("Cancel at the end of the period").press("Go on after all")
        portal = portal.press("Cancel at the end of the period").press("Go to the next renewal or the next try")
        assert "It has ended" in portal.text
        page = portal.follow("Back to CareerCenter")
        assert "Your membership has ended" in page.text and "Become a member again" in page.text

    @pytest.mark.parametrize(("state", "says"), [
        ("past_due", "Your last payment was refused"), ("unpaid", "Your membership is paused"),
        ("ended", "Your membership has ended"), ("active", "Member")])
    def test_tells_the_truth_in_every_state(self, visit, member, coder, state, says):
        member.state = MembershipState(state)
        db.session.commit()
        page = visit("/account/membership", as_=coder)
        assert page.status == 200 and says in page.text

    def test_of_another_is_nowhere(self, visit, member, stranger):
        for page in ("welcome", "state"):
            assert visit(f"/account/membership/{member.public_id}/{page}", as_=stranger).status == 404
        for act in ("cancel", "resume", "portal"):
            assert visit.post(f"/account/membership/{act}", as_=stranger).status == 404


class TestStaff:
    def test_an_admin_finds_a_person_s_membership(self, visit, member, coder, admin):
        page = visit(f"/staff/people/{coder.public_id}", as_=admin).follow("Membership of this person")
        for says in ("Cora Coder", "$19 a month", "sub_sandbox_", "4242"):
            assert says in page.text
        assert "Cora Coder" in visit("/staff/memberships?state=active&q=cora", as_=admin).text
        assert "No memberships here" in visit("/staff/memberships?state=unpaid", as_=admin).text

    def test_a_refund_goes_back_and_may_end_it(self, visit, member, admin, coder):
        page = visit(f"/staff/memberships/{member.public_id}", as_=admin)
        page = page.press("Refund", amount="19.00", reason="Bought by mistake", ends_now="y")
        assert "on its way back" in page.text
        db.session.rollback()
        assert queries.list_invoices(member)[0].refunded == 19_00
        assert member.state is MembershipState.ENDED

    def test_a_refund_sent_twice_goes_back_once(self, visit, member, admin):
        page = visit(f"/staff/memberships/{member.public_id}", as_=admin)
        for _ in range(2):
            page.press("Refund", amount="5", reason="r")
        db.session.rollback()
        assert queries.list_invoices(member)[0].refunded == 5_00

    def test_a_refund_of_too_much_says_so(self, visit, member, admin):
        page = visit(f"/staff/memberships/{member.public_id}", as_=admin)
        assert "At most $19" in page.press("Refund", amount="20", reason="r").text

    def test_a_refund_without_a_reason_comes_back_filled(self, visit, member, admin):
        page = visit(f"/staff/memberships/{member.public_id}", as_=admin).press("Refund", amount="5", reason="")
        assert page.status == 422 and page.soup.find("input", {"name": "amount"})["value"] == "5"

    def test_a_dispute_waits_for_an_admin_until_it_is_decided(self, visit, member, admin):
        press(subscriptions.dispute, member, "needs_response")
        page = visit("/staff", as_=admin)
        assert "memberships whose payment is disputed" in page.text
        assert "Cora Coder" in visit("/staff/memberships?state=disputed", as_=admin).text
        press(subscriptions.dispute, member, "won")
        assert "No memberships here" in visit("/staff/memberships?state=disputed", as_=admin).text

    def test_ending_needs_a_reason_and_ends_at_once(self, visit, member, admin):
        page = visit(f"/staff/memberships/{member.public_id}", as_=admin)
        assert page.press("End the membership").status == 422
        page = page.fill({"end-reason": "Fraud"}).press("End the membership")
        assert "The membership has ended." in page.text
        assert sandbox_of(member).status == "canceled"

    def test_asking_the_gateway_finds_what_no_event_told(self, visit, member, admin):
        subscriptions.set_renewal(sandbox_of(member), renews=False)  # its event is lost
        page = visit(f"/staff/memberships/{member.public_id}", as_=admin).press("Ask the gateway now")
        assert "Ends soon" in page.text

    def test_a_price_is_changed_for_new_members(self, visit, price_list, admin):
        page = visit("/staff/memberships", as_=admin).fill({"monthly-amount": "25"})
        page = page.press("Change the price of monthly")
        assert "Monthly costs new members $25" in page.text
        assert plans.get_plan("monthly").amount == 25_00

    def test_who_never_had_one_is_said(self, visit, price_list, stranger, admin):
        page = visit(f"/staff/people/{stranger.public_id}/memberships", as_=admin)
        assert "never had a membership" in page.text


def test_canceling_is_written_to_the_audit_log(member, coder):
    managing.cancel(member, by=coder)
    page = audit.list_entries(audit.Filters(subject_type="subscriptions", action="cancel"), zone="UTC", number=1)
    (entry, actor), = page.items
    assert actor.id == coder.id
    assert "membership" in audit.name_subjects([entry])["subscriptions", member.id].label
