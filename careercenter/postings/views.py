"""The employer's side of postings: the list, the editor, what to do next."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response as AnyResponse

from careercenter.accounts.identity import find_signed_in, signed_in
from careercenter.billing import ledger
from careercenter.billing.ledger import NoCredit
from careercenter.core import NotPossible, now, require
from careercenter.employers import policies as employer_policies
from careercenter.employers import queries as employers
from careercenter.extensions import limiter
from careercenter.postings import (
    checks,
    describe,
    drafts,
    editor,
    page_sections,
    policies,
    publishing,
    queries,
    revisions,
    running,
)
from careercenter.postings import content as contents
from careercenter.postings.completeness import LONGEST_DESCRIPTION, Incomplete, list_warnings
from careercenter.postings.drafts import StaleVersion
from careercenter.postings.forms import MOST_ROWS, NewPostingForm, PostingForm
from careercenter.postings.lifecycle import APPROVED, ENDED, POSTING, UNPUBLISHED, PostingAction, PostingState
from careercenter.postings.models import JobPosting
from careercenter.postings.page_sections import JobPage
from careercenter.web.markdown import clean_text, from_html, render_markdown

blueprint = Blueprint("employer_postings", __name__)

Answer = str | tuple[str, int] | AnyResponse

MOST_TEXT = 2 * LONGEST_DESCRIPTION
MOST_PASTED = 500_000
"""Characters that are looked at; Word wraps a page of text in a hundred times as much."""


def _by_person() -> str:
    return f"user:{signed_in().id}"


def _get(posting_id: int, *, to_write: bool = False) -> JobPosting:
    posting = queries.get_posting(posting_id)
    allowed = policies.may_edit if to_write else policies.may_read
    require(allowed(signed_in(), posting), "You don’t hire for this employer.")
    return posting


@blueprint.get("/employers/<int:employer_id>/jobs")
@login_required
def index(employer_id: int) -> str:
    """The employer's jobs, by where they stand."""
    employer = employers.get_employer_or_404(employer_id)
    require(employer_policies.may_see_postings(signed_in(), employer_id), "You don’t hire for this employer.")
    user = signed_in()
    return render_template(
        "postings/index.html", employer=employer, role=employer_policies.find_role(user, employer_id),
        may_edit=employer_policies.may_edit(user, employer_id),
        may_manage=employer_policies.may_manage_members(user, employer_id),
        may_hire=employer_policies.may_hire(user, employer_id),
        sections=queries.group_for_employer(queries.list_of_employer(employer_id)),
        balance=ledger.balance(employer_id))


@blueprint.get("/post-a-job")
def begin() -> AnyResponse:
    """Where every “Post a job” leads: to the new job, or to what must come before it."""
    user = find_signed_in()
    if user is None:
        return redirect(url_for("accounts.register", intent="hire", next=url_for(".begin")))
    hires_for = [employer for employer, _ in employers.list_employers_of(user)
                 if employer_policies.may_hire(user, employer.id)]
    if len(hires_for) == 1:
        return redirect(url_for(".create", employer_id=hires_for[0].id))
    return redirect(url_for("employers.index"))


