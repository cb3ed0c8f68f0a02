"""Stripe Checkout Sessions, through Stripe's own SDK."""

from typing import TYPE_CHECKING, Any

from stripe import InvalidRequestError, RequestsClient, StripeClient

from careercenter.billing.gateways import signatures
from careercenter.billing.gateways.port import CheckoutSession, GatewayDown
from careercenter.billing.gateways.stripe_subscriptions import StripeSubscriptions
from careercenter.billing.gateways.telling import telling
from careercenter.billing.models import Order, OrderLine
from careercenter.config import Settings

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams, SessionCreateParamsLineItem

TIMEOUTS = (5, 20)
"""Seconds to connect, and to answer."""

RETRIES = 2

RECEIPT = ["payment_intent.latest_charge"]


class StripeGateway:
    """The port, by Stripe. The SDK pins the API's version; the key says whether money is real."""

    name = "stripe"

    def __init__(self, chosen: Settings) -> None:
        self._secret = chosen.stripe_webhook_secret
        self._computes_tax = chosen.automatic_tax
        self._stripe = StripeClient(
            chosen.stripe_secret_key, http_client=RequestsClient(timeout=TIMEOUTS),
            max_network_retries=RETRIES,
            base_addresses={"api": chosen.stripe_api_base} if chosen.stripe_api_base else {})
        self.subscriptions = StripeSubscriptions(self._stripe, computes_tax=chosen.automatic_tax)

    def create_checkout(self, order: Order, *, success_url: str, cancel_url: str) -> CheckoutSession:
        with telling("create a checkout session"):
            # The key is the order's, and all that is sent follows from its row: a retry says the same.
            session = self._stripe.v1.checkout.sessions.create(
                self._wish(order, success_url, cancel_url),
                {"idempotency_key": f"checkout:{order.public_id}"})
        return CheckoutSession.from_stripe(session.to_dict())

    def find_session(self, session_id: str) -> CheckoutSession | None:
        with telling("retrieve a checkout session"):
            try:
                session = self._stripe.v1.checkout.sessions.retrieve(session_id, {"expand": RECEIPT})
            except InvalidRequestError as error:
                if error.code == "resource_missing":
                    return None
                raise
        return CheckoutSession.from_stripe(session.to_dict())

    def expire_session(self, session_id: str) -> CheckoutSession:
        with telling("expire a checkout session"):
            try:
                session = self._stripe.v1.checkout.sessions.expire(session_id)
            except InvalidRequestError:  # only an open one can be expired
                session = self._stripe.v1.checkout.sessions.retrieve(session_id)
        return CheckoutSession.from_stripe(session.to_dict())

    def verify_webhook(self, payload: bytes, signature: str) -> dict[str, Any]:
        return signatures.verify(payload, signature, self._secret)

    def check(self) -> str:
        if not self._secret.startswith("whsec_"):
            raise GatewayDown("Set STRIPE_WEBHOOK_SECRET to the signing secret (whsec_…) of the endpoint "
                              "/billing/webhooks/stripe: without it no payment is ever confirmed.")
        with telling("list checkout sessions"):
            self._stripe.v1.checkout.sessions.list({"limit": 1})
        return "Stripe answers, and the webhook's secret is set"

    def _wish(self, order: Order, success_url: str, cancel_url: str) -> "SessionCreateParams":
        reference = {"order": order.public_id}
        wish: SessionCreateParams = {
            "mode": "payment",
            "client_reference_id": order.public_id,
            "line_items": [_line_item(line, order.currency) for line in order.lines],
            "metadata": reference,
            # Refunds and disputes tell of the payment alone, so that carries the order too.
            "payment_intent_data": {"metadata": reference, "description": f"CareerCenter order {order.number}"},
            "invoice_creation": {"enabled": True, "invoice_data": {"metadata": reference}},
            "automatic_tax": {"enabled": self._computes_tax},
            "tax_id_collection": {"enabled": True},
            "billing_address_collection": "required" if self._computes_tax else "auto",
            "expires_at": int(order.expires_at.timestamp()),
            "success_url": success_url,
            "cancel_url": cancel_url,
        }
        if order.customer_id:
            wish["customer"] = order.customer_id
            wish["customer_update"] = {"address": "auto", "name": "auto"}
        else:
            wish["customer_creation"] = "always"
            wish["customer_email"] = order.buyer_email
        return wish


def _line_item(line: OrderLine, currency: str) -> "SessionCreateParamsLineItem":
    return {
        "quantity": line.quantity,
        "price_data": {
            "currency": currency.lower(), "unit_amount": line.unit_amount, "tax_behavior": "exclusive",
            "product_data": {"name": line.name, "description": line.description, "tax_code": line.tax_code},
        },
    }
