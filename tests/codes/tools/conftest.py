"""Codes of an everyday practice."""

import pytest

from careercenter.codes.lookup import indexing
from tests.codes.factories import import_everyday


@pytest.fixture
def everyday(app) -> None:
    """Codes of an everyday practice, indexed."""
    import_everyday()
    indexing.rebuild()
