"""The price list, paying, orders and receipts; and the endpoint that the gateway calls."""

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from careercenter.accounts.identity import signed_in
from careercenter.billing import catalog, checkout, ledger, policies, queries, webhooks
from careercenter.billing.forms import GrantForm
from careercenter.billing.gateways import gateway
from careercenter.billing.gateways.port import GatewayDown
from careercenter.billing.models import FULFILLED, CreditKind, Order
from careercenter.core import NotFound, new_public_id, require
from careercenter.extensions import csrf, limiter
from careercenter.web.pagination import page_number

blueprint = Blueprint("billing", __name__)


@blueprint.get("/pricing")
def pricing() -> str:
    """The public price list."""
    return render_template("billing/pricing.html", offers=catalog.list_offers())


@blueprint.get("/employers/<int:employer_id>/billing")
@login_required
def prices(employer_id: int) -> str:
    """An employer's credits, and what it can buy."""
    return _prices_page(employer_id, GrantForm())


@blueprint.post("/employers/<int:employer_id>/billing/buy")
@login_required
@limiter.limit("60 per hour")
def buy(employer_id: int) -> BaseResponse:
    """Order a product and go to its payment page."""
    form, by = request.form, signed_in()
    what = {"quantity": form.get("quantity", 1, type=int), "return_to": form.get("return_to")}
    order = checkout.find_open(employer_id, form.get("product", ""), by=by, **what)
    if order is not None:
        checkout.resume(order, by=by)
    else:
        order = checkout.start(employer_id, form.get("product", ""), by=by, key=form.get("key", "")[:64], **what)
    return _to_payment(order)


@blueprint.post("/employers/<int:employer_id>/billing/grant")
@login_required
def grant(employer_id: int) -> BaseResponse | tuple[str, int]:
    """Give an employer credits for nothing."""
    form = GrantForm()
    if not form.validate_on_submit():
        return _prices_page(employer_id, form), 422
    ledger.grant(employer_id, CreditKind(form.kind.data), form.credits.data or 0, by=signed_in(),
                 reason=form.reason.data or "", key=form.key.data or "")
    flash("Granted. The employer can use the credits now.", "success")
    return redirect(url_for(".prices", employer_id=employer_id))


@blueprint.get("/employers/<int:employer_id>/billing/orders")
@login_required
def orders(employer_id: int) -> str:
    """An employer's orders."""
    employer = queries.get_employer(employer_id)
    require(policies.may_see_billing(signed_in(), employer_id))
    return render_template("billing/orders.html", employer=employer,
                           page=queries.list_orders(employer_id, page=page_number()))


@blueprint.get("/employers/<int:employer_id>/billing/credits")
@login_required
def statement(employer_id: int) -> str:
    """Where an employer's credits came from and went."""
    employer = queries.get_employer(employer_id)
    require(policies.may_see_billing(signed_in(), employer_id))
    return render_template("billing/statement.html", employer=employer, balances=queries.balances(employer_id),
                           page=queries.list_credit_moves(employer_id, page=page_number()))


@blueprint.get("/billing/orders/<public_id>")
@login_required
def show_order(public_id: str) -> str:
    """Where an order stands. The buyer comes back to it from the payment page; the webhook decides."""
    order = _order_or_404(public_id)
    return render_template(
        "billing/order.html", order=order, employer=queries.get_employer(order.employer_id),
        may_buy=policies.may_buy(signed_in(), order.employer_id), may_grant=policies.may_grant(signed_in()))


@blueprint.get("/billing/orders/<public_id>/state")
@login_required
def order_state(public_id: str) -> Response:
    """The order's state alone, for the page that waits."""
    return jsonify(state=_order_or_404(public_id).state)


@blueprint.get("/billing/orders/<public_id>/left")
@login_required
def left_payment(public_id: str) -> BaseResponse | str:
    """Where the payment page's way back leads. Nothing is decided by coming here."""
    order = _order_or_404(public_id)
    if not order.is_waiting:
        return redirect(url_for(".show_order", public_id=public_id))
    return render_template("billing/left.html", order=order)


@blueprint.post("/billing/orders/<public_id>/pay")
@login_required
def pay(public_id: str) -> BaseResponse:
    """Go (back) to the payment page."""
    order = _order_or_404(public_id)
    checkout.resume(order, by=signed_in())
    return _to_payment(order)


@blueprint.post("/billing/orders/<public_id>/cancel")
@login_required
def cancel(public_id: str) -> BaseResponse:
    """Give an order up."""
    checkout.cancel(_order_or_404(public_id), by=signed_in())
    flash("The order is canceled. Nothing was charged.", "success")
    return redirect(url_for(".show_order", public_id=public_id))


@blueprint.get("/billing/orders/<public_id>/receipt")
@login_required
def receipt(public_id: str) -> str:
    """A paid order, to print."""
    order = _order_or_404(public_id)
    if order.state not in FULFILLED:
        raise NotFound("There is a receipt once the order is paid.")
    return render_template("billing/receipt.html", order=order,
                           employer=queries.get_employer(order.employer_id))


@blueprint.post("/billing/webhooks/stripe")
@csrf.exempt
@limiter.exempt
def webhook() -> tuple[str, int]:
    """Take an event from the gateway; the signature says that it is one."""
    webhooks.receive(request.get_data(), request.headers.get("Stripe-Signature", ""))
    return "", 200


def _order_or_404(public_id: str) -> Order:
    order = queries.get_order(public_id)
    require(policies.may_see_billing(signed_in(), order.employer_id))
    return order


def _to_payment(order: Order) -> BaseResponse:
    if order.is_payable and order.checkout_url:
        return redirect(order.checkout_url, 303)
    return redirect(url_for(".show_order", public_id=order.public_id), 303)


def _prices_page(employer_id: int, form: GrantForm) -> str:
    employer = queries.get_employer(employer_id)
    require(policies.may_see_billing(signed_in(), employer_id))
    return_to = request.args.get("return_to")
    return render_template(
        "billing/prices.html", employer=employer, offers=catalog.list_offers(),
        balances=queries.balances(employer_id), key=new_public_id(), unpaid=queries.list_unpaid(employer_id),
        return_to=return_to if checkout.is_local(return_to) else "",
        takes=next((kind for kind in CreditKind if kind == request.args.get("takes")), None),
        may_buy=policies.may_buy(signed_in(), employer_id), may_grant=policies.may_grant(signed_in()),
        form=form, is_sandbox=gateway.name == "sandbox")


@blueprint.errorhandler(GatewayDown)
def gateway_down(error: GatewayDown) -> tuple[str, int]:
    """The gateway doesn't answer: nothing is lost, and the order can be paid later."""
    return render_template("billing/gateway_down.html", detail=str(error)), error.status
