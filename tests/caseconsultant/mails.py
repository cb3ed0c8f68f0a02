"""Mails as people's programs write them."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from typing import Any

US = "consultant@localhost"
US_TRUSTED = "mx.jobs.example"


def compose(text: str = "What is E11.9?", *, sender: str = "cora@example.com", to: str = US, subject: str = "E11.9",
            html: str = "", message_id: str = "", **headers: str) -> EmailMessage:
    """A mail; headers by their names with underscores, such as `In_Reply_To`."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"A Coder <{sender}>", to, subject
    message["Message-ID"] = message_id or make_msgid(domain="example.com")
    message["Date"] = "Tue, 03 Mar 2026 10:00:00 -0500"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if text or not html:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message


def raw(text: str = "What is E11.9?", **fields: Any) -> bytes:
    """The same as bytes."""
    return compose(text, **fields).as_bytes(policy=SMTP)


def with_file(content: bytes, kind: str, name: str, **fields: Any) -> bytes:
    """A mail with a file."""
    message = compose(**fields)
    maintype, _, subtype = kind.partition("/")
    message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return message.as_bytes(policy=SMTP)
