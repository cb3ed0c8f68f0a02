"""Ordering, clicking twice, giving up, and what a gateway that is down leaves behind."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from careercenter.accounts.models import User
from careercenter.billing import checkout, ledger
from careercenter.billing.gateways.port import GatewayDown
from careercenter.billing.gateways.sandbox import checkout as sandbox
from careercenter.billing.gateways.sandbox.models import SandboxSession
from careercenter.billing.models import Order, OrderState
from careercenter.core import Forbidden, NotPossible, db, now
from tests.billing.conftest import press, session_of


def count_of(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


class OutOfOrder:
    """A gateway that doesn't answer."""

    name = "sandbox"

    def create_checkout(self, order, *, success_url, cancel_url):
        raise GatewayDown("down")


class TestStart:
    def test_writes_an_order_and_opens_its_payment_page(self, order, owner):
        assert order.state is OrderState.AWAITING_PAYMENT
        assert order.checkout_url == f"http://localhost/sandbox/checkout/{order.session_id}"
        assert (order.subtotal, order.tax, order.total, order.currency) == (149_00, 0, 149_00, "USD")
        assert order.bought_by_id == owner.id
        assert order.lines[0].credits == 1

    def test_counts_what_is_ordered(self, order_one):
        order = order_one("pack-5", quantity=2)
        assert order.total == 2 * 595_00
        assert order.lines[0].credits == 10

    def test_twice_with_the_same_form_is_one_order(self, order_one):
        assert order_one(key="same").id == order_one(key="same").id
        assert count_of(Order) == count_of(SandboxSession) == 1

    def test_two_clicks_at_the_same_time_are_one_order(self, app, shop, hospital, owner):
        employer_id, owner_id = hospital.id, owner.id

        def click(_: int) -> tuple[int, str | None]:
            with app.app_context():
                order = checkout.start(employer_id, "single", by=db.session.get_one(User, owner_id), key="k")
                return order.id, order.checkout_url

        with ThreadPoolExecutor(4) as pool:
            assert len(set(pool.map(click, range(8)))) == 1
        db.session.rollback()
        assert count_of(Order) == count_of(SandboxSession) == 1

    @pytest.mark.parametrize("role", ["owner", "recruiter", "finance"])
    def test_is_for_whoever_buys(self, order_one, request, role):
        assert order_one(by=request.getfixturevalue(role)).state is OrderState.AWAITING_PAYMENT

    @pytest.mark.parametrize("role", ["viewer", "stranger", "admin"])
    def test_is_refused_to_others(self, order_one, request, role):
        with pytest.raises(Forbidden):
            order_one(by=request.getfixturevalue(role))
        assert count_of(Order) == 0

    @pytest.mark.parametrize("quantity", [0, -1, 21])
    def test_refuses_a_quantity_that_makes_no_sense(self, order_one, quantity):
        with pytest.raises(NotPossible):
            order_one(quantity=quantity)

    @pytest.mark.parametrize(("path", "kept"), [
        ("/employers/1/jobs/2?x=1", "/employers/1/jobs/2?x=1"), ("//evil.example", None),
        ("/\\evil.example", None), ("https://evil.example/", None), ("/a\nb", None), ("", None), (None, None),
    ])
    def test_leads_back_to_this_site_alone(self, order_one, path, kept):
        assert order_one(return_to=path).return_to == kept

    def test_a_gateway_that_is_down_leaves_a_pending_order_for_later(self, app, order_one, owner):
        real = app.extensions["gateway"]
        app.extensions["gateway"] = OutOfOrder()
        try:
            with pytest.raises(GatewayDown):
                order_one(key="k")
        finally:
            app.extensions["gateway"] = real
        db.session.rollback()
        order = db.session.scalars(select(Order)).one()
        assert order.state is OrderState.PENDING

        checkout.resume(order, by=owner)

        assert order.state is OrderState.AWAITING_PAYMENT

    def test_dying_after_the_page_was_made_finds_the_same_page(self, app, order_one, owner, monkeypatch):
        class Dying(Exception):
            pass

        real = app.extensions["gateway"]

        class DiesAfterwards:
            name = "sandbox"

            def create_checkout(self, order, **urls):
                real.create_checkout(order, **urls)
                raise Dying

        app.extensions["gateway"] = DiesAfterwards()
        try:
            with pytest.raises(Dying):
                order_one(key="k")
        finally:
            app.extensions["gateway"] = real
        db.session.rollback()

        order = order_one(key="k")

        assert count_of(SandboxSession) == 1
        assert order.checkout_url == sandbox.page_url(session_of(order))

    def test_a_page_that_was_never_opened_in_time_is_not_opened_any_more(self, order, owner):
        order.state, order.session_id, order.checkout_url = OrderState.PENDING, None, None
        db.session.commit()
        with time_machine.travel(now() + timedelta(hours=11, minutes=45)):
            checkout.resume(order, by=owner)
        assert order.state is OrderState.EXPIRED


class TestCancel:
    def test_closes_the_payment_page(self, order, owner):
        checkout.cancel(order, by=owner)

        assert order.state is OrderState.CANCELED
        assert session_of(order).status == "expired"
        with pytest.raises(NotPossible):
            sandbox.pay(session_of(order))

    def test_the_gateway_s_word_about_it_changes_nothing(self, order, owner):
        checkout.cancel(order, by=owner)
        press(lambda row: None, order)
        assert order.state is OrderState.CANCELED

    def test_of_an_order_that_was_paid_a_moment_ago_is_refused_and_the_order_is_paid(self, order, owner):
        sandbox.pay(session_of(order))  # its event is on its way

        with pytest.raises(NotPossible):
            checkout.cancel(order, by=owner)

        assert order.state is OrderState.PAID
        assert ledger.balance(order.employer_id) == 1

    def test_is_refused_to_whoever_does_not_buy(self, order, viewer):
        with pytest.raises(Forbidden):
            checkout.cancel(order, by=viewer)
        assert order.state is OrderState.AWAITING_PAYMENT
