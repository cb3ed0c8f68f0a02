"""Who may know of a holding: the person whose it is. Employers see what an application carries."""

from careercenter.accounts.models import User
from careercenter.credentials.models import CredentialHolding


def may_edit(by: User | None, holding: CredentialHolding) -> bool:
    """Whether the person reads, changes and removes the holding."""
    return by is not None and by.is_active and holding.user_id == by.id
