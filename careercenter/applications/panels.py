"""What applications show on the pages of others."""

from flask import render_template, url_for
from markupsafe import Markup

from careercenter.accounts.models import User
from careercenter.applications import queries
from careercenter.employers.models import Employer
from careercenter.employers.policies import may_see_applicants


def own_application(posting_id: int, user_id: int) -> str | None:
    """Where somebody's application for a job is; None if there is none."""
    application = queries.find_application(posting_id, user_id)
    return url_for("applications.show", public_id=application.public_id) if application else None


def applicants(employer: Employer, user: User) -> Markup | None:
    """How many applicants wait, for whoever may see them."""
    if not may_see_applicants(user, employer.id):
        return None
    return Markup(render_template(  # noqa: S704 (a template's own output)
        "applications/panel.html", employer=employer, new=queries.count_new(employer.id),
        total=sum(queries.count_by_posting(employer.id).values())))
