"""What the shop asks of a payment gateway, in Stripe's words: a checkout session is a hosted payment page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from careercenter.billing.models import Order
from careercenter.core import DomainError

if TYPE_CHECKING:
    from careercenter.billing.gateways.subscribing import SubscriptionGateway

TOLERANCE = 300
"""Seconds that a webhook's signature stays good (docs.stripe.com/webhooks/signature)."""


class GatewayDown(DomainError):
    """The gateway didn't answer, or not in a way that helps."""

    status = 503


class BadSignature(DomainError):
    """The event wasn't signed with our secret, or too long ago."""


@dataclass(frozen=True)
class CheckoutSession:
    """A hosted payment page, as the gateway tells of it."""

    id: str
    url: str | None  # while it is open
    status: str | None  # open, complete, expired
    payment_status: str  # paid, unpaid, no_payment_required
    order_public_id: str | None
    currency: str  # upper case
    subtotal: int  # minor units
    tax: int
    total: int
    expires_at: datetime
    customer_id: str | None
    payment_intent_id: str | None
    has_failed: bool  # submitted, but the bank refused in the end
    receipt_url: str | None
    subscription_id: str | None  # what a page of mode `subscription` has made

    @property
    def is_paid(self) -> bool:
        return self.status == "complete" and self.payment_status in ("paid", "no_payment_required")

    @classmethod
    def from_stripe(cls, data: Mapping[str, Any]) -> "CheckoutSession":
        """The session of a `checkout.session` object, with its payment intent expanded or not."""
        intent = data.get("payment_intent")
        return cls(
            id=data["id"], url=data.get("url"), status=data.get("status"),
            payment_status=data["payment_status"], order_public_id=data.get("client_reference_id"),
            currency=(data.get("currency") or "").upper(), subtotal=data.get("amount_subtotal") or 0,
            tax=(data.get("total_details") or {}).get("amount_tax") or 0, total=data.get("amount_total") or 0,
            expires_at=datetime.fromtimestamp(data["expires_at"], UTC),
            customer_id=id_of(data.get("customer")), payment_intent_id=id_of(intent),
            has_failed=data.get("status") == "complete" and _is_refused(intent),
            receipt_url=_receipt_of(intent), subscription_id=id_of(data.get("subscription")))


def id_of(reference: Any) -> str | None:
    """The id of what Stripe gives as an id, as a whole object where it is expanded, or not at all."""
    return reference["id"] if isinstance(reference, Mapping) else reference


def _is_refused(intent: Any) -> bool:
    # Known only where the payment intent is expanded; docs.stripe.com/payments/paymentintents/lifecycle
    return isinstance(intent, Mapping) and intent.get("status") in ("requires_payment_method", "canceled")


def _receipt_of(intent: Any) -> str | None:
    charge = intent.get("latest_charge") if isinstance(intent, Mapping) else None
    return charge.get("receipt_url") if isinstance(charge, Mapping) else None


class PaymentGateway(Protocol):
    """Takes money. It is never called inside a transaction. Any method may raise GatewayDown."""

    name: str

    @property
    def subscriptions(self) -> "SubscriptionGateway":
        """Its other half: what renews itself."""
        ...

    def create_checkout(self, order: Order, *, success_url: str, cancel_url: str) -> CheckoutSession:
        """Open a payment page for an order. Asked again for the same order, it is the same page."""
        ...

    def find_session(self, session_id: str) -> CheckoutSession | None:
        """The session as it is now, with its receipt's address if there is one."""
        ...

    def expire_session(self, session_id: str) -> CheckoutSession:
        """Close an open payment page; one that isn't open stays as it is. The session as it is then."""
        ...

    def verify_webhook(self, payload: bytes, signature: str) -> dict[str, Any]:
        """The event of a webhook's body (Stripe's `event` object).

        Raises:
            BadSignature: it isn't the gateway's, or its signature is older than TOLERANCE.
        """
        ...

    def check(self) -> str:
        """Whether the gateway can be used, in words; for the doctor."""
        ...
