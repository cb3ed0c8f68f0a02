"""Migrations: up and down on both databases, with rows in them, and never apart from the models."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url

from careercenter import create_app
from careercenter.core import db
from careercenter.demo.seed import seed


@pytest.fixture
def elsewhere(settings, tmp_path) -> Iterator[Flask]:
    """The application on a fresh database of its own, without tables."""
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        yield from _opened(settings, f"sqlite:///{tmp_path / 'fresh.db'}", tmp_path)
        return
    other = url.set(database=f"{url.database}_migrations")
    app = create_app(settings)
    with app.app_context(), db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{other.database}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{other.database}"'))
    yield from _opened(settings, other.render_as_string(hide_password=False), tmp_path)


def _opened(settings, url: str, folder) -> Iterator[Flask]:
    app = create_app(settings.model_copy(update={"database_url": url, "data_dir": folder}))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_up_with_rows_down_and_up_again(elsewhere):
    upgrade()
    assert seed()
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert "job_postings" in inspect(db.engine).get_table_names()


def test_the_migrated_schema_is_the_models(elsewhere):
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = compare_metadata(context, db.metadata)
    assert not differences, "run `flask --app wsgi db revision --autogenerate`"
