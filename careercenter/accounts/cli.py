"""Commands about accounts: `flask accounts ...`."""

import sys
from collections.abc import Callable

import click
from flask.cli import AppGroup

from careercenter.accounts import passwords, registration, staff
from careercenter.accounts.models import StaffRole, User
from careercenter.core import DomainError

accounts = AppGroup("accounts", help="Make administrators and change staff roles.")

ROLES = click.Choice([role.value for role in StaffRole])


@accounts.command("create-admin")
@click.argument("email")
@click.option("--name", default="Administrator", show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_admin(email: str, name: str, password_stdin: bool) -> None:
    """Make EMAIL an administrator. Without a password, a link to choose one is mailed."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    if password is not None and (objection := passwords.objection(password, email=email, name=name)):
        raise click.ClickException(objection)
    try:
        user = staff.create_admin(email, name=name, password=password)
    except (DomainError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{user.email} is an administrator. The second step is set up at the first sign-in.")


@accounts.command("grant-role")
@click.argument("email")
@click.argument("role", type=ROLES)
def grant_role(email: str, role: str) -> None:
    """Give EMAIL a staff role."""
    _do(lambda user: staff.grant_role(user, StaffRole(role), by=None), email)
    click.echo(f"{email} is a {role}.")


@accounts.command("revoke-role")
@click.argument("email")
@click.argument("role", type=ROLES)
def revoke_role(email: str, role: str) -> None:
    """Take a staff role from EMAIL."""
    _do(lambda user: staff.revoke_role(user, StaffRole(role), by=None), email)
    click.echo(f"{email} is no {role} any more.")


@accounts.command("reset-second-factor")
@click.argument("email")
@click.option("--reason", required=True, help="How it was checked that it is her.")
def reset_second_factor(email: str, reason: str) -> None:
    """Remove the second factor of somebody who lost it."""
    _do(lambda user: staff.reset_second_factor(user, by=None, reason=reason), email)
    click.echo(f"{email} signs in with the password alone until a new second step is set up.")


def _do(change: Callable[[User], None], email: str) -> None:
    user = registration.find_user(email.strip().lower())
    if user is None:
        raise click.ClickException(f"Nobody has the address {email}.")
    try:
        change(user)
    except DomainError as error:
        raise click.ClickException(str(error)) from error
