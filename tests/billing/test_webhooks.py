"""Signed events decide, whatever their order, number and delay."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from careercenter.billing import ledger, webhooks
from careercenter.billing.gateways import signatures
from careercenter.billing.gateways.port import BadSignature
from careercenter.billing.gateways.sandbox import checkout as sandbox
from careercenter.billing.gateways.sandbox import delivery, shapes
from careercenter.billing.models import CreditKind, Journal, LedgerEntry, Order, OrderState, WebhookEvent
from careercenter.core import AuditEntry, db, new_public_id, now, transaction
from careercenter.core.happenings import StoredEvent
from careercenter.mail.models import OutboxMail
from tests.billing.conftest import events_of, press, session_of, webhook_secret


def send(kind: str, about: dict) -> WebhookEvent:
    """A signed event arrives; its stored row."""
    event = shapes.event(kind, about)
    payload = json.dumps(event)
    webhooks.receive(payload.encode(), signatures.sign(payload, webhook_secret()))
    db.session.rollback()
    return db.session.scalars(select(WebhookEvent).where(WebhookEvent.event_id == event["id"])).one()


def session_object(order: Order, **changes) -> dict:
    row = session_of(order)
    return {**shapes.session(row, "http://localhost/"), "status": "complete", "payment_status": "paid", **changes}


def dispute(order: Order, status: str, amount: int | None = None) -> dict:
    return {"id": "dp_1", "object": "dispute", "payment_intent": session_of(order).payment_intent_id,
            "status": status, "amount": amount or order.total}


def money_balance(account: str) -> int:
    return db.session.scalar(select(func.coalesce(func.sum(LedgerEntry.amount), 0))
                             .where(LedgerEntry.account == account)) or 0


class TestPaid:
    def test_makes_the_order_paid_and_gives_the_credits(self, order):
        press(sandbox.pay, order)

        assert order.state is OrderState.PAID
        assert order.payment_intent_id == session_of(order).payment_intent_id
        assert ledger.balance(order.employer_id) == 1
        assert money_balance("payments:sandbox") == 149_00
        assert money_balance("sales") == -149_00

    def test_tells_the_other_floors_once(self, order):
        press(sandbox.pay, order)
        told = db.session.scalars(select(StoredEvent).where(StoredEvent.name == "OrderPaid")).all()
        assert [event.payload for event in told] == [{"order_id": order.id}]

    def test_mails_the_receipt_to_the_buyer_and_to_finance(self, order, owner, finance, recruiter):
        press(sandbox.pay, order)
        mails = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "order_paid")).all()
        assert {mail.to for mail in mails} == {owner.email, finance.email}
        assert f"http://localhost/billing/orders/{order.public_id}/receipt" in mails[0].text
        assert "$149" in mails[0].text
        assert order.number in mails[0].subject

    def test_featured_credits_are_of_their_own_kind(self, order_one):
        order = order_one("featured")
        press(sandbox.pay, order)
        assert ledger.balance(order.employer_id) == 0
        assert ledger.balance(order.employer_id, CreditKind.FEATURED) == 1

    def test_the_employer_s_next_order_is_the_same_customer_s(self, order, order_one):
        press(sandbox.pay, order)
        assert order_one().customer_id == session_of(order).customer_id

    def test_after_the_order_expired_it_is_honored(self, order):
        press(sandbox.expire, order)
        assert order.state is OrderState.EXPIRED
        send("checkout.session.completed", session_object(order))
        assert order.state is OrderState.PAID
        assert ledger.balance(order.employer_id) == 1

    def test_with_tax_that_the_gateway_computed_is_booked_with_it(self, order):
        send("checkout.session.completed", session_object(
            order, amount_total=149_00 + 12_29, total_details={"amount_tax": 12_29}))
        assert (order.subtotal, order.tax, order.total) == (149_00, 12_29, 161_29)
        assert money_balance("tax") == -12_29
        assert money_balance("payments:sandbox") == 161_29

    @pytest.mark.parametrize("changes", [
        {"amount_subtotal": 1_00, "amount_total": 1_00}, {"currency": "eur"}, {"amount_total": 148_00},
        {"id": "cs_of_another_order"},
    ])
    def test_what_does_not_fit_the_order_fulfills_nothing_and_is_flagged(self, order, changes):
        event = send("checkout.session.completed", session_object(order, **changes))

        assert order.state is OrderState.AWAITING_PAYMENT
        assert order.flag
        assert ledger.balance(order.employer_id) == 0
        assert event.processed_at is not None
        audited = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "payment_mismatch")).one()
        assert audited.subject_id == order.id

    def test_an_admin_is_told_once_of_what_does_not_fit_and_its_refund_ends_the_order(self, order, admin):
        for _ in range(2):
            send("checkout.session.completed", session_object(order, currency="eur"))
        mail, = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "payment_alarm"))
        assert mail.to == admin.email
        assert "Paid in EUR, ordered in USD" in mail.text

        send("charge.refunded", {**shapes.charge(session_of(order)), "amount_refunded": 149_00})

        assert order.state is OrderState.FAILED
        assert money_balance("payments:sandbox") == 0

    def test_a_refund_that_names_no_payment_ends_no_order_that_waits(self, order):
        send("checkout.session.completed", session_object(order, currency="eur"))
        event = send("charge.refunded", {"payment_intent": None, "amount_refunded": 149_00, "metadata": {}})

        assert event.processed_at is None and order.state is OrderState.AWAITING_PAYMENT


class TestOtherWays:
    def test_a_bank_that_takes_days_leaves_the_order_processing_until_it_is_done(self, order):
        press(sandbox.pay_by_bank, order)
        assert order.state is OrderState.PROCESSING
        assert ledger.balance(order.employer_id) == 0
        with time_machine.travel(now() + timedelta(minutes=1)):
            press(lambda row: None, order)
        assert order.state is OrderState.PAID
        assert ledger.balance(order.employer_id) == 1

    def test_a_bank_that_refuses_in_the_end_fails_the_order(self, order):
        press(sandbox.pay_by_bank, order, arrives=False)
        with time_machine.travel(now() + timedelta(minutes=1)):
            press(lambda row: None, order)
        assert order.state is OrderState.FAILED
        assert ledger.balance(order.employer_id) == 0

    def test_a_declined_card_leaves_the_payment_page_open_for_another(self, order):
        press(sandbox.decline, order)
        assert order.state is OrderState.AWAITING_PAYMENT
        assert order.decline_reason == "Your card was declined."
        press(sandbox.pay, order)
        assert order.state is OrderState.PAID

    def test_a_challenge_that_is_passed_pays(self, order):
        press(sandbox.challenge, order)
        assert order.state is OrderState.AWAITING_PAYMENT
        press(sandbox.pay, order)
        assert order.state is OrderState.PAID


class TestRefund:
    def test_takes_back_the_credits_that_remain(self, order_one):
        order = order_one("pack-5")
        press(sandbox.pay, order)
        with transaction():
            ledger.spend(order.employer_id, key="posting:1:1")

        press(sandbox.refund, order, 595_00)

        assert order.state is OrderState.REFUNDED
        assert ledger.balance(order.employer_id) == 0
        assert money_balance("payments:sandbox") == 0
        assert money_balance("refunds") == 595_00

    def test_in_part_changes_the_money_alone(self, order):
        press(sandbox.pay, order)
        press(sandbox.refund, order, 50_00)
        assert order.state is OrderState.PAID
        assert order.refunded == 50_00
        assert ledger.balance(order.employer_id) == 1

    def test_before_the_payment_was_heard_of_waits_for_it(self, order):
        sandbox.pay(session_of(order))
        sandbox.refund(session_of(order), 149_00)
        paid, refunded = events_of(order)

        delivery.send(refunded)
        db.session.rollback()
        assert order.state is OrderState.AWAITING_PAYMENT
        delivery.send(paid)
        with time_machine.travel(now() + timedelta(minutes=5)):
            webhooks.process_due()
        db.session.rollback()

        assert order.state is OrderState.REFUNDED
        assert ledger.balance(order.employer_id) == 0

    def test_of_a_payment_that_never_was_ours_is_given_up_after_days(self, order):
        event = send("charge.refunded", {"payment_intent": "pi_other", "amount_refunded": 5, "metadata": {}})
        assert event.processed_at is None
        with time_machine.travel(now() + timedelta(days=4)):
            webhooks.process_due()
        db.session.rollback()
        assert event.outcome == "not an order of ours"


class TestDispute:
    def test_is_recorded(self, order):
        press(sandbox.pay, order)
        send("charge.dispute.created", dispute(order, "needs_response"))
        assert (order.state, order.dispute_status) == (OrderState.PAID, "needs_response")

    def test_that_is_lost_is_a_refund(self, order):
        press(sandbox.pay, order)
        send("charge.dispute.closed", dispute(order, "lost"))
        send("charge.dispute.created", dispute(order, "needs_response"))  # late
        assert (order.state, order.dispute_status) == (OrderState.REFUNDED, "lost")
        assert ledger.balance(order.employer_id) == 0

    def test_that_a_bank_s_inquiry_becomes_is_told_to_the_admins_who_have_to_answer_it(self, order, admin):
        press(sandbox.pay, order)
        inquiry = ["warning_needs_response", "warning_under_review", "warning_closed"]
        for status in [*inquiry, "needs_response", *inquiry, "under_review", "needs_response", "won"]:
            send("charge.dispute.updated", dispute(order, status))
        told = db.session.scalars(select(OutboxMail.subject).where(OutboxMail.template == "payment_alarm")
                                  .order_by(OutboxMail.id)).all()
        assert len(told) == 6 and "dispute needs response" in told[3] and "dispute won" in told[5]

    def test_tells_the_admins(self, order, admin):
        press(sandbox.pay, order)
        send("charge.dispute.created", dispute(order, "needs_response"))
        mail, = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "payment_alarm"))
        assert "dispute needs response" in mail.subject

    def test_that_is_won_changes_nothing_else(self, order):
        press(sandbox.pay, order)
        send("charge.dispute.closed", dispute(order, "won"))
        assert order.state is OrderState.PAID


class TestReceive:
    def test_keeps_and_acknowledges_a_type_that_means_nothing_to_us(self, app):
        event = send("product.created", {"id": "prod_1"})
        assert (event.outcome, event.payload["data"]["object"]) == ("kept", {"id": "prod_1"})

    def test_stores_an_event_once(self, order):
        sandbox.pay(session_of(order))
        event, = events_of(order)
        for _ in range(3):
            delivery.send(event)
        db.session.rollback()
        assert len(db.session.scalars(select(WebhookEvent)).all()) == 1
        assert ledger.balance(order.employer_id) == 1

    @pytest.mark.parametrize("spoil", [
        lambda payload, header: (payload.replace("14900", "1"), header),
        lambda payload, header: (payload, header.replace("v1=", "v1=0")),
        lambda payload, header: (payload, ""),
        lambda payload, header: (payload, signatures.sign(payload, "whsec_another")),
        lambda payload, header: ("[]", signatures.sign("[]", webhook_secret())),
        lambda payload, header: ("{", signatures.sign("{", webhook_secret())),
    ])
    def test_refuses_what_the_gateway_did_not_sign(self, order, spoil):
        payload = json.dumps(shapes.event("checkout.session.completed", session_object(order)))
        payload, header = spoil(payload, signatures.sign(payload, webhook_secret()))
        with pytest.raises(BadSignature):
            webhooks.receive(payload.encode(), header)
        assert db.session.scalars(select(WebhookEvent)).all() == []

    @pytest.mark.parametrize(("seconds", "is_taken"), [(299, True), (301, False)])
    def test_takes_a_signature_for_five_minutes(self, order, seconds, is_taken):
        payload = json.dumps(shapes.event("product.created", {}))
        header = signatures.sign(payload, webhook_secret())
        with time_machine.travel(now() + timedelta(seconds=seconds), tick=False):
            if is_taken:
                webhooks.receive(payload.encode(), header)
            else:
                with pytest.raises(BadSignature):
                    webhooks.receive(payload.encode(), header)

    def test_the_endpoint_asks_for_no_csrf_token_and_answers_at_once(self, app, order):
        sandbox.pay(session_of(order))
        payload = events_of(order)[0].payload
        client = app.test_client()
        header = {"Stripe-Signature": signatures.sign(payload, webhook_secret())}
        answers = [client.post("/billing/webhooks/stripe", data=payload, headers=header).status_code for _ in "ab"]
        assert answers == [200, 200]
        assert client.post("/billing/webhooks/stripe", data=payload).status_code == 400
        db.session.rollback()
        assert order.state is OrderState.PAID


class TestCrash:
    def test_dying_between_storing_and_processing_is_made_good_by_the_schedule(self, order, monkeypatch):
        class Dead(BaseException):
            """kill -9"""

        def die(*_: object) -> None:
            raise Dead

        sandbox.pay(session_of(order))
        with monkeypatch.context() as patched:
            patched.setattr(webhooks, "_make_true", die)
            with pytest.raises(Dead):
                webhooks.process(_stored(order).id)
        db.session.rollback()
        assert order.state is OrderState.AWAITING_PAYMENT

        webhooks.process_due()
        db.session.rollback()

        assert order.state is OrderState.PAID
        assert ledger.balance(order.employer_id) == 1

    def test_a_failure_is_tried_again_later_and_leaves_nothing_half_done(self, order, monkeypatch):
        def fail(*_: object, **__: object) -> None:
            raise RuntimeError("the disk is full")

        sandbox.pay(session_of(order))
        with monkeypatch.context() as patched:
            patched.setattr(ledger, "record_payment", fail)
            delivery.deliver_due()
        db.session.rollback()
        event = db.session.scalars(select(WebhookEvent)).one()
        assert (order.state, event.processed_at, event.last_error) == (
            OrderState.AWAITING_PAYMENT, None, "RuntimeError")
        assert event.next_try_at > now()

        with time_machine.travel(event.next_try_at + timedelta(seconds=1)):
            webhooks.process_due()
        db.session.rollback()

        assert order.state is OrderState.PAID
        assert db.session.scalars(select(Journal)).one().key == f"order:{order.id}:paid"

    def test_dying_before_the_sandbox_s_event_was_sent_loses_nothing(self, order):
        sandbox.pay(session_of(order))  # and dead
        delivery.deliver_forgotten()
        db.session.rollback()
        assert order.state is OrderState.PAID


def _stored(order: Order) -> WebhookEvent:
    event = json.loads(events_of(order)[0].payload)
    row = WebhookEvent(event_id=event["id"], type=event["type"], payload=event, sent_at=now())
    db.session.add(row)
    db.session.commit()
    return row


def test_two_who_process_the_same_event_at_once_credit_it_once(app, order):
    sandbox.pay(session_of(order))
    row_id = _stored(order).id

    def work(_: int) -> None:
        with app.app_context():
            webhooks.process(row_id)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(6)))
    db.session.rollback()
    assert ledger.balance(order.employer_id) == 1
    assert db.session.scalars(select(WebhookEvent)).one().attempts == 1


def test_two_events_that_pay_the_same_order_at_once_credit_it_once(app, order):
    payloads = [json.dumps(shapes.event(kind, session_object(order))) for kind in
                ("checkout.session.completed", "checkout.session.async_payment_succeeded") * 2]
    secret = webhook_secret()

    def arrive(payload: str) -> None:
        with app.app_context():
            webhooks.receive(payload.encode(), signatures.sign(payload, secret))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(arrive, payloads))
    with app.app_context():
        webhooks.process_due()
    db.session.rollback()
    assert (order.state, ledger.balance(order.employer_id)) == (OrderState.PAID, 1)


# What can happen to an order at the gateway, as a history in its true order: the events' makers.
HISTORIES = {
    "paid": [sandbox.pay],
    "declined, then paid": [sandbox.decline, sandbox.decline, sandbox.pay],
    "by bank": [sandbox.pay_by_bank],
    "by bank, refused": [lambda row: sandbox.pay_by_bank(row, arrives=False)],
    "expired": [sandbox.decline, sandbox.expire],
    "refunded in steps": [sandbox.pay, lambda row: sandbox.refund(row, 40_00),
                          lambda row: sandbox.refund(row, 9_00), lambda row: sandbox.refund(row, 100_00)],
    "refunded in part": [sandbox.pay, lambda row: sandbox.refund(row, 40_00)],
    "disputed and lost": [sandbox.pay],
    "refunded in part, disputed and lost": [sandbox.pay, lambda row: sandbox.refund(row, 40_00)],
}
DISPUTE = ["needs_response", "under_review", "lost"]


def outcome(order: Order) -> tuple[object, ...]:
    """Everything that must not depend on how the events came."""
    return (order.state, order.refunded, order.total, order.decline_reason, order.dispute_status,
            ledger.balance(order.employer_id), money_balance("payments:sandbox"), money_balance("sales"))


def arrive_and_settle(order: Order, payloads: list[str]) -> None:
    for payload in payloads:
        webhooks.receive(payload.encode(), signatures.sign(payload, webhook_secret()))
    for minutes in range(1, 5):
        with time_machine.travel(now() + timedelta(minutes=minutes)):
            webhooks.process_due()
    db.session.rollback()


def empty_books() -> None:
    for model in (LedgerEntry, Journal):
        db.session.query(model).delete()
    db.session.commit()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.sampled_from(sorted(HISTORIES)), seed=st.integers(0, 10_000), copies=st.integers(1, 3))
def test_events_in_any_order_and_number_come_to_the_same_end(order_one, history, seed, copies):
    outcomes = []
    for is_shuffled in (False, True):
        empty_books()
        order = order_one(key=new_public_id())
        for step in HISTORIES[history]:
            step(session_of(order))
        payloads = [event.payload for event in events_of(order)]
        if "disputed" in history:
            payloads += [json.dumps(shapes.event("charge.dispute.updated", dispute(order, status)))
                         for status in DISPUTE]
        if is_shuffled:
            payloads *= copies
            Random(seed).shuffle(payloads)
        arrive_and_settle(order, payloads)
        outcomes.append(outcome(order))

    assert outcomes[0] == outcomes[1]
