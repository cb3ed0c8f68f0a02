"""How values read on a page."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, g
from markupsafe import Markup

from careercenter.core import now
from careercenter.web.markdown import render_markdown

# Until somebody says where she is: most coding jobs keep Eastern time.
DEFAULT_ZONE = "America/New_York"


def day(value: date | datetime) -> Markup:
    """`Mar 5, 2026`, as a time element; instants in the reader's zone."""
    local = value.astimezone(ZoneInfo(g.get("zone", DEFAULT_ZONE))) if isinstance(value, datetime) else value
    return Markup('<time datetime="{}">{} {}, {}</time>').format(
        local.isoformat(), local.strftime("%b"), local.day, local.year)


def moment(value: datetime) -> Markup:
    """`Mar 5, 2026, 2:07 PM EST`, as a time element in the reader's zone."""
    local = value.astimezone(ZoneInfo(g.get("zone", DEFAULT_ZONE)))
    return Markup('<time datetime="{}">{} {}, {}, {}:{:02} {}</time>').format(
        local.isoformat(), local.strftime("%b"), local.day, local.year,
        local.hour % 12 or 12, local.minute, local.strftime("%p %Z"))


def ago(value: datetime) -> str:
    """`today`, `yesterday`, `5 days ago`, `3 months ago`."""
    days = (now() - value).days
    if days < 1:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 60:
        return f"{days} days ago"
    return f"{days // 30} months ago"


def words(value: str) -> str:
    """`in_review` as `in review`."""
    return str(value).replace("_", " ")


def count(number: int, singular: str, plural: str | None = None) -> str:
    """`1 job`, `2 jobs`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def init_app(app: Flask) -> None:
    """Register the filters of templates."""
    app.jinja_env.filters.update(day=day, moment=moment, ago=ago, words=words, count=count,
                                 markdown=render_markdown)
