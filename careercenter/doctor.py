"""`flask doctor`: what is wrong with this deployment, in sentences that say what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import ColumnElement, func, select

from careercenter.billing.gateways import gateway
from careercenter.billing.models import WebhookEvent
from careercenter.config import ROOT, UnsafeSettings, settings
from careercenter.core import db, now
from careercenter.core.happenings import EventDelivery
from careercenter.files.storage import Storage
from careercenter.mail.models import MailState, OutboxMail
from careercenter.mail.transports import LocalMailbox, Transport
from careercenter.tasks.queue import Queue

LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    is_fine: bool
    what: str
    says: str


def examine() -> Iterator[Finding]:
    """Look at everything that a deployment stands on; a check that breaks is a finding too."""
    for what, check in CHECKS.items():
        try:
            yield Finding(True, what, check())
        except Exception as error:  # whatever breaks is what the doctor is asked about
            db.session.rollback()
            yield Finding(False, what, str(error).partition("\n[SQL")[0] or type(error).__name__)


def count_late_mails() -> int:
    """How many mails wait for over ten minutes."""
    return _count(OutboxMail.state == MailState.WAITING, OutboxMail.created_at < now() - LATE)


def count_late_deliveries() -> int:
    """How many listeners should have heard of an event over ten minutes ago."""
    return _count(EventDelivery.delivered_at.is_(None), EventDelivery.next_try_at < now() - LATE)


def count_failing_deliveries() -> int:
    """How many deliveries of events failed again and again."""
    return _count(EventDelivery.delivered_at.is_(None), EventDelivery.attempts > 3)


def count_failing_payment_events() -> int:
    """How many of the gateway's events failed again and again."""
    return _count(WebhookEvent.processed_at.is_(None), WebhookEvent.attempts > 5)


def _count(*criteria: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).where(*criteria)) or 0


class Wrong(Exception):
    """A fault; the message says what to do."""


def _settings() -> str:
    try:
        settings.refuse_unsafe()
    except UnsafeSettings as error:
        raise Wrong(str(error)) from error
    return f"safe for {settings.environment}"


def _database() -> str:
    db.session.execute(select(1))
    name = db.engine.dialect.name
    if name == "sqlite":
        return "SQLite answers (embedded; for one machine)"
    return f"{name} answers"


def _migrations() -> str:
    head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    with db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current != head:
        raise Wrong(f"The schema is at {current or 'nothing'}, the code wants {head}. Run `flask --app wsgi setup`.")
    return f"at the newest ({head})"


def _mail() -> str:
    transport: Transport = current_app.extensions["mail"]
    try:
        transport.check()
    except OSError as error:
        raise Wrong(f"The mail server doesn't take mail ({error}). Look at MAIL_URL.") from error
    if isinstance(transport, LocalMailbox):
        return "kept in the local mailbox page; set MAIL_URL to send"
    return "the server takes mail"


def _outbox() -> str:
    if late := count_late_mails():
        raise Wrong(f"{late} mails wait for over ten minutes. Is the worker running, and the mail server up?")
    return "nothing waits too long"


def _events() -> str:
    late, failing = count_late_deliveries(), count_failing_deliveries()
    if late or failing:
        raise Wrong(f"{late} deliveries are late and {failing} keep failing. Is the worker running? "
                    "Its log names the listener.")
    return "all delivered"


def _queue() -> str:
    queue: Queue = current_app.extensions["queue"]
    waiting = queue.waiting()
    if waiting > 1000:
        raise Wrong(f"{waiting} tasks wait. Is the worker running?")
    return f"answers, {waiting} tasks wait"


def _storage() -> str:
    storage: Storage = current_app.extensions["files"]
    storage.check()
    return f"{type(storage).__name__} stores and reads"


def _payments() -> str:
    return gateway.check()


def _webhooks() -> str:
    if failing := count_failing_payment_events():
        raise Wrong(f"{failing} payment events keep failing. The worker's log says why; they are kept and retried.")
    return "all processed"


CHECKS: dict[str, Callable[[], str]] = {
    "settings": _settings, "database": _database, "migrations": _migrations, "mail server": _mail,
    "outbox": _outbox, "events": _events, "queue": _queue, "file storage": _storage,
    "payments": _payments, "payment events": _webhooks,
}


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Check this deployment, and say what is wrong; the exit status is 1 if anything is."""
    findings = list(examine())
    for finding in findings:
        mark = click.style("ok   ", fg="green") if finding.is_fine else click.style("WRONG", fg="red", bold=True)
        click.echo(f"{mark} {finding.what}: {finding.says}")
    if not all(finding.is_fine for finding in findings):
        raise SystemExit(1)
