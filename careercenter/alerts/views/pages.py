"""The blueprint, and what its pages share."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from careercenter.accounts.limits import Limit
from careercenter.alerts.models import Rhythm, SavedSearch
from careercenter.alerts.schedule import DAYS

blueprint = Blueprint("alerts", __name__)

Answer = str | AnyResponse | tuple[str, int]

GUEST_SAVES = Limit("alerts-guest", "20/hour", "searches saved from here")
GUEST_SAVES_SAME = Limit("alerts-guest-address", "4/hour", "mails to this address")


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Some addresses open a saved search by themselves: nobody keeps them, and they are told to nobody."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@blueprint.app_template_filter()
def rhythm_text(search: SavedSearch) -> str:
    """When it is told, in words: "once a week, on Mondays at 7 am"."""
    hour = f"{search.hour % 12 or 12} {'am' if search.hour < 12 else 'pm'}"
    if search.rhythm is Rhythm.INSTANTLY:
        return "as soon as one is posted"
    if search.rhythm is Rhythm.DAILY:
        return f"every day at {hour}"
    return f"on {DAYS[search.weekday]}s at {hour}"
