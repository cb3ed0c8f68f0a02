"""Who moderates, and what."""

from careercenter.accounts.models import User
from careercenter.accounts.policies import may_moderate
from careercenter.employers.policies import find_role
from careercenter.moderation.models import ModerationItem

__all__ = ["may_decide", "may_moderate"]


def may_decide(by: User | None, item: ModerationItem, employer_id: int) -> bool:
    """Whether the person may decide on this item: a moderator, never on her own employer's job."""
    return may_moderate(by) and find_role(by, employer_id) is None and item.is_open
