"""The pages of saved searches: the owner's, those that a link opens, and the feeds."""

from careercenter.alerts.views import by_link, by_provider, feeds, own  # noqa: F401
from careercenter.alerts.views.pages import blueprint

__all__ = ["blueprint"]
