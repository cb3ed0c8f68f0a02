"""The staff's pages about people."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts import policies, second_factor, staff
from careercenter.accounts.access import staff_required
from careercenter.accounts.forms import ReasonForm, RoleForm
from careercenter.accounts.identity import signed_in
from careercenter.accounts.models import StaffRole, User
from careercenter.accounts.views import blueprint
from careercenter.web.pagination import page_number


@blueprint.get("/staff/people")
@staff_required(policies.may_see_people)
def list_people() -> str:
    """Look people up by address or name."""
    query, staff_only = request.args.get("q", "")[:254], request.args.get("staff") == "1"
    page = staff.list_people(query, staff_only=staff_only, number=page_number())
    return render_template("accounts/people.html", page=page, query=query, staff_only=staff_only)


@blueprint.get("/staff/people/<public_id>")
@staff_required(policies.may_see_people)
def show_person(public_id: str) -> str:
    """One account: its standing, roles and history."""
    return _show(staff.get_person(public_id))


@blueprint.post("/staff/people/<public_id>/suspend")
@staff_required(policies.may_see_people)
def suspend_person(public_id: str) -> ResponseReturnValue:
    """Close an account."""
    user, form = staff.get_person(public_id), ReasonForm()
    if not form.validate_on_submit():
        return _show(user, form), 422
    staff.suspend(user, by=signed_in(), reason=str(form.reason.data))
    flash(f"{user.name} is suspended and signed out everywhere.", "success")
    return _back(user)


@blueprint.post("/staff/people/<public_id>/reinstate")
@staff_required(policies.may_see_people)
def reinstate_person(public_id: str) -> ResponseReturnValue:
    """Open an account again."""
    user, form = staff.get_person(public_id), ReasonForm()
    if not form.validate_on_submit():
        return _show(user, form), 422
    staff.reinstate(user, by=signed_in(), reason=str(form.reason.data))
    flash(f"{user.name} can sign in again.", "success")
    return _back(user)


@blueprint.post("/staff/people/<public_id>/reset-second-factor")
@staff_required(policies.is_admin)
def reset_second_factor(public_id: str) -> ResponseReturnValue:
    """Help somebody who lost her second factor."""
    user, form = staff.get_person(public_id), ReasonForm()
    if not form.validate_on_submit():
        return _show(user, form), 422
    staff.reset_second_factor(user, by=signed_in(), reason=str(form.reason.data))
    flash(f"{user.name} signs in with the password alone now.", "success")
    return _back(user)


@blueprint.post("/staff/people/<public_id>/roles/grant")
@staff_required(policies.is_admin)
def grant_role(public_id: str) -> ResponseReturnValue:
    """Give a staff role."""
    user, form = staff.get_person(public_id), RoleForm()
    if not form.validate_on_submit():
        return _show(user), 422
    staff.grant_role(user, StaffRole(form.role.data), by=signed_in())
    flash(f"{user.name} is a {form.role.data} now.", "success")
    return _back(user)


@blueprint.post("/staff/people/<public_id>/roles/<role>/revoke")
@staff_required(policies.is_admin)
def revoke_role(public_id: str, role: str) -> ResponseReturnValue:
    """Take a staff role away."""
    user = staff.get_person(public_id)
    if role in set(StaffRole):
        staff.revoke_role(user, StaffRole(role), by=signed_in())
        flash(f"{user.name} is no {role} any more.", "success")
    return _back(user)


def _show(user: User, reason_form: ReasonForm | None = None) -> str:
    by = signed_in()
    return render_template(
        "accounts/person.html", person=user, history=staff.list_history(user),
        may_suspend=policies.may_suspend(by, user), may_change_roles=policies.may_change_roles(by, user),
        role_form=RoleForm(), reason_form=reason_form or ReasonForm(), has_second_factor=second_factor.is_on(user))


def _back(user: User) -> ResponseReturnValue:
    return redirect(url_for(".show_person", public_id=user.public_id), 303)
