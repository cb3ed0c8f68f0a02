"""The blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint, render_template

from careercenter.accounts.identity import signed_in
from careercenter.core import require
from careercenter.employers import policies, queries
from careercenter.employers.models import Employer

blueprint = Blueprint("employers", __name__)

NOT_A_MEMBER = "You are not a member of this employer. Ask one of its owners to invite you."


def get_own_employer(employer_id: int) -> Employer:
    """The employer, for one of its members.

    Raises:
        NotFound: there is none.
        Forbidden: the person signed in is no member.
    """
    employer = queries.get_employer_or_404(employer_id)
    require(policies.may_read(signed_in(), employer.id), NOT_A_MEMBER)
    return employer


def member_page(template: str, employer: Employer, **context: Any) -> str:
    """A page of the employer's inside, with its tabs."""
    user = signed_in()
    return render_template(
        f"employers/{template}.html", employer=employer, role=policies.find_role(user, employer.id),
        may_edit=policies.may_edit(user, employer.id),
        may_manage=policies.may_manage_members(user, employer.id), **context)


def by_person() -> str:
    """Whom a rate limit counts: the person signed in, wherever she is."""
    return f"user:{signed_in().id}"
