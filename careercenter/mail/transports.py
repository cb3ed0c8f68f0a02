"""How a mail leaves: by SMTP, or into a folder of this machine that the mailbox page shows."""

import smtplib
import ssl
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import localtime, make_msgid
from pathlib import Path
from typing import Protocol, cast
from urllib.parse import unquote, urlsplit

from careercenter.config import Settings
from careercenter.core import new_public_id

_IDS = {"message-id", "in-reply-to", "references", "list-unsubscribe"}


class _Policy(EmailPolicy):
    """Folds ids and addresses of pages at spaces alone. The package would encode one that is longer than a line, and
    no mail program knows its thread, or its button, again (RFC 5322, 2.1.1 allows 998)."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() in _IDS:
            return f"{name}: {f'{self.linesep} '.join(str(value).split())}{self.linesep}"
        return super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode() if name.lower() in _IDS else super().fold_binary(name, value)


class RefusedForGood(Exception):
    """The server will never take this mail; trying again is no use."""


class Transport(Protocol):
    """Whatever takes a mail."""

    def deliver(self, message: EmailMessage) -> None:
        """Hand the mail over.

        Raises:
            RefusedForGood: the server refused the recipient.
            OSError: it is out of reach or busy now.
        """
        ...

    def check(self) -> None:
        """Raise OSError if mail can't be handed over now."""
        ...


class SmtpTransport:
    """An SMTP server: `smtp://user:password@host:587`, with STARTTLS, or `smtps://`.

    A server that asks for no password may do without STARTTLS.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host, self.implicit_tls = parts.hostname or "localhost", parts.scheme == "smtps"
        self.port = parts.port or (465 if self.implicit_tls else 587)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.implicit_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=20, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=20)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
            elif self.user:  # somebody in between may have taken the offer away to read the password
                server.close()
                raise smtplib.SMTPNotSupportedError("the server offers no STARTTLS; the password stays here")
        if self.user:
            server.login(self.user, self.password)
        return server

    def deliver(self, message: EmailMessage) -> None:
        with self._connect() as server:
            try:
                server.send_message(message)
            except smtplib.SMTPRecipientsRefused as refused:
                if all(500 <= code < 600 for code, _ in refused.recipients.values()):
                    raise RefusedForGood("the recipient was refused") from refused
                raise

    def check(self) -> None:
        with self._connect() as server:
            server.noop()


class LocalMailbox:
    """A folder of .eml files, oldest name first. For development: nothing leaves the machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, message: EmailMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = new_public_id()
        part = self.folder / f"{name}.part"
        part.write_bytes(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
        part.rename(self.folder / f"{name}.eml")

    def check(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def list_newest(self, most: int = 100) -> list[tuple[str, EmailMessage]]:
        """The newest mails with their names, newest first."""
        names = sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)[:most]
        return [(name, message) for name in names if (message := self.find(name)) is not None]

    def find(self, name: str) -> EmailMessage | None:
        """A mail by its name, or None."""
        path = self.folder / f"{name}.eml"
        if not name.isalnum() or not path.exists():
            return None
        return cast(EmailMessage, message_from_bytes(path.read_bytes(), policy=policy.default))


def open_transport(chosen: Settings) -> Transport:
    """The transport that the settings name."""
    return SmtpTransport(chosen.mail_url) if chosen.mail_url else LocalMailbox(chosen.data_dir / "mailbox")


def compose(*, sender: str, to: str, subject: str, text: str, html: str, host: str,
            reply_to: str | None = None, headers: Mapping[str, str] | None = None) -> EmailMessage:
    """A mail with a text and an HTML part; `headers` by their names, also in place of those that every mail has."""
    message = EmailMessage(_Policy())
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = localtime(), make_msgid(domain=host)
    message["Auto-Submitted"] = "auto-generated"
    if reply_to:
        message["Reply-To"] = reply_to
    for name, value in (headers or {}).items():
        del message[name]  # in place of what stands there by default
        message[name] = value
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message
