"""What the meter shows on the account's first page."""

from flask import url_for

from careercenter.accounts.models import User
from careercenter.accounts.overview import Card
from careercenter.metering import viewing
from careercenter.metering.meters import CODE_PAGES, Meter
from careercenter.metering.policies import Viewer, Why
from careercenter.web.filters import count


def code_views(_user: User) -> Card:
    """How many code pages the person can still open."""
    return card_of(CODE_PAGES)


def card_of(meter: Meter) -> Card:
    """How much of a meter whoever asks has left, with the way to its history."""
    return Card(meter.label, url_for("metering.show_views", meter_key=meter.key), say_left(meter))


def say_left(meter: Meter) -> str:
    """How much of a meter whoever asks has left, in a few words."""
    access = viewing.look(meter)
    if access.why is Why.UNAVAILABLE:
        return "Not to be seen at the moment."
    if access.viewer is Viewer.UNVERIFIED and not access.remaining:
        return f"Verify your address, and {count(meter.registration, meter.unit)} are yours."
    if access.remaining is None:
        return "Without limit, by your membership."
    return f"{count(access.remaining, meter.singular, meter.plural)} left"
