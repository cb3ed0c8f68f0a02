"""What a person may do by a staff role."""

from careercenter.accounts.models import StaffRole, User


def is_staff(by: User | None) -> bool:
    """Whether the person is one of our staff, in any role."""
    return by is not None and by.is_active and by.is_staff


def is_admin(by: User | None) -> bool:
    """Whether the person administers the site."""
    return by is not None and by.is_active and StaffRole.ADMIN in by.staff_roles


def may_moderate(by: User | None) -> bool:
    """Whether the person decides on postings and reports: moderators and admins."""
    return by is not None and by.is_active and bool({StaffRole.MODERATOR, StaffRole.ADMIN} & by.staff_roles)


def may_see_people(by: User | None) -> bool:
    """Whether the person looks up accounts: moderators and admins."""
    return may_moderate(by)


def may_suspend(by: User | None, user: User) -> bool:
    """Whether the person closes this account: moderators, but admins alone that of a colleague, and nobody
    her own."""
    if by is None or by.id == user.id:
        return False
    return is_admin(by) if user.is_staff else may_moderate(by)


def may_change_roles(by: User | None, user: User) -> bool:
    """Whether the person changes this account's staff roles: admins, never their own."""
    return is_admin(by) and by is not None and by.id != user.id
