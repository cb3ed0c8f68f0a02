"""What the gateway's events tell of memberships: that something is new, never what. See `following`."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from careercenter.billing.fulfillment import DISPUTE_STAGES
from careercenter.billing.gateways.port import id_of
from careercenter.core import db, lock, record, transaction
from careercenter.events import MembershipDisputeLost
from careercenter.memberships import following, letters, money
from careercenter.memberships.models import Subscription, SubscriptionInvoice

ASKED = "membership asked about"


def claim(_kind: str, about: Mapping[str, Any]) -> str | None:
    """Take an event that is about a membership. Returns what was made of it; None if it is about none."""
    row = _find(about)
    if row is None:
        return None
    with transaction() as happened:
        if about.get("object") == "dispute" and _dispute(row, about):
            happened.append(MembershipDisputeLost(row.id))
        following.want(row, happened)
    return ASKED


def _find(about: Mapping[str, Any]) -> Subscription | None:
    for criterion in _criteria(about):
        row = db.session.scalars(select(Subscription).where(criterion).order_by(Subscription.id.desc())).first()
        if row is not None:
            return row
    return None


def _criteria(about: Mapping[str, Any]) -> Iterator[Any]:
    parent = (about.get("parent") or {}).get("subscription_details") or {}
    for metadata in (about.get("metadata") or {}, parent.get("metadata") or {}):
        if reference := metadata.get("membership"):
            yield Subscription.public_id == reference
    kind, own = about.get("object"), about.get("id")
    for gateway_id in (own if kind == "subscription" else None, id_of(about.get("subscription")),
                       id_of(parent.get("subscription"))):
        if gateway_id:
            yield Subscription.gateway_id == gateway_id
    if intent := own if kind == "payment_intent" else id_of(about.get("payment_intent")):
        yield Subscription.id == (
            select(SubscriptionInvoice.subscription_id)
            .where(SubscriptionInvoice.payment_intent_id == intent).limit(1).scalar_subquery())
    if customer := id_of(about.get("customer")):
        yield Subscription.customer_id == customer


def _dispute(row: Subscription, about: Mapping[str, Any]) -> bool:
    """Note how far a dispute is; it never goes back. Whether it was lost just now."""
    invoice = db.session.scalars(select(SubscriptionInvoice).where(
        SubscriptionInvoice.payment_intent_id == id_of(about.get("payment_intent")))).one()
    lock(invoice)
    status, amount = about["status"], about["amount"]
    if DISPUTE_STAGES.get(status, 0) <= DISPUTE_STAGES.get(invoice.dispute_status or "", 0):
        return False
    invoice.dispute_status = status
    record("dispute", row, by=None, status=status, amount=amount, invoice=invoice.gateway_id)
    letters.tell_admins(row, invoice, status)
    if status != "lost":
        return False
    invoice.lost = min(amount, invoice.refundable)
    money.book_loss(row, invoice)
    return True
