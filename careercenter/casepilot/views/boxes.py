"""What CasePilot shows on other rooms' pages: the box beside every code, the card in the account."""

from flask import render_template
from markupsafe import Markup

from careercenter.accounts.models import User
from careercenter.accounts.overview import Card
from careercenter.codes.editions import Edition
from careercenter.codes.panels import Panel
from careercenter.core import new_public_id
from careercenter.metering.meters import CASEPILOT
from careercenter.metering.panels import card_of


def questions_left(_user: User) -> Card:
    """How many questions the person can still ask."""
    return card_of(CASEPILOT)


def ask_about(code: Edition) -> Panel:
    """A question with this code as its context."""
    return Panel("Have a question about this code?", Markup(render_template(  # noqa: S704 (a template of ours, escaped)
        "casepilot/box.html", key=new_public_id(), code=code)))
