"""The contract of a payment gateway: Stripe (against a local server that knows Stripe's description) and the
sandbox keep the same promises."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from careercenter.billing import checkout, ledger, reconcile, webhooks
from careercenter.billing.gateways import open_gateway, signatures
from careercenter.billing.gateways.port import BadSignature, GatewayDown, PaymentGateway
from careercenter.billing.gateways.sandbox import checkout as sandbox
from careercenter.billing.gateways.sandbox import shapes
from careercenter.billing.gateways.sandbox.gateway import SandboxGateway
from careercenter.billing.gateways.sandbox.models import SandboxEvent
from careercenter.billing.gateways.stripe_gateway import StripeGateway
from careercenter.billing.models import Order, OrderState
from careercenter.config import Environment, Settings, UnsafeSettings
from careercenter.core import db, now
from tests.billing import stripe_spec
from tests.billing.stripe_server import KEY, StripeServer

SECRET = "whsec_contract"


class SandboxBuyer:
    """Presses the sandbox's buttons. Each step answers the body of the event that it causes, as the local
    Stripe's steps do."""

    secret: str

    def __init__(self, gateway: SandboxGateway) -> None:
        self.secret = gateway.webhook_secret

    def pay(self, session_id: str) -> str:
        return self._press(sandbox.pay, session_id)

    def pay_by_bank(self, session_id: str) -> str:
        return self._press(sandbox.pay_by_bank, session_id)

    def _press(self, step: Callable[..., None], session_id: str) -> str:
        row = sandbox.get_session(session_id)
        step(row)
        return db.session.query(SandboxEvent).filter_by(session_id=row.id).order_by(SandboxEvent.id).first().payload


@pytest.fixture(scope="module")
def stripe_server() -> Iterator[StripeServer]:
    server = StripeServer()
    yield server
    server.close()
    assert server.violations == []


@pytest.fixture
def stripe_settings(settings: Settings, stripe_server: StripeServer) -> Settings:
    return settings.model_copy(update={
        "stripe_secret_key": KEY, "stripe_webhook_secret": SECRET, "stripe_api_base": stripe_server.url})


@pytest.fixture
def use(app: Flask) -> Iterator[Callable[[PaymentGateway], None]]:
    """`use(gateway)` puts a gateway in the application's place for one."""
    before = app.extensions["gateway"]

    def put(gateway: PaymentGateway) -> None:
        app.extensions["gateway"] = gateway

    yield put
    app.extensions["gateway"] = before


@pytest.fixture(params=["sandbox", "stripe"])
def gateway(request: pytest.FixtureRequest, use: Any) -> PaymentGateway:
    if request.param == "stripe":
        opened: PaymentGateway = StripeGateway(request.getfixturevalue("stripe_settings"))
    else:
        opened = SandboxGateway(request.getfixturevalue("settings"))
    use(opened)
    return opened


@pytest.fixture
def buyer(gateway: PaymentGateway, request: pytest.FixtureRequest) -> Any:
    if isinstance(gateway, SandboxGateway):
        return SandboxBuyer(gateway)
    server = request.getfixturevalue("stripe_server")
    server.secret = SECRET
    return server


@pytest.fixture
def pending(gateway: PaymentGateway, order: Order) -> Order:
    """An order whose page the gateway under test opened."""
    return order


