"""What insights show on the pages of others."""

from flask import render_template
from markupsafe import Markup

from careercenter.accounts.models import User
from careercenter.employers.models import Employer
from careercenter.insights import queries
from careercenter.postings import policies
from careercenter.postings.models import JobPosting

DAYS = 30


def figures(posting: JobPosting, employer: Employer, user: User | None) -> Markup | None:
    """How often a job was seen, and how many went on to apply; nothing before it was live."""
    if not posting.runs or not policies.may_read(user, posting):
        return None
    days = queries.list_days(posting.id, days=DAYS)
    return Markup(render_template(  # noqa: S704 (a template's own output)
        "insights/figures.html", days=days, views=sum(day.views for day in days),
        applies=sum(day.applies for day in days)))
