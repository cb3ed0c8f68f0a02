"""Commands about alerts: `flask alerts ...`."""

import sys
from collections.abc import Callable

import click
from flask.cli import AppGroup

from careercenter.alerts import unsubscribing

alerts = AppGroup("alerts", help="Pause saved searches whose mails bounce or annoy.")


@alerts.command("bounced")
def bounced() -> None:
    """Pause the saved searches of addresses on standard input, one a line: their mails bounced."""
    _each(unsubscribing.bounced)


@alerts.command("complained")
def complained() -> None:
    """Pause the saved searches of addresses on standard input, one a line: they reported our mails."""
    _each(unsubscribing.complained)


def _each(pause: Callable[[str], int]) -> None:
    paused = sum(pause(line) for line in sys.stdin if line.strip())
    click.echo(f"{paused} saved searches paused.")
