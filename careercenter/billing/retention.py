"""What billing forgets of people, and when; docs/adr/0012 says why."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from careercenter.accounts.models import User
from careercenter.billing.gateways.port import id_of
from careercenter.billing.models import WAITING, Order, WebhookEvent
from careercenter.core import db, now, transaction
from careercenter.tasks import every

READABLE = timedelta(days=90)
"""How long an event can be looked up as the gateway sent it: longer than most disputes take to be opened."""

KEPT = ("id", "object", "created", "livemode", "status", "payment_status", "amount", "amount_total", "amount_subtotal",
        "amount_refunded", "currency", "payment_intent", "client_reference_id")
"""What is kept of an event's object: what the books can be checked against, and nothing of who paid."""


@every(minutes=60)
def forget_payloads() -> None:
    """Take buyers' names and addresses out of events that were made true long ago."""
    old = now() - READABLE
    with transaction():
        for row in db.session.scalars(select(WebhookEvent).where(
                WebhookEvent.processed_at < old, WebhookEvent.payload["reduced"].as_string().is_(None)).limit(500)):
            row.payload = _reduced(row.payload)


@every(minutes=60)
def forget_buyers() -> None:
    """Take the addresses of deleted accounts out of orders. One that waits for its payment still needs it."""
    with transaction():
        db.session.execute(
            update(Order).where(Order.buyer_email != "", Order.state.not_in(WAITING), Order.bought_by_id.in_(
                select(User.id).where(User.erased_at.is_not(None)))).values(buyer_email="", return_to=None))


def _reduced(event: dict[str, Any]) -> dict[str, Any]:
    about = event.get("data", {}).get("object", {})
    kept = {name: id_of(about[name]) for name in KEPT if name in about}
    ours = {name: value for name, value in (about.get("metadata") or {}).items() if name in ("order", "membership")}
    return {**{name: event.get(name) for name in ("id", "object", "type", "created", "livemode")},
            "reduced": True, "data": {"object": {**kept, "metadata": ours}}}
