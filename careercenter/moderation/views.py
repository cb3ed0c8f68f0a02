"""The moderators' queue and the visitors' report page."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from careercenter.accounts.access import staff_required
from careercenter.accounts.identity import find_signed_in, signed_in
from careercenter.core import AlreadyDone, NotPossible
from careercenter.extensions import limiter
from careercenter.moderation import decisions, policies, queries, queue, reports
from careercenter.moderation.forms import DecisionForm, ReportForm
from careercenter.moderation.models import ItemKind, ModerationItem, ReportReason, Verdict
from careercenter.postings import content as contents
from careercenter.postings import describe
from careercenter.postings.lifecycle import PUBLIC
from careercenter.postings.queries import get_posting

blueprint = Blueprint("moderation", __name__)


@blueprint.get("/staff/moderation")
@staff_required(policies.may_moderate)
def index() -> str:
    """The queue: featured first, oldest first, with each one's risk."""
    return render_template("moderation/index.html", rows=queries.list_queue(), me=signed_in())


@blueprint.get("/staff/moderation/decided")
@staff_required(policies.may_moderate)
def decided() -> str:
    """The latest decisions."""
    return render_template("moderation/decided.html", rows=queries.list_recent())


@blueprint.post("/staff/moderation/next")
@staff_required(policies.may_moderate)
def claim_next() -> Response:
    """Take the first free item in hand."""
    item = queue.claim_next(by=signed_in())
    if item is None:
        flash("The queue is empty. Well done.", "success")
        return _to("moderation.index")
    return _to("moderation.show", item_id=item.id)


@blueprint.get("/staff/moderation/<int:item_id>")
@staff_required(policies.may_moderate)
def show(item_id: int) -> ResponseReturnValue:
    """One item: the job as coders will see it, its signs of risk, its history, the decision."""
    return _page(queries.get_item_or_404(item_id), DecisionForm())


@blueprint.post("/staff/moderation/<int:item_id>/claim")
@staff_required(policies.may_moderate)
def claim(item_id: int) -> Response:
    """Take this item in hand."""
    try:
        queue.claim(queries.get_item_or_404(item_id), by=signed_in())
    except NotPossible as refusal:
        flash(str(refusal), "warning")
    return _to("moderation.show", item_id=item_id)


@blueprint.post("/staff/moderation/<int:item_id>/release")
@staff_required(policies.may_moderate)
def release(item_id: int) -> Response:
    """Put it back in the queue."""
    try:
        queue.release(queries.get_item_or_404(item_id), by=signed_in())
    except NotPossible as refusal:
        flash(str(refusal), "warning")
        return _to("moderation.show", item_id=item_id)
    return _to("moderation.index")


@blueprint.post("/staff/moderation/<int:item_id>/decide")
@staff_required(policies.may_moderate)
def decide(item_id: int) -> ResponseReturnValue:
    """Carry out the verdict whose button was pressed, and go on to the next item."""
    item, form = queries.get_item_or_404(item_id), DecisionForm()
    verdict = _verdict()
    if not form.validate():
        return _page(item, form, status=422)
    try:
        decisions.decide(item, verdict, by=signed_in(), reasons=form.reasons.data or [], note=form.note.data or "")
    except decisions.WithoutReason as refusal:
        form.reasons.errors = [str(refusal)]
        return _page(item, form, status=422)
    except NotPossible as refusal:
        flash(str(refusal), "warning")
        return _to("moderation.show", item_id=item_id)
    flash(f"{verdict.label}: done. The employer is told by mail.", "success")
    return _to("moderation.index")


@blueprint.route("/jobs/<int:posting_id>/report", methods=["GET", "POST"])
@limiter.limit("10 per hour", methods=["POST"])
def report(posting_id: int) -> ResponseReturnValue:
    """Report a job: scam, filled, misleading, discriminatory."""
    posting, form = get_posting(posting_id), ReportForm()
    if posting.state not in PUBLIC:
        abort(404)
    if not form.validate_on_submit():
        page = render_template("moderation/report.html", form=form, posting=posting)
        return make_response(page, 422 if form.is_submitted() else 200)
    try:
        reports.report(posting, ReportReason(form.reason.data), details=form.details.data or "",
                       by=find_signed_in(), visitor=_visitor())
    except AlreadyDone as refusal:
        flash(str(refusal), "info")
    else:
        flash("Thank you. A moderator looks at it, as a rule within one working day.", "success")
    return _to("jobs.show", posting_id=posting.id)


def _page(item: ModerationItem, form: DecisionForm, *, status: int = 200) -> ResponseReturnValue:
    posting = get_posting(item.posting_id)
    me = signed_in()
    before, revision = contents.snapshot(posting), queries.find_revision(item)
    page = render_template(
        "moderation/show.html", item=item, posting=posting, employer=queries.get_employer(posting), form=form,
        verdicts=decisions.VERDICTS[item.kind], is_mine=item.is_claim_current and item.claimed_by_id == me.id,
        may_decide=policies.may_decide(me, item, posting.employer_id), claimed_by=queries.name_of(item.claimed_by_id),
        decided_by=queries.name_of(item.decided_by_id), history_lines=_history(posting.id),
        shown=contents.with_content({**before, **revision.content}) if revision else posting,
        changes=describe.changes_between(before, revision) if revision else [],
        reports=queries.list_reports(item) if item.kind is ItemKind.REPORTS else [])
    return make_response(page, status)


def _history(posting_id: int) -> list[tuple[datetime, str, str | None]]:
    """What happened to the posting, as lines of a timeline."""
    return [(entry.at, f"{entry.action.replace('_', ' ').capitalize()} by {name or 'the system'}", entry.reason)
            for entry, name in queries.list_history(posting_id)]


def _verdict() -> Verdict:
    try:
        return Verdict(request.form.get("verdict", ""))
    except ValueError:
        abort(400)


def _visitor() -> str:
    """What tells this browser from others, for a guest's report."""
    return session.setdefault("visitor", uuid4().hex)


def _to(endpoint: str, **values: Any) -> Response:
    return make_response(redirect(url_for(endpoint, **values)))

