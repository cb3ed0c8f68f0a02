"""The catalogue of credentials, and what a person holds."""

from flask import Flask

from careercenter.accounts import exports
from careercenter.credentials import listeners, personal_data, views  # noqa: F401


def init_app(app: Flask) -> None:
    """Join the pages of a person's credentials to the application."""
    app.register_blueprint(views.blueprint)
    exports.register("credentials", lambda user: personal_data.export(user.id))