class TestContract:
    def test_a_page_is_opened_for_what_the_order_says(self, gateway, pending):
        session = gateway.find_session(pending.session_id)
        assert session is not None
        assert session.url == pending.checkout_url
        assert (session.status, session.payment_status) == ("open", "unpaid")
        assert session.order_public_id == pending.public_id
        assert (session.subtotal, session.total, session.currency) == (149_00, 149_00, "USD")
        assert session.expires_at == pending.expires_at

    def test_asked_again_it_is_the_same_page(self, gateway, pending):
        urls = {"success_url": f"http://localhost/billing/orders/{pending.public_id}",
                "cancel_url": f"http://localhost/billing/orders/{pending.public_id}/left"}
        assert gateway.create_checkout(pending, **urls).id == pending.session_id

    def test_another_order_is_another_page(self, gateway, pending, order_one):
        assert order_one().session_id != pending.session_id

    def test_an_unknown_session_is_none(self, gateway):
        assert gateway.find_session("cs_test_unknown") is None

    def test_a_paid_session_says_so_with_customer_and_payment(self, gateway, buyer, pending):
        buyer.pay(pending.session_id)
        session = gateway.find_session(pending.session_id)
        assert session is not None
        assert session.is_paid and session.url is None
        assert session.customer_id and session.payment_intent_id

    def test_a_submitted_session_is_not_paid_yet(self, gateway, buyer, pending):
        event = gateway.verify_webhook(*signed(buyer, buyer.pay_by_bank(pending.session_id)))
        assert event["data"]["object"]["payment_status"] == "unpaid"
        assert event["data"]["object"]["status"] == "complete"

    def test_an_open_page_can_be_closed(self, gateway, pending):
        assert gateway.expire_session(pending.session_id).status == "expired"
        assert gateway.find_session(pending.session_id).status == "expired"

    def test_a_paid_one_stays_paid(self, gateway, buyer, pending):
        buyer.pay(pending.session_id)
        assert gateway.expire_session(pending.session_id).status == "complete"

    def test_its_event_is_believed_and_another_s_is_not(self, gateway, buyer, pending):
        payload, header = signed(buyer, buyer.pay(pending.session_id))
        event = gateway.verify_webhook(payload, header)
        assert event["type"] == "checkout.session.completed"
        assert event["data"]["object"]["client_reference_id"] == pending.public_id
        for body, signature in [(payload + b" ", header), (payload, "t=1,v1=00"), (payload, ""),
                                (payload, signatures.sign(payload.decode(), "whsec_other"))]:
            with pytest.raises(BadSignature):
                gateway.verify_webhook(body, signature)
        with time_machine.travel(now() + timedelta(seconds=302)), pytest.raises(BadSignature):
            gateway.verify_webhook(payload, header)

    def test_its_event_pays_the_order(self, gateway, buyer, pending):
        webhooks.receive(*signed(buyer, buyer.pay(pending.session_id)))
        db.session.rollback()
        assert pending.state is OrderState.PAID
        assert ledger.balance(pending.employer_id) == 1

    def test_the_next_order_names_the_customer(self, gateway, buyer, pending, order_one):
        webhooks.receive(*signed(buyer, buyer.pay(pending.session_id)))
        order = order_one()
        assert order.customer_id
        assert gateway.find_session(order.session_id).customer_id == order.customer_id

    def test_what_no_webhook_told_reconciliation_finds(self, gateway, buyer, pending):
        buyer.pay(pending.session_id)
        reconcile.reconcile(after=timedelta())
        db.session.rollback()
        assert pending.state is OrderState.PAID

    def test_the_doctor_is_told_that_it_works(self, gateway):
        assert gateway.check()


def signed(buyer: Any, payload: str) -> tuple[bytes, str]:
    return payload.encode(), signatures.sign(payload, buyer.secret)


@pytest.fixture
def stripe(stripe_settings: Settings, use: Any) -> StripeGateway:
    opened = StripeGateway(stripe_settings)
    use(opened)
    return opened


