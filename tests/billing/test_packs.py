"""A person buys a pack of questions: the webhook gives it, once; a refund takes back what isn't spent."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from careercenter.accounts import deletion, exports
from careercenter.accounts.models import User
from careercenter.billing import catalog, checkout, reconcile, webhooks
from careercenter.billing.gateways import signatures
from careercenter.billing.gateways.sandbox import checkout as sandbox
from careercenter.billing.gateways.sandbox import shapes
from careercenter.billing.gateways.sandbox.models import SandboxEvent
from careercenter.billing.models import Order, OrderState
from careercenter.core import Forbidden, NotFound, db, new_public_id, now
from careercenter.mail.models import OutboxMail
from careercenter.metering import ledger, spending
from careercenter.metering.meters import CASEPILOT, CONSULTANT, METERS
from careercenter.metering.models import Allowance, Grant, GrantKind
from careercenter.metering.queries import Owner, find_standing
from tests.billing.conftest import events_of, press, session_of, webhook_secret
from tests.billing.test_webhooks import dispute, money_balance, send
from tests.cast import PASSWORD, make_user

FREE = CONSULTANT.registration


@pytest.fixture
def buy(shop: None, coder: User) -> Callable[..., Order]:
    """`buy("casepilot-50")` orders a pack for the coder, up to the open payment page."""
    def buy(product: str = "consultant-5", *, by: User = coder, key: str | None = None, **how) -> Order:
        return checkout.start(None, product, by=by, key=key or new_public_id(), **how)
    return buy


def ask(user: User, number: int = 1) -> int:
    """Spend so many questions to consultants, as far as there are any; how many were spent."""
    for spent in range(number):
        owner = Owner(user.id)
        standing = find_standing(CONSULTANT, owner)
        try:
            spending.spend(CONSULTANT, owner, standing, new_public_id(), begins=not standing.has_begun)
        except spending.NothingLeft:
            return spent
    return number


@pytest.mark.parametrize("quantity", ["0", "21", "3000000000", "99999999999999999999"])
def test_a_quantity_that_makes_no_sense_is_refused(visit, shop, coder, quantity):
    page = visit.post("/packs/buy", {"product": "casepilot-50", "quantity": quantity, "key": "a"}, as_=coder)
    assert page.status == 409 and "between 1 and 20" in page.text
    assert db.session.query(Order).count() == 0


class TestPaid:
    def test_gives_the_questions_and_books_the_money(self, buy, coder):
        order = buy()
        assert ledger.balance(CONSULTANT, coder) == FREE, "nothing is given before it is paid"

        press(sandbox.pay, order)

        assert order.state is OrderState.PAID
        assert ledger.balance(CONSULTANT, coder) == FREE + 5
        assert (money_balance("payments:sandbox"), money_balance("sales")) == (75_00, -75_00)

    def test_gives_them_of_the_kind_that_was_bought(self, buy, coder):
        press(sandbox.pay, buy("casepilot-50"))
        assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration + 50
        assert ledger.balance(CONSULTANT, coder) == FREE

    def test_twice_by_two_packs(self, buy, coder):
        for _ in range(2):
            press(sandbox.pay, buy())
        assert ledger.balance(CONSULTANT, coder) == FREE + 10

    def test_mails_the_receipt_to_her_alone(self, buy, coder, finance, admin):
        press(sandbox.pay, buy(return_to="/account/consultations"))
        mail, = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "order_paid"))
        assert mail.to == coder.email
        assert "You paid $75" in mail.text and "don’t expire" in mail.text

    def test_by_a_slow_bank_gives_nothing_until_the_money_is_there(self, buy, coder):
        order = buy()
        press(sandbox.pay_by_bank, order)
        assert (order.state, ledger.balance(CONSULTANT, coder)) == (OrderState.PROCESSING, FREE)
        with time_machine.travel(now() + timedelta(minutes=1)):
            press(lambda row: None, order)
        assert (order.state, ledger.balance(CONSULTANT, coder)) == (OrderState.PAID, FREE + 5)

    def test_by_a_bank_that_refuses_gives_nothing(self, buy, coder):
        order = buy()
        press(sandbox.pay_by_bank, order, arrives=False)
        with time_machine.travel(now() + timedelta(minutes=1)):
            press(lambda row: None, order)
        assert (order.state, ledger.balance(CONSULTANT, coder)) == (OrderState.FAILED, FREE)

    def test_without_its_webhook_is_found_by_asking(self, buy, coder):
        order = buy()
        sandbox.pay(session_of(order))
        db.session.execute(delete(SandboxEvent))
        db.session.commit()
        with time_machine.travel(now() + timedelta(minutes=11)):
            assert reconcile.reconcile() == {"paid": 1}
        assert ledger.balance(CONSULTANT, coder) == FREE + 5

    def test_that_breaks_off_between_money_and_questions_changes_nothing_and_is_tried_again(
            self, buy, coder, monkeypatch):
        order = buy()

        def dies(*_: object, **__: object) -> None:
            raise OSError("the machine is gone")
        with monkeypatch.context() as broken:
            broken.setattr("careercenter.metering.ledger.grant", dies)
            press(sandbox.pay, order)
        assert order.state is OrderState.AWAITING_PAYMENT
        assert money_balance("payments:sandbox") == 0

        with time_machine.travel(now() + timedelta(minutes=5)):
            webhooks.process_due()
        db.session.rollback()
        assert (order.state, ledger.balance(CONSULTANT, coder)) == (OrderState.PAID, FREE + 5)


class TestRefund:
    def test_takes_back_what_is_left(self, buy, coder):
        order = buy()
        press(sandbox.pay, order)
        ask(coder, FREE + 2)

        press(sandbox.refund, order, 75_00)

        assert order.state is OrderState.REFUNDED
        assert ledger.balance(CONSULTANT, coder) == 0
        assert money_balance("payments:sandbox") == 0
        assert [grant.amount for grant in grants(coder)] == [5, -3]

    def test_in_part_takes_back_what_that_part_paid_for(self, buy, coder):
        order = buy("consultant-20")
        press(sandbox.pay, order)
        press(sandbox.refund, order, 120_00)
        assert (order.state, ledger.balance(CONSULTANT, coder)) == (OrderState.PAID, FREE + 10)
        press(sandbox.refund, order, 120_00)
        assert (order.state, ledger.balance(CONSULTANT, coder)) == (OrderState.REFUNDED, FREE)

    def test_leaves_a_part_of_a_question_to_the_buyer(self, buy, coder):
        order = buy()
        press(sandbox.pay, order)
        press(sandbox.refund, order, 14_99)
        assert ledger.balance(CONSULTANT, coder) == FREE + 5

    def test_of_a_pack_that_is_spent_takes_nothing_from_the_next(self, buy, coder):
        order = buy()
        press(sandbox.pay, order)
        ask(coder, FREE + 5)
        press(sandbox.refund, order, 75_00)
        press(sandbox.pay, buy())
        assert ledger.balance(CONSULTANT, coder) == 5

    def test_by_a_dispute_that_is_lost_is_the_same(self, buy, coder, admin):
        order = buy()
        press(sandbox.pay, order)
        send("charge.dispute.created", dispute(order, "needs_response"))
        assert ledger.balance(CONSULTANT, coder) == FREE + 5
        send("charge.dispute.closed", dispute(order, "lost"))
        assert (order.state, ledger.balance(CONSULTANT, coder)) == (OrderState.REFUNDED, FREE)
        assert db.session.scalars(select(OutboxMail).where(OutboxMail.template == "payment_alarm")).all()

    def test_that_is_heard_of_before_the_payment_waits_for_it(self, buy, coder):
        order = buy()
        sandbox.pay(session_of(order))
        sandbox.refund(session_of(order), 75_00)
        arrive([event.payload for event in reversed(events_of(order))])
        assert (order.state, ledger.balance(CONSULTANT, coder)) == (OrderState.REFUNDED, FREE)


class TestBuying:
    def test_by_two_clicks_at_once_is_one_order(self, app, buy, coder):
        user_id = coder.id

        def click(_: int) -> int:
            with app.app_context():
                return buy(by=db.session.get_one(User, user_id), key="one form").id

        db.session.rollback()
        with ThreadPoolExecutor(2) as pool:
            assert len(set(pool.map(click, range(2)))) == 1

    def test_takes_a_proven_address(self, buy):
        with pytest.raises(Forbidden):
            buy(by=make_user("Una Unproven", email_verified_at=None))

    def test_is_of_what_is_sold_to_people(self, buy, order_one):
        with pytest.raises(NotFound):
            buy("single")
        with pytest.raises(NotFound):
            order_one("consultant-5")

    def test_there_are_packs_of_each_meter_that_says_so(self, shop):
        assert ({product.kind.value for product, _ in catalog.list_offers(personal=True)}
                == {meter.key for meter in METERS if meter.is_sold})


class TestDeletion:
    def test_closes_the_payment_page(self, buy):
        ann = make_user("Ann", password=PASSWORD)
        order = buy(by=ann)
        deletion.erase(ann, password=PASSWORD)
        db.session.rollback()
        assert (order.state, order.buyer_email) == (OrderState.CANCELED, "")
        assert session_of(order).status == "expired"

    def test_while_the_bank_works_has_an_admin_give_the_money_back(self, buy, admin):
        ann = make_user("Ann", password=PASSWORD)
        order = buy(by=ann)
        press(sandbox.pay_by_bank, order)
        deletion.erase(ann, password=PASSWORD)
        db.session.rollback()
        with time_machine.travel(now() + timedelta(minutes=1)):
            press(lambda row: None, order)
        assert order.flag and not grants(ann)
        mail, = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "payment_alarm"))
        assert "Give the money back" in mail.text

        press(sandbox.refund, order, 75_00)
        assert (order.state, money_balance("payments:sandbox")) == (OrderState.FAILED, 0)

    def test_leaves_the_order_to_the_books_and_a_later_refund_takes_nothing(self, buy):
        ann = make_user("Ann", password=PASSWORD)
        order = buy(by=ann)
        press(sandbox.pay, order)
        deletion.erase(ann, password=PASSWORD)
        db.session.rollback()
        assert (order.state, order.buyer_email, order.return_to) == (OrderState.PAID, "", None)
        press(sandbox.refund, order, 75_00)
        assert (order.state, grants(ann)) == (OrderState.REFUNDED, [])

    def test_before_it_she_can_take_her_orders_along(self, buy, coder):
        press(sandbox.pay, buy())
        exported, = exports.export(coder)["orders"]
        assert exported["total"] == "$75" and exported["lines"][0]["questions"] == 5


class TestPages:
    def test_a_guest_sees_the_prices_and_registers_first(self, visit, shop):
        page = visit("/packs")
        assert "They don’t expire" in page.text and "$75" in page.text
        assert "next=/packs" in page.follow("Register first").path

    def test_she_buys_and_goes_on_where_she_was(self, visit, shop, coder):
        page = visit("/packs?next=/account/consultations", as_=coder).press("Buy 5 CaseConsultant questions")
        paid = page.press("Pay $75")
        assert "The questions are yours, and don’t expire" in paid.text
        assert f"{FREE + 5} questions left" in paid.follow("Go on where you left off").text

    def test_her_orders_and_receipts_are_hers_alone(self, visit, buy, coder, stranger, admin):
        order = buy()
        press(sandbox.pay, order)
        page = visit("/account/orders", as_=coder).follow(order.number).follow("Receipt")
        assert coder.name in page.text and "$75" in page.text
        assert order.number in visit("/staff/orders", as_=admin).text
        assert coder.name in visit(f"/staff/orders/{order.public_id}", as_=admin).text
        for of_it in ("", "/receipt", "/state", "/left"):
            assert visit(f"/billing/orders/{order.public_id}{of_it}", as_=stranger).status == 403
        assert "No orders yet" in visit("/account/orders", as_=stranger).text

    def test_nobody_pays_for_another_or_cancels_her_order(self, visit, buy, admin):
        order = buy()
        for what in ("pay", "cancel"):
            assert visit.post(f"/billing/orders/{order.public_id}/{what}", {}, as_=admin).status == 403
        assert order.state is OrderState.AWAITING_PAYMENT

    def test_the_statement_says_where_questions_come_from(self, visit, buy, coder):
        order = buy()
        press(sandbox.pay, order)
        press(sandbox.refund, order, 75_00)
        page = visit("/account/views/consultant", as_=coder)
        assert "Pack that you bought" in page.text and "Pack that was refunded" in page.text


def test_events_and_questions_at_the_same_moment_lose_nothing_and_give_nothing_twice(app, buy, coder):
    order, user_id = buy(), coder.id
    sandbox.pay(session_of(order))
    sandbox.refund(session_of(order), 30_00)
    payloads, secret = [event.payload for event in events_of(order)] * 2, webhook_secret()
    db.session.rollback()

    def do(payload: str | None) -> int:
        with app.app_context():
            if payload is None:
                return ask(db.session.get_one(User, user_id))
            webhooks.receive(payload.encode(), signatures.sign(payload, secret))
            return 0

    with ThreadPoolExecutor(4) as pool:
        spent = sum(pool.map(do, [payloads[0], None, payloads[1], None, payloads[2], None, payloads[3]]))
    arrive([])

    assert [grant.amount for grant in grants(coder)] == [5, -2]
    assert_never_negative(coder, spent)


def grants(user: User) -> list[Grant]:
    return list(db.session.scalars(
        select(Grant).join(Allowance, Allowance.id == Grant.allowance_id)
        .where(Allowance.user_id == user.id, Grant.kind == GrantKind.PACK).order_by(Grant.id)))


def arrive(payloads: list[str]) -> None:
    for payload in payloads:
        webhooks.receive(payload.encode(), signatures.sign(payload, webhook_secret()))
    for minutes in range(1, 5):
        with time_machine.travel(now() + timedelta(minutes=minutes)):
            webhooks.process_due()
    db.session.rollback()


PACKS = {"consultant-5": 75_00, "consultant-20": 240_00}

# What happens at the gateway to one pack: paid or not, refunds as hundredths of the price, and its dispute.
histories = st.tuples(
    st.sampled_from(sorted(PACKS)),
    st.sampled_from(["card", "bank", "refused by bank", "declined, then card", "expired", "left"]),
    st.lists(st.integers(1, 100), max_size=3),
    st.sampled_from(["", "needs_response", "won", "lost"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(packs=st.lists(histories, min_size=1, max_size=3), seed=st.integers(0, 10_000), copies=st.integers(1, 3),
       lost=st.booleans(), spends=st.lists(st.integers(0, 8), min_size=1, max_size=4))
def test_whatever_happens_and_however_it_is_told_what_is_given_is_what_is_paid(buy, packs, seed, copies, lost, spends):
    random, ann = Random(seed), make_user("Ann")
    orders, told, spent = [], [], 0
    for product, way, refunds, dispute_status in packs:
        order = buy(product, by=ann)
        orders.append(order)
        told += [payload for payload in play(order, way, refunds, dispute_status)
                 if not lost or "refund" in payload or "dispute" in payload]
    told *= copies
    random.shuffle(told)
    batches = [told[start::len(spends)] for start in range(len(spends))]
    for batch, wanted in zip(batches, spends, strict=True):
        arrive(batch)
        spent += ask(ann, wanted)
        assert_never_negative(ann, spent)
    with time_machine.travel(now() + timedelta(minutes=20)):
        reconcile.reconcile()
        arrive(told)  # all of it once more, and what waited for a payment that was found
    assert_never_negative(ann, spent)

    of_pack = {order.id: [grant.amount or 0 for grant in grants(ann) if grant.key.startswith(f"order:{order.id}:")]
               for order in orders}
    for order, (product, way, _, _) in zip(orders, packs, strict=True):
        credits, is_paid = order.lines[0].credits, way in ("card", "bank", "declined, then card")
        assert (order.state in (OrderState.PAID, OrderState.REFUNDED)) == is_paid
        given_once = [amount for amount in of_pack[order.id] if amount > 0]
        assert given_once == ([credits] if is_paid else [])
        assert -sum(amount for amount in of_pack[order.id] if amount < 0) <= credits * order.refunded // PACKS[product]
    paid_for = sum(order.lines[0].credits - order.lines[0].credits * order.refunded // order.total
                   for order in orders if order.paid_at)
    granted = FREE + sum(sum(amounts) for amounts in of_pack.values())
    assert ledger.balance(CONSULTANT, ann) == granted - spent
    assert granted >= FREE + paid_for
    if not spent:
        assert granted == FREE + paid_for


def play(order: Order, way: str, refunds: list[int], dispute_status: str) -> list[str]:
    """Let it happen in the sandbox; the events that tell of it."""
    row = session_of(order)
    if way == "declined, then card":
        sandbox.decline(row)
    if way in ("card", "declined, then card"):
        sandbox.pay(row)
    elif way in ("bank", "refused by bank"):
        sandbox.pay_by_bank(row, arrives=way == "bank")
    elif way == "expired":
        sandbox.expire(row)
    payloads = []
    if row.payment_status == "paid":
        for part in refunds:
            if (amount := min(row.subtotal * part // 100, row.subtotal - row.refunded)) > 0:
                sandbox.refund(row, amount)
        if dispute_status:
            stages = ["needs_response"] + [dispute_status] * (dispute_status != "needs_response")
            payloads += [json.dumps(shapes.event("charge.dispute.updated", dispute(order, stage))) for stage in stages]
    payloads += [event.payload for event in events_of(order)]
    db.session.execute(delete(SandboxEvent))
    db.session.commit()
    return payloads


def assert_never_negative(user: User, spent: int) -> None:
    row = db.session.scalars(select(Allowance).where(
        Allowance.user_id == user.id, Allowance.meter == CONSULTANT.key)).first()
    if row is not None:
        rows = db.session.scalars(select(Grant.amount).where(Grant.allowance_id == row.id))
        assert row.granted == sum(amount or 0 for amount in rows)
        assert 0 <= row.used == spent <= row.granted
