"""Who is signed in."""

from typing import cast

from flask_login import current_user

from careercenter.accounts.models import User


def signed_in() -> User:
    """The person signed in; for views that ask for sign-in (`@login_required`)."""
    return cast(User, current_user._get_current_object())


def find_signed_in() -> User | None:
    """The person signed in, or None for a guest."""
    return signed_in() if current_user.is_authenticated else None
