"""The contract of the subscriptions' side of a gateway: Stripe (against a local server that knows Stripe's
description) and the sandbox keep the same promises."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from careercenter.billing import webhooks
from careercenter.billing.gateways import signatures
from careercenter.billing.gateways.port import GatewayDown, PaymentGateway
from careercenter.billing.gateways.sandbox import checkout as sandbox_pages
from careercenter.billing.gateways.sandbox import subscription_shapes, subscriptions
from careercenter.billing.gateways.sandbox.gateway import SandboxGateway
from careercenter.billing.gateways.sandbox.models import SandboxEvent, SandboxSubscription
from careercenter.billing.gateways.stripe_gateway import StripeGateway
from careercenter.billing.gateways.subscribing import GatewaySubscription, Interval, PaymentRefused, Terms, Wish
from careercenter.config import Settings
from careercenter.core import Money, db, new_public_id, now
from careercenter.memberships import joining, managing, plans, queries
from careercenter.memberships.models import MembershipState
from tests.billing import stripe_spec
from tests.billing.stripe_server import KEY
from tests.memberships.conftest import pay, sandbox_of
from tests.memberships.stripe_server import SubscribingStripe

SECRET = "whsec_contract"
MONTHLY, YEARLY = Terms(Interval.MONTH, 19_00, "USD"), Terms(Interval.YEAR, 149_00, "USD")
URLS = {"success_url": "http://localhost/welcome", "cancel_url": "http://localhost/membership"}


class SandboxHands:
    """What happens in the sandbox; each step answers the body of its last event, as the local Stripe's do."""

    def __init__(self, gateway: SandboxGateway) -> None:
        self.secret = gateway.webhook_secret

    def subscribe(self, session_id: str) -> str:
        session = sandbox_pages.get_session(session_id)
        subscriptions.subscribe(session)
        return db.session.query(SandboxEvent).filter_by(type="checkout.session.completed",
                                                        session_id=session.id).one().payload

    def renew(self, name: str) -> str:
        return self._advance(name, subscriptions.WORKS)

    def miss(self, name: str) -> str:
        return self._advance(name, subscriptions.FAILS_AT_RENEWAL)

    def refuse_cards(self, name: str) -> None:
        subscriptions.set_card(subscriptions.get_subscription(name), subscriptions.FAILS_AT_RENEWAL)

    def email_of(self, customer_id: str) -> str:
        return db.session.query(SandboxSubscription).filter_by(customer_id=customer_id).one().email

    def _advance(self, name: str, card: str) -> str:
        row = subscriptions.get_subscription(name)
        subscriptions.set_card(row, card)
        subscriptions.advance(row)
        return db.session.query(SandboxEvent).order_by(SandboxEvent.id.desc()).first().payload


@pytest.fixture(scope="module")
def stripe_server() -> Iterator[SubscribingStripe]:
    server = SubscribingStripe()
    yield server
    server.close()
    assert server.violations == []


@pytest.fixture
def stripe(app: Flask, settings: Settings, stripe_server: SubscribingStripe) -> StripeGateway:
    return StripeGateway(settings.model_copy(update={
        "stripe_secret_key": KEY, "stripe_webhook_secret": SECRET, "stripe_api_base": stripe_server.url}))


@pytest.fixture(params=["sandbox", "stripe"])
def gateway(app: Flask, settings: Settings, request: pytest.FixtureRequest) -> Iterator[PaymentGateway]:
    before = app.extensions["gateway"]
    opened: PaymentGateway = (request.getfixturevalue("stripe") if request.param == "stripe"
                              else SandboxGateway(settings))
    app.extensions["gateway"] = opened
    yield opened
    app.extensions["gateway"] = before


@pytest.fixture
def hands(gateway: PaymentGateway, request: pytest.FixtureRequest) -> Any:
    if isinstance(gateway, SandboxGateway):
        return SandboxHands(gateway)
    server = request.getfixturevalue("stripe_server")
    server.secret = SECRET
    return server


def wish(terms: Terms = MONTHLY, **changes: Any) -> Wish:
    reference = new_public_id()
    return Wish(**{
        "reference": reference, "key": f"membership:{reference}:1", "email": "cora@example.com", "customer_id": None,
        "terms": terms, "trial_days": 0, "expires_at": (now() + timedelta(hours=12)).replace(microsecond=0), **changes})


