"""Metered pages, as a room above would have them, and what is left after them."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, jsonify, render_template_string, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from careercenter.accounts.models import User
from careercenter.core import db
from careercenter.metering import ledger, viewing
from careercenter.metering.meters import CODE_PAGES, Meter

PAGE = """{% extends "layout.html" %}
{% from "metering/access.html" import allowance_banner, locked_section with context %}
{% block content %}
<h1>{{ subject }}</h1>
{{ allowance_banner(access) }}
{% if access.level != "locked" %}<p>The two descriptions.</p>{% endif %}
{% if access.level == "full" %}<p>Everything else.</p>
{% else %}{{ locked_section("Notes", access, "notes") }}{% endif %}
{% endblock %}"""


def add_pages(app: Flask) -> Flask:
    """Give an application `/metered/<subject>`, and the meter's bare answer below it."""
    app.add_url_rule("/metered/<subject>", view_func=metered)
    app.add_url_rule("/metered/<subject>/access", view_func=metered_access)
    return app


def metered(subject: str) -> ResponseReturnValue:
    access = viewing.open_page(CODE_PAGES, f"test:{subject}")
    if "worthless" in request.args:
        viewing.give_back(CODE_PAGES, f"test:{subject}")
    return render_template_string(PAGE, access=access, subject=subject)


def metered_access(subject: str) -> ResponseReturnValue:
    access = viewing.open_page(CODE_PAGES, f"test:{subject}")
    return jsonify(level=access.level, why=access.why, left=access.remaining, next=access.next_step,
                   is_new=access.is_new)


def left(user: User, meter: Meter = CODE_PAGES) -> int | None:
    """A person's balance, with what other connections wrote."""
    db.session.rollback()
    return ledger.balance(meter, user)


@contextmanager
def away(table: str) -> Iterator[None]:
    """While a table of the meter can't be read."""
    _rename(table, f"{table}_away")
    try:
        yield
    finally:
        _rename(f"{table}_away", table)


def _rename(table: str, to: str) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME TO {to}"))
