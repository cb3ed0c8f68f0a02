"""What a person may take along of her memberships, and what is forgotten when her account goes."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from careercenter.core import db
from careercenter.memberships import queries
from careercenter.memberships.models import Subscription


def export(user_id: int) -> list[dict[str, Any]]:
    """All memberships with their invoices, as JSON-ready data."""
    return [{
        "state": row.state.value, "interval": row.interval.value, "price": str(row.money),
        "began_at": _iso(row.entitled_from), "period_ends_at": _iso(row.period_end), "ends_at": _iso(row.cancel_at),
        "ended_at": _iso(row.ended_at), "card": row.card_last4,
        "invoices": [{
            "number": invoice.number, "made_at": invoice.made_at.isoformat(), "status": invoice.status,
            "total": str(invoice.money(invoice.total)), "paid": str(invoice.money(invoice.paid)),
            "refunded": str(invoice.money(invoice.refunded)), "address": invoice.hosted_url,
        } for invoice in queries.list_invoices(row)],
    } for row in queries.list_of(user_id)]


def forget(user_id: int) -> None:
    """Take the address and the card out of what the books need; in the caller's transaction."""
    db.session.execute(update(Subscription).where(Subscription.user_id == user_id).values(
        email="", card_brand=None, card_last4=None, return_to=None))


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
