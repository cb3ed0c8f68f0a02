"""What shortlists show on a job's page."""

from flask import render_template
from markupsafe import Markup

from careercenter.accounts.models import User
from careercenter.employers.models import Employer
from careercenter.postings.models import JobPosting
from careercenter.shortlists import policies, queries


def keep_track(posting: JobPosting, employer: Employer, user: User | None) -> Markup | None:
    """Save it, hide it, note something; for a guest, how to come to that. Nothing for what isn't public."""
    if user is not None and not policies.may_mark(user, posting, employer):
        return None
    mark = queries.marks_of(user.id, [posting.id])[posting.id] if user else None
    return Markup(render_template(  # noqa: S704 (a template's own output)
        "shortlists/job_page.html", posting=posting, employer=employer, mark=mark))
