"""The membership page, paying, and a member's own page."""

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from careercenter.accounts.access import verified_required
from careercenter.accounts.identity import find_signed_in, signed_in
from careercenter.billing.gateways import gateway
from careercenter.billing.gateways.port import GatewayDown
from careercenter.billing.gateways.subscribing import PaymentRefused
from careercenter.core import NotFound, now
from careercenter.extensions import limiter
from careercenter.memberships import joining, managing, plans, queries
from careercenter.memberships.forms import SwitchForm
from careercenter.memberships.joining import AlreadyMember
from careercenter.memberships.models import MembershipState, Subscription
from careercenter.web.going_back import local_path

blueprint = Blueprint("memberships", __name__)


@blueprint.get("/membership")
def index() -> str:
    """What a membership gives, and what it costs."""
    user = find_signed_in()
    row = queries.find_current(user.id) if user else None
    back = local_path(request.args.get("next") or (row.return_to if row and not row.is_running else None))
    return render_template(
        "memberships/index.html", user=user, row=row if row and row.is_running else None, plans=plans.list_plans(),
        has_trial=user is None or not joining.had_one(user.id), back=back,
        here=url_for(".index", next=back), is_sandbox=gateway.name == "sandbox")


@blueprint.post("/membership/start")
@verified_required
@limiter.limit("60 per hour")
def start() -> BaseResponse:
    """Choose a plan, and go to its payment page."""
    try:
        row = joining.start(request.form.get("plan", ""), by=signed_in(), return_to=request.form.get("next"))
    except AlreadyMember as refusal:
        flash(str(refusal), "info")
        return redirect(url_for(".show"), 303)
    return redirect(row.checkout_url or url_for(".index"), 303)


@blueprint.get("/account/membership")
@login_required
def show() -> str:
    """Where my membership stands."""
    return _show(queries.find_last(signed_in().id))


@blueprint.get("/account/membership/<public_id>/welcome")
@login_required
def welcome(public_id: str) -> BaseResponse | str:
    """Where the payment page leads. The gateway's event decides; once it is here, on to where she came from."""
    row = _mine(public_id)
    if not row.is_entitled:
        return _show(row, just_paid=True)
    flash("You are a member now. Open as many pages as you like.", "success")
    return redirect(local_path(row.return_to) or url_for(".show"), 303)


@blueprint.get("/account/membership/<public_id>/state")
@login_required
def state(public_id: str) -> Response:
    """The state alone, for the page that waits."""
    return jsonify(state=_mine(public_id).state)


@blueprint.post("/account/membership/cancel")
@login_required
def cancel() -> BaseResponse:
    """End my membership with its period."""
    row = _current()
    managing.cancel(row, by=signed_in())
    flash("Canceled. You won't be charged again, and keep what you have paid for.", "success")
    return redirect(url_for(".show"), 303)


@blueprint.post("/account/membership/resume")
@login_required
def resume() -> BaseResponse:
    """Go on after all."""
    managing.resume(_current(), by=signed_in())
    flash("Your membership goes on, and renews itself.", "success")
    return redirect(url_for(".show"), 303)


@blueprint.route("/account/membership/switch/<code>", methods=["GET", "POST"])
@login_required
def switch(code: str) -> ResponseReturnValue:
    """What a switch costs now, and the consent to it."""
    row, plan, form = _current(), plans.get_plan(code), SwitchForm()
    if form.validate_on_submit() and form.plan.data == str(plan.id) and (consented := form.moment) is not None:
        try:
            managing.switch(row, plan, by=signed_in(), at=consented)
        except PaymentRefused as refusal:
            flash(str(refusal), "warning")
        else:
            flash(f"Switched: you pay {plan.money} a {plan.interval} now.", "success")
        return redirect(url_for(".show"), 303)
    at = now().replace(microsecond=0)
    form.at.data, form.plan.data = str(int(at.timestamp())), str(plan.id)
    page = render_template("memberships/switch.html", row=row, plan=plan, form=form,
                           cost=managing.preview_switch(row, plan, at=at))
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/account/membership/portal")
@login_required
def portal() -> BaseResponse:
    """Cards and invoices, at the gateway."""
    return redirect(managing.open_portal(_current(), by=signed_in()), 303)


@blueprint.errorhandler(GatewayDown)
def gateway_down(error: GatewayDown) -> tuple[str, int]:
    """The gateway doesn't answer: nothing has changed."""
    return render_template("memberships/gateway_down.html", detail=str(error)), error.status


def _show(row: Subscription | None, *, just_paid: bool = False) -> str:
    return render_template(
        "memberships/show.html", row=row, just_paid=just_paid, invoices=queries.list_invoices(row) if row else [],
        switches=managing.list_switches(row) if row else [], is_over=row is not None and not row.is_running and
        row.state is not MembershipState.OPENING)


def _current() -> Subscription:
    row = queries.find_last(signed_in().id)
    if row is None:
        raise NotFound("You have no membership.")
    return row


def _mine(public_id: str) -> Subscription:
    row = queries.get_subscription(public_id)
    if row.user_id != signed_in().id:
        raise NotFound("There is no such membership.")
    return row
