"""A listener for SMTP (RFC 5321): for a mail server of one's own to hand mail to, and for `make run`."""

import asyncio

import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from careercenter.caseconsultant.inbound.port import Take
from careercenter.caseconsultant.reading.letter import Reader, Unreadable, is_for_us

MOST_RECIPIENTS = 20

log = structlog.get_logger()


class SmtpInbound:
    """Takes mail to our own address, and for nobody else: it relays nothing."""

    name = "smtp"

    def __init__(self, app: Flask, take: Take, reader: Reader, *, host: str, port: int, largest: int) -> None:
        self.app, self.take, self.reader, self.port = app, take, reader, port
        self._controller = Controller(
            self, hostname=host, port=port, data_size_limit=largest, ident="CareerCenter", enable_SMTPUTF8=True,
            timeout=60)

    def start(self) -> None:
        """Listen, in a thread of its own.

        Raises:
            OSError: the port isn't free.
        """
        self._controller.start()

    def stop(self) -> None:
        """Finish what is being taken, and listen no more."""
        self._controller.stop()

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope,  # noqa: N802 (aiosmtpd's name)
                          address: str, rcpt_options: list[str]) -> str:
        """Refuse whom we don't know (RFC 5321, 3.3)."""
        if not is_for_us(address, self.reader):
            return "550 5.1.1 No such mailbox here"
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(rcpt_options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Store the mail before saying so."""
        return await asyncio.to_thread(self._store, envelope)

    def _store(self, envelope: Envelope) -> str:
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        try:
            with self.app.app_context():
                self.take(raw, via=self.name, envelope_from=(envelope.mail_from or "").strip("<>"),
                          recipients=envelope.rcpt_tos)
        except Unreadable:
            return "554 5.6.0 This is no mail that can be read"
        except Exception:  # whoever sends keeps it and tries again
            log.exception("a mail couldn't be stored")
            return "451 4.3.0 Try again later"
        return "250 2.0.0 Stored"
