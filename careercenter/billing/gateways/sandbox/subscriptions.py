"""What happens to subscriptions of the sandbox, by their customer or by time. Each step leaves the events that
Stripe would send."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from careercenter.billing.gateways.sandbox import checkout, shapes
from careercenter.billing.gateways.sandbox import subscription_shapes as objects
from careercenter.billing.gateways.sandbox.models import (
    SandboxEvent,
    SandboxInvoice,
    SandboxSession,
    SandboxSubscription,
)
from careercenter.billing.gateways.subscribing import Interval, later
from careercenter.core import NotFound, NotPossible, db, lock, new_public_id, now, transaction
from careercenter.web.links import absolute

WORKS, FAILS_AT_RENEWAL = "4242", "0341"
"""Test cards, by the last four digits that they have at Stripe."""

RETRIES = (timedelta(days=3), timedelta(days=5))
"""How long after each refusal the sandbox tries again; after the last one it gives up."""


def get_subscription(public_id: str) -> SandboxSubscription:
    """A subscription by its id.

    Raises:
        NotFound: there is none.
    """
    row = find_subscription(public_id)
    if row is None:
        raise NotFound("The sandbox knows no such subscription.")
    return row


def find_subscription(public_id: str) -> SandboxSubscription | None:
    """A subscription by its id."""
    return db.session.scalars(
        select(SandboxSubscription).where(SandboxSubscription.public_id == public_id)).first()


def list_invoices(row: SandboxSubscription) -> list[SandboxInvoice]:
    """Its invoices, newest first."""
    return list(db.session.scalars(
        select(SandboxInvoice).where(SandboxInvoice.subscription_id == row.id).order_by(SandboxInvoice.id.desc())))


def subscribe(session: SandboxSession, *, card: str = WORKS) -> None:
    """Subscribe on the payment page, with a test card that works now."""
    with transaction():
        checkout.lock_open(session)
        start = now()
        trial_end = start + timedelta(days=session.trial_days) if session.trial_days else None
        row = SandboxSubscription(
            public_id=f"sub_sandbox_{new_public_id()}", session_id=session.id, reference=session.order_public_id,
            customer_id=session.customer_id, email=session.email, status="trialing" if trial_end else "active",
            interval=session.interval or "month", amount=session.subtotal, currency=session.currency, card=card,
            period_start=start, trial_end=trial_end,
            period_end=trial_end or later(start, Interval(session.interval or "month")))
        db.session.add(row)
        db.session.flush()
        session.status, session.subscription_id = "complete", row.public_id
        session.payment_status = "no_payment_required" if trial_end else "paid"
        invoice = _bill(row, "subscription_create", 0 if trial_end else row.amount)
        _take(row, invoice)
        _tell(row, "checkout.session.completed", shapes.session(session, checkout.page_url(session)))
        _tell(row, "customer.subscription.created", objects.subscription(row))
        _tell_invoice(row, invoice, "invoice.paid")


def set_renewal(row: SandboxSubscription, *, renews: bool) -> None:
    """Have it end with its period, or not after all."""
    with transaction():
        _lock_running(row)
        row.cancel_at_period_end = not renews
        _tell(row, "customer.subscription.updated", objects.subscription(row))


def end(row: SandboxSubscription) -> None:
    """End it at once."""
    with transaction():
        lock(row)
        if row.status != "canceled":
            _end(row)


def set_card(row: SandboxSubscription, card: str) -> None:
    """Take another card from now on; an unpaid invoice is tried with it at once."""
    with transaction():
        _lock_running(row)
        row.card = card
        _tell(row, "customer.subscription.updated", objects.subscription(row))
        if (invoice := find_unpaid(row)) is not None:
            _retry(row, invoice)


def switch(row: SandboxSubscription, *, interval: str, amount: int, at: datetime) -> None:
    """Pay another price for another interval from now on.

    Raises:
        NotPossible: the card is refused; nothing has changed.
    """
    with transaction():
        _lock_running(row)
        total = cost_of_switch(row, amount, at)
        row.interval, row.amount = interval, amount
        if row.status != "trialing":
            if row.card != WORKS and total > row.credit:
                raise NotPossible(checkout.DECLINED)
            row.period_start, row.period_end = at, later(at, Interval(interval))
        invoice = _bill(row, "subscription_update", total)
        _take(row, invoice)
        _tell(row, "customer.subscription.updated", objects.subscription(row))
        _tell_invoice(row, invoice, "invoice.paid")


def cost_of_switch(row: SandboxSubscription, amount: int, at: datetime) -> int:
    """What a switch costs at a moment, in minor units: the new price less what is left of the old one."""
    if row.status == "trialing":
        return 0
    left = (row.period_end - at) / (row.period_end - row.period_start)
    return amount - round(row.amount * max(0.0, min(1.0, left)))


def refund(invoice: SandboxInvoice, amount: int, *, key: str) -> None:
    """Give some of a payment back, once for each key.

    Raises:
        NotPossible: that much wasn't paid.
    """
    with transaction():
        lock(invoice)
        if key in invoice.refund_keys:
            return
        if not 0 < amount <= invoice.paid - invoice.refunded:
            raise NotPossible("That much wasn't paid.")
        invoice.refunded += amount
        invoice.refund_keys = [*invoice.refund_keys, key]
        row = db.session.get_one(SandboxSubscription, invoice.subscription_id)
        _tell(row, "charge.refunded", objects.charge(invoice, row))


def dispute(row: SandboxSubscription, status: str) -> None:
    """Have the customer's bank dispute the newest payment (`needs_response`), or decide (`won`, `lost`)."""
    with transaction():
        paid = next((invoice for invoice in list_invoices(row) if invoice.paid), None)
        if paid is None:
            raise NotPossible("Nothing was paid yet.")
        word = "created" if status == "needs_response" else "closed"
        _tell(row, f"charge.dispute.{word}", objects.dispute(paid, row, status))


