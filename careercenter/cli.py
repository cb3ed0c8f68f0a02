"""The commands that look after a deployment as a whole."""

import os
from socket import SO_REUSEADDR, SOL_SOCKET, socket

import click
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import upgrade

from careercenter import demo
from careercenter.billing import catalog
from careercenter.casepilot.library.cli import load_bundled as load_summaries
from careercenter.codes.cli import load_bundled as load_codes
from careercenter.codes.lookup import indexing as code_index
from careercenter.config import Environment, settings
from careercenter.demo.accounts import list_accounts
from careercenter.demo.seed import seed as seed_demo
from careercenter.doctor import doctor
from careercenter.memberships import plans
from careercenter.search.tasks import rebuild_if_old


def init_app(app: Flask) -> None:
    """Register the commands, and the demo accounts' page."""
    app.cli.add_command(doctor)
    app.cli.add_command(setup)
    demo.init_app(app)


@click.command("setup")
@click.option("--port", type=int, help="The port on which the server will be started: it must be free.")
@click.option("--codes/--no-codes", default=True, help="Import the code systems that this program carries.")
@with_appcontext
def setup(port: int | None, codes: bool) -> None:
    """Bring the database to the newest schema, seed what is missing and index the jobs. Safe to run again."""
    if port is not None:
        _refuse_taken(port)
    upgrade()
    catalog.seed()
    plans.seed()
    if codes:
        load_codes()
        code_index.rebuild_if_old()
    load_summaries()
    if settings.environment is Environment.DEVELOPMENT:
        seed_demo()
    rebuild_if_old()
    if settings.environment is Environment.DEVELOPMENT:
        _greet()


def _refuse_taken(port: int) -> None:
    with socket() as ours:
        ours.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)  # as the server does: one that just ended doesn't count
        try:
            ours.bind((os.environ.get("HOST") or "127.0.0.1", port))
        except OSError as error:
            raise click.ClickException(f"Port {port} isn't free ({error.strerror}): perhaps CareerCenter runs already. "
                                       f"Stop what uses it, or take another one: make run PORT={port + 1}") from error


def _greet() -> None:
    click.secho(f"\n  CareerCenter   {settings.site_url}\n", bold=True)
    click.echo("  Demo accounts (passwords of this machine alone):\n")
    for account in list_accounts():
        second = "   + one-time code from the page of demo accounts" if account.totp_secret else ""
        click.echo(f"    {account.role:<20} {account.email:<24} {account.password}{second}")
    click.echo(f"\n  Demo accounts and codes   {settings.site_url}/dev/demo")
    click.echo(f"  Mails that it “sent”      {settings.site_url}/dev/mailbox")
    click.echo(f"  Every page component      {settings.site_url}/dev/components")
    click.echo("\n  Ctrl-C stops it.\n")
