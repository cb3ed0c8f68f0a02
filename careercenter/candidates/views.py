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
def profile() -> Answer:
    """See and change the profile."""
    form = ProfileForm.of(queries.get_profile(signed_in().id))
    if form.is_submitted() and form.add_row_if_asked(request.form.get("add_row")):
        return _page(form, ResumeForm(formdata=None))
    if form.validate_on_submit():
        profiles.save(by=signed_in(), home_zip=form.home_zip.data or None, **form.as_facts())
        flash("Your profile is saved.", "success")
        return redirect(url_for(".profile"))
    return _page(form, ResumeForm(formdata=None)), 422 if form.is_submitted() else 200


@blueprint.post("/profile/resume")
@login_required
@limiter.limit("40 per hour", key_func=lambda: f"user:{signed_in().id}")
def upload_resume() -> Answer:
    """Upload a resume, in place of the one before."""
    form = ResumeForm()
    if form.validate_on_submit():
        try:
            resumes.upload(form.resume.data.read(), name=form.resume.data.filename, by=signed_in())
        except WrongFile as refusal:
            form.resume.errors = [str(refusal)]
        else:
            flash("Your resume is in your profile. Employers get it with your applications alone.", "success")
            return redirect(url_for(".profile", _anchor="resume"))
    return _page(ProfileForm.of(queries.get_profile(signed_in().id)), form), 422


@blueprint.get("/profile/resume")
@login_required
def download_resume() -> Response:
    """Download one's own resume."""
    return redirect(resumes.own_address(signed_in()))


@blueprint.post("/profile/resume/remove")
@login_required
def remove_resume() -> Response:
    """Take the resume out of the profile."""
    resumes.remove(by=signed_in())
    flash("Your resume is removed. Applications that you sent keep theirs.", "success")
    return redirect(url_for(".profile", _anchor="resume"))


def _page(form: ProfileForm, resume_form: ResumeForm) -> str:
    known = queries.get_profile(signed_in().id)
    holdings = list_holdings(signed_in().id)
    return render_template(
        "candidates/profile.html", form=form, resume_form=resume_form, profile=known, holdings=holdings,
        resume=queries.find_resume(known), catalogue=catalogue(), specialties=SPECIALTIES,
        completeness=completeness_of(known, has_credentials=bool(holdings)))
