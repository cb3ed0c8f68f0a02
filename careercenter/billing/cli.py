"""`flask billing`: commands for whoever runs the site."""

from datetime import timedelta

import click
from flask.cli import AppGroup

from careercenter.billing.reconcile import reconcile as ask_about_orders

commands = AppGroup("billing", help="Look after orders and payments.")


@commands.command("reconcile")
def reconcile() -> None:
    """Ask the gateway about every order that is still open, and act on its answers."""
    outcomes = ask_about_orders(after=timedelta())
    for outcome, count in sorted(outcomes.items()):
        click.echo(f"{count:5} {outcome}")
    click.echo(f"{sum(outcomes.values())} orders asked about")