class TestStripe:
    def test_is_told_all_that_it_needs(self, stripe, stripe_server, order_one, owner):
        order = order_one("pack-5", quantity=2)
        _, path, sent = stripe_server.requests[-1]
        assert path == "/v1/checkout/sessions"
        assert sent["mode"] == "payment"
        assert sent["client_reference_id"] == order.public_id
        assert sent["metadata"] == sent["payment_intent_data"]["metadata"] == {"order": order.public_id}
        assert sent["customer_email"] == owner.email
        assert sent["success_url"] == f"http://localhost/billing/orders/{order.public_id}"
        item, = sent["line_items"]
        assert item["quantity"] == 2
        assert item["price_data"]["unit_amount"] == 595_00
        assert item["price_data"]["product_data"]["tax_code"] == "txcd_20030000"
        assert sent["automatic_tax"] == {"enabled": False}

    def test_computes_tax_by_setting(self, stripe_settings, use, stripe_server, order_one):
        use(StripeGateway(stripe_settings.model_copy(update={"automatic_tax": True})))
        order_one()
        _, _, sent = stripe_server.requests[-1]
        assert sent["automatic_tax"] == {"enabled": True}
        assert sent["billing_address_collection"] == "required"

    def test_a_hiccup_is_tried_again_with_the_same_key(self, stripe, stripe_server, order_one, monkeypatch):
        monkeypatch.setattr("stripe._http_client.HTTPClient._sleep_time_seconds", lambda *_, **__: 0)
        stripe_server.failures = [500, 503]
        before = len(stripe_server.sessions)
        assert order_one().state is OrderState.AWAITING_PAYMENT
        assert len(stripe_server.sessions) == before + 1

    def test_being_down_is_said_in_words_and_loses_no_order(self, stripe, stripe_server, order_one, owner, monkeypatch):
        monkeypatch.setattr("stripe._http_client.HTTPClient._sleep_time_seconds", lambda *_, **__: 0)
        stripe_server.failures = [500, 500, 500]
        with pytest.raises(GatewayDown, match="nothing was charged"):
            order_one(key="k")
        order = order_one(key="k")
        assert order.state is OrderState.AWAITING_PAYMENT
        checkout.resume(order, by=owner)

    def test_a_key_that_stripe_refuses_is_a_gateway_that_is_down(self, stripe_settings, stripe_server):
        gateway = StripeGateway(stripe_settings.model_copy(update={"stripe_secret_key": "sk_test_wrong"}))
        with pytest.raises(GatewayDown):
            gateway.check()
        assert stripe_server.violations.pop() == "not signed in"

    def test_a_missing_webhook_secret_is_told_to_the_doctor(self, stripe_settings):
        gateway = StripeGateway(stripe_settings.model_copy(update={"stripe_webhook_secret": ""}))
        with pytest.raises(GatewayDown, match="STRIPE_WEBHOOK_SECRET"):
            gateway.check()
        with pytest.raises(BadSignature):
            gateway.verify_webhook(b'{"object": "event"}', signatures.sign('{"object": "event"}', ""))

    def test_its_receipt_is_linked_from_ours(self, stripe, stripe_server, order):
        stripe_server.secret = SECRET
        webhooks.receive(*signed(stripe_server, stripe_server.pay(order.session_id)))
        db.session.rollback()
        assert order.receipt_url.startswith("https://")

    def test_a_bank_that_refused_is_found_by_reconciliation(self, stripe, stripe_server, order):
        stripe_server.pay_by_bank(order.session_id)
        reconcile.reconcile(after=timedelta())
        assert order.state is OrderState.PROCESSING
        stripe_server.bank_refuses(order.session_id)
        reconcile.reconcile(after=timedelta())
        db.session.rollback()
        assert order.state is OrderState.FAILED


class TestSandbox:
    def test_refuses_to_start_in_production(self, settings):
        production = settings.model_copy(update={"environment": Environment.PRODUCTION})
        with pytest.raises(UnsafeSettings, match="STRIPE_SECRET_KEY"):
            open_gateway(production)

    def test_its_objects_have_stripe_s_shape(self, order):
        row = sandbox.get_session(order.session_id)
        for shape in (shapes.session(row, "http://localhost/"), shapes.charge(row),
                      shapes.payment_intent(row, "Your card was declined."),
                      shapes.event("charge.refunded", shapes.charge(row))):
            stripe_spec.check_object(shape["object"], shape)


class TestTheJudge:
    """The local server would notice what Stripe refuses."""

    CREATE = stripe_spec.find_operation("POST", "/v1/checkout/sessions")

    @pytest.mark.parametrize("body", [
        "modus=payment", "mode=paying", "expires_at=soon", "line_items[0][price_data][unit_amount]=1",
        "automatic_tax[enabled]=yes", "line_items[0][price_data][currency]=usd&line_items[0][colour]=red",
        "line_items[1][quantity]=1", "metadata=order", "invoice_creation[invoice_data][description]=x",
    ])
    def test_refuses(self, body):
        with pytest.raises(stripe_spec.Violation):
            stripe_spec.check_body(self.CREATE, body)

    def test_takes_what_is_right(self):
        assert stripe_spec.check_body(self.CREATE, "mode=payment&line_items[0][quantity]=2&metadata[a]=b") == {
            "mode": "payment", "line_items": [{"quantity": 2}], "metadata": {"a": "b"}}

    def test_knows_no_other_operations(self):
        with pytest.raises(stripe_spec.Violation):
            stripe_spec.find_operation("POST", "/v1/checkout/sessions/x/pay")
