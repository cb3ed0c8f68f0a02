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
    order_public_id: Mapped[str]
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
