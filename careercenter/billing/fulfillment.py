"""An order follows the money: what the gateway says is so becomes the order's state and the books' entries.

Every step finds out under a lock what is new and does nothing twice, so that events may come again, late
and in any order, and reconciliation may say the same a third time (Stripe: Fulfill orders).
"""

from datetime import datetime

import structlog
from sqlalchemy import false, or_, select

from careercenter import events
from careercenter.billing import alarms, ledger, packs
from careercenter.billing.gateways.port import CheckoutSession
from careercenter.billing.lifecycle import ORDER, OrderAction
from careercenter.billing.models import FULFILLED, GatewayCustomer, Order, OrderState
from careercenter.core import AlreadyDone, add_once, db, lock, now, record, transaction

DISPUTE_STAGES = {
    "warning_needs_response": 1, "warning_under_review": 2, "warning_closed": 3, "prevented": 3,
    "needs_response": 4, "under_review": 5, "won": 6, "lost": 6,
}
"""How far a dispute is by its status: it never goes back, so news of an earlier stage is late. A bank's inquiry (the
warnings) may become a dispute, which has a deadline of its own (docs.stripe.com/disputes/how-disputes-work)."""

CLOSED_DISPUTES = frozenset(("warning_closed", "prevented", "won", "lost"))

NOTHING_NEW = "nothing new"
UNKNOWN_ORDER = "not an order of ours"

log = structlog.get_logger()


class TooEarly(Exception):
    """It tells of a payment that we haven't heard of yet."""


def follow(session: CheckoutSession) -> str:
    """Bring an order to where its checkout session stands. Returns what was made of it."""
    with transaction() as happened:
        order = _find_locked(Order.public_id == session.order_public_id)
        if order is None:
            return UNKNOWN_ORDER
        if session.is_paid:
            return _pay(order, session, happened)
        if session.has_failed:
            return _advance(order, OrderAction.FAIL)
        if session.status == "complete":
            return _advance(order, OrderAction.SUBMIT)
        if session.status == "expired":
            return _advance(order, OrderAction.EXPIRE)
        return NOTHING_NEW


def fail(session: CheckoutSession) -> str:
    """The bank refused a payment that was submitted before."""
    with transaction():
        order = _find_locked(Order.public_id == session.order_public_id)
        return _advance(order, OrderAction.FAIL) if order else UNKNOWN_ORDER


def decline(order_public_id: str | None, reason: str, *, at: datetime) -> str:
    """A try was refused; the payment page stays open for another."""
    with transaction():
        order = _find_locked(Order.public_id == order_public_id)
        if order is None:
            return UNKNOWN_ORDER
        if order.declined_at is None or order.declined_at < at:
            order.declined_at, order.decline_reason = at, reason
        return "declined"


def refund(payment_intent_id: str | None, order_public_id: str | None, total: int) -> str:
    """`total` minor units of a payment went back to the buyer so far.

    A refund of everything takes back the credits that remain; what was published stays published, since
    readers rely on it. A refund in part changes the books' money alone: a person decides about credits. Of a
    person's questions it takes back those that it paid for, as far as they aren't spent.
    A payment that didn't fit its order was never booked: its refund ends the order.

    Raises:
        TooEarly: the payment isn't known yet.
    """
    with transaction():
        order = _find_payment(payment_intent_id, order_public_id)
        if order.flag and order.is_waiting:
            return _advance(order, OrderAction.FAIL)
        if order.state not in FULFILLED:
            raise TooEarly
        amount = min(total, order.total) - order.refunded
        if amount <= 0:
            return NOTHING_NEW
        return _give_money_back(order, amount, reason="refunded at the gateway")


