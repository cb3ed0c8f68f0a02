"""What every page shares: layout, navigation, pagination, errors, security headers, logs, health."""

from flask import Flask

from careercenter.config import settings
from careercenter.web import (
    addresses,
    assets,
    components_page,
    errors,
    filters,
    footnotes,
    form_words,
    frame,
    health,
    logs,
    navigation,
    security,
)


def init_app(app: Flask) -> None:
    """Join all of it to the application."""
    logs.init_app(app)
    security.init_app(app)
    addresses.init_app(app)
    errors.init_app(app)
    filters.init_app(app)
    form_words.init_app()
    assets.init_app(app)
    footnotes.init_app(app)
    frame.init_app(app)
    navigation.init_app(app)
    health.init_app(app)
    if not settings.is_production:
        app.register_blueprint(components_page.blueprint)
