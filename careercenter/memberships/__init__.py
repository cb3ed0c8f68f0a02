"""Memberships of people: monthly or yearly subscriptions that lift the limits of what can be opened."""

from flask import Flask, url_for

from careercenter.accounts import exports, overview
from careercenter.accounts.models import User
from careercenter.accounts.overview import Card
from careercenter.billing import webhooks
from careercenter.memberships import listeners, personal_data, reconcile, told, views  # noqa: F401
from careercenter.metering import next_steps
from careercenter.metering.policies import NextStep
from careercenter.web import navigation


def init_app(app: Flask) -> None:
    """Join memberships to the application."""
    app.register_blueprint(views.blueprint)
    webhooks.register(told.claim)
    overview.register(90, _card)
    exports.register("memberships", lambda user: personal_data.export(user.id))
    next_steps.lead_to(NextStep.BECOME_MEMBER, "memberships.index")
    navigation.add("Membership", "memberships.index", order=45)
    navigation.add("Membership", "memberships.show", area="account", order=70)


def _card(_user: User) -> Card:
    return Card("Membership", url_for("memberships.show"), "Where it stands, your card, your invoices.")
