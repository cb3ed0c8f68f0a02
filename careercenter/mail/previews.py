"""Every mail as it will look, for developers: each value that it inserts shows its own name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from jinja2 import Environment, Undefined

from careercenter.config import ROOT
from careercenter.mail.outbox import as_html, as_text, render_mail

FOLDER = ROOT / "templates" / "email"


class Placeholder(Undefined):
    """Stands for whatever the mail will be given: `‹posting.title›`."""

    def _name(self) -> str:
        return str(self._undefined_name)

    def __str__(self) -> str:
        return f"‹{self._name()}›"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder(name=f"{self._name()}.{name}")

    __getitem__ = __getattr__

    def __call__(self, *_: Any, **__: Any) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter((self, self))

    def __bool__(self) -> bool:
        return True

    def __html__(self) -> str:
        return str(self)


def list_templates() -> list[str]:
    """The names of all mails."""
    return sorted(path.stem for path in Path(FOLDER).glob("*.md"))


def preview(template: str) -> tuple[str, str, str]:
    """Subject, text and HTML of a mail without anything to insert."""
    subject, text = render_mail(placeholders(), template, {})
    return subject, as_text(text), render_template("email/layout.html", subject=subject, body=as_html(text))


def placeholders() -> Environment:
    """Renders a mail without anything to insert."""
    environment = current_app.jinja_env.overlay(autoescape=False, undefined=Placeholder, cache_size=0)
    environment.filters = {name: (lambda value, *_, **__: value) for name in environment.filters}
    environment.tests = {**environment.tests, "defined": lambda _: True}
    return environment
