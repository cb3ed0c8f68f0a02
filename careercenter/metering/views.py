"""The person's own page of what she opened, and the staff's page that gives more."""

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required

from careercenter.accounts import staff
from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import signed_in
from careercenter.accounts.models import User
from careercenter.core import AlreadyDone, NotPossible
from careercenter.metering import ledger, meters, next_steps, queries, viewing
from careercenter.metering.forms import AdjustForm
from careercenter.metering.meters import CODE_PAGES
from careercenter.metering.policies import Why, may_adjust
from careercenter.web.filters import DEFAULT_ZONE
from careercenter.web.pagination import page_number

blueprint = Blueprint("metering", __name__)
blueprint.add_app_template_global(next_steps.url_of, "next_step_url")


@blueprint.get("/account/views", defaults={"meter_key": CODE_PAGES.key})
@blueprint.get("/account/views/<meter_key>")
@login_required
def show_views(meter_key: str) -> ResponseReturnValue:
    """What I opened, what is left, and where it came from."""
    meter, user = meters.get_meter(meter_key), signed_in()
    access = viewing.look(meter)
    if access.why is Why.UNAVAILABLE:
        return render_template("metering/views.html", meter=meter, access=access, served=meters.list_served()), 503, {
            "Retry-After": "120"}
    page = queries.history(user, meter, number=page_number())
    return render_template(
        "metering/views.html", meter=meter, access=access, page=page, served=meters.list_served(),
        names=meters.name_subjects(meter, [view.subject for view in page.items]),
        days=queries.list_days(user, meter, zone=g.get("zone", DEFAULT_ZONE)),
        grants=queries.list_grants(user, meter))


@blueprint.get("/staff/people/<public_id>/allowances")
@staff_required(may_adjust)
def show_allowances(public_id: str) -> str:
    """What a person may open, and why."""
    return _show(staff.get_person(public_id), AdjustForm(formdata=None))


@blueprint.post("/staff/people/<public_id>/allowances")
@staff_required(may_adjust)
def adjust(public_id: str) -> ResponseReturnValue:
    """Give a person more, or take some away; a double click does it once."""
    user, form = staff.get_person(public_id), AdjustForm()
    if not form.validate_on_submit():
        return _show(user, form), 422
    meter = meters.get_meter(form.meter.data)
    try:
        ledger.adjust(meter, user, form.amount.data or 0, by=signed_in(), reason=form.reason.data or "",
                      key=f"adjustment:{form.key.data}")
    except AlreadyDone:
        flash("This form was sent before, and nothing was done twice. Send it anew to change more.", "info")
    except NotPossible as refusal:
        form.amount.errors = [str(refusal)]
        return _show(user, form), refusal.status
    else:
        flash(f"Done. {user.name} sees it at once.", "success")
    return redirect(url_for(".show_allowances", public_id=user.public_id), 303)


def _show(user: User, form: AdjustForm) -> str:
    return render_template(
        "metering/allowances.html", person=user, form=form,
        rows=[(meter, ledger.balance(meter, user), queries.list_grants(user, meter)) for meter in meters.METERS])
