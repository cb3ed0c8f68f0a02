"""The way to an employer's own site: a page that says so first."""

from flask import Response, make_response, redirect, render_template, session
from werkzeug.wrappers import Response as AnyResponse

from careercenter.applications import outbound
from careercenter.applications.views.pages import blueprint, get_public_posting
from careercenter.core import today
from careercenter.employers.queries import get_employer_or_404
from careercenter.web.security import POLICY


@blueprint.get("/jobs/<int:posting_id>/go")
def leave(posting_id: int) -> Response:
    """Say whose page comes next."""
    posting = get_public_posting(posting_id)
    response = make_response(render_template(
        "applications/leave.html", posting=posting, way=outbound.way_out(posting),
        employer=get_employer_or_404(posting.employer_id)))
    # The form's answer leads outside, perhaps through further addresses: browsers hold that against
    # form-action. It is a form, not a link, as it counts; and counting is no business of a GET.
    response.headers["Content-Security-Policy"] = POLICY.replace(
        "form-action 'self'", "form-action 'self' https: http:")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.post("/jobs/<int:posting_id>/go")
def go(posting_id: int) -> AnyResponse:
    """Count a visitor, once a day, and send her on."""
    posting = get_public_posting(posting_id)
    way = outbound.way_out(posting)
    left = session.setdefault("left", {})
    if outbound.first_today(left, posting, today()):
        outbound.count_click(posting)
    session.modified = True
    response = redirect(way.url, 303)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
