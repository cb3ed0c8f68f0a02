"""The pages of applications: the candidate's, the employer's, and the way out."""

from careercenter.applications.views import candidate, employer, outbound, rows  # noqa: F401
from careercenter.applications.views.pages import blueprint

__all__ = ["blueprint"]
