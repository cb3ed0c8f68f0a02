"""Private files, handed out as downloads."""

from io import BytesIO

from flask import Blueprint, Response, send_file
from flask_login import current_user, login_required

from careercenter.files import links
from careercenter.files.services import fitting_name

blueprint = Blueprint("files", __name__)


@blueprint.get("/files/<token>")
@login_required
def show(token: str) -> Response:
    """Download the file of an address that a page gave out."""
    stored, content = links.follow(token, current_user._get_current_object())  # type: ignore[arg-type]
    response = send_file(BytesIO(content), mimetype=stored.content_type, as_attachment=True,
                         download_name=fitting_name(stored.name, stored.content_type), max_age=0)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
