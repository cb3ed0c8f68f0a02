"""What a person asks our consultants, and what they say: the same threads as in her mail."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_required

from careercenter.accounts.identity import signed_in
from careercenter.caseconsultant import asking, cleaning, letters, policies, publishing, queries
from careercenter.caseconsultant.forms import AskForm, RateForm, WriteForm
from careercenter.caseconsultant.lifecycle import CONSULTATION, ConsultationAction
from careercenter.caseconsultant.models import Consultation, ConsultationMessage, ConsultationState
from careercenter.caseconsultant.views import blueprint
from careercenter.config import settings
from careercenter.core import AlreadyDone, NotFound
from careercenter.extensions import limiter
from careercenter.metering import viewing
from careercenter.metering.meters import CONSULTANT
from careercenter.web.pagination import page_number


@blueprint.get("/account/consultations")
@login_required
def index() -> str:
    """My questions, and the form for a new one."""
    return _index(AskForm(formdata=None))


@blueprint.post("/account/consultations")
@login_required
@limiter.limit("30 per hour")
def start() -> ResponseReturnValue:
    """Ask."""
    form = AskForm()
    if not form.validate_on_submit():
        return _index(form), 422
    said = asking.cleaned(form.text.data or "", subject=form.subject.data or "", files=form.attached())
    return _say(said, form, None)


@blueprint.get("/account/consultations/<public_id>")
@login_required
def show(public_id: str) -> str:
    """One conversation."""
    return _show(_mine(public_id), WriteForm(formdata=None))


@blueprint.post("/account/consultations/<public_id>")
@login_required
@limiter.limit("30 per hour")
def write(public_id: str) -> ResponseReturnValue:
    """Say more."""
    consultation, form = _mine(public_id), WriteForm()
    if not form.validate_on_submit():
        return _show(consultation, form), 422
    return _say(asking.cleaned(form.text.data or "", files=form.attached()), form, consultation)


@blueprint.post("/account/consultations/<public_id>/person")
@login_required
def ask_a_person(public_id: str) -> ResponseReturnValue:
    """Have a consultant look at what was answered automatically."""
    asking.ask_a_person(_mine(public_id), by=signed_in())
    flash("A consultant looks at it.", "success")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post("/account/consultations/<public_id>/answers/<message_id>")
@login_required
def rate(public_id: str, message_id: str) -> ResponseReturnValue:
    """Say whether an answer helped, and whether others may read it."""
    rate_from_form(queries.get_message(_mine(public_id), message_id))
    return redirect(url_for(".show", public_id=public_id), 303)


def rate_from_form(message: ConsultationMessage) -> None:
    """Mark an answer as its form says."""
    helped, may_show = request.form.get("helped") != "no", bool(RateForm().may_show.data)
    publishing.rate(message, helped=helped, may_show=helped and may_show)
    flash("Thank you. It is shown to others once two of us have read it." if helped and may_show else "Thank you.",
          "success")


def _say(said: asking.Said, form: WriteForm, on: Consultation | None) -> ResponseReturnValue:
    user = signed_in()
    try:
        message = asking.ask(said, by=user, key=f"web:{user.id}:{form.key.data}", on=on)
    except asking.NothingAsked as refusal:
        form.text.errors = [str(refusal)]
        return (_show(on, form) if on else _index(form)), 422
    except AlreadyDone as refusal:
        flash(str(refusal), "info")
        return redirect(url_for(".show", public_id=on.public_id) if on else url_for(".index"), 303)
    flash("Sent.", "success")
    if removed := cleaning.in_words(message.removed):
        flash(f"Before it was stored, we removed what may tell who a patient is: {removed}.", "warning")
    if refused := cleaning.refused_in_words(message.files):
        flash(f"Not kept: {refused}.", "warning")
    consultation = on or queries.get_by_id(message.consultation_id)
    return redirect(url_for(".show", public_id=consultation.public_id), 303)


def _mine(public_id: str) -> Consultation:
    consultation = queries.get(public_id)
    if not policies.may_read(signed_in(), consultation):
        raise NotFound("There is no such consultation (any more).")
    return consultation


def _index(form: WriteForm) -> str:
    return render_template(
        "caseconsultant/index.html", form=form, page=queries.list_of(signed_in(), number=page_number()),
        access=viewing.look(CONSULTANT), monthly=letters.monthly(), address=settings.consultant_address)


def _show(consultation: Consultation, form: WriteForm) -> str:
    return render_template(
        "caseconsultant/show.html", consultation=consultation, lines=queries.list_messages(consultation), form=form,
        rating=RateForm(formdata=None), access=viewing.look(CONSULTANT), monthly=letters.monthly(),
        shown=queries.list_shown(consultation),
        can_ask_a_person=CONSULTATION.can(consultation, ConsultationAction.ASK_A_PERSON),
        is_unpaid=consultation.state is ConsultationState.UNPAID)
