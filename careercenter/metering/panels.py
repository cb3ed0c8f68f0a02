"""What the meter shows on the account's first page."""

from flask import url_for

from careercenter.accounts.models import User
from careercenter.accounts.overview import Card
from careercenter.metering import viewing
from careercenter.metering.meters import CODE_PAGES
from careercenter.metering.policies import Why
from careercenter.web.filters import count


def code_views(_user: User) -> Card:
    """How many code pages the person can still open."""
    access = viewing.look(CODE_PAGES)
    if access.why is Why.UNAVAILABLE:
        text = "Not to be seen at the moment."
    elif access.why is Why.UNVERIFIED and not access.remaining:
        text = f"Verify your address, and {count(CODE_PAGES.registration, 'view')} are yours."
    elif access.remaining is None:
        text = "Without limit, by your membership."
    else:
        text = f"{count(access.remaining, CODE_PAGES.singular, CODE_PAGES.plural)} left"
    return Card(CODE_PAGES.label, url_for("metering.show_views"), text)
