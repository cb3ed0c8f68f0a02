"""A person's name and time zone."""

from careercenter.accounts.models import User
from careercenter.core import record, transaction


def update(user: User, *, name: str, time_zone: str) -> None:
    """Change how the person is called and where her clock stands."""
    with transaction():
        user.name, user.time_zone = name.strip(), time_zone
        record("update_profile", user, by=user)
