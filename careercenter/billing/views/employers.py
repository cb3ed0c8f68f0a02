"""The price list, and an employer's billing: credits, what it can buy, what it ordered."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from careercenter.accounts.identity import signed_in
from careercenter.billing import catalog, ledger, policies, queries
from careercenter.billing.forms import GrantForm
from careercenter.billing.gateways import gateway
from careercenter.billing.models import FOR_JOBS, CreditKind
from careercenter.billing.views import blueprint
from careercenter.billing.views.orders import order_and_pay
from careercenter.core import new_public_id, require
from careercenter.extensions import limiter
from careercenter.web.going_back import local_path
from careercenter.web.pagination import page_number


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
def buy(employer_id: int) -> Response:
    """Order a product and go to its payment page."""
    return order_and_pay(employer_id)


@blueprint.post("/employers/<int:employer_id>/billing/grant")
@login_required
def grant(employer_id: int) -> Response | tuple[str, int]:
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


def _prices_page(employer_id: int, form: GrantForm) -> str:
    employer = queries.get_employer(employer_id)
    require(policies.may_see_billing(signed_in(), employer_id))
    return render_template(
        "billing/prices.html", employer=employer, offers=catalog.list_offers(),
        balances=queries.balances(employer_id), key=new_public_id(), unpaid=queries.list_unpaid(employer_id),
        return_to=local_path(request.args.get("return_to")) or "",
        takes=next((kind for kind in FOR_JOBS if kind == request.args.get("takes")), None),
        may_buy=policies.may_buy(signed_in(), employer_id), may_grant=policies.may_grant(signed_in()),
        form=form, is_sandbox=gateway.name == "sandbox")
