"""Codes that the look-up knows too."""

from careercenter.codes.lookup import indexing
from tests.codes import factories


def import_tabular() -> None:
    """An excerpt of the tabular list, in force and indexed."""
    factories.import_tabular()
    indexing.rebuild_if_old()
