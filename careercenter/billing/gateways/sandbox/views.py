"""The sandbox's payment page: looks like a hosted checkout, says everywhere that it isn't one."""

from collections.abc import Callable
from contextlib import suppress

from flask import Blueprint, render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from careercenter.billing.gateways.sandbox import checkout, delivery
from careercenter.billing.gateways.sandbox.models import SandboxSession
from careercenter.core import Money, NotFound, NotPossible

blueprint = Blueprint("sandbox", __name__, url_prefix="/sandbox/checkout")


@blueprint.get("/<session_id>")
def show(session_id: str) -> str:
    """The payment page, or the bank's question, or that the page is closed."""
    return _page(checkout.get_session(session_id))


@blueprint.post("/<session_id>")
def act(session_id: str) -> Response | str:
    """Press one of the page's buttons."""
    row = checkout.get_session(session_id)
    step = STEPS.get(request.form.get("step", ""))
    if step is None:
        raise NotFound("The sandbox has no such button.")
    # A page that closed meanwhile, perhaps by the first of two clicks, leads on to how the order stands.
    with suppress(NotPossible):
        step(row)
    delivery.deliver_due.later()
    return redirect(row.success_url if row.status == "complete" else checkout.page_url(row), 303)


STEPS: dict[str, Callable[[SandboxSession], None]] = {
    "pay": checkout.pay,
    "decline": checkout.decline,
    "challenge": checkout.challenge,
    "approve": checkout.pay,
    "reject": lambda row: checkout.decline(row, checkout.CHALLENGE_FAILED),
    "bank": checkout.pay_by_bank,
    "bank_fails": lambda row: checkout.pay_by_bank(row, arrives=False),
    "expire": checkout.expire,
}


def _page(row: SandboxSession) -> str:
    return render_template("sandbox/checkout.html", session=row, total=Money(row.subtotal, row.currency),
                           lines=[(line, Money(line["unit_amount"] * line["quantity"], row.currency))
                                  for line in row.lines])
