"""The outbox and its sending. Every mail is a row, written in the transaction that caused it."""

from flask import Flask

from careercenter.config import settings
from careercenter.mail import tasks  # noqa: F401  (declares the sending)
from careercenter.mail.transports import open_transport


def init_app(app: Flask) -> None:
    """Join the transport, and outside production the local mailbox page."""
    app.extensions["mail"] = open_transport(settings)
    if not settings.is_production:
        from careercenter.mail.views import blueprint

        app.register_blueprint(blueprint)
