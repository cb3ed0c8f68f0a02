"""Search: what a person types -> a typed query -> an index -> hits with facets."""

from flask import Flask

from careercenter.config import settings
from careercenter.search.embedded import EmbeddedIndex


def init_app(app: Flask) -> None:
    """Open the index, and register the pages and commands of search."""
    app.extensions["search"] = EmbeddedIndex(settings.data_dir / "search")
