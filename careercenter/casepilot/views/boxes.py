"""What CasePilot shows on other rooms' pages: the box beside every code, the card in the account."""

from flask import render_template
from markupsafe import Markup

from careercenter.accounts.models import User
from careercenter.accounts.overview import Card
from careercenter.casepilot.forms import AskForm
from careercenter.codes.models import CodeKind
from careercenter.codes.panels import Panel
from careercenter.codes.queries import Place
from careercenter.metering.meters import CASEPILOT
from careercenter.metering.panels import card_of


def questions_left(_user: User) -> Card:
    """How many questions the person can still ask."""
    return card_of(CASEPILOT)


def ask_about(place: Place) -> Panel | None:
    """A question with this code as its context; none at a heading."""
    if place.code.kind is not CodeKind.CODE:
        return None
    about = f"{place.code.system.value}:{place.code.code}"
    return Panel("Have a question about this code?", Markup(render_template(  # noqa: S704 (a template of ours, escaped)
        "casepilot/box.html", form=AskForm(formdata=None, about=about), code=place.code.code)))
