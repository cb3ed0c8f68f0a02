"""A mail, read: who wrote what to whom, in answer to what, and whether anybody wrote it at all."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message

from careercenter.caseconsultant.reading import attachments, automatic, bodies, quoting
from careercenter.caseconsultant.reading.attachments import Attached
from careercenter.caseconsultant.reading.authentication import Verdict, judge
from careercenter.caseconsultant.reading.automatic import Automatic, without_token
from careercenter.caseconsultant.reading.headers import addresses_of, text_of

MOST_TEXT = 20_000
"""Characters of a question that are kept."""

_ID = re.compile(r"<[^<>\s]{1,300}>")
_REPLY_SUBJECT = re.compile(r"^\s*(?:(?:re|aw|sv|antw|fwd?|wg|tr)\s*(?:\[\d+\])?\s*:\s*)+", re.I)
_REPLIES = re.compile(r"^\s*(?:re|aw|sv|antw)\s*(?:\[\d+\])?\s*:", re.I)


class Unreadable(Exception):
    """This is no mail that anybody could read: parts within parts without end, or nothing at all."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What of us a mail is read with."""

    address: str  # ours, in lower case
    others: Collection[str] = ()  # further addresses of ours
    auth_host: str = ""

    @property
    def loop_mark(self) -> str:
        return self.address


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as far as it matters."""

    sender: str  # lower case; empty if the mail names none, or several
    message_id: str
    subject: str
    text: str
    answers: tuple[str, ...] = ()  # message ids, the nearest first
    tokens: tuple[str, ...] = ()  # plus-parts of our address
    files: tuple[Attached, ...] = ()
    automatic: Automatic | None = None
    verdict: Verdict = Verdict.UNASKED
    fingerprint: str = ""  # its content, without what its way put around it
    read_at: datetime = field(default_factory=lambda: datetime.now(UTC))


def read(raw: bytes, reader: Reader, *, envelope_from: str | None = None,
         recipients: Collection[str] = ()) -> Letter:
    """Read a mail as it came.

    `envelope_from` and `recipients` are what SMTP said, where it is known.

    Raises:
        Unreadable: it can't be, ever.
    """
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        return _read(message, raw, reader, envelope_from, recipients)
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(type(error).__name__) from error


def _read(message: Message, raw: bytes, reader: Reader, envelope_from: str | None,
          recipients: Collection[str]) -> Letter:
    if not message.keys():
        raise Unreadable("no headers")
    senders = set(addresses_of(message, "From"))
    sender = senders.pop() if len(senders) == 1 else ""
    subject = text_of(message, "Subject")
    answers = _ids(text_of(message, "In-Reply-To")) + _ids(text_of(message, "References"))[::-1]
    is_reply = bool(answers or _REPLIES.match(subject))
    text = quoting.strip(bodies.body_of(message, is_reply=is_reply), is_reply=is_reply)
    return Letter(
        sender=sender, message_id=next(iter(_ids(text_of(message, "Message-ID"))), ""),
        subject=_REPLY_SUBJECT.sub("", subject)[:200], text=text[:MOST_TEXT],
        answers=tuple(dict.fromkeys(answers)), tokens=_tokens(message, reader, recipients),
        files=tuple(attachments.read_parts(message)),
        automatic=automatic.why(message, envelope_from=envelope_from, ours={reader.address, *reader.others},
                                loop_mark=reader.loop_mark),
        verdict=judge(message, sender=sender, trusted=reader.auth_host), fingerprint=_fingerprint(message, raw))


def is_for_us(address: str, reader: Reader) -> bool:
    """Whether an address is ours, with or without a plus-part."""
    return without_token(address.lower().strip("<> ")) == reader.address


def _tokens(message: Message, reader: Reader, recipients: Collection[str]) -> tuple[str, ...]:
    named = [*(address.lower() for address in recipients),
             *addresses_of(message, "Delivered-To", "X-Original-To", "To", "Cc")]
    plus = [address.rpartition("@")[0].partition("+")[2] for address in named if is_for_us(address, reader)]
    return tuple(dict.fromkeys(token for token in plus if token))


def _ids(text: str) -> list[str]:
    return _ID.findall(text)


def _fingerprint(message: Message, raw: bytes) -> str:
    """What says of two mails that they are the same one: by two ways, headers of the way differ."""
    body = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[-1]
    kept = [text_of(message, name) for name in ("From", "Date", "Subject")]
    return "\n".join(kept) + "\n" + body.replace(b"\r\n", b"\n").strip().decode("latin-1")
