"""Employers: the list, and what staff do with one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import signed_in
from careercenter.accounts.policies import is_admin, may_moderate
from careercenter.billing import ledger
from careercenter.billing.models import CreditKind
from careercenter.billing.queries import balances
from careercenter.console import employers, orders
from careercenter.console.forms import GrantForm, ReasonForm
from careercenter.console.views import ID, blueprint, typed
from careercenter.core import AlreadyDone
from careercenter.employers import domains, standing
from careercenter.employers.models import Employer
from careercenter.employers.queries import get_employer_or_404, list_members
from careercenter.web.pagination import page_number


@blueprint.get("/employers")
@staff_required(may_moderate)
def list_employers() -> str:
    """Look employers up by name or domain."""
    query = typed("q")
    return render_template("console/employers.html", query=query, sees_money=is_admin(signed_in()),
                           page=employers.list_employers(query, number=page_number()))


@blueprint.get(f"/employers/<{ID}:employer_id>")
@staff_required(may_moderate)
def show_employer(employer_id: int) -> str:
    """One employer: facts, members, jobs; for admins also its orders and credits."""
    return _show(get_employer_or_404(employer_id))


@blueprint.post(f"/employers/<{ID}:employer_id>/grant")
@staff_required(is_admin)
def grant_credits(employer_id: int) -> ResponseReturnValue:
    """Give free postings; a double click gives them once."""
    employer, form = get_employer_or_404(employer_id), GrantForm(prefix="grant-")
    if not form.validate_on_submit():
        return _show(employer, grant_form=form), 422
    try:
        ledger.grant(employer.id, CreditKind(form.kind.data), form.credits.data or 0, by=signed_in(),
                     reason=form.reason.data or "", key=form.key.data or "")
    except AlreadyDone:
        flash("This form was sent before, and nothing was granted twice. Send it anew to grant more.", "info")
    else:
        flash(f"Granted. {employer.name} can use the credits now.", "success")
    return _back(employer)


@blueprint.post(f"/employers/<{ID}:employer_id>/suspend")
@staff_required(may_moderate)
def suspend_employer(employer_id: int) -> ResponseReturnValue:
    """Ban an employer."""
    employer, form = get_employer_or_404(employer_id), ReasonForm()
    if not form.validate_on_submit():
        return _show(employer, form), 422
    standing.suspend(employer, by=signed_in(), reason=form.reason.data or "")
    flash(f"{employer.name} is suspended. Its owners are told by mail.", "success")
    return _back(employer)


@blueprint.post(f"/employers/<{ID}:employer_id>/reinstate")
@staff_required(may_moderate)
def reinstate_employer(employer_id: int) -> ResponseReturnValue:
    """Take a ban back."""
    employer, form = get_employer_or_404(employer_id), ReasonForm()
    if not form.validate_on_submit():
        return _show(employer, form), 422
    standing.reinstate(employer, by=signed_in(), reason=form.reason.data or "")
    flash(f"{employer.name} can act again. Its owners are told by mail.", "success")
    return _back(employer)


@blueprint.post(f"/employers/<{ID}:employer_id>/withdraw-domain")
@staff_required(may_moderate)
def withdraw_domain(employer_id: int) -> ResponseReturnValue:
    """Take the verification of a domain back, so that its real owner can prove it."""
    employer, form = get_employer_or_404(employer_id), ReasonForm()
    if not form.validate_on_submit():
        return _show(employer, form), 422
    domains.withdraw(employer, by=signed_in(), reason=form.reason.data or "")
    flash(f"{employer.name} has no verified domain any more.", "success")
    return _back(employer)


def _show(employer: Employer, reason_form: ReasonForm | None = None, *, grant_form: GrantForm | None = None) -> str:
    sees_money = is_admin(signed_in())
    return render_template(
        "console/employer.html", employer=employer, members=list_members(employer.id),
        posting_counts=employers.count_postings(employer.id), postings=employers.list_newest_postings(employer.id),
        sees_money=sees_money, balances=balances(employer.id) if sees_money else {},
        orders=orders.list_orders("", "", employer_id=employer.id, number=1) if sees_money else None,
        grant_form=grant_form or GrantForm(formdata=None, prefix="grant-"),
        reason_form=reason_form or ReasonForm(formdata=None))


def _back(employer: Employer) -> ResponseReturnValue:
    return redirect(url_for(".show_employer", employer_id=employer.id), 303)
