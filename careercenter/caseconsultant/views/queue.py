"""The consultants' queue, and the desk at which one question is answered."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from careercenter.accounts import staff
from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import signed_in
from careercenter.caseconsultant import answering, policies, queries
from careercenter.caseconsultant.forms import AnswerForm, HandOverForm
from careercenter.caseconsultant.lifecycle import CONSULTATION
from careercenter.caseconsultant.models import Consultation
from careercenter.caseconsultant.views import consultants
from careercenter.codes.lookup import finding
from careercenter.core import DomainError, NotPossible


@consultants.get("/consultations")
@staff_required(policies.may_consult)
def queue() -> str:
    """What waits for a person, the earliest due first, and how we kept our word lately."""
    waiting, late = queries.count_waiting()
    return render_template("caseconsultant/queue.html", queue=queries.list_queue(), settled=queries.list_settled(),
                           days=queries.list_days(), waiting=waiting, late=late, me=signed_in())


@consultants.get("/consultations/<public_id>")
@staff_required(policies.may_consult)
def show(public_id: str) -> str:
    """One question: what was said, the draft with its sources, the code look-up, and what to do."""
    consultation = queries.get(public_id)
    return _desk(consultation, AnswerForm(formdata=None, text=consultation.draft,
                                          look_up=request.args.get("q", "")[:200]))


@consultants.post("/consultations/<public_id>/take")
@staff_required(policies.may_consult)
def take(public_id: str) -> Response:
    """Take it in hand."""
    return _do(public_id, lambda one: answering.take(one, by=signed_in()), "It is yours.")


@consultants.post("/consultations/<public_id>/put-back")
@staff_required(policies.may_consult)
def put_back(public_id: str) -> Response:
    """Put it back into the queue."""
    return _do(public_id, lambda one: answering.put_back(one, by=signed_in()), "It is back in the queue.", leave=True)


@consultants.post("/consultations/<public_id>/hand-over")
@staff_required(policies.may_consult)
def hand_over(public_id: str) -> ResponseReturnValue:
    """Give it to a colleague."""
    consultation, form = queries.get(public_id), _handing(queries.get(public_id))
    if not form.validate_on_submit():
        return _desk(consultation, AnswerForm(formdata=None, text=consultation.draft), form), 422
    to = staff.get_person(form.to.data)
    return _do(public_id, lambda one: answering.hand_over(one, to, by=signed_in()), f"{to.name} has it now.",
               leave=True)


@consultants.post("/consultations/<public_id>/draft")
@staff_required(policies.may_consult)
def keep(public_id: str) -> ResponseReturnValue:
    """Keep the draft, and look up a code beside it."""
    form = AnswerForm()
    consultation = queries.get(public_id)
    if not form.validate_on_submit():
        return _desk(consultation, form), 422
    answering.keep_draft(consultation, form.text.data or "", by=signed_in())
    flash("The draft is kept.", "success")
    return redirect(url_for(".show", public_id=public_id, q=form.look_up.data or None), 303)


@consultants.post("/consultations/<public_id>/answer")
@staff_required(policies.may_consult)
def answer(public_id: str) -> ResponseReturnValue:
    """Send the answer, or with the other button the question back."""
    form, consultation = AnswerForm(), queries.get(public_id)
    if not form.validate_on_submit():
        return _desk(consultation, form), 422
    is_question = "ask_back" in request.form
    try:
        (answering.ask_back if is_question else answering.answer)(consultation, form.text.data or "", by=signed_in())
    except answering.NoWords as refusal:
        form.text.errors = [str(refusal)]
        return _desk(consultation, form), 422
    except DomainError as refusal:
        flash(str(refusal), "warning")
        return _desk(queries.get(public_id), form), refusal.status
    flash("Asked. It comes back into the queue with the answer." if is_question else "Sent.", "success")
    return redirect(url_for(".queue"), 303)


def _do(public_id: str, act: Callable[[Consultation], None], done: str, *, leave: bool = False) -> Response:
    try:
        act(queries.get(public_id))
    except NotPossible as refusal:
        flash(str(refusal), "warning")
        leave = False
    else:
        flash(done, "success")
    return redirect(url_for(".queue") if leave else url_for(".show", public_id=public_id), 303)


def _desk(consultation: Consultation, form: AnswerForm, handing: HandOverForm | None = None) -> str:
    me = signed_in()
    words = form.look_up.data or ""
    return render_template(
        "caseconsultant/desk.html", consultation=consultation, lines=queries.list_messages(consultation), form=form,
        may_answer=policies.may_answer(me, consultation), actions=set(CONSULTATION.actions(consultation)),
        asker=queries.get_person(consultation.user_id), consultant=queries.find_person(consultation.consultant_id),
        handing=handing or _handing(consultation), hits=finding.search(words).hits[:8] if words else [], me=me)


def _handing(consultation: Consultation) -> HandOverForm:
    form = HandOverForm()
    colleagues = queries.list_colleagues(but=(signed_in().id, consultation.user_id))
    form.to.choices = [("", "Choose"), *((one.public_id, one.name) for one in colleagues)]
    return form
