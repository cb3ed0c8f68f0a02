"""What memberships ask of a payment gateway, in Stripe's words: a subscription renews itself and sends invoices."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

from careercenter.billing.gateways.port import CheckoutSession, id_of
from careercenter.core import DomainError, Money


class Interval(StrEnum):
    """How long one payment lasts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class PaymentRefused(DomainError):
    """The bank refused a payment that a change needs; nothing has changed."""

    status = 402


@dataclass(frozen=True)
class Terms:
    """What is paid, again and again."""

    interval: Interval
    amount: int  # minor units, before tax
    currency: str  # upper case

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)


@dataclass(frozen=True)
class Wish:
    """A subscription that somebody wants, before the gateway knows of it."""

    reference: str  # our own id of it; the gateway gives it back with everything that it tells
    key: str  # asked again with the same key, it is the same page
    email: str
    customer_id: str | None  # of a person whom the gateway knows
    terms: Terms
    trial_days: int
    expires_at: datetime  # of the payment page


@dataclass(frozen=True)
class GatewaySubscription:
    """A subscription, as the gateway tells of it now."""

    id: str
    status: str  # incomplete, incomplete_expired, trialing, active, past_due, unpaid, paused, canceled
    reference: str | None
    customer_id: str
    terms: Terms
    item_id: str
    product_id: str
    period_start: datetime
    period_end: datetime
    trial_end: datetime | None
    cancel_at: datetime | None  # the moment at which it won't be renewed
    ended_at: datetime | None
    card_brand: str | None
    card_last4: str | None
    credit: int = 0  # minor units that the customer has to her credit: they pay the next invoices

    @classmethod
    def from_stripe(cls, data: Mapping[str, Any]) -> "GatewaySubscription":
        """The subscription of a `subscription` object; its payment method is known where it is expanded, and what is to
        her credit where the customer is."""
        item = data["items"]["data"][0]
        price, end = item["price"], _moment(item["current_period_end"])
        card = _card_of(data)
        return cls(
            id=data["id"], status=data["status"], reference=(data.get("metadata") or {}).get("membership"),
            customer_id=id_of(data["customer"]) or "", item_id=item["id"], product_id=id_of(price["product"]) or "",
            terms=Terms(Interval(price["recurring"]["interval"]), price["unit_amount"], price["currency"].upper()),
            period_start=_moment(item["current_period_start"]), period_end=end,
            trial_end=_moment_or_none(data.get("trial_end")),
            cancel_at=end if data.get("cancel_at_period_end") else _moment_or_none(data.get("cancel_at")),
            ended_at=_moment_or_none(data.get("ended_at")),
            card_brand=card.get("brand"), card_last4=card.get("last4"),
            credit=_credit_of(data["customer"]))


@dataclass(frozen=True)
class GatewayInvoice:
    """What was asked for a period, and what came of it."""

    id: str
    number: str | None
    status: str  # draft, open, paid, void, uncollectible
    reason: str  # subscription_create, subscription_cycle, subscription_update ...
    currency: str  # upper case
    total: int  # minor units; below nothing for what is credited
    tax: int
    paid: int  # what came in, without what a credit paid
    refunded: int
    attempts: int
    made_at: datetime
    next_attempt_at: datetime | None
    payment_intent_id: str | None
    hosted_url: str | None
    pdf_url: str | None

    @classmethod
    def from_stripe(cls, data: Mapping[str, Any], charges: Mapping[str, Mapping[str, Any]]) -> "GatewayInvoice":
        """The invoice of an `invoice` object with its payments; `charges` are the customer's, by payment intent."""
        payments = (data.get("payments") or {}).get("data") or []
        intents = [id_of(payment["payment"].get("payment_intent")) for payment in payments]
        known = [intent for intent in intents if intent]
        return cls(
            id=data["id"], number=data.get("number"), status=data.get("status") or "draft",
            reason=data.get("billing_reason") or "manual", currency=data["currency"].upper(),
            total=data["total"], tax=sum(tax["amount"] for tax in data.get("total_taxes") or ()),
            paid=data["amount_paid"],
            refunded=sum(charges[intent]["amount_refunded"] for intent in known if intent in charges),
            attempts=data["attempt_count"], made_at=_moment(data["created"]),
            next_attempt_at=_moment_or_none(data.get("next_payment_attempt")),
            payment_intent_id=known[-1] if known else None,
            hosted_url=data.get("hosted_invoice_url"), pdf_url=data.get("invoice_pdf"))


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _moment_or_none(seconds: int | None) -> datetime | None:
    return _moment(seconds) if seconds is not None else None


def later(at: datetime, interval: Interval, times: int = 1) -> datetime:
    """So many intervals later: the same day of a month or year, or the last one of a shorter month."""
    if interval in (Interval.DAY, Interval.WEEK):
        return at + times * timedelta(days=7 if interval is Interval.WEEK else 1)
    months = at.year * 12 + at.month - 1 + times * (12 if interval is Interval.YEAR else 1)
    year, month = divmod(months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, calendar.monthrange(year, month + 1)[1]))


def _credit_of(customer: Any) -> int:
    # A balance below nothing is to her credit (docs.stripe.com/billing/customer/balance).
    return max(-(customer.get("balance") or 0), 0) if isinstance(customer, Mapping) else 0


def _card_of(subscription: Mapping[str, Any]) -> Mapping[str, Any]:
    customer = subscription.get("customer")
    kept = customer.get("invoice_settings") if isinstance(customer, Mapping) else None
    for method in (subscription.get("default_payment_method"), (kept or {}).get("default_payment_method")):
        if isinstance(method, Mapping) and method.get("card"):
            return method["card"]
    return {}


class SubscriptionGateway(Protocol):
    """Takes money again and again. It is never called inside a transaction. Any method may raise GatewayDown."""

    def open_checkout(self, wish: Wish, *, success_url: str, cancel_url: str) -> CheckoutSession:
        """Open a payment page for a subscription. It is found, and closed, like any other checkout session."""
        ...

    def find(self, subscription_id: str) -> GatewaySubscription | None:
        """The subscription as it is now."""
        ...

    def list_invoices(self, subscription: GatewaySubscription) -> list[GatewayInvoice]:
        """Its invoices, the newest first; a hundred at most."""
        ...

    def set_renewal(self, subscription_id: str, *, renews: bool) -> None:
        """Have it end with its period, or not after all."""
        ...

    def end(self, subscription_id: str) -> None:
        """End it at once, without giving money back. One that has ended stays so."""
        ...

    def preview_switch(self, subscription: GatewaySubscription, to: Terms, *, at: datetime) -> Money:
        """What a switch at this moment costs at once; below nothing, what it credits to the next invoices."""
        ...

    def switch(self, subscription: GatewaySubscription, to: Terms, *, at: datetime, key: str) -> None:
        """Change what is paid from now on. What is left of the period is set off, and the rest is charged now.

        Raises:
            PaymentRefused: the bank did; nothing has changed.
        """
        ...

    def open_portal(self, customer_id: str, *, return_url: str) -> str:
        """The address of a page of the gateway where the customer sees her cards and invoices."""
        ...

    def set_email(self, customer_id: str, email: str) -> None:
        """Send receipts to another address from now on."""
        ...

    def refund(self, payment_intent_id: str, amount: int, *, key: str) -> None:
        """Give some of a payment back, in minor units; once for each key.

        Raises:
            PaymentRefused: it can't be given back, such as more than was paid.
        """
        ...
