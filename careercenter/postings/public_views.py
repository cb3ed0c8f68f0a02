"""The pages on which jobs are found and read."""

from typing import Any

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from careercenter.accounts.identity import find_signed_in
from careercenter.core import NotFound
from careercenter.employers import public_sections
from careercenter.employers.models import Employer
from careercenter.places import STATES, state_choices
from careercenter.postings import applied, finding, fit, page_sections, policies, structured_data, wording
from careercenter.postings.models import ApplyMethod, JobPosting
from careercenter.postings.page_sections import JobPage
from careercenter.postings.pay import PayRange
from careercenter.postings.visibility import Face, face_of, shows_text
from careercenter.web import navigation
from careercenter.web.links import absolute

blueprint = Blueprint("jobs", __name__)

ID = f"int(max={2**31 - 1})"  # what the databases' integers hold


@blueprint.get(f"/jobs/<{ID}:posting_id>", defaults={"slug": None})
@blueprint.get(f"/jobs/<{ID}:posting_id>/<slug>")
def show(posting_id: int, slug: str | None) -> str | AnyResponse:
    """One job: can I, where, how much; or what became of it."""
    posting, employer = finding.get_found(posting_id)
    face = face_of(posting, employer)
    is_preview = face is Face.HIDDEN
    if is_preview and not policies.may_read(find_signed_in(), posting):
        raise NotFound("There is no such job. The link may be incomplete, or the job was never published.")
    if face is Face.GONE:
        return _page("gone", posting, employer, face, status=410)
    if slug != wording.slug_of(posting, employer.name):
        asked = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
        return redirect(job_url(posting, employer) + asked, 301)
    if face is Face.ENDED and not shows_text(posting):
        return _page("gone", posting, employer, face)
    return _page("show", posting, employer, face, **_details(posting, employer, face))


def _page(template: str, posting: JobPosting, employer: Employer, face: Face, *, status: int = 200,
          **context: Any) -> Response:
    page = render_template(f"postings/public/{template}.html", posting=posting, employer=employer, face=face,
                           similar=finding.list_similar(posting), **context)
    return make_response(page, status)


def _details(posting: JobPosting, employer: Employer, face: Face) -> dict[str, Any]:
    user = find_signed_in()
    standing = fit.standing_of(user.id) if user else fit.Standing()
    asked = request.args.get("from", "").strip().upper()
    home_state = asked if asked in STATES else standing.home_state
    canonical = absolute("jobs.show", posting_id=posting.id, slug=wording.slug_of(posting, employer.name))
    logo = absolute("employers.show_logo", slug=employer.slug, v=employer.logo_file_id) if (
        employer.logo_file_id) else None
    return {
        "fit_lines": fit.list_fit(posting, standing) if standing.is_known else None,
        "home_state": home_state, "lives_there": wording.may_live_in(posting, home_state) if home_state else None,
        "canonical": canonical, "logo_url": logo, "apply_url": _apply_url(posting) if face is Face.LIVE else None,
        "application_url": applied.find_address(posting.id, user.id) if user else None,
        "states": state_choices(),
        "sections": page_sections.list_sections(JobPage.PUBLIC, posting, employer, user),
        "data": structured_data.job_posting(posting, employer, url=canonical, logo_url=logo) if (
            face is Face.LIVE) else None,
    }


def _apply_url(posting: JobPosting) -> str | None:
    outside = posting.apply_method is ApplyMethod.LINK
    return navigation.url_if("applications.leave" if outside else "applications.apply", posting_id=posting.id)


@blueprint.app_template_global()
def job_url(posting: JobPosting, employer: Employer) -> str:
    """The readable address of a job's page."""
    return url_for("jobs.show", posting_id=posting.id, slug=wording.slug_of(posting, employer.name))


def live_jobs(employer: Employer) -> Markup | None:
    """The live jobs of an employer, for its public profile."""
    found = finding.list_live_of(employer.id)
    return Markup(render_template("postings/public/employer_jobs.html", found=found,  # noqa: S704 (escaped there)
                                  employer=employer)) if found else None


def init_app(app: Flask) -> None:
    """Register the pages, their menu entry and what templates say of a posting."""
    app.register_blueprint(blueprint)
    app.jinja_env.filters.update(
        job_where=wording.where, job_experience=wording.experience, job_pay=PayRange.of)
    app.jinja_env.globals.update(wording=wording)
    public_sections.register(live_jobs, order=10)
