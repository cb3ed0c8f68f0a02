"""The look-up: one box for every code system. `finding.search` and `finding.suggest` are its doors."""

from flask import Flask

from careercenter.codes import cli
from careercenter.codes.lookup import indexing, tasks


def init_app(app: Flask) -> None:
    """Join the look-up to the application."""
    app.extensions["code_lookup"] = indexing.Library()
    cli.commands.add_command(tasks.index_command)
    cli.commands.add_command(tasks.evaluate_command)
