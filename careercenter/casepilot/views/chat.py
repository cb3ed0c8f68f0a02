"""The chat: conversations, and asking in them."""

from flask import Response, flash, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts import limits
from careercenter.accounts.limits import Limit, TooManyTries
from careercenter.casepilot.conversations import askers, asking, keeping, queries
from careercenter.casepilot.conversations.asking import PatientData
from careercenter.casepilot.conversations.models import Question
from careercenter.casepilot.forms import AskForm
from careercenter.casepilot.views import answers, blueprint, marking
from careercenter.casepilot.views.pages import chat_page
from careercenter.core import NotPossible

ASK = Limit("casepilot-ask", "20/minute", "questions")


@blueprint.get("")
def index() -> str:
    """A new chat, and the conversations that I had."""
    asked = request.args.get("ask", "")[:asking.LONGEST]
    about = queries.find_place(request.args.get("about"))
    return chat_page(AskForm(formdata=None, question=asked,
                         about=f"{about.code.system.value}:{about.code.code}" if about else ""))


@blueprint.get("/c/<public_id>")
def show(public_id: str) -> str:
    """A conversation of mine, and the box for the next question."""
    conversation = queries.get_conversation(public_id, askers.find())
    return chat_page(AskForm(formdata=None, question=request.args.get("ask", "")[:asking.LONGEST],
                         conversation=public_id), conversation)


@blueprint.post("/ask")
def ask() -> ResponseReturnValue:
    """Ask. Whatever may identify a patient is shown first, and nothing is kept until it is out."""
    form, asker = AskForm(), askers.find()
    conversation = queries.get_conversation(form.conversation.data, asker) if form.conversation.data else None
    if request.form.get("edit"):
        return chat_page(AskForm(key=form.key.data), conversation)
    if not form.validate():
        return chat_page(form, conversation), 422
    declared = frozenset(request.form.getlist("keep"))
    text = form.question.data or ""
    if request.form.get("redact"):
        text = marking.redacted(text, declared)
    try:
        ASK.spend(asker.key if asker.user_id else limits.here())
        asking.check(text, declared=declared)  # a guest gets no cookie for what isn't kept
        question = asking.ask(text, key=form.key.data or "", asker=askers.make(), conversation=conversation,
                              about=_about(form), declared=declared)
    except PatientData as found:
        return marking.review(form, form.question, found.findings, declared=declared, what="ask"), found.status
    except (NotPossible, TooManyTries) as refusal:
        form.question.errors = [str(refusal)]
        return chat_page(form, conversation), refusal.status
    return _answer(question)


@blueprint.post("/questions/<public_id>/answer")
def answer(public_id: str) -> ResponseReturnValue:
    """Answer a question of mine that waits, or failed."""
    asker = askers.find()
    question = queries.get_question(public_id, asker)
    ASK.spend(asker.key if asker.user_id else limits.here())
    return _answer(question)


@blueprint.post("/questions/<public_id>/stop")
def stop(public_id: str) -> ResponseReturnValue:
    """Keep what I have seen of an answer."""
    asking.stop(queries.get_question(public_id, askers.find()), after=request.form.get("after", 0, type=int))
    return "", 204


@blueprint.post("/c/<public_id>/delete")
def delete(public_id: str) -> ResponseReturnValue:
    """Delete a conversation of mine."""
    keeping.delete_one(queries.get_conversation(public_id, askers.find()))
    flash("The conversation is deleted, and its links show nothing any more.", "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/delete-all")
def delete_all() -> ResponseReturnValue:
    """Delete all my conversations."""
    keeping.delete_all(askers.find())
    flash("All your conversations are deleted, and their links show nothing any more.", "success")
    return redirect(url_for(".index"), 303)


def _answer(question: Question) -> ResponseReturnValue:
    conversation = queries.conversation_of(question)
    page = redirect(url_for(".show", public_id=conversation.public_id, _anchor=f"q-{question.public_id}"), 303)
    access = asking.begin(question)
    if access is None or not asking.may_tell(access):
        return page
    if "text/event-stream" in request.headers.get("Accept", ""):
        return Response(stream_with_context(answers.stream(question.public_id)), mimetype="text/event-stream",
                        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    for _ in asking.tell(question):
        pass
    return page


def _about(form: AskForm) -> str | None:
    place = queries.find_place(form.about.data)
    return f"{place.code.system.value}:{place.code.code}" if place else None
