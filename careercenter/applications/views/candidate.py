"""What a candidate sees: the form of a job, her applications, the way back."""

from flask import flash, redirect, render_template, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from careercenter.accounts.identity import signed_in
from careercenter.applications import applying, policies, queries
from careercenter.applications.forms import ApplyForm, apply_form
from careercenter.applications.models import Application
from careercenter.applications.snapshots import Unanswered, profile_of
from careercenter.applications.views.pages import Answer, blueprint, by_person, get_public_posting
from careercenter.candidates import resumes
from careercenter.candidates.queries import find_resume, get_profile
from careercenter.core import AlreadyDone
from careercenter.credentials.queries import list_holdings
from careercenter.employers.policies import find_role
from careercenter.employers.queries import get_employer_or_404
from careercenter.extensions import limiter
from careercenter.files.contents import WrongFile
from careercenter.postings.models import ApplyMethod, JobPosting
from careercenter.postings.pay import pay_text
from careercenter.web.pagination import page_number


@blueprint.route("/jobs/<int:posting_id>/apply", methods=["GET", "POST"])
@login_required
@limiter.limit("60 per hour", key_func=by_person, methods=["POST"])
def apply(posting_id: int) -> Answer:
    """Apply for a job."""
    posting = get_public_posting(posting_id)
    if sent := queries.find_application(posting.id, signed_in().id):
        return _first(sent)
    if posting.apply_method is ApplyMethod.LINK:
        return redirect(url_for(".leave", posting_id=posting.id))
    if not policies.may_apply(signed_in(), posting) or not applying.is_open(posting):
        return _no_form(posting)
    form = apply_form(posting)
    if not form.is_submitted():
        return _page(posting, form)
    # A good file is kept whatever else is wrong: a browser wouldn't send it a second time by itself.
    if not (_keep_resume(form) & form.validate()):
        return _page(posting, form), 422
    return _submit(posting, form)


def _submit(posting: JobPosting, form: ApplyForm) -> Answer:
    try:
        sent = applying.submit(posting, by=signed_in(), cover_note=form.cover_note.data or "", answers=form.answers)
    except AlreadyDone:
        return redirect(url_for(".apply", posting_id=posting.id))
    except applying.NoResume as refusal:
        form.resume.errors = [str(refusal)]
        return _page(posting, form), 422
    except Unanswered as refusal:  # the employer changed the questions meanwhile
        flash(str(refusal), "warning")
        return _page(posting, form), 422
    flash("Your application is sent. We tell you by mail when its stage changes.", "success")
    return redirect(url_for(".show", public_id=sent.public_id))


def _first(sent: Application) -> Response:
    flash("You applied for this job already. This is your application.", "info")
    return redirect(url_for(".show", public_id=sent.public_id))


def _keep_resume(form: ApplyForm) -> bool:
    if not form.resume.data:
        return True
    try:
        resumes.upload(form.resume.data.read(), name=form.resume.data.filename, by=signed_in())
    except WrongFile as refusal:
        form.resume.process_errors = [str(refusal)]
        form.resume.errors = [str(refusal)]
        return False
    return True


def _page(posting: JobPosting, form: ApplyForm) -> str:
    by = signed_in()
    profile = get_profile(by.id)
    return render_template(
        "applications/apply.html", posting=posting, form=form, fit=applying.fit_for(posting, by), pay=pay_text(posting),
        resume=find_resume(profile), employer=get_employer_or_404(posting.employer_id),
        sends=profile_of(profile, list_holdings(by.id)))


def _no_form(posting: JobPosting) -> tuple[str, int]:
    is_member = find_role(signed_in(), posting.employer_id) is not None
    return render_template("applications/closed.html", posting=posting, is_member=is_member,
                           employer=get_employer_or_404(posting.employer_id),
                           is_open=applying.is_open(posting)), 403 if applying.is_open(posting) else 410


@blueprint.get("/applications")
@login_required
def index() -> str:
    """My applications."""
    return render_template("applications/index.html", page=queries.list_sent(signed_in().id, number=page_number()))


@blueprint.get("/applications/<public_id>")
@login_required
def show(public_id: str) -> str:
    """One of my applications: its stage, and what I sent."""
    sent = queries.get_sent(public_id, by=signed_in())
    return render_template("applications/show.html", sent=sent, changes=queries.list_changes(sent.application.id))


@blueprint.get("/applications/<public_id>/resume")
@login_required
def download_sent_resume(public_id: str) -> Response:
    """Download the resume that I sent."""
    sent = queries.get_sent(public_id, by=signed_in())
    return redirect(applying.own_resume_address(sent.application, by=signed_in()))


@blueprint.get("/applications/<public_id>/withdraw")
@login_required
def ask_withdraw(public_id: str) -> str:
    """Ask whether to withdraw, as there is no way back."""
    return render_template("applications/withdraw.html", sent=queries.get_sent(public_id, by=signed_in()))


@blueprint.post("/applications/<public_id>/withdraw")
@login_required
def withdraw(public_id: str) -> Response:
    """Withdraw."""
    sent = queries.get_sent(public_id, by=signed_in())
    applying.withdraw(sent.application, by=signed_in())
    flash("Your application is withdrawn. The employer no longer reads what you sent.", "success")
    return redirect(url_for(".show", public_id=public_id))
