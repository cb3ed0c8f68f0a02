"""What the mail provider tells us of mails that came back or were reported as unwanted."""

from collections.abc import Iterator
from hmac import compare_digest
from typing import Any

from flask import request

from careercenter.alerts import unsubscribing
from careercenter.alerts.views.pages import blueprint
from careercenter.config import settings
from careercenter.core import NotFound
from careercenter.extensions import csrf

COMPLAINTS = {"complained", "spamreport", "SpamComplaint"}


@blueprint.post("/alerts/mail-events")
@csrf.exempt  # the provider calls it, with the password that MAIL_EVENTS_PASSWORD says
def hear_of_mails() -> tuple[str, int]:
    """Pause the saved searches of addresses that refuse our mails for good, or report them.

    Takes what Postmark, SendGrid and Mailgun post, as their documentation of webhooks has it; whatever else they tell
    is passed over. Hearing a thing twice changes nothing.
    """
    given = request.authorization.password if request.authorization else None
    if not settings.mail_events_password or not compare_digest(
            (given or "").encode(), settings.mail_events_password.encode()):
        raise NotFound("This address is for the mail provider.")
    for event in _list_events(request.get_json(silent=True)):
        address = event.get("email") or event.get("recipient") or event.get("Email")
        if not isinstance(address, str):
            continue
        if _name_of(event) in COMPLAINTS:
            unsubscribing.complained(address)
        elif _is_final(event):
            unsubscribing.bounced(address)
    return "", 204


def _list_events(posted: Any) -> Iterator[dict[str, Any]]:
    """SendGrid posts a list, Mailgun wraps the one that it posts."""
    for event in posted if isinstance(posted, list) else [posted]:
        if isinstance(event, dict):
            inner = event.get("event-data")
            yield inner if isinstance(inner, dict) else event


def _name_of(event: dict[str, Any]) -> str:
    return str(event.get("event") or event.get("RecordType") or "")


def _is_final(event: dict[str, Any]) -> bool:
    """Whether the mail came back for good, and not because a mailbox is full or a server busy."""
    match _name_of(event):
        case "Bounce":
            return event.get("Type") == "HardBounce"
        case "bounce":
            return event.get("type") != "blocked"
        case "failed":
            return event.get("severity") == "permanent"
        case _:
            return False
