"""Orders of all employers and people."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import signed_in
from careercenter.accounts.policies import is_admin
from careercenter.billing import alarms
from careercenter.billing.gateways.port import GatewayDown
from careercenter.billing.models import Order
from careercenter.billing.queries import get_buyer, get_order, name_owner
from careercenter.console import orders
from careercenter.console.forms import ReasonForm
from careercenter.console.views import blueprint, choose, typed
from careercenter.web.pagination import page_number


@blueprint.get("/orders")
@staff_required(is_admin)
def list_orders() -> str:
    """Orders by where they stand."""
    group = choose(orders.GROUPS, typed("state"))
    query = typed("q")
    return render_template("console/orders.html", groups=orders.GROUPS, group=group, query=query,
                           page=orders.list_orders(group, query, number=page_number()))


@blueprint.get("/orders/<public_id>")
@staff_required(is_admin)
def show_order(public_id: str) -> str:
    """One order, with what the books and the gateway say of it."""
    return _show(get_order(public_id), ReasonForm(formdata=None))


@blueprint.post("/orders/<public_id>/ask")
@staff_required(is_admin)
def ask_gateway(public_id: str) -> ResponseReturnValue:
    """Ask the gateway now where the order stands."""
    try:
        outcome = orders.ask_gateway(get_order(public_id), by=signed_in())
    except GatewayDown as refusal:
        flash(f"The gateway doesn't answer, and nothing has changed. Try again in a minute. ({refusal})", "warning")
    else:
        flash(f"The gateway answered: {outcome.replace('_', ' ')}.", "success")
    return redirect(url_for(".show_order", public_id=public_id), 303)


@blueprint.post("/orders/<public_id>/settle")
@staff_required(is_admin)
def settle_order(public_id: str) -> ResponseReturnValue:
    """Say that a payment that didn't fit is dealt with."""
    order, form = get_order(public_id), ReasonForm()
    if not form.validate_on_submit():
        return _show(order, form), 422
    alarms.settle(order, by=signed_in(), reason=form.reason.data or "")
    flash(f"Order {order.number} is settled.", "success")
    return redirect(url_for(".show_order", public_id=public_id), 303)


def _show(order: Order, form: ReasonForm) -> str:
    return render_template("console/order.html", order=order, owner=name_owner(order), buyer=get_buyer(order),
                           journals=orders.list_journals(order), events=orders.list_webhook_events(order),
                           can_ask=orders.can_ask(order), form=form)
