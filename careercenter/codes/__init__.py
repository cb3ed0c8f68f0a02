"""Case2Code's ground: code systems in versioned releases, their import, and what is said of each code."""

from flask import Flask

from careercenter.accounts.identity import find_signed_in
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join code systems to the application."""
    from careercenter.codes import cli, links, models, tasks  # noqa: F401
    from careercenter.codes.editorial import policies, views

    app.cli.add_command(cli.commands)
    app.register_blueprint(views.blueprint)
    navigation.add("Codes", "codes_editorial.index", area="staff", order=15,
                   shows=lambda: policies.may_write(find_signed_in()))
