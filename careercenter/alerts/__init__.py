"""Saved searches and alerts: told once of each new match, by mail or feed."""

from flask import Flask

from careercenter.accounts import exports
from careercenter.alerts import cli, listeners, panels, personal_data, tasks, views  # noqa: F401
from careercenter.alerts.watch import Watch
from careercenter.employers import public_sections
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join alerts to the application."""
    app.extensions["alerts"] = Watch()
    app.register_blueprint(views.blueprint)
    app.cli.add_command(cli.alerts)
    app.jinja_env.globals.update(
        save_search_form=panels.form_for, told_at_first=panels.told_at_first, find_saved_search=panels.saved_already)
    public_sections.register(panels.follow, order=20)
    exports.register("saved_searches", lambda user: personal_data.export(user.id))
    navigation.add("Saved searches", "alerts.index", area="account", order=11)
