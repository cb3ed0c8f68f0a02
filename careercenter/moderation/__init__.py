"""The queue, decisions, reasons, reports, signs of risk."""

from flask import Flask

from careercenter.accounts.identity import find_signed_in
from careercenter.moderation import listeners, tasks  # noqa: F401  (they hear of submissions, and mend the queue)
from careercenter.moderation.policies import may_moderate
from careercenter.moderation.views import blueprint
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join moderation to the application."""
    app.register_blueprint(blueprint)
    navigation.add("Moderation", "moderation.index", area="staff", order=10,
                   shows=lambda: may_moderate(find_signed_in()))