def dispute(payment_intent_id: str | None, status: str, amount: int) -> str:
    """The buyer's bank disputes a payment; a dispute that is lost is a refund.

    Raises:
        TooEarly: the payment isn't known yet.
    """
    with transaction():
        order = _find_payment(payment_intent_id, None)
        if order.state not in FULFILLED:
            raise TooEarly
        if DISPUTE_STAGES.get(status, 0) <= DISPUTE_STAGES.get(order.dispute_status or "", 0):
            return NOTHING_NEW
        order.dispute_status = status
        record("dispute", order, by=None, status=status, amount=amount)
        alarms.tell_admins(order, f"dispute {status.replace('_', ' ')}", f"Disputed: {order.money(amount)}.")
        if status == "lost" and (lost := min(amount, order.total - order.refunded)):
            _give_money_back(order, lost, reason="dispute lost")
        return f"dispute {status}"


def _find_locked(criterion: object) -> Order | None:
    order = db.session.scalars(select(Order).where(criterion)).first()  # type: ignore[arg-type]
    if order is not None:
        lock(order)
    return order


def _find_payment(payment_intent_id: str | None, order_public_id: str | None) -> Order:
    # What names neither is no payment of ours: looked for as it is, it would be any order that isn't paid.
    order = _find_locked(or_(false(), *(
        column == value for column, value in ((Order.payment_intent_id, payment_intent_id),
                                              (Order.public_id, order_public_id)) if value)))
    if order is None:
        raise TooEarly
    return order


def _advance(order: Order, action: OrderAction) -> str:
    if not ORDER.can(order, action):
        return NOTHING_NEW
    return str(ORDER.advance(order, action, by=None))


def _pay(order: Order, session: CheckoutSession, happened: list[events.Event]) -> str:
    if order.state in FULFILLED:
        return NOTHING_NEW
    if (fault := _mismatch(order, session)) is not None:
        if order.flag != fault:
            order.flag = fault
            record("payment_mismatch", order, by=None, reason=fault, session=session.id)
            alarms.tell_admins(order, "payment doesn't fit its order", fault)
            log.error("a payment doesn't fit its order", order=order.public_id, fault=fault)
        return "doesn't fit the order"
    order.session_id, order.payment_intent_id = session.id, session.payment_intent_id
    order.tax, order.total = session.tax, session.total
    order.paid_at, order.receipt_url = now(), session.receipt_url
    ORDER.advance(order, OrderAction.PAY, by=None)
    ledger.record_payment(order)
    if order.is_personal:
        packs.give(order)
    _keep_customer(order, session)
    happened.append(events.OrderPaid(order.id))
    return str(OrderState.PAID)


def _mismatch(order: Order, session: CheckoutSession) -> str | None:
    if order.session_id not in (None, session.id):
        return f"The payment came by another checkout session ({session.id})."
    if session.currency != order.currency:
        return f"Paid in {session.currency}, ordered in {order.currency}."
    if session.subtotal != order.subtotal or session.total != order.subtotal + session.tax:
        return (f"Paid {session.total} minor units ({session.subtotal} before {session.tax} of tax), "
                f"ordered {order.subtotal}.")
    return packs.find_obstacle(order) if order.is_personal else None


def _keep_customer(order: Order, session: CheckoutSession) -> None:
    if session.customer_id is None or order.employer_id is None:
        return
    try:
        add_once(GatewayCustomer(employer_id=order.employer_id, gateway=order.gateway,
                                 customer_id=session.customer_id), "We know this customer.")
    except AlreadyDone:
        return


def _give_money_back(order: Order, amount: int, *, reason: str) -> str:
    before, order.refunded = order.refunded, order.refunded + amount
    ledger.record_refund(order, amount)
    is_whole, taken = order.refunded == order.total, 0
    if order.employer_id is None:
        taken = packs.take_back(order, refunded_before=before)
    elif is_whole:
        taken = ledger.take_back(order, order.employer_id)
    if not is_whole:
        record("refund_in_part", order, by=None, reason=reason, amount=amount, credits_taken_back=taken)
        return "refunded in part"
    return str(ORDER.advance(order, OrderAction.REFUND, by=None, reason=reason, credits_taken_back=taken))
