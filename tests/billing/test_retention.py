"""What billing forgets of people."""

import json
from datetime import timedelta

import time_machine

from careercenter.accounts import deletion
from careercenter.billing import retention
from careercenter.billing.gateways.sandbox import checkout as sandbox
from careercenter.billing.models import OrderState, WebhookEvent
from careercenter.core import db, now
from tests.billing.conftest import press
from tests.cast import PASSWORD, make_user
from tests.postings.factories import make_order


def test_an_event_loses_who_paid_after_90_days_and_keeps_what_the_books_say(order):
    press(sandbox.pay, order)
    row = db.session.query(WebhookEvent).one()
    retention.forget_payloads()
    assert order.buyer_email in json.dumps(row.payload)

    with time_machine.travel(now() + timedelta(days=91)):
        retention.forget_payloads()
        retention.forget_payloads()
    db.session.rollback()
    assert order.buyer_email not in json.dumps(row.payload)
    about = row.payload["data"]["object"]
    assert (about["amount_total"], about["client_reference_id"]) == (order.total, order.public_id)


def test_an_event_that_still_waits_keeps_all(app):
    db.session.add(WebhookEvent(event_id="evt_1", type="x", payload={"data": {"object": {"email": "a@b.c"}}},
                                sent_at=now()))
    db.session.commit()
    with time_machine.travel(now() + timedelta(days=91)):
        retention.forget_payloads()
    assert db.session.query(WebhookEvent).one().payload["data"]["object"]["email"] == "a@b.c"


def test_a_deleted_account_leaves_orders_without_its_address(hospital):
    buyer = make_user("Ben Buyer", password=PASSWORD)
    paid, waiting = make_order(hospital, buyer), make_order(hospital, buyer)
    waiting.state = OrderState.AWAITING_PAYMENT
    db.session.commit()
    deletion.erase(buyer, password=PASSWORD)
    db.session.rollback()
    assert (paid.buyer_email, bool(waiting.buyer_email)) == ("", True)

    waiting.state = OrderState.EXPIRED
    db.session.commit()
    retention.forget_buyers()
    db.session.rollback()
    assert waiting.buyer_email == ""
