"""The port, by rows of our own database."""

import hashlib
from typing import Any

from careercenter.billing.gateways import signatures
from careercenter.billing.gateways.port import CheckoutSession
from careercenter.billing.gateways.sandbox import checkout, shapes
from careercenter.billing.gateways.sandbox.models import SandboxSession
from careercenter.billing.gateways.sandbox.subscription_gateway import SandboxSubscriptions
from careercenter.billing.models import Order
from careercenter.config import Settings, UnsafeSettings
from careercenter.core import new_public_id


class SandboxGateway:
    """Takes no real money, and never runs in production."""

    name = "sandbox"

    def __init__(self, chosen: Settings) -> None:
        if chosen.is_production:
            raise UnsafeSettings("Set STRIPE_SECRET_KEY: the sandbox gateway takes no real money.")
        digest = hashlib.sha256(f"sandbox webhooks {chosen.signing_key()}".encode()).hexdigest()
        self.webhook_secret = f"whsec_{digest}"
        self.subscriptions = SandboxSubscriptions()

    def create_checkout(self, order: Order, *, success_url: str, cancel_url: str) -> CheckoutSession:
        token = new_public_id()
        row = checkout.open_once(SandboxSession(
            public_id=f"cs_sandbox_{token}", idempotency_key=f"checkout:{order.public_id}",
            order_public_id=order.public_id, currency=order.currency, subtotal=order.subtotal,
            lines=[{"name": line.name, "quantity": line.quantity, "unit_amount": line.unit_amount}
                   for line in order.lines],
            customer_id=order.customer_id or f"cus_sandbox_{token}", payment_intent_id=f"pi_sandbox_{token}",
            email=order.buyer_email, success_url=success_url, cancel_url=cancel_url,
            expires_at=order.expires_at))
        return _as_session(row)

    def find_session(self, session_id: str) -> CheckoutSession | None:
        row = checkout.find_session(session_id)
        return _as_session(row) if row else None

    def expire_session(self, session_id: str) -> CheckoutSession:
        row = checkout.get_session(session_id)
        checkout.expire(row)
        return _as_session(row)

    def verify_webhook(self, payload: bytes, signature: str) -> dict[str, Any]:
        return signatures.verify(payload, signature, self.webhook_secret)

    def check(self) -> str:
        return "the sandbox takes no real money; set STRIPE_SECRET_KEY to take some"


def _as_session(row: SandboxSession) -> CheckoutSession:
    return CheckoutSession.from_stripe(shapes.session(row, checkout.page_url(row)))
