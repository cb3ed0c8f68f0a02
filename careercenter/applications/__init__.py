"""Applying, and the pipeline at the employer's."""

from flask import Flask

from careercenter.accounts import exports
from careercenter.applications import listeners, panels, personal_data, queries, reviewing, views  # noqa: F401
from careercenter.candidates import resumes
from careercenter.employers import dashboard, tabs
from careercenter.employers.policies import may_see_applicants
from careercenter.files import links
from careercenter.postings import applied
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join applications to the application."""
    app.register_blueprint(views.blueprint)
    resumes.keep_while(queries.uses_file)
    links.ask_again(reviewing.LINK, reviewing.require_still_readable)
    applied.register(panels.own_application)
    dashboard.register(30, panels.applicants)
    tabs.register(30, "Applicants", "applications.list_applicants", also=("applications.show_applicant",),
                  may=may_see_applicants)
    exports.register("applications", lambda user: personal_data.export(user.id))
    navigation.add("Applications", "applications.index", area="account", order=12)
