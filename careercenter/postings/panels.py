"""What other pages show of an employer's postings."""

from flask import render_template
from markupsafe import Markup

from careercenter.accounts.models import User
from careercenter.employers.models import Employer
from careercenter.employers.policies import may_hire, may_see_postings
from careercenter.postings import queries
from careercenter.postings.lifecycle import PostingState


def jobs_panel(employer: Employer, user: User) -> Markup | None:
    """The employer's jobs, counted by what they need, for those who may see them."""
    if not may_see_postings(user, employer.id):
        return None
    postings = queries.list_of_employer(employer.id)
    groups = queries.group_for_employer(postings)
    waiting = [posting for posting in postings if posting.state is PostingState.AWAITING_PAYMENT]
    return Markup(render_template(  # noqa: S704 (a template of ours, escaped)
        "postings/panel.html", employer=employer, may_hire=may_hire(user, employer.id),
        waiting=waiting[-1] if waiting else None,  # the one that is sent on first
        counts=[(title, len(postings)) for title, postings in groups]))
