"""Demo data, outside production alone: marked as such, made once, by the same use cases that people use."""

from flask import Flask

from careercenter.config import settings


def init_app(app: Flask) -> None:
    """Show the demo accounts on a page of their own, outside production."""
    if not settings.is_production:
        from careercenter.demo.views import blueprint

        app.register_blueprint(blueprint)