@blueprint.route("/employers/<int:employer_id>/jobs/new", methods=["GET", "POST"])
@login_required
def create(employer_id: int) -> Answer:
    """Begin a job."""
    employer = employers.get_employer_or_404(employer_id)
    require(employer_policies.may_hire(signed_in(), employer_id), "You don’t hire for this employer.")
    form = NewPostingForm()
    if form.validate_on_submit():
        posting = drafts.create_draft(employer_id, by=signed_in(), content={"title": form.title.data or ""})
        return redirect(url_for(".edit", posting_id=posting.id))
    page = render_template("postings/new.html", employer=employer, form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/employers/jobs/<int:posting_id>")
@login_required
def show(posting_id: int) -> str:
    """Where a job stands, what to do next, and how it reads."""
    posting = _get(posting_id)
    employer = employers.get_employer_or_404(posting.employer_id)
    return render_template(
        "postings/show.html", posting=posting, employer=employer,
        sections=page_sections.list_sections(JobPage.INSIDE, posting, employer, signed_in()),
        may_edit=policies.may_edit(signed_in(), posting), standard_left=ledger.balance(posting.employer_id),
        matching_left=ledger.balance(posting.employer_id, publishing.kind(posting)),
        pending=revisions.find_pending(posting.id),
        warnings=list_warnings(posting) if posting.state in UNPUBLISHED else [],
        can=lambda action: POSTING.can(posting, PostingAction(action)), now=now())


@blueprint.get("/employers/jobs/<int:posting_id>/preview")
@login_required
def preview(posting_id: int) -> Answer:
    """How a coder will see it: its own page, which is shown early to those who may; or, if an edit waits
    or it has ended, all that it says."""
    posting = _get(posting_id)
    if revisions.find_pending(posting.id) is None and posting.state not in ENDED:
        return redirect(url_for("jobs.show", posting_id=posting.id))
    return render_template("postings/preview.html", posting=posting,
                           content=contents.with_content(revisions.newest_content(posting)),
                           employer=employers.get_employer_or_404(posting.employer_id))


@blueprint.get("/employers/jobs/<int:posting_id>/revisions")
@login_required
def show_revisions(posting_id: int) -> str:
    """What the job said when, and what changed."""
    posting = _get(posting_id)
    return render_template("postings/revisions.html", posting=posting,
                           revisions=describe.list_changes(revisions.list_revisions(posting.id)))


@blueprint.get("/employers/jobs/<int:posting_id>/edit")
@login_required
def edit(posting_id: int) -> Answer:
    """The editor."""
    posting = _get(posting_id, to_write=True)
    if posting.state not in UNPUBLISHED | APPROVED:
        flash("A job in review isn’t edited: take it back first." if posting.state is PostingState.IN_REVIEW
              else "This job has ended. Copy it to publish it again.", "info")
        return redirect(url_for(".show", posting_id=posting.id))
    form = editor.fill(revisions.newest_content(posting), posting.unparsed, version=posting.version,
                       is_featured=posting.is_featured)
    return _editor(posting, form)


def _editor(posting: JobPosting, form: PostingForm, **context: Any) -> str:
    if not form.groups.entries:
        form.groups.append_entry({})
    typed = editor.read(form)
    employer = employers.get_employer_or_404(posting.employer_id)
    return render_template(
        "postings/edit.html", posting=posting, form=form, employer=employer,
        is_draft=posting.state in UNPUBLISHED, most_rows=MOST_ROWS, found=checks.look_at(typed.content, employer),
        **{"stale": False, "refusal": "", **context})


@blueprint.post("/employers/jobs/<int:posting_id>/edit")
@login_required
def save(posting_id: int) -> Answer:
    """Keep what was typed; then go on as the button says."""
    posting = _get(posting_id, to_write=True)
    form = PostingForm()
    action = request.form.get("action", "save")
    if editor.change_rows(form, action):
        return _editor(posting, form)
    typed = editor.read(form)
    try:
        if posting.state in APPROVED:
            return _save_edit(posting, form, typed)
        _save_draft(posting, form, typed, overwrites=action == "overwrite")
    except StaleVersion:
        return _editor(posting, form, stale=True), 409
    except NotPossible as refusal:  # it was sent to review, or has ended, in another tab or by the clock
        return _editor(posting, form, refusal=str(refusal)), 409
    if action == "submit":
        return _submit(posting)
    if posting.state is PostingState.AWAITING_PAYMENT and not typed.errors and publishing.use_credit(posting):
        flash("Saved, and sent to review: it took one of your credits. We read every job before it goes live, within "
              "one working day.", "success")
        return redirect(url_for(".show", posting_id=posting.id))
    flash("Saved, but for what is marked below." if typed.errors else "Saved.",
          "warning" if typed.errors else "success")
    return redirect(url_for(".edit", posting_id=posting.id))


def _version(form: PostingForm) -> int:
    """The version that the writer saw; none that ever was, if the form doesn't say."""
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _save_draft(posting: JobPosting, form: PostingForm, typed: editor.Typed, *, overwrites: bool = False) -> int:
    version = posting.version if overwrites else _version(form)
    return drafts.save_draft(posting, typed.content, by=signed_in(), version=version, unparsed=typed.unparsed,
                             is_featured=form.is_featured.data == "yes")


def _save_edit(posting: JobPosting, form: PostingForm, typed: editor.Typed) -> Answer:
    if typed.errors:
        editor.show_errors(form, typed.errors)
        return _editor(posting, form), 422
    waited = revisions.find_pending(posting.id)
    try:
        revision = revisions.propose(posting, typed.content, by=signed_in(), version=_version(form))
    except Incomplete as refusal:
        editor.show_errors(form, {problem.field: problem.message for problem in refusal.problems})
        return _editor(posting, form), 422
    if waited is not None and revisions.find_pending(posting.id) is None:
        flash("This is the text that is live: the changes that waited for review are taken back.", "success")
    elif revision is None:
        flash("Nothing is changed.", "info")
    elif revision.state == "pending":
        flash("We read your changes before they appear, within one working day. Until then the job stays as it is.",
              "success")
    else:
        flash("Changed.", "success")
    return redirect(url_for(".show", posting_id=posting.id))


@blueprint.post("/employers/jobs/<int:posting_id>/submit")
@login_required
def submit(posting_id: int) -> Answer:
    """Send a posting to review; without a credit, go and buy one."""
    return _submit(_get(posting_id, to_write=True))


def _submit(posting: JobPosting) -> Answer:
    try:
        publishing.submit(posting, by=signed_in())
    except Incomplete as refusal:
        form = editor.fill(contents.snapshot(posting), posting.unparsed, version=posting.version,
                           is_featured=posting.is_featured)
        editor.show_errors(form, {problem.field: problem.message for problem in reversed(refusal.problems)
                                  if problem.field not in posting.unparsed})
        return _editor(posting, form), 422
    except NoCredit as refusal:
        flash(f"{refusal} It is saved and goes to review by itself as soon as the payment is in.", "warning")
        return _to_prices(posting, return_to=url_for(".show", posting_id=posting.id))
    except NotPossible as refusal:
        flash(str(refusal), "warning")
        return redirect(url_for(".show", posting_id=posting.id))
    flash("Submitted. We read every job before it goes live, within one working day.", "success")
    return redirect(url_for(".show", posting_id=posting.id))


def _to_prices(posting: JobPosting, *, return_to: str) -> AnyResponse:
    return redirect(url_for("billing.prices", employer_id=posting.employer_id, return_to=return_to,
                            takes=publishing.kind(posting).value))


@blueprint.post("/employers/jobs/<int:posting_id>/autosave")
@login_required
def autosave(posting_id: int) -> Response:
    """Keep what is typed, while it is typed."""
    posting = _get(posting_id, to_write=True)
    form = PostingForm()
    typed = editor.read(form)
    version = _save_draft(posting, form, typed)
    return jsonify(version=version, errors=typed.errors, **_looked_at(posting, typed))


@blueprint.post("/employers/jobs/<int:posting_id>/check")
@login_required
def check(posting_id: int) -> Response:
    """What the typed comes to, kept nowhere: the requirement's sentence, the laws, what looks like a slip."""
    posting = _get(posting_id, to_write=True)
    typed = editor.read(PostingForm())
    return jsonify(errors=typed.errors, **_looked_at(posting, typed))


def _looked_at(posting: JobPosting, typed: editor.Typed) -> dict[str, Any]:
    employer = employers.get_employer_or_404(posting.employer_id)
    return checks.look_at(typed.content, employer).as_json()


@blueprint.post("/employers/jobs/read-text")
@login_required
@limiter.limit("120 per minute", key_func=_by_person)
def preview_text() -> Response:
    """Markdown as it will look: `{"html": …}`, sanitized."""
    return jsonify(html=str(render_markdown(request.form.get("text", "")[:MOST_TEXT])))


@blueprint.post("/employers/jobs/clean-paste")
@login_required
@limiter.limit("120 per minute", key_func=_by_person)
def clean_paste() -> Response:
    """What was copied from Word or a web page, as Markdown: `{"text": …}`."""
    html, text = request.form.get("html", ""), request.form.get("text", "")
    return jsonify(text=from_html(html[:MOST_PASTED]) if html else clean_text(text[:MOST_PASTED]))


@blueprint.post("/employers/jobs/<int:posting_id>/copy")
@login_required
def copy(posting_id: int) -> Answer:
    """A new draft that says the same."""
    made = drafts.duplicate(_get(posting_id, to_write=True), by=signed_in())
    flash("Copied. This is the new draft.", "success")
    return redirect(url_for(".edit", posting_id=made.id))


def _do(posting_id: int, act: Callable[..., None], done: str, *, then: str = "show") -> Answer:
    """Do something with a job, and say so on its page; or say there why it is not possible by now."""
    posting = _get(posting_id, to_write=True)
    try:
        act(posting, by=signed_in())
    except NotPossible as refusal:
        flash(str(refusal), "warning")
        return redirect(url_for(".show", posting_id=posting_id))
    flash(done, "success")
    return redirect(url_for(f".{then}", posting_id=posting_id))


@blueprint.post("/employers/jobs/<int:posting_id>/take-back")
@login_required
def take_back(posting_id: int) -> Answer:
    """Out of the queue, to edit it."""
    return _do(posting_id, publishing.take_back,
               "It is a draft again. A credit that was spent on it is back in your account.", then="edit")


@blueprint.post("/employers/jobs/<int:posting_id>/pause")
@login_required
def pause(posting_id: int) -> Answer:
    """Hide it for a while."""
    return _do(posting_id, running.pause, "Paused: coders don’t find it until you resume it. Its days go on.")


@blueprint.post("/employers/jobs/<int:posting_id>/resume")
@login_required
def resume(posting_id: int) -> Answer:
    """Show it again."""
    return _do(posting_id, running.resume, "It is live again.")


@blueprint.post("/employers/jobs/<int:posting_id>/filled")
@login_required
def mark_filled(posting_id: int) -> Answer:
    """Somebody was hired."""
    return _do(posting_id, running.mark_filled, "Congratulations! Nobody can apply any more.")


@blueprint.post("/employers/jobs/<int:posting_id>/withdraw")
@login_required
def withdraw(posting_id: int) -> Answer:
    """Give it up."""
    return _do(posting_id, running.withdraw, "Withdrawn. You can copy it whenever you need it again.")


@blueprint.post("/employers/jobs/<int:posting_id>/discard-changes")
@login_required
def discard_changes(posting_id: int) -> Answer:
    """Take back the edit that waits for review."""
    return _do(posting_id, revisions.discard, "Your changes are taken back. The job stays as it is.")


@blueprint.get("/employers/jobs/<int:posting_id>/renew")
@login_required
def confirm_renewal(posting_id: int) -> str:
    """What a renewal costs and gives; the mail's link leads here, and a GET buys nothing."""
    posting = _get(posting_id, to_write=True)
    return render_template("postings/renew.html", posting=posting,
                           employer=employers.get_employer_or_404(posting.employer_id),
                           balance=ledger.balance(posting.employer_id, publishing.kind(posting)),
                           kind=publishing.kind(posting).value, days=publishing.RUN.days,
                           can_renew=POSTING.can(posting, PostingAction.RENEW))


@blueprint.post("/employers/jobs/<int:posting_id>/renew")
@login_required
def renew(posting_id: int) -> Answer:
    """Buy 30 more days, once for each page that was shown."""
    posting = _get(posting_id, to_write=True)
    try:
        running.renew(posting, by=signed_in(), run=request.form.get("run", 0, type=int))
    except NoCredit:
        flash(f"Renewing takes a {publishing.kind(posting).value} credit, and none is left. Buy one; "
              "then you come back here to renew.", "warning")
        return _to_prices(posting, return_to=url_for(".confirm_renewal", posting_id=posting.id))
    except NotPossible as refusal:
        flash(str(refusal), "warning")
        return redirect(url_for(".show", posting_id=posting.id))
    flash("Renewed. It is live for 30 more days.", "success")
    return redirect(url_for(".show", posting_id=posting.id))
