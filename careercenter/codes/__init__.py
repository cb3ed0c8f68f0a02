"""Case2Code's ground: code systems in versioned releases, their import, and what is said of each code."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Join code systems to the application."""
    from careercenter.codes import cli, links, lookup, models, tasks, tools, views  # noqa: F401
    from careercenter.codes.editorial import models as editorial  # noqa: F401

    app.cli.add_command(cli.commands)
    lookup.init_app(app)
    tools.init_app(app)
    views.init_app(app)
