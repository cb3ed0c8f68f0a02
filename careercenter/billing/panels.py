"""What other pages show of an employer's billing."""

from flask import render_template
from markupsafe import Markup

from careercenter.accounts.models import User
from careercenter.billing import policies, queries
from careercenter.employers.models import Employer


def credits_panel(employer: Employer, user: User) -> Markup | None:
    """The credits that are left, for those who may see them."""
    if not policies.may_see_billing(user, employer.id):
        return None
    return Markup(render_template(  # noqa: S704 (a template of ours, escaped)
        "billing/panel.html", employer=employer, balances=queries.balances(employer.id),
        may_buy=policies.may_buy(user, employer.id)))
