"""Memberships of people: monthly or yearly subscriptions that lift the limits of what can be opened."""

from flask import Flask

from careercenter.accounts import exports
from careercenter.billing import webhooks
from careercenter.memberships import listeners, personal_data, reconcile, told, views  # noqa: F401
from careercenter.metering import next_steps
from careercenter.metering.policies import NextStep
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join memberships to the application."""
    app.register_blueprint(views.blueprint)
    webhooks.register(told.claim)
    exports.register("memberships", lambda user: personal_data.export(user.id))
    next_steps.lead_to(NextStep.BECOME_MEMBER, "memberships.index")
    navigation.add("Membership", "memberships.index", order=45)
    navigation.add("Membership", "memberships.show", area="account", order=70)
