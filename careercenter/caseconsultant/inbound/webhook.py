"""A mail provider, or a script beside a mail server, posts a mail as it came, signed.

    X-Signature: t=1767225600,v1=<hex HMAC-SHA256 of "1767225600." and the body, keyed with the secret>
"""

import hmac
import re
from hashlib import sha256

from careercenter.caseconsultant.inbound.port import Take
from careercenter.core import DomainError, now

TOLERANCE = 300
"""Seconds that a signature stays good. What is sent again within them is stored once, as every mail is."""

_PART = re.compile(r"(t|v1)=([0-9a-f]{1,64})")


class NotSigned(DomainError):
    """The post isn't signed with our secret, or was long ago."""

    status = 404


class WebhookInbound:
    """Takes what is signed."""

    name = "webhook"

    def __init__(self, take: Take, *, secret: str) -> None:
        self.take, self.secret = take, secret

    def receive(self, body: bytes, signature: str) -> bool:
        """Store a posted mail; whether it is a new one.

        Raises:
            NotSigned: and nothing is stored.
            reading.letter.Unreadable: it is no mail.
        """
        parts = _PART.findall(signature)
        at = next((value for name, value in parts if name == "t"), "")
        if not self.secret or not at.isdecimal() or abs(now().timestamp() - int(at)) > TOLERANCE:
            raise NotSigned("This address is for the mail provider.")
        expected = sign(self.secret, at, body)
        if not any(name == "v1" and hmac.compare_digest(value, expected) for name, value in parts):
            raise NotSigned("This address is for the mail provider.")
        return self.take(body, via=self.name)


def sign(secret: str, at: str, body: bytes) -> str:
    """The signature of a body at a moment, seconds since 1970."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, sha256).hexdigest()
