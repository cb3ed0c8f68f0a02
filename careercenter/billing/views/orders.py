"""Ordering and paying, an order's own pages, and the endpoint that the gateway calls."""

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from careercenter.accounts.identity import signed_in
from careercenter.billing import checkout, policies, queries, webhooks
from careercenter.billing.models import FULFILLED, Order
from careercenter.billing.views import blueprint
from careercenter.core import NotFound, require
from careercenter.extensions import csrf, limiter


def order_and_pay(employer_id: int | None) -> BaseResponse:
    """Order what a form says, for an employer or for herself, and go to its payment page."""
    form, by = request.form, signed_in()
    what = {"quantity": form.get("quantity", 1, type=int), "return_to": form.get("return_to")}
    order = checkout.find_open(employer_id, form.get("product", ""), by=by, **what)
    if order is not None:
        checkout.resume(order, by=by)
    else:
        order = checkout.start(employer_id, form.get("product", ""), by=by, key=form.get("key", "")[:64], **what)
    return _to_payment(order)


@blueprint.get("/billing/orders/<public_id>")
@login_required
def show_order(public_id: str) -> str:
    """Where an order stands. The buyer comes back to it from the payment page; the webhook decides."""
    order = _order_or_404(public_id)
    return render_template(
        "billing/order.html", order=order, owner=queries.name_owner(order),
        may_pay=policies.may_pay(signed_in(), order), may_grant=policies.may_grant(signed_in()))


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
    return render_template("billing/receipt.html", order=order, owner=queries.name_owner(order))


@blueprint.post("/billing/webhooks/stripe")
@csrf.exempt
@limiter.exempt
def webhook() -> tuple[str, int]:
    """Take an event from the gateway; the signature says that it is one."""
    webhooks.receive(request.get_data(), request.headers.get("Stripe-Signature", ""))
    return "", 200


def _order_or_404(public_id: str) -> Order:
    order = queries.get_order(public_id)
    require(policies.may_see_order(signed_in(), order))
    return order


def _to_payment(order: Order) -> BaseResponse:
    if order.is_payable and order.checkout_url:
        return redirect(order.checkout_url, 303)
    return redirect(url_for(".show_order", public_id=order.public_id), 303)
