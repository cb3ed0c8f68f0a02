"""What members and admins do with a membership."""

from datetime import timedelta

import pytest
import time_machine

from careercenter.accounts import deletion, exports
from careercenter.billing import retention
from careercenter.billing.gateways.port import GatewayDown
from careercenter.billing.gateways.sandbox import subscriptions
from careercenter.billing.gateways.subscribing import PaymentRefused, later
from careercenter.billing.models import WebhookEvent
from careercenter.core import Forbidden, Money, NotPossible, db, now, transaction
from careercenter.events import AddressProven
from careercenter.memberships import joining, managing, plans, queries, reconcile
from careercenter.memberships.models import Interval, MembershipState, Subscription
from careercenter.metering.meters import CODE_PAGES
from careercenter.metering.models import Allowance
from careercenter.metering.queries import unlimited_until
from tests.cast import PASSWORD, make_user
from tests.memberships.conftest import let_arrive, mail, mails, money_balance, page_of, pay, press, sandbox_of


class TestCancel:
    def test_keeps_what_is_paid_for(self, member, coder):
        managing.cancel(member, by=coder)
        assert member.cancel_at == member.entitled_until == member.period_end
        assert unlimited_until(CODE_PAGES, coder.id) == member.period_end
        let_arrive()
        assert mails().count("membership_canceling") == 1

    def test_can_be_taken_back(self, member, coder):
        managing.cancel(member, by=coder)
        managing.resume(member, by=coder)
        assert member.cancel_at is None and member.next_payment_at == member.period_end

    def test_each_change_of_mind_is_told_once_and_the_last_word_is_true(self, member, coder):
        for act in (managing.cancel, managing.resume, managing.cancel, managing.resume):
            act(member, by=coder)
            let_arrive()
        assert mails()[-4:] == ["membership_canceling", "membership_resumed"] * 2

    def test_twice_is_refused(self, member, coder):
        managing.cancel(member, by=coder)
        with pytest.raises(NotPossible):
            managing.cancel(member, by=coder)

    def test_of_what_is_not_paid_ends_at_once(self, member, coder):
        press(subscriptions.set_card, member, subscriptions.FAILS_AT_RENEWAL)
        press(subscriptions.advance, member)
        managing.cancel(member, by=coder)
        assert member.state is MembershipState.ENDED
        assert queries.entitled_until(coder.id) is None

    def test_of_another_s_is_refused(self, member, stranger, admin):
        for by in (stranger, admin):
            with pytest.raises(Forbidden):
                managing.cancel(member, by=by)
        assert member.cancel_at is None

    def test_with_a_gateway_that_is_down_changes_nothing(self, app, member, coder, monkeypatch):
        def down(*_: object, **__: object) -> None:
            raise GatewayDown("out of reach")

        monkeypatch.setattr(subscriptions, "set_renewal", down)
        with pytest.raises(GatewayDown):
            managing.cancel(member, by=coder)
        assert member.cancel_at is None

    def test_done_there_and_not_answered_is_found_by_the_schedule(self, member, coder, monkeypatch):
        real = subscriptions.find_subscription

        def down(*_: object) -> None:
            raise GatewayDown("out of reach")

        monkeypatch.setattr(subscriptions, "find_subscription", down)
        with monkeypatch.context() as patched:
            patched.setattr(subscriptions, "get_subscription", real)
            managing.cancel(member, by=coder)
        monkeypatch.undo()
        db.session.rollback()
        assert member.cancel_at is None
        with time_machine.travel(now() + timedelta(minutes=6)):
            reconcile.reconcile(now())
        assert member.cancel_at is not None


class TestSwitch:
    def test_to_a_year_sets_off_what_is_left(self, member, coder):
        plan, at = plans.get_plan("yearly"), now().replace(microsecond=0)
        cost = managing.preview_switch(member, plan, at=at)
        managing.switch(member, plan, by=coder, at=at)
        assert (member.interval, member.amount) == (Interval.YEAR, 149_00)
        assert member.entitled_until > now() + timedelta(days=364)
        assert money_balance("payments:sandbox") == 19_00 + cost.amount

    def test_back_to_months_is_credited_and_pays_for_the_next_ones(self, member, coder):
        for code in ("yearly", "monthly"):
            managing.switch(member, plans.get_plan(code), by=coder, at=now())
        before = money_balance("payments:sandbox")
        press(subscriptions.advance, member)
        assert member.state is MembershipState.ACTIVE
        assert money_balance("payments:sandbox") == before, "the credit paid for the month"

    def test_to_less_is_to_her_credit_and_says_when_the_card_is_charged_next(self, member, coder):
        for code in ("yearly", "monthly"):
            managing.switch(member, plans.get_plan(code), by=coder, at=now().replace(microsecond=0))
        assert (member.credit, member.amount) == (130_00, 19_00)  # 6 months, and 16 dollars of the seventh
        assert member.next_charge.money == Money(3_00, "USD")
        assert member.next_charge.at == later(member.period_end, Interval.MONTH, 6)

        press(subscriptions.advance, member)
        assert member.credit == 111_00 and member.next_charge.at == later(member.period_end, Interval.MONTH, 5)
        managing.cancel(member, by=coder)
        assert member.next_charge is None

    def test_is_told_once_by_mail(self, member, coder):
        managing.switch(member, plans.get_plan("yearly"), by=coder, at=now())
        let_arrive()
        assert mails().count("membership_switched") == 1
        text = mail("membership_switched").text
        assert "from $19 a month to $149 a year" in text and "credit" not in text

    def test_clicked_twice_is_charged_once(self, member, coder):
        plan, at = plans.get_plan("yearly"), now()
        managing.switch(member, plan, by=coder, at=at)
        before = money_balance("payments:sandbox")
        managing.switch(member, plan, by=coder, at=at)
        assert money_balance("payments:sandbox") == before

    def test_that_the_bank_refuses_changes_nothing(self, member, coder):
        press(subscriptions.set_card, member, subscriptions.FAILS_AT_RENEWAL)
        with pytest.raises(PaymentRefused, match="declined"):
            managing.switch(member, plans.get_plan("yearly"), by=coder, at=now())
        let_arrive()
        assert (member.interval, member.state) == (Interval.MONTH, MembershipState.ACTIVE)

    def test_of_what_is_canceled_is_refused(self, member, coder):
        managing.cancel(member, by=coder)
        assert managing.list_switches(member) == []
        with pytest.raises(NotPossible):
            managing.switch(member, plans.get_plan("yearly"), by=coder, at=now())


