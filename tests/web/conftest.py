"""What the site's own tests begin with."""

import logging
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """Has the tests that come after log as those before did, whatever this one configures."""
    chosen, handlers, level = structlog.get_config(), logging.root.handlers[:], logging.root.level
    yield
    structlog.configure(**chosen)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
