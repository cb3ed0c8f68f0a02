"""What a buyer can do on the sandbox's page. Each step leaves the events that Stripe would send."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from careercenter.billing.gateways.sandbox import shapes
from careercenter.billing.gateways.sandbox.models import SandboxEvent, SandboxSession
from careercenter.core import AlreadyDone, NotFound, NotPossible, add_once, db, lock, now, transaction
from careercenter.web.links import absolute

BANK_DELAY = timedelta(seconds=20)
"""How long the sandbox's bank takes; a real one takes days."""

DECLINED = "Your card was declined."
CHALLENGE_FAILED = "We are unable to authenticate your payment method."


def find_session(session_id: str) -> SandboxSession | None:
    """A session by its id."""
    return db.session.scalars(select(SandboxSession).where(SandboxSession.public_id == session_id)).first()


def get_session(session_id: str) -> SandboxSession:
    """A session by its id.

    Raises:
        NotFound: there is none.
    """
    row = find_session(session_id)
    if row is None:
        raise NotFound("The sandbox knows no such checkout session.")
    return row


def open_once(row: SandboxSession) -> SandboxSession:
    """Keep a new session, or find the one that was asked for with the same key."""
    key = row.idempotency_key
    try:
        with transaction():
            add_once(row, "This session is open already.")
    except AlreadyDone:
        return db.session.scalars(select(SandboxSession).where(SandboxSession.idempotency_key == key)).one()
    return row


def page_url(row: SandboxSession) -> str:
    """The address of the payment page."""
    return absolute("sandbox.show", session_id=row.public_id)


def pay(row: SandboxSession) -> None:
    """Pay by card, or approve the bank's challenge."""
    with transaction():
        lock_open(row)
        row.status, row.payment_status, row.is_challenged = "complete", "paid", False
        _tell(row, "checkout.session.completed", shapes.session(row, page_url(row)))


def decline(row: SandboxSession, reason: str = DECLINED) -> None:
    """Have the bank refuse; the page stays open for another try."""
    with transaction():
        lock_open(row)
        row.declined_at, row.is_challenged = now(), False
        _tell(row, "payment_intent.payment_failed", shapes.payment_intent(row, reason))


def challenge(row: SandboxSession) -> None:
    """Have the bank ask the buyer to prove who she is (3-D Secure)."""
    with transaction():
        lock_open(row)
        row.is_challenged = True


def pay_by_bank(row: SandboxSession, *, arrives: bool = True) -> None:
    """Submit a payment that takes the bank a while, and then arrives or doesn't."""
    with transaction():
        lock_open(row)
        row.status = "complete"
        _tell(row, "checkout.session.completed", shapes.session(row, page_url(row)))
        row.payment_status = "paid" if arrives else "unpaid"
        word = "succeeded" if arrives else "failed"
        _tell(row, f"checkout.session.async_payment_{word}", shapes.session(row, page_url(row)), BANK_DELAY)


def expire(row: SandboxSession) -> None:
    """Close the page, if it is open."""
    with transaction():
        lock(row)
        if row.status == "open":
            row.status = "expired"
            _tell(row, "checkout.session.expired", shapes.session(row, page_url(row)))


def refund(row: SandboxSession, amount: int) -> None:
    """Give some of the money back, as somebody would in Stripe's dashboard."""
    with transaction():
        lock(row)
        if row.payment_status != "paid" or not 0 < amount <= row.subtotal - row.refunded:
            raise NotPossible("That much wasn't paid.")
        row.refunded += amount
        _tell(row, "charge.refunded", shapes.charge(row))


def expire_due() -> None:
    """Close the pages whose time is over."""
    due = db.session.scalars(select(SandboxSession).where(
        SandboxSession.status == "open", SandboxSession.expires_at <= now())).all()
    for row in due:
        expire(row)


def lock_open(row: SandboxSession) -> None:
    """Lock a page that is open; in the caller's transaction.

    Raises:
        NotPossible: it is closed.
    """
    lock(row)
    if row.status != "open" or row.expires_at <= now():
        raise NotPossible("This payment page is closed. Go back to CareerCenter to see your order.")


def _tell(row: SandboxSession, kind: str, about: dict[str, Any], delay: timedelta = timedelta()) -> None:
    payload = json.dumps(shapes.event(kind, about))
    db.session.add(SandboxEvent(session_id=row.id, type=kind, payload=payload, next_try_at=now() + delay))
