"""Asking the gateway about orders that stayed open, so that a webhook that never came loses nothing."""

from datetime import timedelta

from sqlalchemy import func, select

from careercenter.billing import checkout, fulfillment
from careercenter.billing.asking import ask_each
from careercenter.billing.gateways import gateway
from careercenter.billing.models import WAITING, Order, OrderState
from careercenter.core import db, lock, now, transaction
from careercenter.tasks import every

AFTER = timedelta(minutes=10)
"""How long a webhook may take before we ask."""


@every(minutes=15)
def reconcile_due() -> None:
    """Ask about every order that waits for long enough."""
    reconcile()


def reconcile(*, after: timedelta = AFTER) -> dict[str, int]:
    """Ask about the orders that nobody asked about since `after`. Returns how many came to what."""
    due = db.session.scalars(
        select(Order.id)
        .where(Order.state.in_(WAITING), Order.gateway == gateway.name,
               func.coalesce(Order.checked_at, Order.created_at) <= now() - after)
        .order_by(Order.id)).all()
    return ask_each("orders", due, lambda order_id: ask(db.session.get_one(Order, order_id)))


def ask(order: Order) -> str:
    """Ask about one order, and bring it to where the gateway says that it stands. Returns what came of it.

    Raises:
        GatewayDown: it doesn't answer; nothing has changed.
    """
    if order.session_id is None:
        # Nobody saw a payment page: opening it finds the one that was made, or lets the order expire.
        checkout.open_page(order)
        return "opened" if order.state is OrderState.AWAITING_PAYMENT else str(order.state)
    session = gateway.find_session(order.session_id)
    if session is not None and session.status == "open" and session.expires_at <= now():
        session = gateway.expire_session(session.id)
    outcome = fulfillment.follow(session) if session else "the gateway knows no such session"
    with transaction():
        lock(order)
        order.checked_at = now()
    return outcome
