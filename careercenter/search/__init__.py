"""Search: what a person types -> a typed query -> an index -> hits with facets."""

from flask import Flask

from careercenter.config import SearchEngine, settings
from careercenter.search import tasks, views
from careercenter.search.embedded import LOOK_AGAIN, EmbeddedIndex
from careercenter.search.postgres import PostgresIndex


def init_app(app: Flask) -> None:
    """Open the index, and register the pages and commands of search."""
    if settings.search_engine is SearchEngine.POSTGRES:
        app.extensions["search"] = PostgresIndex()
    else:
        app.extensions["search"] = EmbeddedIndex(
            settings.data_dir / "search", look_again=0 if app.testing else LOOK_AGAIN)
    app.cli.add_command(tasks.group)
    views.init_app(app)