class TestRefund:
    def test_by_an_admin_goes_back_once(self, member, admin, coder):
        invoice = queries.list_invoices(member)[0]
        for _ in range(2):
            managing.refund(member, invoice, 10_00, by=admin, reason="double use", key="one")
        let_arrive()
        assert (invoice.refunded, money_balance("refunds")) == (10_00, 10_00)

    def test_of_more_than_is_left_is_refused_by_the_gateway(self, member, admin):
        invoice = queries.list_invoices(member)[0]
        managing.refund(member, invoice, 10_00, by=admin, reason="r", key="one")
        with pytest.raises(PaymentRefused):
            managing.refund(member, invoice, 10_00, by=admin, reason="r", key="two")
        assert money_balance("refunds") == 10_00

    @pytest.mark.parametrize("amount", [0, -1, 19_01])
    def test_of_what_was_not_paid_is_refused(self, member, admin, amount):
        with pytest.raises(NotPossible):
            managing.refund(member, queries.list_invoices(member)[0], amount, by=admin, reason="r", key="k")

    def test_by_anybody_else_is_refused(self, member, coder, moderator):
        for by in (coder, moderator):
            with pytest.raises(Forbidden):
                managing.refund(member, queries.list_invoices(member)[0], 1, by=by, reason="r", key="k")
            with pytest.raises(Forbidden):
                managing.end(member, by=by, reason="r")


def test_another_address_is_told_to_the_gateway(member, coder):
    coder.email = "cora.new@example.com"
    db.session.commit()
    with transaction() as happened:
        happened.append(AddressProven(coder.id))
    db.session.rollback()
    assert sandbox_of(member).email == "cora.new@example.com"


class TestDeletedAccount:
    @pytest.fixture
    def leaver(self, price_list: None):
        return make_user("Lea Leaver", password=PASSWORD)

    def test_ends_the_membership_and_forgets_whose_it_was(self, leaver):
        row = joining.start("yearly", by=leaver)
        pay(row)
        before = mails()
        deletion.erase(leaver, password=PASSWORD)
        db.session.rollback()
        assert (row.state, sandbox_of(row).status) == (MembershipState.ENDED, "canceled")
        assert (row.email, row.card_last4) == ("", None)
        assert len(mails()) == len(before), "no mail goes to who has left"
        let_arrive()
        assert db.session.query(Allowance).filter_by(user_id=leaver.id).count() == 0

    def test_closes_the_payment_page(self, leaver):
        row = joining.start("yearly", by=leaver)
        deletion.erase(leaver, password=PASSWORD)
        db.session.rollback()
        assert (row.state, page_of(row).status) == (MembershipState.ABANDONED, "expired")

    def test_ends_what_was_paid_a_moment_before(self, leaver):
        row = joining.start("yearly", by=leaver)
        subscriptions.subscribe(page_of(row))  # its event is on its way
        deletion.erase(leaver, password=PASSWORD)
        db.session.rollback()
        assert sandbox_of(row).status == "canceled"
        let_arrive()
        assert row.state is MembershipState.ENDED


def test_the_export_tells_of_it(member, coder):
    section, = exports.export(coder)["memberships"]
    assert (section["state"], section["price"], section["card"]) == ("active", "$19", "4242")
    assert [invoice["paid"] for invoice in section["invoices"]] == ["$19"]


def test_events_older_than_months_keep_whose_they_are_and_nothing_more(member):
    with time_machine.travel(now() + timedelta(days=91)):
        retention.forget_payloads()
    db.session.rollback()
    for event in db.session.query(WebhookEvent):
        about = event.payload["data"]["object"]
        assert "customer_email" not in about and "default_payment_method" not in about
    assert db.session.query(Subscription).one().public_id in str([e.payload for e in db.session.query(WebhookEvent)])
