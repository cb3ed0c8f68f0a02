"""A webhook that never came loses nothing."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import delete

from careercenter.billing import ledger, reconcile
from careercenter.billing.gateways.port import GatewayDown
from careercenter.billing.gateways.sandbox import checkout as sandbox
from careercenter.billing.gateways.sandbox.models import SandboxEvent
from careercenter.billing.models import OrderState
from careercenter.core import db, now
from tests.billing.conftest import session_of


@pytest.fixture
def lost(order):
    """An order that was paid, whose event never arrives."""
    sandbox.pay(session_of(order))
    db.session.execute(delete(SandboxEvent))
    db.session.commit()
    return order


def test_a_payment_whose_webhook_was_lost_is_found(lost):
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert reconcile.reconcile() == {"paid": 1}
    assert lost.state is OrderState.PAID
    assert ledger.balance(lost.employer_id) == 1


def test_a_young_order_is_left_to_its_webhook(lost):
    assert reconcile.reconcile() == {}
    assert lost.state is OrderState.AWAITING_PAYMENT


def test_an_order_is_asked_about_once_in_a_while(order):
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert reconcile.reconcile() == {"nothing new": 1}
        assert reconcile.reconcile() == {}


def test_an_abandoned_page_is_closed_when_its_time_is_over(order):
    with time_machine.travel(now() + timedelta(hours=13)):
        reconcile.reconcile()
    db.session.rollback()
    assert order.state is OrderState.EXPIRED
    assert session_of(order).status == "expired"


def test_a_pending_order_gets_its_page_or_expires(order):
    order.state, order.session_id, order.checkout_url = OrderState.PENDING, None, None
    db.session.commit()
    with time_machine.travel(now() + timedelta(hours=1)):
        assert reconcile.reconcile() == {"opened": 1}
    order.state, order.session_id, order.checkout_url = OrderState.PENDING, None, None
    order.checked_at = None
    db.session.commit()
    with time_machine.travel(now() + timedelta(hours=13)):
        assert reconcile.reconcile() == {"expired": 1}


def test_a_gateway_that_is_down_stops_no_other_order(app, lost, order_one):
    order_one(key="another")
    real = app.extensions["gateway"]

    class DownOnce:
        name = "sandbox"
        is_up = False

        def find_session(self, session_id):
            if not self.is_up:
                self.is_up = True
                raise GatewayDown("down")
            return real.find_session(session_id)

    app.extensions["gateway"] = DownOnce()
    try:
        assert reconcile.reconcile(after=timedelta()) == {"gateway out of reach": 1, "nothing new": 1}
    finally:
        app.extensions["gateway"] = real
    assert reconcile.reconcile(after=timedelta())["paid"] == 1


def test_the_command_says_what_it_did(app, lost):
    result = app.test_cli_runner().invoke(args=["billing", "reconcile"])
    assert result.exit_code == 0, result.output
    assert "1 paid" in result.output
    assert "1 orders asked about" in result.output
