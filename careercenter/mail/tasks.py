"""Sending what waits in the outbox. A server that is down delays a mail and loses none."""

from datetime import timedelta

import structlog
from flask import current_app
from sqlalchemy import or_

from careercenter import events
from careercenter.config import settings
from careercenter.core import db, now, transaction
from careercenter.events import Event
from careercenter.mail import outbox
from careercenter.mail.models import MailState, OutboxMail
from careercenter.mail.transports import RefusedForGood, Transport, compose
from careercenter.tasks import every
from careercenter.tasks.claims import back_off, claim_next

log = structlog.get_logger()

READABLE = timedelta(days=30)
"""How long it can be looked up what a mail said and who got it."""


@every(seconds=1)
def send_due() -> None:
    """Send every mail that is due, oldest first."""
    while (mail_id := claim_next(OutboxMail, OutboxMail.state == MailState.WAITING)) is not None:
        _send(mail_id)


@every(minutes=60)
def forget_old() -> None:
    """Empty the mails that are settled since long; their rows and keys stay, so that none is written again."""
    old = now() - READABLE
    with transaction():
        outbox.empty(or_(
            (OutboxMail.state == MailState.SENT) & (OutboxMail.sent_at < old),
            (OutboxMail.state == MailState.REFUSED) & (OutboxMail.created_at < old)))


def _send(mail_id: int) -> None:
    transport: Transport = current_app.extensions["mail"]
    mail = db.session.get_one(OutboxMail, mail_id)
    message = compose(sender=settings.mail_from, host=settings.site_host, to=mail.to, subject=mail.subject,
                      text=mail.text, html=mail.html, reply_to=mail.reply_to or settings.support_email,
                      headers=mail.headers)
    db.session.rollback()  # no transaction stays open while the server takes its time
    outcome: Exception | None = None
    try:
        transport.deliver(message)
    except (OSError, RefusedForGood) as error:  # smtplib's errors are OSErrors too
        outcome = error
    with transaction() as happened:
        _note(db.session.get_one(OutboxMail, mail_id), outcome, happened)


def _note(mail: OutboxMail, outcome: Exception | None, happened: list[Event]) -> None:
    if outcome is None:
        mail.state, mail.sent_at, mail.last_error = MailState.SENT, now(), None
    elif isinstance(outcome, RefusedForGood):
        mail.state, mail.last_error = MailState.REFUSED, str(outcome)
        happened.append(events.MailRefused(mail.id))
    else:
        mail.next_try_at, mail.last_error = now() + back_off(mail.attempts), type(outcome).__name__
        log.warning("mail delayed", mail_id=mail.id, attempts=mail.attempts, error=type(outcome).__name__)
