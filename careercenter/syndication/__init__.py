"""What other sites' programs read: which pages they may open, and a list of those worth finding."""

from flask import Flask

from careercenter.syndication import views


def init_app(app: Flask) -> None:
    """Join syndication to the application."""
    app.register_blueprint(views.blueprint)
