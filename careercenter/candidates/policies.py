"""Who may know a profile: the person whose it is. An employer sees what an application carries along."""

from careercenter.accounts.models import User
from careercenter.candidates.models import CandidateProfile


def may_edit(by: User | None, profile: CandidateProfile) -> bool:
    """Whether the person reads and changes the profile and its resume."""
    return by is not None and by.is_active and profile.user_id == by.id
