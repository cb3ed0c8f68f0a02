"""Codes of an everyday practice."""

import pytest

from tests.codes.factories import import_everyday, index_everyday


@pytest.fixture
def everyday(app) -> None:
    """Codes of an everyday practice, indexed."""
    import_everyday()
    index_everyday()
