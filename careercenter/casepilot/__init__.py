"""CasePilot: questions about codes, answered with sources. `answering.answer` and `answering.stream` are its doors."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Join CasePilot to the application."""
    from careercenter.casepilot import cli, views
    from careercenter.casepilot.conversations import listeners, tasks  # noqa: F401
    from careercenter.casepilot.conversations import models as conversation_models  # noqa: F401
    from careercenter.casepilot.library import cli as library_cli
    from careercenter.casepilot.library import models as library_models  # noqa: F401
    from careercenter.casepilot.library import views as library_views
    from careercenter.casepilot.model import models  # noqa: F401

    app.register_blueprint(library_views.blueprint)
    app.cli.add_command(library_cli.commands)
    app.cli.add_command(cli.commands)
    views.init_app(app)
