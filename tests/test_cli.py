"""The commands that look after a deployment as a whole."""

from collections.abc import Iterator
from socket import socket

import pytest

from careercenter.billing.models import Product
from careercenter.core import db


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket() as theirs:
        theirs.bind(("127.0.0.1", 0))
        theirs.listen()
        yield theirs.getsockname()[1]


def test_set_up_with_a_port_that_is_taken_says_so_before_anything_else(app, taken):
    done = app.test_cli_runner().invoke(args=["setup", "--port", str(taken)])

    assert done.exit_code == 1 and f"Port {taken} isn't free" in done.output
    assert f"make run PORT={taken + 1}" in done.output and "stops it" not in done.output
    assert db.session.query(Product).all() == []
