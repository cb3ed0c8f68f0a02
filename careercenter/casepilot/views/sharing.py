"""What is done with an answer: rating it, sharing it by a private link, taking the link back."""

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.casepilot.conversations import askers, keeping, queries
from careercenter.casepilot.conversations.asking import PatientData
from careercenter.casepilot.conversations.models import Question, Rating
from careercenter.casepilot.forms import AskForm, RateForm
from careercenter.casepilot.views import blueprint
from careercenter.casepilot.views.pages import Unkept, chat_page
from careercenter.core import NotPossible


@blueprint.post("/questions/<public_id>/rate")
def rate(public_id: str) -> ResponseReturnValue:
    """Say whether an answer of mine was good, and why."""
    question, form = queries.get_question(public_id, askers.find()), RateForm()
    try:
        if not form.validate():
            raise NotPossible(next(error for errors in form.errors.values() for error in errors))
        keeping.rate(question, Rating(form.rating.data), reason=form.reason.data or "")
    except PatientData:
        return _unkept(question, form, "This seems to identify a patient, so nothing was kept. Say it without names, "
                                       "dates and numbers.")
    except NotPossible as refusal:
        return _unkept(question, form, str(refusal))
    return _back(question)


@blueprint.post("/questions/<public_id>/share")
def share(public_id: str) -> ResponseReturnValue:
    """Make the private link of an answer of mine."""
    question = queries.get_question(public_id, askers.find())
    keeping.share(question)
    return _back(question)


@blueprint.post("/questions/<public_id>/unshare")
def unshare(public_id: str) -> ResponseReturnValue:
    """Take the link back."""
    question = queries.get_question(public_id, askers.find())
    keeping.unshare(question)
    flash("The link shows nothing any more.", "success")
    return _back(question)


@blueprint.get("/shared/<token>")
def shared(token: str) -> Response:
    """A question with its answer, for whoever has the link; it says nothing of who asked."""
    response = make_response(render_template("casepilot/shared.html", question=queries.get_shared(token)))
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _unkept(question: Question, form: RateForm, refusal: str) -> ResponseReturnValue:
    conversation = queries.conversation_of(question)
    return chat_page(AskForm(formdata=None, conversation=conversation.public_id), conversation, unkept=Unkept(
        question.public_id, form.reason.data or "", refusal)), 422


def _back(question: Question) -> ResponseReturnValue:
    conversation = queries.conversation_of(question)
    return redirect(url_for(".show", public_id=conversation.public_id, _anchor=f"q-{question.public_id}"), 303)
