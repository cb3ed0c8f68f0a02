"""A site that has metered pages."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from careercenter import create_app
from careercenter.core import db
from tests.browsing import Visitor
from tests.metering.pages import add_pages

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NETWORK_LIMIT = 3


@pytest.fixture(scope="session")
def _site(settings, _application: Flask) -> Flask:
    return add_pages(create_app(settings.model_copy(update={"guest_views_per_network": NETWORK_LIMIT})))


@pytest.fixture
def site(app: Flask, _site: Flask) -> Visitor:
    """`site("/metered/a", as_=coder)` opens a metered page of an application of its own, on the same database."""
    yield Visitor(_site)
    with _site.app_context():
        db.engine.dispose()


@pytest.fixture
def ask(site: Visitor) -> Callable[..., dict[str, Any]]:
    """What the meter answers about a subject, to a browser or a person."""
    def open_page(subject: str, client: FlaskClient | None = None, *, as_: Any = None, method: str = "GET",
                  address: str = "127.0.0.1", agent: str = FIREFOX, **headers: str) -> dict[str, Any]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = (client or site.client(as_)).open(
            f"/metered/{subject}/access", method=method, headers={"User-Agent": agent, **named},
            environ_base={"REMOTE_ADDR": address})
        assert answer.status_code == 200, answer.text
        db.session.rollback()
        return answer.json if method == "GET" else {}
    return open_page


@pytest.fixture
def browser(site: Visitor) -> Callable[[], FlaskClient]:
    """Another browser, without cookies."""
    return site.app.test_client
