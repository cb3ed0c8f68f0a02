"""The staff's pages of what everybody is to read: prepared by one of us, published by another."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import signed_in
from careercenter.caseconsultant import policies, publishing, queries
from careercenter.caseconsultant.forms import PublicForm
from careercenter.caseconsultant.models import PublicAnswer
from careercenter.caseconsultant.views import consultants

ACTS = {"approve": (publishing.approve, "Published: everybody reads it now."),
        "return": (publishing.send_back, "Returned: it can be prepared anew."),
        "dismiss": (publishing.dismiss, "Dismissed: nobody reads it."),
        "withdraw": (publishing.withdraw, "Withdrawn: nobody reads it any more.")}


@consultants.get("/answers")
@staff_required(policies.may_consult)
def list_answers() -> str:
    """What is proposed, what waits for review, and what everybody reads."""
    return render_template("caseconsultant/answers.html", waiting=queries.list_to_publish(),
                           published=queries.list_published(size=50).items)


@consultants.get("/answers/<public_id>")
@staff_required(policies.may_consult)
def show_public_answer(public_id: str) -> str:
    """One of them, with what can be done."""
    public = queries.get_public(public_id)
    codes = [code.code for code in queries.list_codes_of(public)] or publishing.list_codes(
        (public.title, public.question, public.answer))
    return _page(public, PublicForm(formdata=None, title=public.title, question=public.question,
                                    answer=public.answer, codes=", ".join(codes)))


@consultants.post("/answers/<public_id>")
@staff_required(policies.may_consult)
def edit_public_answer(public_id: str) -> ResponseReturnValue:
    """Prepare it, and send it to review."""
    public, form = queries.get_public(public_id), PublicForm()
    if not form.validate_on_submit():
        return _page(public, form), 422
    try:
        publishing.edit(public, title=form.title.data or "", question=form.question.data or "",
                        answer=form.answer.data or "", code_list=form.codes.data or "", by=signed_in())
    except publishing.UnknownCode as refusal:
        form.codes.errors = [str(refusal)]
        return _page(public, form), 422
    flash("Sent to review. Somebody else reads it before everybody does.", "success")
    return redirect(url_for(".list_answers"), 303)


@consultants.post("/answers/<public_id>/<any(approve, return, dismiss, withdraw):act>")
@staff_required(policies.may_consult)
def decide_public_answer(public_id: str, act: str) -> ResponseReturnValue:
    """Publish it, return it, dismiss it or withdraw it."""
    do, done = ACTS[act]
    do(queries.get_public(public_id), by=signed_in())
    flash(done, "success")
    return redirect(url_for(".list_answers"), 303)


def _page(public: PublicAnswer, form: PublicForm) -> str:
    return render_template("caseconsultant/edit_answer.html", public=public, form=form,
                           codes=queries.list_codes_of(public), may_review=policies.may_review(signed_in(), public))
