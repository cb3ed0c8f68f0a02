"""A small set of codes of every system."""

import pytest

from tests.codes.factories import import_everyday, index_everyday


@pytest.fixture
def everyday(app) -> None:
    """Codes of an everyday practice, to be looked up."""
    import_everyday()
    index_everyday()
