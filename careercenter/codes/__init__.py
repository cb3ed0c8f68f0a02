"""Case2Code's ground: code systems in versioned releases, their import, and what is said of each code."""

from flask import Flask

from careercenter.accounts.identity import find_signed_in
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join code systems to the application."""
    from careercenter.codes import cli, links, lookup, models, tasks, tools, views  # noqa: F401
    from careercenter.codes.editorial import policies
    from careercenter.codes.editorial import views as editorial

    app.cli.add_command(cli.commands)
    app.register_blueprint(editorial.blueprint)
    lookup.init_app(app)
    tools.init_app(app)
    views.init_app(app)
    navigation.add("Codes", "codes_editorial.index", area="staff", order=15,
                   shows=lambda: policies.may_write(find_signed_in()))
