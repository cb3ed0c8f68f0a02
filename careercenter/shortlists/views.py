"""The pages on which a person sees what she keeps, and the buttons that keep it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from careercenter.accounts.identity import signed_in
from careercenter.core import NotFound
from careercenter.employers.queries import get_employer_or_404
from careercenter.postings.finding import get_found
from careercenter.postings.models import JobPosting
from careercenter.shortlists import marking, policies, queries
from careercenter.shortlists.forms import NotesForm
from careercenter.web.going_back import local_path
from careercenter.web.pagination import Page, page_number

blueprint = Blueprint("shortlists", __name__)

Answer = str | Response | tuple[str, int]


@blueprint.get("/saved")
@login_required
def index() -> str:
    """My saved jobs."""
    return _list("saved", queries.list_saved(signed_in().id, number=page_number()))


@blueprint.get("/saved/elsewhere")
@login_required
def list_elsewhere() -> str:
    """The jobs that I applied for elsewhere."""
    return _list("elsewhere", queries.list_elsewhere(signed_in().id, number=page_number()))


@blueprint.get("/saved/hidden")
@login_required
def list_hidden() -> str:
    """What I hid."""
    return _list("hidden", queries.list_hidden(signed_in().id, number=page_number()),
                 employers=queries.list_hidden_employers(signed_in().id))


def _list(which: str, page: Page[queries.Kept], **context: Any) -> str:
    return render_template(f"shortlists/{which}.html", which=which, page=page,
                           counts=queries.count_of(signed_in().id), **context)


@blueprint.route("/saved/jobs/<int:posting_id>", methods=["GET", "POST"])
@login_required
def edit(posting_id: int) -> Answer:
    """My notes on a job."""
    posting, employer = get_found(posting_id)
    kept = queries.find_mark(posting.id, signed_in().id)
    if kept is None and not policies.may_mark(signed_in(), posting, employer):
        raise NotFound("There is no such job. It may have been taken down.")
    form = NotesForm.of(kept, stage=request.args.get("stage"))
    if form.validate_on_submit():
        marking.keep_notes(posting, by=signed_in(), note=(form.note.data or "").strip(), stage=form.chosen_stage,
                           applied_on=form.day)
        flash("Kept. You find it under My jobs.", "success")
        return _back()
    page = render_template("shortlists/edit.html", posting=posting, employer=employer, form=form, back=_back_path())
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/saved/jobs/<int:posting_id>/save")
@login_required
def save(posting_id: int) -> Response:
    """Save a job."""
    marking.save(_get(posting_id), by=signed_in())
    flash("Saved. You find it under My jobs.", "success")
    return _back()


@blueprint.post("/saved/jobs/<int:posting_id>/unsave")
@login_required
def unsave(posting_id: int) -> Response:
    """Take a job off my list."""
    marking.unsave(_get(posting_id), by=signed_in())
    flash("No longer saved.", "success")
    return _back()


@blueprint.post("/saved/jobs/<int:posting_id>/hide")
@login_required
def hide(posting_id: int) -> Response:
    """See a job no more."""
    marking.hide(_get(posting_id), by=signed_in())
    flash("Hidden from your searches. Under My jobs, Hidden, you can show it again.", "success")
    return _back()


@blueprint.post("/saved/jobs/<int:posting_id>/unhide")
@login_required
def unhide(posting_id: int) -> Response:
    """See it again."""
    marking.unhide(_get(posting_id), by=signed_in())
    flash("Shown again.", "success")
    return _back()


@blueprint.post("/saved/employers/<int:employer_id>/hide")
@login_required
def hide_employer(employer_id: int) -> Response:
    """See no job of an employer any more."""
    employer = get_employer_or_404(employer_id)
    marking.hide_employer(employer, by=signed_in())
    flash(f"Jobs of {employer.name} are hidden from your searches. Under My jobs, Hidden, you can show them again.",
          "success")
    return _back()


@blueprint.post("/saved/employers/<int:employer_id>/unhide")
@login_required
def unhide_employer(employer_id: int) -> Response:
    """See an employer's jobs again."""
    employer = get_employer_or_404(employer_id)
    marking.unhide_employer(employer, by=signed_in())
    flash(f"Jobs of {employer.name} are shown again.", "success")
    return _back()


def _get(posting_id: int) -> JobPosting:
    posting, _ = get_found(posting_id)
    return posting


def _back() -> Response:
    return redirect(_back_path(), 303)


def _back_path() -> str:
    """The page that the button or the link stood on, as it says itself."""
    return local_path(request.values.get("next")) or url_for(".index")
