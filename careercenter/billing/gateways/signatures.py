"""Signatures of webhooks by Stripe's scheme: `t=<seconds>,v1=<HMAC-SHA256 of "t.payload">`."""

import json
from typing import Any

from stripe import SignatureVerificationError, WebhookSignature

from careercenter.billing.gateways.port import TOLERANCE, BadSignature


def verify(payload: bytes, signature: str, secret: str) -> dict[str, Any]:
    """The event of a signed body.

    Raises:
        BadSignature: it isn't signed with the secret, too old, or no event.
    """
    try:
        WebhookSignature.verify_header(payload, signature, secret, TOLERANCE)
        event = json.loads(payload)
    except (SignatureVerificationError, ValueError) as error:
        raise BadSignature("This isn't an event that our payment provider signed for us just now.") from error
    if not isinstance(event, dict) or event.get("object") != "event":
        raise BadSignature("This isn't an event.")
    return event


def sign(payload: str, secret: str) -> str:
    """The header `Stripe-Signature` of a body that is sent now."""
    return WebhookSignature.generate_signature_header(payload, secret)
