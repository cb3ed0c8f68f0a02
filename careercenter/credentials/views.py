"""A person's own credentials; the list of them stands in the candidate's profile."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from careercenter.accounts.identity import signed_in
from careercenter.core import AlreadyDone
from careercenter.credentials import holdings
from careercenter.credentials.forms import AddForm, DetailsForm
from careercenter.credentials.queries import get_holding

blueprint = Blueprint("credentials", __name__, url_prefix="/profile/credentials")


@blueprint.route("/new", methods=["GET", "POST"])
@login_required
def add() -> str | Response | tuple[str, int]:
    """Name a credential."""
    form = AddForm()
    if form.validate_on_submit():
        try:
            holding = holdings.add(str(form.code.data), by=signed_in(), **form.as_details())
        except AlreadyDone as refusal:
            form.code.errors = [str(refusal)]
        else:
            flash(f"{holding.code} is in your profile.", "success")
            return _back_to_profile()
    return render_template("credentials/add.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/<int:holding_id>", methods=["GET", "POST"])
@login_required
def edit(holding_id: int) -> str | Response | tuple[str, int]:
    """Change what is said of one."""
    holding = get_holding(holding_id, by=signed_in())
    form = DetailsForm.of(holding)
    if form.validate_on_submit():
        holdings.edit(holding, by=signed_in(), **form.as_details())
        flash(f"{holding.code} is saved.", "success")
        return _back_to_profile()
    return (render_template("credentials/edit.html", form=form, holding=holding),
            422 if form.is_submitted() else 200)


@blueprint.post("/<int:holding_id>/remove")
@login_required
def remove(holding_id: int) -> Response:
    """Take one out of the profile."""
    holding = get_holding(holding_id, by=signed_in())
    code = holding.code
    holdings.remove(holding, by=signed_in())
    flash(f"{code} is no longer in your profile.", "success")
    return _back_to_profile()


def _back_to_profile() -> Response:
    # The profile stands a floor above: it is named, never imported.
    return redirect(url_for("candidates.profile", _anchor="credentials"))
