"""Headers as they are, however broken: the email package raises on some that real programs write."""

from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses


def text_of(message: Message, name: str) -> str:
    """A header in one line, decoded (RFC 2047); empty if it isn't there."""
    found = all_of(message, name)
    return found[0] if found else ""


def all_of(message: Message, name: str) -> list[str]:
    """Every header of this name, the topmost first."""
    wanted = name.lower()
    return [_decoded(str(value)) for key, value in message.raw_items()  # pyright: ignore[reportAttributeAccessIssue]
            if key.lower() == wanted]


def addresses_of(message: Message, *names: str) -> list[str]:
    """The addresses of headers, in lower case and without the names beside them.

    An address is read before its name is decoded: an encoded name may hold another address.
    """
    wanted = {name.lower() for name in names}
    raw = [" ".join(_sound(str(value)).split()) for key, value in message.raw_items()  # pyright: ignore
           if key.lower() in wanted]
    return [address.lower() for _, address in getaddresses(raw) if "@" in address]


def _decoded(raw: str) -> str:
    folded = " ".join(_sound(raw).split())
    try:
        return " ".join(_sound(str(make_header(decode_header(folded)))).split())
    except (ValueError, LookupError):  # an unknown charset, or what only looks encoded
        return folded


def _sound(text: str) -> str:
    """Text that every database keeps: bytes that were no text become marks, and none is NUL."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\0", "")
