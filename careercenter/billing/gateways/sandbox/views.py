"""The sandbox's payment page: looks like a hosted checkout, says everywhere that it isn't one."""

from collections.abc import Callable
from contextlib import suppress

from flask import Blueprint, flash, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from careercenter.billing.gateways.sandbox import checkout, delivery, subscriptions
from careercenter.billing.gateways.sandbox.models import SandboxSession, SandboxSubscription
from careercenter.core import Money, NotFound, NotPossible

blueprint = Blueprint("sandbox", __name__, url_prefix="/sandbox")


@blueprint.get("/checkout/<session_id>")
def show(session_id: str) -> str:
    """The payment page, or the bank's question, or that the page is closed."""
    return _page(checkout.get_session(session_id))


@blueprint.post("/checkout/<session_id>")
def act(session_id: str) -> Response:
    """Press one of the page's buttons."""
    row = checkout.get_session(session_id)
    step = STEPS[row.mode].get(request.form.get("step", ""))
    if step is None:
        raise NotFound("The sandbox has no such button.")
    # A page that closed meanwhile, perhaps by the first of two clicks, leads on to how the order stands.
    with suppress(NotPossible):
        step(row)
    delivery.deliver_due.later()
    return redirect(row.success_url if row.status == "complete" else checkout.page_url(row), 303)


@blueprint.get("/portal/<subscription_id>")
def portal(subscription_id: str) -> str:
    """The customer's own page: cards, invoices; and the hands of the clock."""
    row = subscriptions.get_subscription(subscription_id)
    return render_template(
        "sandbox/portal.html", subscription=row, price=Money(row.amount, row.currency),
        invoices=[(invoice, Money(invoice.total, row.currency)) for invoice in subscriptions.list_invoices(row)])


@blueprint.post("/portal/<subscription_id>")
def turn(subscription_id: str) -> Response:
    """Press one of its buttons."""
    row = subscriptions.get_subscription(subscription_id)
    step = PORTAL.get(request.form.get("step", ""))
    if step is None:
        raise NotFound("The sandbox has no such button.")
    try:
        step(row)
    except NotPossible as refusal:
        flash(str(refusal), "warning")
    delivery.deliver_due.later()
    return redirect(subscriptions.invoice_url(row), 303)


STEPS: dict[str, dict[str, Callable[[SandboxSession], None]]] = {
    "payment": {
        "pay": checkout.pay,
        "decline": checkout.decline,
        "challenge": checkout.challenge,
        "approve": checkout.pay,
        "reject": lambda row: checkout.decline(row, checkout.CHALLENGE_FAILED),
        "bank": checkout.pay_by_bank,
        "bank_fails": lambda row: checkout.pay_by_bank(row, arrives=False),
        "expire": checkout.expire,
    },
    "subscription": {
        "pay": subscriptions.subscribe,
        "fails_at_renewal": lambda row: subscriptions.subscribe(row, card=subscriptions.FAILS_AT_RENEWAL),
        "decline": checkout.decline,
        "challenge": checkout.challenge,
        "approve": subscriptions.subscribe,
        "reject": lambda row: checkout.decline(row, checkout.CHALLENGE_FAILED),
        "expire": checkout.expire,
    },
}

PORTAL: dict[str, Callable[[SandboxSubscription], None]] = {
    "card_works": lambda row: subscriptions.set_card(row, subscriptions.WORKS),
    "card_fails": lambda row: subscriptions.set_card(row, subscriptions.FAILS_AT_RENEWAL),
    "cancel": lambda row: subscriptions.set_renewal(row, renews=False),
    "resume": lambda row: subscriptions.set_renewal(row, renews=True),
    "advance": subscriptions.advance,
    "dispute": lambda row: subscriptions.dispute(row, "needs_response"),
    "dispute_won": lambda row: subscriptions.dispute(row, "won"),
    "dispute_lost": lambda row: subscriptions.dispute(row, "lost"),
}


def _page(row: SandboxSession) -> str:
    return render_template("sandbox/checkout.html", session=row, total=Money(row.subtotal, row.currency),
                           lines=[(line, Money(line["unit_amount"] * line["quantity"], row.currency))
                                  for line in row.lines])
