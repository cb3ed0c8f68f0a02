"""What an employer's people see: the applicants, each with her match, and what can be done."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from careercenter.accounts.identity import signed_in
from careercenter.applications import policies, queries, reviewing
from careercenter.applications.forms import FilterForm, MoveForm, NoteForm
from careercenter.applications.lifecycle import APPLICATION, Move
from careercenter.applications.views.pages import Answer, blueprint
from careercenter.core import NotFound, require
from careercenter.employers import policies as employer_policies
from careercenter.employers.queries import get_employer_or_404
from careercenter.postings.queries import list_of_employer
from careercenter.web.pagination import page_number

ROOT = "/employers/<int:employer_id>/applicants"


@blueprint.get(ROOT)
@login_required
def list_applicants(employer_id: int) -> str:
    """The applicants of an employer, narrowed by job, stage and match."""
    employer = get_employer_or_404(employer_id)
    require(employer_policies.may_see_applicants(signed_in(), employer.id))
    postings = {posting.id: posting.title for posting in list_of_employer(employer.id)}
    form = FilterForm(request.args, postings)
    return render_template(
        "applications/applicants.html", **_frame(employer_id), form=form, postings=postings,
        is_narrowed=any(form.chosen.values()), clicks=queries.count_clicks(employer.id),
        page=queries.list_received(employer.id, number=page_number(), **form.chosen))


@blueprint.get(f"{ROOT}/<public_id>")
@login_required
def show_applicant(employer_id: int, public_id: str) -> str:
    """One application."""
    return _page(employer_id, public_id, MoveForm(formdata=None), NoteForm(formdata=None))


@blueprint.post(f"{ROOT}/<public_id>/stage")
@login_required
def move(employer_id: int, public_id: str) -> Answer:
    """Move an application to another stage."""
    received = queries.get_received(employer_id, public_id, by=signed_in())
    form = MoveForm()
    if not form.validate_on_submit():
        return _page(employer_id, public_id, form, NoteForm(formdata=None)), 422
    reviewing.move(received.application, _asked(request.form.get("move", "")), by=signed_in(),
                   message=form.message.data or "")
    flash(f"{received.candidate.name} is now in “{received.application.state.label}”, and gets a mail.", "success")
    return _back(employer_id, public_id)


@blueprint.post(f"{ROOT}/<public_id>/notes")
@login_required
def add_note(employer_id: int, public_id: str) -> Answer:
    """Write a note."""
    received = queries.get_received(employer_id, public_id, by=signed_in())
    form = NoteForm()
    if not form.validate_on_submit():
        return _page(employer_id, public_id, MoveForm(formdata=None), form), 422
    reviewing.add_note(received.application, form.text.data or "", by=signed_in())
    flash("Your note is kept.", "success")
    return _back(employer_id, public_id)


@blueprint.get(f"{ROOT}/<public_id>/resume")
@login_required
def download_resume(employer_id: int, public_id: str) -> Response:
    """Download the resume that was sent."""
    received = queries.get_received(employer_id, public_id, by=signed_in())
    return redirect(reviewing.resume_address(received.application, by=signed_in()))


def _asked(value: str) -> Move:
    try:
        return Move(value)
    except ValueError:
        raise NotFound("There is no such step.") from None


def _page(employer_id: int, public_id: str, move_form: MoveForm, note_form: NoteForm) -> str:
    received = queries.get_received(employer_id, public_id, by=signed_in())
    moves = [step for step in APPLICATION.actions(received.application) if step is not Move.WITHDRAW]
    return render_template(
        "applications/applicant.html", **_frame(employer_id), received=received, move_form=move_form,
        note_form=note_form, moves=moves, may_move=policies.may_move(signed_in(), received.posting),
        changes=queries.list_changes(received.application.id), notes=queries.list_notes(received.application.id))


def _frame(employer_id: int) -> dict[str, Any]:
    """What the frame of an employer's pages asks."""
    return {
        "employer": get_employer_or_404(employer_id),
        "role": employer_policies.find_role(signed_in(), employer_id)}


def _back(employer_id: int, public_id: str) -> Response:
    return redirect(url_for(".show_applicant", employer_id=employer_id, public_id=public_id))
