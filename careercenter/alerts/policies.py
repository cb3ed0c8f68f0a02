"""Who may do what with a saved search: its owner, and whoever has its link (alerts.links)."""

from careercenter.accounts.models import User
from careercenter.alerts.models import SavedSearch


def may_save(by: User | None) -> bool:
    """Whether the person keeps searches in her account."""
    return by is not None and by.is_active


def is_owner(by: User | None, search: SavedSearch) -> bool:
    """Whether the saved search is the person's own."""
    return by is not None and by.is_active and search.user_id == by.id


def may_be_mailed(user: User) -> bool:
    """Whether mails of alerts go to the person: to a proven address alone."""
    return user.is_active and user.is_verified
