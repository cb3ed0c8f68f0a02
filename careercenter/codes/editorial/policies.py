"""Who writes about codes, and who lets it be read."""

from careercenter.accounts.models import StaffRole, User
from careercenter.codes.editorial.models import PlainWords


def may_write(by: User | None) -> bool:
    """Whether the person writes about codes: consultants and admins."""
    return by is not None and by.is_active and bool({StaffRole.CONSULTANT, StaffRole.ADMIN} & by.staff_roles)


def may_review(by: User | None, words: PlainWords) -> bool:
    """Whether the person publishes or returns a text: who may write, but never one's own."""
    return by is not None and may_write(by) and by.id != words.author_id
