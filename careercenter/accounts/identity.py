"""Who is signed in."""

from typing import cast

from flask import g
from flask_login import current_user

from careercenter.accounts.models import User


def signed_in() -> User:
    """The person signed in; for views that ask for sign-in (`@login_required`)."""
    return cast(User, current_user._get_current_object())


def read_again() -> None:
    """Forget who was found to be signed in, to be read when next asked for.

    For an answer that streams: its request's session is closed, and what was read in it can't be used any more.
    """
    g.pop("_login_user", None)


def find_signed_in() -> User | None:
    """The person signed in, or None for a guest."""
    return signed_in() if current_user.is_authenticated else None
