"""What the layout asks on every page: the stylesheet, the chosen theme, whether this is a demo."""

from flask import Flask, request

from careercenter.config import Environment, settings
from careercenter.web.pagination import page_url

THEMES = {"light", "dark"}


def chosen_theme() -> str | None:
    """`light` or `dark` if the reader chose one; otherwise her system decides."""
    theme = request.cookies.get("theme")
    return theme if theme in THEMES else None


def is_demo() -> bool:
    """Whether this site shows made-up data."""
    return settings.environment is Environment.DEVELOPMENT


def support_email() -> str:
    """Where people write to us; empty if nobody said."""
    return settings.support_email


def init_app(app: Flask) -> None:
    """Give these to templates."""
    app.jinja_env.globals.update(chosen_theme=chosen_theme, is_demo=is_demo, page_url=page_url,
                                 support_email=support_email)