@pytest.fixture
def subscribed(gateway: PaymentGateway, hands: Any) -> Callable[..., GatewaySubscription]:
    """`subscribed(YEARLY)` is a subscription that was just paid for."""
    def subscribe(terms: Terms = MONTHLY, **changes: Any) -> GatewaySubscription:
        session = gateway.subscriptions.open_checkout(wish(terms, **changes), **URLS)
        hands.subscribe(session.id)
        paid = gateway.find_session(session.id)
        assert paid is not None and paid.subscription_id
        return found(gateway, paid.subscription_id)
    return subscribe


def found(gateway: PaymentGateway, name: str) -> GatewaySubscription:
    there = gateway.subscriptions.find(name)
    assert there is not None
    return there


class TestContract:
    def test_a_page_is_opened_for_what_is_wished(self, gateway):
        wanted = wish()
        session = gateway.find_session(gateway.subscriptions.open_checkout(wanted, **URLS).id)
        assert (session.status, session.order_public_id, session.subscription_id) == ("open", wanted.reference, None)
        assert session.url and session.expires_at == wanted.expires_at

    def test_asked_again_it_is_the_same_page_and_another_wish_another(self, gateway):
        wanted = wish()
        first = gateway.subscriptions.open_checkout(wanted, **URLS)
        assert gateway.subscriptions.open_checkout(wanted, **URLS).id == first.id
        assert gateway.subscriptions.open_checkout(wish(), **URLS).id != first.id

    def test_a_page_can_be_closed(self, gateway):
        session = gateway.subscriptions.open_checkout(wish(), **URLS)
        assert gateway.expire_session(session.id).status == "expired"

    def test_paying_makes_a_subscription(self, gateway, subscribed):
        there = subscribed()
        assert (there.status, there.terms, there.trial_end) == ("active", MONTHLY, None)
        assert there.reference and there.customer_id and there.cancel_at is None
        assert (there.card_brand, there.card_last4) == ("visa", "4242")
        assert timedelta(days=27) < there.period_end - now() < timedelta(days=32)

    def test_a_trial_is_free_and_ends(self, gateway, subscribed):
        there = subscribed(YEARLY, trial_days=7)
        assert (there.status, there.period_end) == ("trialing", there.trial_end)
        assert timedelta(days=6, hours=23) < there.trial_end - now() <= timedelta(days=7)
        assert [(each.total, each.paid) for each in gateway.subscriptions.list_invoices(there)] == [(0, 0)]

    def test_a_known_customer_stays_the_same(self, gateway, subscribed):
        first = subscribed()
        assert subscribed(customer_id=first.customer_id).customer_id == first.customer_id

    def test_an_unknown_subscription_is_none(self, gateway):
        assert gateway.subscriptions.find("sub_unknown") is None

    def test_invoices_tell_what_was_paid(self, gateway, subscribed):
        invoice, = gateway.subscriptions.list_invoices(subscribed())
        assert (invoice.status, invoice.reason, invoice.paid, invoice.currency) == (
            "paid", "subscription_create", 19_00, "USD")
        assert invoice.payment_intent_id and invoice.number and invoice.hosted_url

    def test_a_renewal_is_another_invoice(self, gateway, hands, subscribed):
        before = subscribed()
        hands.renew(before.id)
        assert found(gateway, before.id).status == "active"
        assert [each.reason for each in gateway.subscriptions.list_invoices(before)] == [
            "subscription_cycle", "subscription_create"]

    def test_a_refused_renewal_begins_its_period_unpaid(self, gateway, hands, subscribed):
        before = subscribed()
        hands.miss(before.id)
        after = found(gateway, before.id)
        assert after.status == "past_due" and abs(after.period_start - now()) < timedelta(minutes=1)
        invoice = gateway.subscriptions.list_invoices(after)[0]
        assert (invoice.status, invoice.paid, invoice.attempts) == ("open", 0, 1)
        assert invoice.next_attempt_at > now()

    def test_it_ends_with_its_period_or_not_after_all(self, gateway, subscribed):
        there = subscribed()
        gateway.subscriptions.set_renewal(there.id, renews=False)
        assert found(gateway, there.id).cancel_at == there.period_end
        gateway.subscriptions.set_renewal(there.id, renews=True)
        assert found(gateway, there.id).cancel_at is None

    def test_it_ends_at_once_and_stays_so(self, gateway, subscribed):
        there = subscribed()
        for _ in range(2):
            gateway.subscriptions.end(there.id)
        after = found(gateway, there.id)
        assert after.status == "canceled" and after.ended_at

    def test_a_switch_costs_what_its_preview_said(self, gateway, subscribed):
        there, at = subscribed(), now().replace(microsecond=0)
        cost = gateway.subscriptions.preview_switch(there, YEARLY, at=at)
        assert Money(130_00) <= cost < Money(131_00), "nearly all of the month is left"
        gateway.subscriptions.switch(there, YEARLY, at=at, key="switch")
        after = found(gateway, there.id)
        assert after.terms == YEARLY and after.period_end - now() > timedelta(days=364)
        invoice = gateway.subscriptions.list_invoices(after)[0]
        assert (invoice.reason, invoice.total, invoice.paid) == ("subscription_update", cost.amount, cost.amount)

    def test_a_switch_down_is_credited(self, gateway, subscribed):
        there, at = subscribed(YEARLY), now().replace(microsecond=0)
        assert gateway.subscriptions.preview_switch(there, MONTHLY, at=at) <= Money(-129_00)
        gateway.subscriptions.switch(there, MONTHLY, at=at, key="switch down")
        invoice = gateway.subscriptions.list_invoices(found(gateway, there.id))[0]
        assert (invoice.total < 0, invoice.paid) == (True, 0)
        assert found(gateway, there.id).credit == -invoice.total and there.credit == 0

    def test_a_switch_in_the_trial_is_free(self, gateway, subscribed):
        there, at = subscribed(trial_days=7), now().replace(microsecond=0)
        assert gateway.subscriptions.preview_switch(there, YEARLY, at=at) == Money(0)
        gateway.subscriptions.switch(there, YEARLY, at=at, key="switch trial")
        after = found(gateway, there.id)
        assert (after.status, after.terms, after.trial_end) == ("trialing", YEARLY, there.trial_end)

    def test_a_switch_that_the_bank_refuses_changes_nothing(self, gateway, hands, subscribed):
        there = subscribed()
        hands.refuse_cards(there.id)
        with pytest.raises(PaymentRefused, match="declined"):
            gateway.subscriptions.switch(there, YEARLY, at=now().replace(microsecond=0), key="switch refused")
        assert found(gateway, there.id).terms == MONTHLY
        assert len(gateway.subscriptions.list_invoices(there)) == 1

    def test_the_portal_has_an_address(self, gateway, subscribed):
        there = subscribed()
        address = gateway.subscriptions.open_portal(there.customer_id, return_url="http://localhost/account/membership")
        assert address.startswith("http")

    def test_receipts_go_to_another_address(self, gateway, hands, subscribed):
        there = subscribed()
        gateway.subscriptions.set_email(there.customer_id, "new@example.com")
        assert hands.email_of(there.customer_id) == "new@example.com"

    def test_money_goes_back_once_for_each_key_and_never_too_much(self, gateway, subscribed):
        there = subscribed()
        invoice, = gateway.subscriptions.list_invoices(there)
        for _ in range(2):
            gateway.subscriptions.refund(invoice.payment_intent_id, 5_00, key=f"refund:{there.id}")
        assert gateway.subscriptions.list_invoices(there)[0].refunded == 5_00
        with pytest.raises(PaymentRefused):
            gateway.subscriptions.refund(invoice.payment_intent_id, 15_00, key=f"refund too much:{there.id}")

    def test_its_events_make_a_member_and_carry_her_through(self, gateway, hands, coder):
        plans.seed()
        row = joining.start("monthly", by=coder)
        self._hear(hands, hands.subscribe(row.session_id))
        assert row.state is MembershipState.TRIALING and queries.entitled_until(coder.id)
        self._hear(hands, hands.renew(row.gateway_id))
        assert row.state is MembershipState.ACTIVE
        self._hear(hands, hands.miss(row.gateway_id))
        assert row.state is MembershipState.PAST_DUE and row.is_entitled
        managing.cancel(row, by=coder)
        assert row.state is MembershipState.ENDED

    def _hear(self, hands: Any, payload: str) -> None:
        webhooks.receive(payload.encode(), signatures.sign(payload, hands.secret))
        db.session.rollback()


