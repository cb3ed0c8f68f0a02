"""What the gateway tells us: checked, stored once, answered at once, then made true from the stored row."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import select

from careercenter.billing import fulfillment
from careercenter.billing.fulfillment import TooEarly
from careercenter.billing.gateways import gateway
from careercenter.billing.gateways.port import CheckoutSession, id_of
from careercenter.billing.models import WebhookEvent
from careercenter.core import AlreadyDone, add_once, db, lock, now, transaction
from careercenter.tasks import every, task
from careercenter.tasks.claims import back_off

PATIENCE = timedelta(days=3)
"""How long an event may wait for the one that it follows. Stripe itself retries as long."""

Claim = Callable[[str, dict[str, Any]], str | None]

_claims: list[Claim] = []

log = structlog.get_logger()


def register(claim: Claim) -> None:
    """Ask this function first about each event, by its type and object: it tells in words what it made of it, or
    None if the event isn't its business. It runs in the transaction that marks the event as processed."""
    if claim not in _claims:
        _claims.append(claim)


def receive(payload: bytes, signature: str) -> None:
    """Take a webhook's body. Whatever its type, it is stored; one that comes again changes nothing.

    Raises:
        BadSignature: it isn't the gateway's; nothing is stored.
    """
    event = gateway.verify_webhook(payload, signature)
    row = WebhookEvent(event_id=event["id"], type=event["type"], payload=event,
                       sent_at=datetime.fromtimestamp(event["created"], UTC))
    try:
        with transaction():
            add_once(row, "This event is stored already.")
    except AlreadyDone:
        return
    try:
        process.later(row.id)
    except Exception:  # the schedule finds the row
        if current_app.testing:
            raise
        log.exception("the queue is out of reach; the schedule processes the event")


@task
def process(row_id: int) -> None:
    """Make true what a stored event says, once; a failure is tried again later."""
    try:
        with transaction():
            row = db.session.get_one(WebhookEvent, row_id)
            lock(row)
            if row.processed_at is None:
                row.attempts += 1
                row.outcome = _make_true(row)
                row.processed_at, row.last_error = now(), None
    except Exception as error:
        _postpone(row_id, error)


@every(seconds=5)
def process_due() -> None:
    """Process what a crash or a failure left behind, oldest first."""
    due = db.session.scalars(
        select(WebhookEvent.id)
        .where(WebhookEvent.processed_at.is_(None), WebhookEvent.next_try_at <= now())
        .order_by(WebhookEvent.sent_at, WebhookEvent.id)).all()
    for row_id in due:
        process(row_id)


def _postpone(row_id: int, error: Exception) -> None:
    if not isinstance(error, TooEarly):
        log.error("a webhook event failed", webhook_event=row_id, exc_info=error)
    with transaction():
        row = db.session.get_one(WebhookEvent, row_id)
        lock(row)
        row.attempts += 1
        row.next_try_at = now() + back_off(row.attempts)
        row.last_error = type(error).__name__


def _make_true(row: WebhookEvent) -> str:
    for claim in _claims:
        if (outcome := claim(row.type, row.payload["data"]["object"])) is not None:
            return outcome
    handler = HANDLERS.get(row.type)
    if handler is None:
        return "kept"
    try:
        return handler(row.payload["data"]["object"], row.sent_at)
    except TooEarly:
        if now() - row.received_at < PATIENCE:
            raise
        return fulfillment.UNKNOWN_ORDER


def _session_moved(about: dict[str, Any], _at: datetime) -> str:
    return fulfillment.follow(CheckoutSession.from_stripe(about))


def _session_failed(about: dict[str, Any], _at: datetime) -> str:
    return fulfillment.fail(CheckoutSession.from_stripe(about))


def _declined(about: dict[str, Any], at: datetime) -> str:
    error = about.get("last_payment_error") or {}
    return fulfillment.decline(about["metadata"].get("order"), error.get("message") or "The payment failed.",
                               at=at)


def _refunded(about: dict[str, Any], _at: datetime) -> str:
    return fulfillment.refund(id_of(about.get("payment_intent")), about["metadata"].get("order"),
                              about["amount_refunded"])


def _disputed(about: dict[str, Any], _at: datetime) -> str:
    return fulfillment.dispute(id_of(about.get("payment_intent")), about["status"], about["amount"])


HANDLERS: dict[str, Callable[[dict[str, Any], datetime], str]] = {
    "checkout.session.completed": _session_moved,
    "checkout.session.async_payment_succeeded": _session_moved,
    "checkout.session.async_payment_failed": _session_failed,
    "checkout.session.expired": _session_moved,
    "payment_intent.payment_failed": _declined,
    "charge.refunded": _refunded,
    "charge.dispute.created": _disputed,
    "charge.dispute.updated": _disputed,
    "charge.dispute.closed": _disputed,
}
"""What each type of event means to us; the others are kept and acknowledged."""
