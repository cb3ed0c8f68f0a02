"""What was typed into a form that could not be taken: shown again, to be sent once more.

A form of ours comes too late if the person was signed out meanwhile, or signed in anew in another tab. Its
answer holds all that was typed, with a token that is valid now. Only a form that was sent from a page of ours
is answered so: else any other site could have its own words sent with one click.
"""

from urllib.parse import urlsplit

from flask import Response, g, make_response, render_template, request
from flask_login import current_user

LONG = 60
"""From so many characters on a text is also shown, so that it can be copied."""


def page(status: int, title: str, detail: str) -> Response | None:
    """The answer with what was typed; None if nothing was, or if it isn't to be shown again."""
    fields = _fields()
    if request.method != "POST" or not fields or not _is_from_here() or any(_is_secret(name) for name, _ in fields):
        return None
    texts = [(name, value) for name, value in fields if len(value) >= LONG or "\n" in value.strip()]
    response = make_response(render_template(
        "errors/unsent.html", status=status, title=title, detail=detail, fields=fields, texts=texts,
        reference=g.get("request_id", ""), has_files=any(request.files.values()),
        is_signed_in=current_user.is_authenticated))
    response.status_code = status
    return response


def is_a_button() -> bool:
    """Whether nothing was typed: a page of ours has sent a form that holds a button alone."""
    return request.method == "POST" and not _fields() and not any(request.files.values()) and _is_from_here()


def _fields() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


def _is_from_here() -> bool:
    origin = urlsplit(request.headers.get("Origin", ""))
    return request.headers.get("Sec-Fetch-Site") in (None, "same-origin") and origin.netloc == request.host


def _is_secret(name: str) -> bool:
    return "password" in name or name == "code"
