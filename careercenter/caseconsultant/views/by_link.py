"""What a link in an answer's mail opens, without signing in. A GET changes nothing: mail scanners open links too."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from careercenter.caseconsultant import asking, links, queries
from careercenter.caseconsultant.forms import RateForm
from careercenter.caseconsultant.lifecycle import CONSULTATION, ConsultationAction
from careercenter.caseconsultant.views import blueprint
from careercenter.caseconsultant.views.own import rate_from_form
from careercenter.core import NotPossible


@blueprint.get("/consultations/answers/<token>")
def show_answer(token: str) -> str:
    """One answer, with the buttons that belong to it."""
    message = links.read_token(token)
    consultation = queries.get_by_id(message.consultation_id)
    return render_template(
        "caseconsultant/answer.html", message=message, consultation=consultation, token=token,
        rating=RateForm(formdata=None), shown=queries.list_shown(consultation),
        can_ask_a_person=CONSULTATION.can(consultation, ConsultationAction.ASK_A_PERSON))


@blueprint.post("/consultations/answers/<token>/person")
def ask_a_person_by_link(token: str) -> Response:
    """Have a consultant look at it."""
    consultation = queries.get_by_id(links.read_token(token).consultation_id)
    try:
        asking.ask_a_person(consultation, by=None)
    except NotPossible as refusal:
        flash(str(refusal), "info")
    else:
        flash("A consultant looks at it. You get the answer by mail.", "success")
    return redirect(url_for(".show_answer", token=token), 303)


@blueprint.post("/consultations/answers/<token>/rate")
def rate_by_link(token: str) -> Response:
    """Say whether it helped."""
    rate_from_form(links.read_token(token))
    return redirect(url_for(".show_answer", token=token), 303)
