"""CaseConsultant: questions by e-mail or on the web, answered by CasePilot where it is sure, else by people."""

from flask import Flask

from careercenter.accounts import exports, overview
from careercenter.accounts.identity import find_signed_in
from careercenter.caseconsultant import cli, listeners, panels, personal_data, policies, tasks, views  # noqa: F401
from careercenter.codes import panels as code_panels
from careercenter.metering import meters
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join consultations to the application."""
    app.register_blueprint(views.blueprint)
    app.register_blueprint(views.consultants)
    app.cli.add_command(cli.consultant)
    app.jinja_env.filters.update(removed_in_words=panels.removed, due_in_words=panels.due)
    code_panels.register(30, panels.answers_about)
    meters.serve(meters.CONSULTANT, panels.name_subjects)
    overview.register(16, panels.card)
    exports.register("consultations", lambda user: personal_data.export(user.id))
    navigation.add("Ask a consultant", "caseconsultant.index", area="account", order=13)
    navigation.add("Questions", "consultants.queue", area="staff", order=12,
                   shows=lambda: policies.may_consult(find_signed_in()))
    navigation.add("Answers", "consultants.list_answers", area="staff", order=13,
                   shows=lambda: policies.may_consult(find_signed_in()))
    navigation.add("Questions and answers", "caseconsultant.list_public", area="footer", order=40)
