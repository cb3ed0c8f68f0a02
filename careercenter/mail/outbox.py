"""Writing a mail: a row in the caller's transaction; the worker sends it."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from flask import current_app, render_template
from jinja2 import Environment
from markupsafe import Markup
from sqlalchemy import ColumnElement, null, or_, update

from careercenter.core import AlreadyDone, NotPossible, add_once, db, lock, now
from careercenter.mail.models import MailState, OutboxMail
from careercenter.web.markdown import render_markdown

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()#+\-.!<>|~&])")
_LINK = re.compile(r"\[([^\]]+)\]\((\S+?)\)")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_BLANK = re.compile(r"\n\s*\n")
_GAP = re.compile(r"\n{3,}")
_MARKS = "*[]()"
_HIDE = str.maketrans(_MARKS, "".join(chr(0xE000 + n) for n in range(len(_MARKS))))
_SHOW = {hidden: mark for mark, hidden in _HIDE.items()}


def post(template: str, *, to: str, key: str, reply_to: str | None = None, about: int | None = None,
         headers: Mapping[str, str] | None = None, **context: Any) -> None:
    """Write a mail from `templates/email/<template>.md`; in the caller's transaction.

    The template's first line is `Subject: …`, the rest Markdown with links as `[words](address)`; every
    value that it inserts counts as plain text. `about` is the id of the person whom it tells of, wherever it
    goes: it is emptied with her account. `headers` go out with it, by their names. A second mail with the same
    `key` is not written.
    """
    try:
        add_once(draft(template, to=to, key=key, reply_to=reply_to, about=about, headers=headers, **context),
                 "This mail is written already.")
    except AlreadyDone:
        return


def draft(template: str, *, to: str, key: str, reply_to: str | None = None, about: int | None = None,
          headers: Mapping[str, str] | None = None, **context: Any) -> OutboxMail:
    """The mail that `post` would write. For who writes many at once, and adds them together."""
    subject, text = render_mail(_environment("hiding", _hide), template, context)
    _, marked_up = render_mail(_environment("escaping", _escape), template, context)
    html = render_template("email/layout.html", subject=subject, body=as_html(marked_up))
    return OutboxMail(key=key, template=template, to=to, reply_to=reply_to, html=html,
                      subject=" ".join(subject.split()).translate(_SHOW), text=as_text(text),
                      about_user_id=about, headers=dict(headers) if headers else None)


def hurry(mail: OutboxMail) -> None:
    """Have a delayed mail tried again now instead of later; in the caller's transaction.

    Raises:
        NotPossible: it isn't delayed. One that is being sent at this moment isn't, so nobody gets it twice.
    """
    lock(mail)
    if not mail.is_delayed:
        raise NotPossible("This mail isn't delayed any more: it was sent, refused, or is on its way now.")
    mail.next_try_at = now()


def forget(address: str, user_id: int) -> None:
    """Empty every mail to a person or about her, and send none that waits; in the caller's transaction."""
    hers = or_(OutboxMail.to == address, OutboxMail.reply_to == address, OutboxMail.about_user_id == user_id)
    db.session.execute(update(OutboxMail).where(hers, OutboxMail.state == MailState.WAITING)
                       .values(state=MailState.REFUSED, last_error="the account of whom it was about was deleted"))
    empty(hers)


def empty(which: ColumnElement[bool]) -> None:
    """Take out of mails what they say and whom they name; in the caller's transaction."""
    db.session.execute(update(OutboxMail).where(which, OutboxMail.to != "").values(
        to="", reply_to=None, subject="", text="", html="", headers=null()))


def render_mail(environment: Environment, template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a mail, rendered by this environment."""
    whole = environment.get_template(f"email/{template}.md").render(**context)
    first, _, rest = whole.partition("\n")
    return first.removeprefix("Subject:").strip(), rest.strip() + "\n"


def as_html(marked_up: str) -> Markup:
    """The HTML form. Block by block: what many mails say alike is rendered once."""
    return Markup("").join(map(_block_as_html, _BLANK.split(marked_up.strip())))


@lru_cache(maxsize=1 << 12)
def _block_as_html(block: str) -> Markup:
    return render_markdown(block)


def as_text(marked_up: str) -> str:
    """The text form: without the template's Markdown, every value as it was written."""
    return _GAP.sub("\n\n", _STRONG.sub(r"\1", _LINK.sub(r"\1: \2", marked_up))).translate(_SHOW)


def _hide(value: Any) -> str:
    """Stand-ins for the marks in a value, so that only the template's own are taken for Markdown."""
    return str(value).translate(_HIDE)


def _escape(value: Any) -> str:
    return _PUNCTUATION.sub(r"\\\1", str(value))


def _environment(name: str, finalize: Callable[[Any], str]) -> Environment:
    """The application's environment, with each inserted value made plain; kept, as compiling a template takes
    longer than rendering it."""
    kept: dict[str, Environment] = current_app.extensions.setdefault("mail_environments", {})
    if name not in kept or kept[name].loader is not current_app.jinja_env.loader:
        kept[name] = current_app.jinja_env.overlay(autoescape=False, finalize=finalize, cache_size=100)
    return kept[name]
