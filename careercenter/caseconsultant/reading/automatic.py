"""Mails that nobody wrote: answering one is how loops begin (RFC 3834)."""

import re
from collections.abc import Collection
from email.message import Message
from enum import StrEnum

from careercenter.caseconsultant.reading.headers import addresses_of, all_of, text_of

_SENDERS = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|daemon|listserv|majordomo)\b", re.I)
_SUBJECTS = re.compile(r"(automatic reply|auto(matic)?[ -]?(response|reply|antwort)?:|out of (the )?office\b|"
                       r"undeliver(ed|able)\b|delivery status notification|returned mail|mail delivery fail(ed|ure))",
                       re.I)


class Automatic(StrEnum):
    """Why a mail counts as nobody's."""

    AUTO_SUBMITTED = "auto_submitted"
    BULK = "bulk"
    LIST = "list"
    BOUNCE = "bounce"
    OURS = "ours"  # it came from us, or through us
    ROBOT = "robot"  # its sender's name, or its subject, says so


def why(message: Message, *, envelope_from: str | None, ours: Collection[str], loop_mark: str) -> Automatic | None:
    """What says that no person wrote this; None if nothing does.

    `envelope_from` is SMTP's MAIL FROM, empty for the null sender, None where it isn't known. `ours` are our own
    addresses in lower case; `loop_mark` is what our mails say in X-Loop.
    """
    senders = addresses_of(message, "From", "Sender")
    if loop_mark.lower() in (value.lower() for value in all_of(message, "X-Loop")):
        return Automatic.OURS
    if any(without_token(address) in ours for address in senders):
        return Automatic.OURS
    return_path = text_of(message, "Return-Path")
    if envelope_from == "" or return_path == "<>" or message.get_content_type() == "multipart/report":
        return Automatic.BOUNCE
    # RFC 3834, 5: whatever isn't "no", with comments and parameters behind.
    submitted = text_of(message, "Auto-Submitted").lower()
    if submitted and not re.match(r"no\b(?!-)", submitted):
        return Automatic.AUTO_SUBMITTED
    if any(text_of(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder")):
        return Automatic.AUTO_SUBMITTED
    if any(text_of(message, name) for name in ("List-Id", "List-Post", "List-Unsubscribe", "Mailing-List")):
        return Automatic.LIST  # RFC 2919, RFC 2369
    if text_of(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply"):
        return Automatic.BULK
    if any(_SENDERS.match(address.partition("@")[0]) for address in senders):
        return Automatic.ROBOT
    return Automatic.ROBOT if _SUBJECTS.match(text_of(message, "Subject")) else None


def without_token(address: str) -> str:
    """An address without its plus-part: consultant+abc@jobs.example is consultant@jobs.example (RFC 5233)."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
