"""The pages of consultations: the asker's, those that a mail's link opens, everybody's, and the consultants'."""

from flask import Blueprint

blueprint = Blueprint("caseconsultant", __name__)
consultants = Blueprint("consultants", __name__, url_prefix="/staff")

from careercenter.caseconsultant.views import by_link, inbound, own, public, publishing, queue  # noqa: E402, F401
