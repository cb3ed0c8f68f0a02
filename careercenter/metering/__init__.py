"""Allowances, grants and views: the only place that decides "may whoever asks open this?"."""

from flask import Flask

from careercenter.accounts import exports, overview
from careercenter.metering import cli, coming_along, listeners, panels, personal_data, tasks, views  # noqa: F401
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join the meter to the application."""
    app.register_blueprint(views.blueprint)
    app.cli.add_command(cli.metering)
    app.before_request(coming_along.bring_if_any)
    exports.register("views", lambda user: personal_data.export(user.id))
    overview.register(10, panels.code_views)
    navigation.add("Code views", "metering.show_views", area="account", order=20)