def advance(row: SandboxSubscription) -> None:
    """Let time pass up to the next thing that happens by itself: all that was moves into the past."""
    with transaction():
        _lock_running(row)
        invoice = find_unpaid(row)
        goal = (invoice.next_attempt_at if invoice else None) or row.period_end
        passed = max(goal - now(), timedelta())
        for name in ("period_start", "period_end", "trial_end", "created_at"):
            if (at := getattr(row, name)) is not None:
                setattr(row, name, at - passed)
        for each in list_invoices(row):
            each.made_at -= passed
            each.next_attempt_at = each.next_attempt_at - passed if each.next_attempt_at else None
        _happen(row)


def run_due() -> None:
    """Do what time brings to all subscriptions."""
    ids = db.session.scalars(
        select(SandboxSubscription.id)
        .outerjoin(SandboxInvoice, (SandboxInvoice.subscription_id == SandboxSubscription.id)
                   & (SandboxInvoice.next_attempt_at <= now()))
        .where(SandboxSubscription.status != "canceled",
               (SandboxSubscription.period_end <= now()) | SandboxInvoice.id.is_not(None)).distinct()).all()
    for row_id in ids:
        with transaction():
            row = db.session.get_one(SandboxSubscription, row_id)
            lock(row)
            _happen(row)


def find_unpaid(row: SandboxSubscription) -> SandboxInvoice | None:
    """The invoice that waits for a card that works."""
    return next((invoice for invoice in list_invoices(row) if invoice.status == "open"), None)


def _happen(row: SandboxSubscription) -> None:
    invoice = find_unpaid(row)
    if invoice is not None and invoice.next_attempt_at and invoice.next_attempt_at <= now():
        _retry(row, invoice)
    elif row.status != "canceled" and row.period_end <= now():
        if row.cancel_at_period_end:
            _end(row)
        else:
            _renew(row)


def _renew(row: SandboxSubscription) -> None:
    row.period_start, row.period_end = row.period_end, later(row.period_end, Interval(row.interval))
    _settle(row, _bill(row, "subscription_cycle", row.amount))


def _retry(row: SandboxSubscription, invoice: SandboxInvoice) -> None:
    _settle(row, invoice)


def _settle(row: SandboxSubscription, invoice: SandboxInvoice) -> None:
    if row.card == WORKS or not invoice.due:
        row.status = "active"
        _take(row, invoice)
        _tell_invoice(row, invoice, "invoice.paid")
    else:
        invoice.attempts += 1
        gives_up = invoice.attempts > len(RETRIES)
        invoice.next_attempt_at = None if gives_up else now() + RETRIES[invoice.attempts - 1]
        row.status = "past_due"
        _tell_invoice(row, invoice, "invoice.payment_failed")
        if gives_up:
            _end(row)
            return
    _tell(row, "customer.subscription.updated", objects.subscription(row))


def _end(row: SandboxSubscription) -> None:
    row.status, row.ended_at, row.cancel_at_period_end = "canceled", now(), False
    for invoice in list_invoices(row):
        invoice.next_attempt_at = None
    _tell(row, "customer.subscription.deleted", objects.subscription(row))


def _bill(row: SandboxSubscription, reason: str, total: int) -> SandboxInvoice:
    credited = min(row.credit, max(total, 0))
    row.credit += -credited if total >= 0 else -total
    invoice = SandboxInvoice(
        public_id=f"in_sandbox_{new_public_id()}", subscription_id=row.id, reason=reason, total=total,
        due=max(total, 0) - credited)
    db.session.add(invoice)
    db.session.flush()
    return invoice


def _take(row: SandboxSubscription, invoice: SandboxInvoice) -> None:
    invoice.status, invoice.paid, invoice.next_attempt_at = "paid", invoice.due, None
    invoice.attempts += 1 if invoice.due else 0


def _lock_running(row: SandboxSubscription) -> None:
    lock(row)
    if row.status == "canceled":
        raise NotPossible("This subscription has ended.")


def invoice_url(row: SandboxSubscription) -> str:
    """The address of the page where invoices are seen."""
    return absolute("sandbox.portal", subscription_id=row.public_id)


def _tell_invoice(row: SandboxSubscription, invoice: SandboxInvoice, kind: str) -> None:
    _tell(row, kind, objects.invoice(invoice, row, invoice_url(row)))


def _tell(row: SandboxSubscription, kind: str, about: dict[str, Any]) -> None:
    db.session.flush()
    db.session.add(SandboxEvent(session_id=row.session_id, type=kind, payload=json.dumps(shapes.event(kind, about))))
