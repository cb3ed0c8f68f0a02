"""Who may have a membership, and who looks after those of others."""

from careercenter.accounts.models import User
from careercenter.accounts.policies import is_admin
from careercenter.memberships.models import Subscription


def may_join(by: User | None) -> bool:
    """Whether the person can become a member: anybody whose address is proven, since receipts go there."""
    return by is not None and by.is_active and by.is_verified


def may_manage(by: User | None, row: Subscription) -> bool:
    """Whether the person cancels, resumes or switches this membership: it is hers."""
    return by is not None and by.is_active and row.user_id == by.id


def may_look_after(by: User | None) -> bool:
    """Whether the person sees others' memberships, refunds, and ends them: admins."""
    return is_admin(by)


def may_set_prices(by: User | None) -> bool:
    """Whether the person changes what a membership costs: admins."""
    return is_admin(by)
