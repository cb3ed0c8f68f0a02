"""What the sandbox remembers; Stripe would keep it on its side."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now


class SandboxSession(Model):
    """A checkout session of the sandbox."""

    __tablename__ = "sandbox_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)  # cs_sandbox_...
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    order_public_id: Mapped[str]  # or that of a membership, in mode `subscription`
    mode: Mapped[str] = mapped_column(default="payment")  # payment, subscription
    interval: Mapped[str | None]  # of a subscription: month, year
    trial_days: Mapped[int] = mapped_column(default=0)
    subscription_id: Mapped[str | None]  # what it has made: sub_sandbox_...
    lines: Mapped[list[dict[str, Any]]]  # name, quantity, unit_amount: what the page shows
    currency: Mapped[str]  # upper case
    subtotal: Mapped[int]  # minor units
    customer_id: Mapped[str]
    payment_intent_id: Mapped[str]
    email: Mapped[str]
    success_url: Mapped[str]
    cancel_url: Mapped[str]
    status: Mapped[str] = mapped_column(default="open")  # open, complete, expired
    payment_status: Mapped[str] = mapped_column(default="unpaid")
    is_challenged: Mapped[bool] = mapped_column(default=False)  # the bank waits for the buyer (3-D Secure)
    declined_at: Mapped[datetime | None]
    refunded: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class SandboxSubscription(Model):
    """A subscription of the sandbox, with the customer whose only one it is."""

    __tablename__ = "sandbox_subscriptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)  # sub_sandbox_...
    session_id: Mapped[int] = mapped_column(ForeignKey("sandbox_sessions.id"), unique=True)
    reference: Mapped[str]  # whose membership it is
    customer_id: Mapped[str] = mapped_column(index=True)
    email: Mapped[str]
    status: Mapped[str]  # trialing, active, past_due, canceled
    interval: Mapped[str]
    amount: Mapped[int]  # minor units
    currency: Mapped[str]  # upper case
    credit: Mapped[int] = mapped_column(default=0)  # minor units that pay for the next invoices
    card: Mapped[str]  # the last four of a test card
    period_start: Mapped[datetime]
    period_end: Mapped[datetime]
    trial_end: Mapped[datetime | None]
    cancel_at_period_end: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]
    portal_return_url: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)


class SandboxInvoice(Model):
    """An invoice of the sandbox, with its payment."""

    __tablename__ = "sandbox_invoices"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)  # in_sandbox_...
    subscription_id: Mapped[int] = mapped_column(ForeignKey("sandbox_subscriptions.id"), index=True)
    reason: Mapped[str]  # subscription_create, subscription_cycle, subscription_update
    status: Mapped[str] = mapped_column(default="open")  # open, paid
    total: Mapped[int]  # minor units; below nothing for what is credited
    due: Mapped[int]  # what the card pays, after a credit
    paid: Mapped[int] = mapped_column(default=0)
    refunded: Mapped[int] = mapped_column(default=0)
    refund_keys: Mapped[list[str]] = mapped_column(default=list)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    made_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def payment_intent_id(self) -> str:
        return f"pi_{self.public_id.removeprefix('in_')}"


class SandboxEvent(Model):
    """An event that the sandbox sends, until the endpoint took it."""

    __tablename__ = "sandbox_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sandbox_sessions.id"), index=True)
    type: Mapped[str]
    payload: Mapped[str]  # the body to the byte: it is signed when it is sent
    created_at: Mapped[datetime] = mapped_column(default=now)
    next_try_at: Mapped[datetime] = mapped_column(default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[datetime | None]
