"""Where a mail provider posts mails."""

from flask import request

from careercenter.caseconsultant import intake
from careercenter.caseconsultant.inbound.webhook import WebhookInbound
from careercenter.caseconsultant.reading.letter import Unreadable
from careercenter.caseconsultant.views import blueprint
from careercenter.config import settings
from careercenter.extensions import csrf


@blueprint.post("/consultations/inbound")
@csrf.exempt  # signed by the provider
def receive() -> tuple[str, int]:
    """Take a mail as it came (message/rfc822), signed as inbound.webhook says. A mail that comes again changes nothing.

    413 and 422 mean: never try this one again.
    """
    inbound = WebhookInbound(intake.take, secret=settings.consultant_webhook_secret)
    if (request.content_length or 0) > intake.LARGEST:
        return "The mail is too large.", 413
    try:
        return ("", 201) if inbound.receive(request.get_data(), request.headers.get("X-Signature", "")) else ("", 200)
    except Unreadable:
        return "This is no mail that can be read.", 422
