"""A membership follows the gateway, and lifts the limits for exactly as long as it says."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from careercenter.billing.gateways.port import GatewayDown
from careercenter.billing.gateways.sandbox import checkout as sandbox_pages
from careercenter.billing.gateways.sandbox import subscriptions
from careercenter.billing.gateways.subscribing import Interval, later
from careercenter.billing.models import WebhookEvent
from careercenter.core import AuditEntry, db, now
from careercenter.memberships import following, joining, queries, reconcile
from careercenter.memberships.entitlement import LEEWAY, end_of
from careercenter.memberships.models import MembershipState, Subscription, SubscriptionInvoice
from careercenter.metering.meters import CASEPILOT, CODE_PAGES, CONSULTANT
from careercenter.metering.queries import unlimited_until
from tests.memberships.conftest import (
    let_arrive,
    mail,
    mails,
    money_balance,
    page_of,
    pay,
    press,
    sandbox_of,
)

DAY = timedelta(days=1)


def invoices_of(row: Subscription) -> list[SubscriptionInvoice]:
    return queries.list_invoices(row)


def is_near(one: datetime | None, other: datetime) -> bool:
    return one is not None and abs(one - other) < timedelta(minutes=2)


class TestTrial:
    def test_entitles_at_once_and_until_some_days_after_its_end(self, trial, coder):
        assert trial.state is MembershipState.TRIALING
        assert trial.is_entitled
        assert is_near(trial.trial_end, now() + 7 * DAY)
        assert is_near(queries.entitled_until(coder.id), now() + 7 * DAY + LEEWAY)

    def test_lifts_what_software_answers_and_not_what_people_do(self, trial, coder):
        for meter in (CODE_PAGES, CASEPILOT):
            assert unlimited_until(meter, coder.id) == trial.entitled_until
        assert unlimited_until(CONSULTANT, coder.id) is None

    def test_knows_the_card_and_the_next_payment(self, trial):
        assert (trial.card_brand, trial.card_last4) == ("visa", "4242")
        assert trial.next_payment_at == trial.period_end

    def test_welcomes_once_and_moves_no_money(self, trial):
        following.ask(trial)
        assert mails() == ["membership_started"]
        assert "free until" in mail("membership_started").text
        assert money_balance("payments:sandbox") == 0

    def test_that_ends_with_a_payment_is_a_membership(self, member, coder):
        assert member.state is MembershipState.ACTIVE
        assert is_near(member.entitled_until, later(now(), Interval.MONTH) + LEEWAY)
        assert mails() == ["membership_started", "membership_paid"]
        assert "$19" in mail("membership_paid").text
        assert (money_balance("payments:sandbox"), money_balance("sales:memberships")) == (19_00, -19_00)

    def test_canceled_in_its_days_never_costs_anything(self, trial, coder):
        press(subscriptions.set_renewal, trial, renews=False)
        assert trial.entitled_until == trial.trial_end
        press(subscriptions.advance, trial)
        assert trial.state is MembershipState.ENDED
        assert queries.entitled_until(coder.id) is None
        assert mails() == ["membership_started", "membership_canceling", "membership_ended"]
        assert money_balance("payments:sandbox") == 0

    def test_is_announced_to_end_once(self, trial):
        reconcile.tell_ahead()
        assert "membership_trial_ending" not in mails()
        with time_machine.travel(now() + 5 * DAY):
            reconcile.tell_ahead()
            reconcile.tell_ahead()
        assert mails().count("membership_trial_ending") == 1


class TestRenewal:
    def test_goes_on_by_itself(self, member):
        before = member.entitled_until
        press(subscriptions.advance, member)
        assert is_near(member.entitled_until, before)  # a month went by, and a month came
        assert mails().count("membership_paid") == 2
        assert money_balance("payments:sandbox") == 38_00
        assert len(invoices_of(member)) == 2

    def test_of_a_year_is_announced_a_month_ahead(self, price_list, coder):
        row = joining.start("yearly", by=coder)
        pay(row)
        press(subscriptions.advance, row)
        assert is_near(row.period_end, later(now(), Interval.YEAR))
        with time_machine.travel(now() + 340 * DAY):
            reconcile.tell_ahead()
        assert "$149" in mail("membership_renewal_ahead").text

    def test_told_late_takes_nothing_from_who_paid(self, member, coder):
        with time_machine.travel(member.period_end + timedelta(hours=30)):
            assert queries.entitled_until(coder.id) is not None, "nobody told of the renewal yet"

    def test_never_told_is_found_out(self, member, coder):
        subscriptions.advance(sandbox_of(member))  # its events are lost
        with time_machine.travel(now() + DAY):
            assert reconcile.reconcile(now()) == {"active": 1}
        assert len(invoices_of(member)) == 2


@pytest.fixture
def missed(opening: Subscription) -> Subscription:
    """A membership whose first payment after the trial was refused."""
    pay(opening, card=subscriptions.FAILS_AT_RENEWAL)
    press(subscriptions.advance, opening)
    return opening


class TestRefusedPayment:
    def test_leaves_some_days_of_grace_and_tells_when_they_end(self, missed, coder):
        assert missed.state is MembershipState.PAST_DUE
        assert is_near(queries.entitled_until(coder.id), now() + 7 * DAY)
        text = mail("membership_payment_failed").text
        assert "$19" in text and "You stay a member until" in text and "We ask the bank again" in text

    def test_each_try_is_told_once(self, missed):
        press(subscriptions.advance, missed)
        following.ask(missed)
        assert mails().count("membership_payment_failed") == 2

    def test_is_made_good_by_another_card_at_once(self, missed, coder):
        press(subscriptions.set_card, missed, subscriptions.WORKS)
        assert missed.state is MembershipState.ACTIVE
        assert missed.entitled_until == missed.period_end + LEEWAY
        assert mails()[-1] == "membership_paid"

    def test_that_stays_refused_ends_the_membership(self, missed, coder):
        for _ in range(2):
            press(subscriptions.advance, missed)
        assert missed.state is MembershipState.ENDED
        assert queries.entitled_until(coder.id) is None
        assert unlimited_until(CODE_PAGES, coder.id) is None
        assert "never made" in mail("membership_ended").text

    def test_stops_after_the_grace_with_a_call_before(self, missed, coder):
        with time_machine.travel(now() + 6 * DAY):
            reconcile.tell_ahead()
            assert "membership_last_call" in mails() and "membership_stopped" not in mails()
        with time_machine.travel(now() + 8 * DAY):
            assert queries.entitled_until(coder.id) is None
            reconcile.tell_ahead()
            reconcile.tell_ahead()
        assert mails().count("membership_stopped") == 1

    def test_leaves_its_days_once_though_the_gateway_begins_another_period(self, missed):
        day, until = timedelta(days=1), missed.entitled_until
        first, = (one for one in invoices_of(missed) if one.status == "open")
        missed.period_start, missed.period_end = missed.period_end, later(missed.period_end, Interval.MONTH)
        second = SubscriptionInvoice(status="open", made_at=missed.period_start)
        assert end_of(missed, [second, first], grace=7 * day) == first.made_at + 7 * day
        assert is_near(until, first.made_at + 7 * day)

    def test_begins_its_days_anew_after_one_that_was_paid(self, missed):
        start = missed.period_start = later(missed.period_end, Interval.MONTH)
        missed.period_end = later(start, Interval.MONTH)
        invoices = [SubscriptionInvoice(status=status, made_at=later(start, Interval.MONTH, -ago))
                    for ago, status in enumerate(("open", "paid", "open"))]
        for known in (invoices, []):  # its invoice may still be a draft
            assert end_of(missed, known, grace=timedelta(days=7)) == start + timedelta(days=7)

    def test_of_the_first_page_changes_nothing(self, opening, coder):
        sandbox_pages.decline(page_of(opening))
        let_arrive()
        assert opening.state is MembershipState.OPENING
        assert queries.entitled_until(coder.id) is None


class TestLostEvents:
    def test_who_paid_is_entitled_though_no_event_ever_came(self, opening, coder):
        subscriptions.subscribe(page_of(opening))
        with time_machine.travel(now() + timedelta(minutes=6)):
            assert reconcile.reconcile(now()) == {"trialing": 1}
        assert queries.entitled_until(coder.id) is not None

    def test_who_made_a_refused_payment_good_is_found_within_the_hour(self, missed, coder):
        subscriptions.set_card(sandbox_of(missed), subscriptions.WORKS)  # its events are lost
        with time_machine.travel(now() + timedelta(minutes=61)):
            assert reconcile.reconcile(now()) == {"active": 1}

    def test_what_was_asked_just_now_is_left_alone(self, trial):
        assert reconcile.reconcile(now()) == {}

    def test_a_membership_is_asked_about_once_a_day(self, member):
        with time_machine.travel(now() + DAY + timedelta(minutes=1)):
            assert reconcile.reconcile(now()) == {"active": 1}

    def test_a_page_that_closed_is_given_up(self, opening, coder):
        with time_machine.travel(opening.expires_at + timedelta(minutes=1)):
            sandbox_pages.expire_due()
            reconcile.reconcile(now())
        assert opening.state is MembershipState.ABANDONED

    def test_a_gateway_that_is_down_stops_nobody_else(self, app, opening, member_of, monkeypatch):
        other = member_of()
        real = following._fetch

        def fetch(row: Subscription) -> Any:
            if row.id == opening.id:
                raise GatewayDown("out of reach")
            return real(row)

        monkeypatch.setattr(following, "_fetch", fetch)
        with time_machine.travel(now() + 2 * DAY):
            assert reconcile.reconcile(now()) == {"gateway out of reach": 1, str(other.state): 1}


@pytest.fixture
def member_of(price_list: None, stranger: Any) -> Any:
    def make() -> Subscription:
        row = joining.start("yearly", by=stranger)
        pay(row)
        return row
    return make


class TestOrderOfAnswers:
    def test_an_answer_that_is_older_than_what_is_known_is_dropped(self, trial, monkeypatch):
        """One worker asked first and is answered last."""
        with_trial = following._fetch(trial)
        trial.wanted += 1
        db.session.commit()
        late = with_trial._replace(wanted=trial.wanted)
        press(subscriptions.advance, trial)  # asked after it, and answered before it
        assert trial.state is MembershipState.ACTIVE
        monkeypatch.setattr(following, "_fetch", lambda _: late)
        trial.wanted += 1
        db.session.commit()

        following.answer(trial.id)
        db.session.rollback()

        assert trial.state is MembershipState.ACTIVE
        assert trial.wanted > trial.answered, "the newest wish still waits"

    def test_an_answer_about_a_page_that_was_replaced_meanwhile_gives_nothing_up(self, opening, coder, monkeypatch):
        sandbox_pages.expire(page_of(opening))
        opening.wanted += 1
        db.session.commit()
        of_the_first = following._fetch(opening)
        joining.start("yearly", by=coder)
        with monkeypatch.context() as patched:
            patched.setattr(following, "_fetch", lambda _: of_the_first)
            following.answer(opening.id)
        db.session.rollback()
        assert opening.state is MembershipState.OPENING
        let_arrive()
        assert opening.state is MembershipState.OPENING
        assert opening.checkout_url == sandbox_pages.page_url(page_of(opening))

    def test_nothing_is_asked_when_all_is_answered(self, trial, monkeypatch):
        monkeypatch.setattr(following, "_fetch", lambda _: pytest.fail("it asked"))
        following.answer(trial.id)


class TestMoneyBack:
    def test_in_part_goes_on(self, member, coder):
        invoice, = [i for i in invoices_of(member) if i.paid]
        press_refund(member, 5_00)
        assert (invoice.refunded, member.state) == (5_00, MembershipState.ACTIVE)
        assert (money_balance("payments:sandbox"), money_balance("refunds")) == (14_00, 5_00)
        assert "$5" in mail("membership_refunded").subject

    def test_in_two_parts_is_booked_in_two(self, member):
        press_refund(member, 5_00)
        press_refund(member, 14_00)
        assert (money_balance("payments:sandbox"), money_balance("refunds")) == (0, 19_00)
        assert mails().count("membership_refunded") == 2

    def test_by_a_dispute_that_is_lost_ends_it(self, member, admin, coder):
        press(subscriptions.dispute, member, "needs_response")
        assert member.is_entitled
        assert "needs response" in mail("membership_alarm").subject
        press(subscriptions.dispute, member, "lost")
        assert member.state is MembershipState.ENDED
        assert sandbox_of(member).status == "canceled"
        assert queries.entitled_until(coder.id) is None
        assert money_balance("payments:sandbox") == 0

    def test_by_a_dispute_told_twice_and_backwards_is_booked_once(self, member, admin):
        press(subscriptions.dispute, member, "lost")
        press(subscriptions.dispute, member, "needs_response")
        press(subscriptions.dispute, member, "lost")
        assert money_balance("payments:sandbox") == 0
        assert mails().count("membership_alarm") == 1

    def test_by_a_dispute_that_is_won_changes_nothing(self, member):
        press(subscriptions.dispute, member, "won")
        assert member.state is MembershipState.ACTIVE
        assert money_balance("payments:sandbox") == 19_00


def press_refund(row: Subscription, amount: int) -> None:
    invoice = next(each for each in subscriptions.list_invoices(sandbox_of(row)) if each.paid)
    subscriptions.refund(invoice, amount, key=str(amount))
    let_arrive()


def test_the_audit_log_tells_each_step(member):
    steps = db.session.scalars(select(AuditEntry.action).where(
        AuditEntry.subject_type == "subscriptions").order_by(AuditEntry.id)).all()
    assert steps == ["want", "try", "activate"]


def test_every_event_is_ours_and_says_so(member):
    outcomes = set(db.session.scalars(select(WebhookEvent.outcome)))
    assert outcomes == {"membership asked about"}
