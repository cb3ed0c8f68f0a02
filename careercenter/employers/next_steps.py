"""What an employer still lacks, for its dashboard."""

from typing import NamedTuple

from flask import url_for

from careercenter.accounts.models import User
from careercenter.employers import policies, queries
from careercenter.employers.models import Employer


class Step(NamedTuple):
    """Something to do next, and where."""

    title: str
    why: str
    url: str


def list_next_steps(employer: Employer, user: User) -> list[Step]:
    """What this member can do to complete the employer, the most useful first."""
    steps: list[Step] = []
    if policies.may_edit(user, employer.id):
        edit = url_for("employers.edit", employer_id=employer.id)
        if not employer.is_verified:
            steps.append(Step("Prove your domain", "Coders apply sooner where they know who asks.",
                              url_for("employers.show_domain", employer_id=employer.id)))
        if not employer.about:
            steps.append(Step("Say what you do", "A few sentences: the team, the charts, how you work.", edit))
        if not queries.list_locations(employer.id):
            steps.append(Step("Name your locations", "They fill in your jobs' locations.", edit))
        if employer.logo_file_id is None:
            steps.append(Step("Add your logo", "It stands beside your name on every page.", f"{edit}#logo"))
    if policies.may_manage_members(user, employer.id) and len(queries.list_members(employer.id)) == 1:
        steps.append(Step("Invite a colleague", "A second owner can step in when you are away.",
                          url_for("employers.show_members", employer_id=employer.id)))
    return steps
