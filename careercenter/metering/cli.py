"""Commands about allowances: `flask metering ...`."""

from typing import TextIO

import click
from flask.cli import AppGroup

from careercenter.accounts.models import User
from careercenter.accounts.registration import find_user
from careercenter.core import AlreadyDone, DomainError, new_public_id
from careercenter.metering import ledger
from careercenter.metering.meters import BY_KEY, CODE_PAGES, METERS

metering = AppGroup("metering", help="See and change what people may open.")

OF = click.option("--of", "meter_key", type=click.Choice(list(BY_KEY)), default=CODE_PAGES.key, show_default=True)


@metering.command("balance")
@click.argument("email")
def balance(email: str) -> None:
    """Say what EMAIL can still open."""
    user = _get(email)
    for meter in METERS:
        left = ledger.balance(meter, user)
        click.echo(f"{'without limit' if left is None else left:>13}  {meter.plural}")


@metering.command("adjust")
@click.argument("email")
@click.argument("amount", type=int)
@click.option("--reason", required=True, help="Why; it is kept in the audit log.")
@OF
def adjust(email: str, amount: int, reason: str, meter_key: str) -> None:
    """Give EMAIL so many more, or take some away: `adjust ann@example.com -- -2`."""
    try:
        ledger.adjust(BY_KEY[meter_key], _get(email), amount, by=None, reason=reason,
                      key=f"adjustment:{new_public_id()}")
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    balance.main([email], standalone_mode=False)


@metering.command("promote")
@click.argument("name")
@click.argument("amount", type=click.IntRange(min=1))
@click.argument("emails", type=click.File(), default="-")
@OF
def promote(name: str, amount: int, emails: TextIO, meter_key: str) -> None:
    """Give AMOUNT to each address of a file, one a line (standard input by default), once for each NAME."""
    counts = {"given": 0, "had it already": 0, "without an account": 0}
    for line in emails:
        if not line.strip():
            continue
        user = find_user(line.strip().lower())
        if user is None or not user.is_active:
            counts["without an account"] += 1
            continue
        try:
            ledger.grant(BY_KEY[meter_key], user.id, amount, key=f"promotion:{name}:{meter_key}:{user.id}", reason=name)
            counts["given"] += 1
        except AlreadyDone:
            counts["had it already"] += 1
    click.echo(", ".join(f"{number} {what}" for what, number in counts.items()))


def _get(email: str) -> User:
    user = find_user(email.strip().lower())
    if user is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    return user
