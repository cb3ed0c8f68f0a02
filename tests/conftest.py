"""What every test stands on: one application, an empty database for each test, and a strict browser."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, create_engine, event, make_url, text

from careercenter import create_app
from careercenter.codes.lookup import indexing
from careercenter.config import Environment, Settings
from careercenter.core import db
from careercenter.extensions import limiter
from careercenter.search import code_jobs
from tests.browsing import Visitor

pytest_plugins = ["tests.cast"]


def _own_database(url: str) -> str:
    """The database of TEST_DATABASE_URL; of several test processes, each has one of its own beside it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not url or not worker:
        return url
    shared = make_url(url)
    own = shared.set(database=f"{shared.database}_{worker}")
    with create_engine(shared, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{own.database}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{own.database}"'))
    return own.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the test run; TEST_DATABASE_URL chooses PostgreSQL."""
    folder: Path = tmp_path_factory.mktemp("instance")
    return Settings(  # pyright: ignore[reportCallIssue]
        environment=Environment.TEST, data_dir=folder, secret_key="a key for tests alone, never used elsewhere",
        database_url=_own_database(os.environ.get("TEST_DATABASE_URL", "")), site_url="http://localhost",
        redis_url="", mail_url="", stripe_secret_key="", s3_bucket="")


@pytest.fixture(scope="session")
def _application(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        db.drop_all()
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        upgrade()
        # What a crash of the machine would lose doesn't matter here.
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        else:
            with db.engine.begin() as connection:
                connection.execute(text(f'ALTER DATABASE "{db.engine.url.database}" SET synchronous_commit = off'))
        db.engine.dispose()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Instead of pytest-flask's: what works only inside a request must fail outside one, as in the worker."""


@pytest.fixture
def app(_application: Flask) -> Iterator[Flask]:
    """The application, inside its context, with an empty database."""
    with _application.app_context():
        limiter.reset()
        _application.extensions["search"].forget()  # the database is another one for each test
        code_jobs.forget()
        indexing.folder().unlink(missing_ok=True)
        yield _application
        db.session.rollback()
        db.session.remove()
        with db.engine.begin() as connection:
            _empty(connection)


def _empty(connection: Connection) -> None:
    every = [f'DELETE FROM "{table.name}"' for table in reversed(db.metadata.sorted_tables)]
    if connection.dialect.name != "sqlite":
        # PostgreSQL takes all in one message, which is several times as fast. As everything goes, nothing needs to be
        # asked for what points to it: that reads a table of codes once for each of its rows.
        every = ["; ".join(["SET LOCAL session_replication_role = replica", *every])]
    for statement in every:
        connection.exec_driver_sql(statement)


@pytest.fixture
def visit(app: Flask) -> Visitor:
    """`visit("/jobs", as_=coder)` opens a page as a browser without JavaScript would, and reads it strictly."""
    return Visitor(app)
