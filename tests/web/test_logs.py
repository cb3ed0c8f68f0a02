"""Logs tell what went wrong, and nothing about people."""

import io
import json
import logging

import pytest
import structlog
from sqlalchemy.exc import IntegrityError

from careercenter.accounts.models import User
from careercenter.core import db
from careercenter.files.contents import check_document
from careercenter.web import logs
from tests.cast import make_user
from tests.files.documents import pdf


@pytest.fixture
def written(monkeypatch, logs_as_before):
    """What `configure` has every logger write."""
    stream = io.StringIO()
    monkeypatch.setattr(logs.sys, "stderr", stream)
    logs.configure("INFO")
    return stream.getvalue


@pytest.mark.parametrize("open_log", [structlog.get_logger, lambda: logging.getLogger("some library")])
def test_a_broken_rule_of_the_database_is_logged_without_the_row(app, written, open_log):
    make_user("Ann Ambler", email="ann@example.com")
    db.session.add(User(name="Ann Ambler", email="ann@example.com"))
    try:
        db.session.flush()
    except IntegrityError:
        open_log().exception("request failed")
    db.session.rollback()

    line = json.loads(written())
    assert line["event"] == "request failed" and "IntegrityError" in line["exception"]
    assert "ann@" not in written() and "Ambler" not in written()


def test_the_oddities_of_a_file_that_opens_all_the_same_are_not_logged(written):
    check_document(b" \n" + pdf())
    assert written() == ""
    logging.getLogger("pypdf").error("broken")
    assert "broken" in written()
