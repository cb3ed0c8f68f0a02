"""Private files: where they are stored, what they may contain, and who read them."""

from flask import Flask

from careercenter.config import settings
from careercenter.files import views
from careercenter.files.storage import open_storage


def init_app(app: Flask) -> None:
    """Join the storage to the application."""
    app.extensions["files"] = open_storage(settings)
    app.register_blueprint(views.blueprint)