class TestStripe:
    def test_is_told_all_that_it_needs(self, stripe, stripe_server):
        wanted = wish(trial_days=7)
        stripe.subscriptions.open_checkout(wanted, **URLS)
        _, path, sent = stripe_server.requests[-1]
        assert path == "/v1/checkout/sessions"
        assert (sent["mode"], sent["client_reference_id"]) == ("subscription", wanted.reference)
        assert sent["subscription_data"] == {"metadata": {"membership": wanted.reference}, "trial_period_days": 7}
        assert sent["line_items"] == [{"quantity": 1, "price_data": {
            "currency": "usd", "product": "careercenter-membership", "unit_amount": 19_00, "tax_behavior": "exclusive",
            "recurring": {"interval": "month"}}}]
        assert sent["payment_method_collection"] == "always"

    def test_its_product_is_made_once_and_found_by_the_next_process(self, settings, stripe_server):
        for _ in range(2):
            StripeGateway(settings.model_copy(update={
                "stripe_secret_key": KEY, "stripe_api_base": stripe_server.url})
            ).subscriptions.open_checkout(wish(), **URLS)
        assert stripe_server.products == {"careercenter-membership"}

    def test_what_was_canceled_for_a_date_goes_on_after_all(self, stripe, stripe_server):
        session = stripe.subscriptions.open_checkout(wish(), **URLS)
        stripe_server.subscribe(session.id)
        name = stripe.find_session(session.id).subscription_id
        at = stripe.subscriptions.find(name).period_end - timedelta(days=2)
        stripe_server.cancel_for_a_date(name, int(at.timestamp()))
        assert stripe.subscriptions.find(name).cancel_at == at
        stripe.subscriptions.set_renewal(name, renews=True)
        assert stripe.subscriptions.find(name).cancel_at is None

    def test_its_pages_may_be_gone_to_from_a_form_of_ours(self, visit):
        policy = visit("/sign-in").response.headers["Content-Security-Policy"]
        rule = next(rule for rule in policy.split(";") if rule.strip().startswith("form-action"))
        assert {"https://checkout.stripe.com", "https://billing.stripe.com"} <= set(rule.split())

    def test_a_page_whose_answer_was_lost_is_opened_from_another_page_of_ours(
            self, app, stripe, price_list, coder, monkeypatch):
        monkeypatch.setitem(app.extensions, "gateway", stripe)
        opens = stripe.subscriptions.open_checkout

        def lose_the_answer(*asked, **how):
            opens(*asked, **how)
            raise GatewayDown("The line broke.")

        with monkeypatch.context() as broken:
            broken.setattr(stripe.subscriptions, "open_checkout", lose_the_answer)
            with pytest.raises(GatewayDown):
                joining.start("monthly", by=coder, return_to="/codes/icd10cm/E11.40")

        row = joining.start("monthly", by=coder, return_to="/codes/icd10cm/E11.9")
        assert row.checkout_url and row.return_to == "/codes/icd10cm/E11.9"

    def test_being_down_is_said_in_words(self, stripe, stripe_server, monkeypatch):
        monkeypatch.setattr("stripe._http_client.HTTPClient._sleep_time_seconds", lambda *_, **__: 0)
        stripe_server.failures = [500, 500, 500]
        with pytest.raises(GatewayDown, match="nothing was charged"):
            stripe.subscriptions.find("sub_any")


def test_the_sandbox_s_objects_have_stripe_s_shape(opening):
    pay(opening)
    row = sandbox_of(opening)
    subscriptions.advance(row)
    paid = next(each for each in subscriptions.list_invoices(row) if each.paid)
    for shape in (subscription_shapes.subscription(row), subscription_shapes.invoice(paid, row, "http://localhost/"),
                  subscription_shapes.charge(paid, row), subscription_shapes.dispute(paid, row, "needs_response")):
        stripe_spec.check_object(shape["object"], shape)
