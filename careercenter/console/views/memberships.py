"""Memberships of people: the list, one of them with its refunds, and what they cost."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, true

from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import signed_in
from careercenter.accounts.models import User
from careercenter.accounts.policies import is_admin
from careercenter.accounts.staff import get_person
from careercenter.billing.gateways.port import GatewayDown
from careercenter.billing.gateways.subscribing import PaymentRefused
from careercenter.console.forms import PriceForm, ReasonForm, RefundForm
from careercenter.console.views import blueprint, choose, typed
from careercenter.core import AlreadyDone, NotPossible, db
from careercenter.memberships import managing, plans, queries
from careercenter.memberships.models import MembershipState, Subscription
from careercenter.web.pagination import page_number

GROUPS = {"": "All", "disputed": "Disputed",
          **{state.value: state.value.replace("_", " ").capitalize() for state in MembershipState}}


@blueprint.get("/memberships")
@staff_required(is_admin)
def list_memberships() -> str:
    """Memberships by where they stand, and what they cost."""
    return _list({})


@blueprint.post("/memberships/plans/<code>")
@staff_required(is_admin)
def set_plan_price(code: str) -> ResponseReturnValue:
    """Ask another price of new members."""
    plan, form = plans.get_plan(code), PriceForm(prefix=f"{code}-")
    if not form.validate_on_submit():
        return _list({code: form}), 422
    try:
        plan = plans.set_price(code, form.cents, by=signed_in())
    except AlreadyDone as refusal:
        flash(str(refusal), "info")
    else:
        flash(f"{plan.name} costs new members {plan.money} from now on. Who is a member keeps her price.", "success")
    return redirect(url_for(".list_memberships"), 303)


@blueprint.get("/people/<public_id>/memberships")
@staff_required(is_admin)
def list_memberships_of(public_id: str) -> ResponseReturnValue:
    """The newest membership of a person."""
    row = queries.find_last(get_person(public_id).id)
    if row is None:
        flash("This person never had a membership.", "info")
        return redirect(url_for("accounts.show_person", public_id=public_id))
    return redirect(url_for(".show_membership", public_id=row.public_id))


@blueprint.get("/memberships/<public_id>")
@staff_required(is_admin)
def show_membership(public_id: str) -> str:
    """One membership, with what was paid."""
    return _show(queries.get_subscription(public_id))


@blueprint.post("/memberships/<public_id>/ask")
@staff_required(is_admin)
def refresh_membership(public_id: str) -> ResponseReturnValue:
    """Ask the gateway now."""
    row = queries.get_subscription(public_id)
    try:
        managing.refresh(row, by=signed_in())
    except GatewayDown as refusal:
        flash(str(refusal), "warning")
    else:
        flash("The gateway answered; this page shows what it said.", "success")
    return _back(row)


@blueprint.post("/memberships/<public_id>/refund")
@staff_required(is_admin)
def refund_membership(public_id: str) -> ResponseReturnValue:
    """Give some of a payment back, and perhaps end the membership."""
    row, form = queries.get_subscription(public_id), RefundForm()
    if not form.validate_on_submit():
        return _show(row, refund_form=form), 422
    by, reason = signed_in(), form.reason.data or ""
    try:
        managing.refund(row, queries.get_invoice(row, form.invoice.data or 0), form.cents, by=by, reason=reason,
                        key=form.key.data or "")
        if form.ends_now.data and row.is_running:
            managing.end(row, by=by, reason=reason)
    except (NotPossible, PaymentRefused, GatewayDown) as refusal:
        flash(str(refusal), "warning")
    else:
        flash("The money is on its way back. The member is told by mail.", "success")
    return _back(row)


@blueprint.post("/memberships/<public_id>/end")
@staff_required(is_admin)
def end_membership(public_id: str) -> ResponseReturnValue:
    """End a membership at once."""
    row, form = queries.get_subscription(public_id), ReasonForm(prefix="end-")
    if not form.validate_on_submit():
        return _show(row, end_form=form), 422
    try:
        managing.end(row, by=signed_in(), reason=form.reason.data or "")
    except (NotPossible, GatewayDown) as refusal:
        flash(str(refusal), "warning")
    else:
        flash("The membership has ended. The member is told by mail.", "success")
    return _back(row)


def _list(sent: dict[str, PriceForm]) -> str:
    group, query = choose(GROUPS, typed("state")), typed("q")
    current = [(plan, sent.get(plan.code) or PriceForm(formdata=None, prefix=f"{plan.code}-"))
               for plan in plans.list_plans()]
    return render_template(
        "console/memberships.html", groups=GROUPS, group=group, query=query, plans=current,
        history=plans.list_history(), sent=next(iter(sent.values()), None),
        page=queries.list_memberships(_criterion(group), query, number=page_number()))


def _criterion(group: str) -> ColumnElement[bool]:
    if group == "disputed":
        return queries.is_disputed()
    return Subscription.state == MembershipState(group) if group else true()


def _show(row: Subscription, *, refund_form: RefundForm | None = None, end_form: ReasonForm | None = None) -> str:
    return render_template(
        "console/membership.html", row=row, person=db.session.get_one(User, row.user_id),
        invoices=queries.list_invoices(row), refund_form=refund_form or RefundForm(formdata=None),
        end_form=end_form or ReasonForm(formdata=None, prefix="end-"))


def _back(row: Subscription) -> ResponseReturnValue:
    return redirect(url_for(".show_membership", public_id=row.public_id), 303)
