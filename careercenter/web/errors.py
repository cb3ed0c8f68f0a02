"""Errors as pages, or as problem+json (RFC 9457) for whoever asks for JSON."""

from http import HTTPStatus

import structlog
from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)
from flask_login import current_user, login_url
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from careercenter.core import DomainError, db
from careercenter.extensions import login_manager
from careercenter.web import unsent
from careercenter.web.going_back import here

WORDS = {
    401: ("Please sign in", "This page is for people who are signed in."),
    403: ("Not allowed", "Your account may not open this page. If it should, ask whoever runs the account."),
    404: ("Nothing here", "This address leads nowhere. The page may have moved, or the link is incomplete."),
    405: ("Not like that", "This address doesn't take that kind of request."),
    409: ("Not possible now", "Something changed in the meantime. Reload the page to see where it stands."),
    413: ("Too large", "The file is larger than we can take: resumes and logos may have up to 5 MB. Your browser’s "
                       "Back button leads to the form with what you typed."),
    429: ("Too many tries", "That was too often in a short time. Wait a little, then try again."),
    500: ("Our mistake", "Something broke on our side and nothing of yours changed. Try again in a minute."),
}


SIGNED_OUT = ("You are signed out", "Sign in again, then go on.")


def wants_json() -> bool:
    """Whether the request asks for JSON rather than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json", "application/problem+json"])
    return best is not None and best != "text/html"


def problem(status: int, title: str, detail: str) -> Response:
    """An error as a page or as problem+json."""
    reference = g.get("request_id", "")
    if wants_json():
        response = jsonify(type="about:blank", title=title, status=status, detail=detail, instance=reference)
        response.headers["Content-Type"] = "application/problem+json"
    else:
        page = render_template("errors/error.html", status=status, title=title, detail=detail,
                               reference=reference, form=_form_address() if status == 413 else None)
        response = make_response(page)
    response.status_code = status
    return response


def to_sign_in() -> BaseResponse:
    """Send somebody to sign in, and then back to the page that she wanted, or whose button she pressed. A machine is
    told that it is signed out."""
    if wants_json():
        return problem(401, *SIGNED_OUT)
    flash(login_manager.login_message, login_manager.login_message_category)
    return redirect(login_url(login_manager.login_view or abort(401), here()))


def _form_address() -> str | None:
    """The page whose form was sent, if it is at the address that took it."""
    addresses = current_app.create_url_adapter(request)
    return request.path if addresses and addresses.test(request.path, method="GET") else None


def init_app(app: Flask) -> None:
    """Register the error pages."""

    @app.errorhandler(DomainError)
    def refused(error: DomainError) -> Response:  # pyright: ignore[reportUnusedFunction]
        title = WORDS.get(error.status, (HTTPStatus(error.status).phrase, ""))[0]
        response = problem(error.status, title, str(error))
        if error.retry_after is not None:
            response.headers["Retry-After"] = str(error.retry_after)
        return response

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> BaseResponse:  # pyright: ignore[reportUnusedFunction]
        title = "The form was open too long"
        if not current_user.is_authenticated and (wants_json() or unsent.is_a_button()):
            return to_sign_in()
        return unsent.page(400, title, "You were signed out, or signed in anew, since you opened it, and nothing of "
                                       "it was kept. What you typed is here: send it again.") or problem(
            400, title, "Copy what you typed, then reload the page and send it again.")

    @login_manager.unauthorized_handler
    def signed_out() -> BaseResponse:  # pyright: ignore[reportUnusedFunction]
        again = None if wants_json() else unsent.page(
            401, SIGNED_OUT[0], "Nothing of this form was kept yet. What you typed is here: sign in in a new tab, then "
                                "come back to this one and send it again.")
        return again or to_sign_in()

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:  # pyright: ignore[reportUnusedFunction]
        status = error.code or 500
        if error.response is not None:
            return error.response  # type: ignore[return-value]
        title, detail = WORDS.get(status, (error.name, error.description or ""))
        response = problem(status, title, detail)
        for name, value in error.get_headers():
            if name not in ("Content-Type",):
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:  # pyright: ignore[reportUnusedFunction]
        if app.testing:
            raise error
        db.session.rollback()
        structlog.get_logger().exception("request failed")
        return problem(500, *WORDS[500])
