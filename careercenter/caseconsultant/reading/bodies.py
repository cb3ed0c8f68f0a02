"""The words of a mail, from whatever parts it was made of."""

from collections.abc import Iterator
from email.message import Message
from itertools import islice

from careercenter.caseconsultant.reading.html import from_html

MOST_TEXT = 100_000
"""Characters of a part that are read: more than anybody asks."""

# Zero width spaces and joiners, soft hyphens, marks of direction: they hide words from whoever looks for them.
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F)))


def body_of(message: Message, *, is_reply: bool = False) -> str:
    """What the writer sees as her text. In a reply, what HTML marks as quoted or as a signature is left out."""
    return "\n\n".join(part for part in islice(_texts(message, is_reply), 20) if part.strip())[:MOST_TEXT]


def decoded(part: Message) -> str:
    """A text part's characters. A charset that is unknown or wrong costs accents, never the text."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    named = str(part.get_content_charset() or "utf-8")
    for charset in (named, "utf-8", "cp1252"):
        try:
            return _plain(content.decode(charset))
        except (LookupError, UnicodeError):
            continue
    return _plain(content.decode("utf-8", "replace"))


def is_inside(part: Message) -> bool:
    """Whether a part is text of the mail itself, and no file that goes with it."""
    return (part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"
            and not part.get_filename())


def _texts(part: Message, is_reply: bool) -> Iterator[str]:
    if part.get_content_type() == "multipart/alternative":
        yield _best(part, is_reply)
    elif part.get_content_maintype() == "message":
        return  # a mail that goes with this one is somebody else's
    elif part.is_multipart():
        for child in _children(part):
            yield from _texts(child, is_reply)
    elif is_inside(part):
        yield _text(part, is_reply)


def _best(part: Message, is_reply: bool) -> str:
    """Of the same thing said several times, the plain form; an empty one is what some programs put there."""
    said = [(child.get_content_type(), "\n\n".join(_texts(child, is_reply))) for child in _children(part)]
    said = [(kind, text) for kind, text in said if text.strip()]
    return next((text for kind, text in said if kind == "text/plain"), said[0][1] if said else "")


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _text(part: Message, is_reply: bool) -> str:
    text = decoded(part)
    if part.get_content_type() == "text/html":
        return from_html(text, is_reply=is_reply)
    if str(part.get_param("format", "")).lower() == "flowed":
        return unflowed(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def unflowed(text: str, *, delsp: bool = False) -> str:
    """The paragraphs of a format=flowed text (RFC 3676, 4): a line that ends in a space goes on in the next."""
    lines: list[str] = []
    flows = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        line = line if quoted else line.removeprefix(" ")  # space-stuffing
        if flows and not quoted and line != "-- ":
            lines[-1] = (lines[-1][:-1] if delsp else lines[-1]) + line
        else:
            lines.append(line)
        flows = line.endswith(" ") and line != "-- " and not quoted
    return "\n".join(lines)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").translate(_INVISIBLE)
