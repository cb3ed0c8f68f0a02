"""The local mailbox page, outside production: what would have been sent."""

from flask import Blueprint, Response, abort, current_app, make_response, render_template

from careercenter.mail import previews
from careercenter.mail.transports import LocalMailbox, Transport

blueprint = Blueprint("mailbox", __name__, url_prefix="/dev/mailbox")


def _mailbox() -> LocalMailbox:
    transport: Transport = current_app.extensions["mail"]
    if not isinstance(transport, LocalMailbox):
        abort(404)
    return transport


@blueprint.get("")
def index() -> str:
    """The newest mails."""
    return render_template("mail/index.html", mails=_mailbox().list_newest())


@blueprint.get("/templates")
def templates() -> str:
    """All mails that the site can write."""
    return render_template("mail/templates.html", names=previews.list_templates())


@blueprint.get("/templates/<name>")
def template(name: str) -> str:
    """One of them, with the names of its values in their places."""
    if name not in previews.list_templates():
        abort(404)
    subject, text, _ = previews.preview(name)
    return render_template("mail/template.html", name=name, subject=subject, text=text)


@blueprint.get("/templates/<name>/html")
def template_body(name: str) -> Response:
    """Its HTML part alone, for the frame on its page."""
    if name not in previews.list_templates():
        abort(404)
    return _framed(previews.preview(name)[2])


@blueprint.get("/<name>")
def show(name: str) -> str:
    """One mail, as text and as HTML."""
    message = _mailbox().find(name) or abort(404)
    text = message.get_body(("plain",))
    return render_template("mail/show.html", name=name, message=message,
                           text=text.get_content() if text else "")


@blueprint.get("/<name>/html")
def body(name: str) -> Response:
    """The mail's HTML part alone, for the frame on its page."""
    message = _mailbox().find(name) or abort(404)
    part = message.get_body(("html",))
    return _framed(part.get_content() if part else "")


def _framed(html: str) -> Response:
    response = make_response(html)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'")
    return response
