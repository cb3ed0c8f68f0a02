"""Pages of the employer itself: the list, the dashboard, the profile inside and outside."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_login import login_required
from werkzeug.wrappers import Response as AnyResponse

from careercenter.accounts.access import verified_required
from careercenter.accounts.identity import signed_in
from careercenter.core import NotFound, require
from careercenter.employers import dashboard, next_steps, policies, profiles, public_sections, queries
from careercenter.employers.forms import EmployerForm, LogoForm
from careercenter.employers.views.pages import blueprint, by_person, get_own_employer, member_page
from careercenter.extensions import limiter
from careercenter.files import services as files
from careercenter.files.contents import WrongFile

Answer = str | tuple[str, int] | AnyResponse


@blueprint.get("/employers")
@login_required
def index() -> str:
    """My employers."""
    return render_template("employers/index.html", employers=queries.list_employers_of(signed_in()))


@blueprint.route("/employers/new", methods=["GET", "POST"])
@verified_required
@limiter.limit("20 per day", key_func=by_person, methods=["POST"],
               exempt_when=lambda: "add_location" in request.form or "remove_location" in request.form)
def create() -> Answer:
    """Enter an employer."""
    form = EmployerForm()
    if _changes_rows(form):
        return render_template("employers/create.html", form=form)
    if form.validate_on_submit():
        employer = profiles.create(key=str(form.key.data), by=signed_in(), **form.as_profile())
        flash(f"{employer.name} is entered, and you own it. Next: prove its domain.", "success")
        return redirect(url_for(".show_dashboard", employer_id=employer.id))
    return render_template("employers/create.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/employers/<int:employer_id>")
@login_required
def show_dashboard(employer_id: int) -> str:
    """What members see first."""
    employer = get_own_employer(employer_id)
    return member_page("dashboard", employer, steps=next_steps.list_next_steps(employer, signed_in()),
                       panels=dashboard.list_panels(employer, signed_in()))


@blueprint.route("/employers/<int:employer_id>/edit", methods=["GET", "POST"])
@login_required
def edit(employer_id: int) -> Answer:
    """Change the profile."""
    employer = get_own_employer(employer_id)
    require(policies.may_edit(signed_in(), employer.id))
    form = EmployerForm.of(employer, queries.list_locations(employer.id))
    if _changes_rows(form):
        return member_page("edit", employer, form=form, logo_form=LogoForm(formdata=None))
    if form.validate_on_submit():
        profiles.edit(employer, by=signed_in(), **form.as_profile())
        flash("Saved.", "success")
        return redirect(url_for(".show_dashboard", employer_id=employer.id))
    page = member_page("edit", employer, form=form, logo_form=LogoForm(formdata=None))
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/employers/<int:employer_id>/logo")
@login_required
@limiter.limit("30 per hour", key_func=by_person)
def set_logo(employer_id: int) -> Answer:
    """Take a picture as logo."""
    employer = get_own_employer(employer_id)
    require(policies.may_edit(signed_in(), employer.id))
    form = LogoForm()
    if form.validate_on_submit():
        try:
            picture = form.picture.data
            profiles.set_logo(employer, picture.read(), name=picture.filename or "logo", by=signed_in())
        except WrongFile as refusal:
            form.picture.errors = [str(refusal)]
        else:
            flash("This is your logo now.", "success")
            return redirect(url_for(".edit", employer_id=employer.id))
    return _edit_page_with(employer_id, form), 422


@blueprint.post("/employers/<int:employer_id>/logo/remove")
@login_required
def remove_logo(employer_id: int) -> AnyResponse:
    """Show no logo."""
    profiles.remove_logo(get_own_employer(employer_id), by=signed_in())
    flash("The logo is gone.", "success")
    return redirect(url_for(".edit", employer_id=employer_id))


@blueprint.get("/employers/<slug>/logo")
def show_logo(slug: str) -> Response:
    """The logo, for everybody. Its address changes with it, so that browsers may keep it for good."""
    employer = queries.get_public_employer_or_404(slug)
    logo = queries.find_logo(employer)
    if logo is None:
        raise NotFound("This company has no logo.")
    response = make_response(b"")
    response.set_etag(logo.sha256[:32])
    response.content_type = "image/png"
    is_current = request.args.get("v") == str(logo.id)
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if is_current else "public, max-age=3600")
    if request.if_none_match.contains(response.get_etag()[0] or ""):
        response.status_code = 304  # without reading the file
        return response
    response.set_data(files.read_public(logo))
    return response


@blueprint.get("/companies/<slug>")
def profile(slug: str) -> str:
    """The public profile."""
    employer = queries.get_public_employer_or_404(slug)
    return render_template("employers/profile.html", employer=employer,
                           locations=queries.list_locations(employer.id),
                           sections=public_sections.list_sections(employer))


def _changes_rows(form: EmployerForm) -> bool:
    """Whether a button that adds or removes a location was pressed; the form is changed so."""
    if "add_location" in request.form:
        form.add_location()
    elif "remove_location" in request.form:
        form.remove_location(request.form["remove_location"])
    else:
        return False
    return True


def _edit_page_with(employer_id: int, logo_form: LogoForm) -> str:
    employer = get_own_employer(employer_id)
    filled = EmployerForm.of(employer, queries.list_locations(employer.id), formdata=None)
    return member_page("edit", employer, form=filled, logo_form=logo_form)
