"""The commands of consultations."""

import signal
import threading

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from careercenter.caseconsultant import intake, tasks
from careercenter.caseconsultant.inbound.smtp import SmtpInbound
from careercenter.config import settings

consultant = AppGroup("consultant", help="Questions that come in by mail.")


@consultant.command()
def listen() -> None:
    """Take mail by SMTP, until a signal ends it."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    if not settings.consultant_smtp_port:
        # `make run` and Procfile start this beside the others, and end all of them when one ends.
        click.echo("CONSULTANT_SMTP_PORT isn't set: no mail is taken by SMTP.")
        ended.wait()
        return
    listener = open_listener(current_app._get_current_object())  # pyright: ignore[reportAttributeAccessIssue]
    try:
        listener.start()
    except OSError as error:
        click.echo(f"Port {settings.consultant_smtp_port} isn't free ({error}): no mail is taken by SMTP. Set "
                   "CONSULTANT_SMTP_PORT to another one.", err=True)
        ended.wait()
        return
    click.echo(f"  Mail to the consultants   {settings.consultant_address}, by SMTP at "
               f"{settings.consultant_smtp_host}:{listener.port}")
    ended.wait()
    listener.stop()


@consultant.command()
def fetch() -> None:
    """Take what is new in the mailbox of CONSULTANT_IMAP_URL, now."""
    if not settings.consultant_imap_url:
        raise click.ClickException("Set CONSULTANT_IMAP_URL first.")
    click.echo(f"{tasks.mailbox().collect()} taken.")


def open_listener(app: Flask) -> SmtpInbound:
    """The listener of the settings, not yet started."""
    return SmtpInbound(app, intake.take, intake.our_reader(), host=settings.consultant_smtp_host,
                       port=settings.consultant_smtp_port, largest=intake.LARGEST)
