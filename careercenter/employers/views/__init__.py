"""The pages: the profile and its public side, members and invitations, the domain."""

from careercenter.employers.views import domain, members, profiles  # noqa: F401  (their routes)
from careercenter.employers.views.pages import blueprint

__all__ = ["blueprint"]
