"""The candidate's profile: one page for herself alone. No address names another's."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response

from careercenter.accounts.identity import signed_in
from careercenter.candidates import profiles, queries, resumes
from careercenter.candidates.completeness import completeness_of
from careercenter.candidates.forms import ProfileForm, ResumeForm
from careercenter.credentials.catalogue import catalogue
from careercenter.credentials.queries import list_holdings
from careercenter.extensions import limiter
from careercenter.files.contents import WrongFile
from careercenter.terms import SPECIALTIES

blueprint = Blueprint("candidates", __name__)

Answer = str | Response | tuple[str, int]


@blueprint.route("/profile", methods=["GET", "POST"])
@login_required
@limiter.limit("40 per hour", key_func=lambda: f"user:{signed_in().id}", methods=["POST"],
               exempt_when=lambda: not _sends_file())
def profile() -> Answer:
    """See and change the profile. It is one form: a button that doesn't save it keeps what was typed elsewhere."""
    form, resume_form = ProfileForm.of(queries.get_profile(signed_in().id)), ResumeForm()
    if not form.is_submitted():
        return _page(form, resume_form)
    pressed = request.form.get("resume_button")
    # A file goes along whatever is pressed, and is kept: a browser wouldn't send it a second time by itself.
    if (_sends_file() or pressed == "upload") and not _keep_resume(resume_form):
        return _page(form, resume_form), 422
    if pressed == "remove":
        resumes.remove(by=signed_in())
        flash("Your resume is removed. Applications that you sent keep theirs.", "success")
    if pressed or form.add_row_if_asked(request.form.get("add_row")):
        return _page(form, resume_form)
    if not form.validate():
        return _page(form, resume_form), 422
    profiles.save(by=signed_in(), home_zip=form.home_zip.data or None, **form.as_facts())
    flash("Your profile is saved.", "success")
    return redirect(url_for(".profile"))


def _sends_file() -> bool:
    sent = request.files.get("resume")
    return sent is not None and bool(sent.filename)


def _keep_resume(form: ResumeForm) -> bool:
    if not form.validate():
        return False
    try:
        resumes.upload(form.resume.data.read(), name=form.resume.data.filename, by=signed_in())
    except WrongFile as refusal:
        form.resume.errors = [str(refusal)]
        return False
    flash("Your resume is in your profile. Employers get it with your applications alone.", "success")
    return True


@blueprint.get("/profile/resume")
@login_required
def download_resume() -> Response:
    """Download one's own resume."""
    return redirect(resumes.own_address(signed_in()))


def _page(form: ProfileForm, resume_form: ResumeForm) -> str:
    known = queries.get_profile(signed_in().id)
    holdings = list_holdings(signed_in().id)
    return render_template(
        "candidates/profile.html", form=form, resume_form=resume_form, profile=known, holdings=holdings,
        resume=queries.find_resume(known), catalogue=catalogue(), specialties=SPECIALTIES,
        completeness=completeness_of(known, has_credentials=bool(holdings)))
