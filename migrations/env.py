"""How Alembic meets the application's models, on SQLite and PostgreSQL alike."""

from alembic import context
from flask import current_app
from sqlalchemy import Enum

from careercenter.core import db
from careercenter.core.database import UtcDateTime


def include_object(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    """Leave alone what isn't ours."""
    return not (kind == "table" and name == "alembic_version")


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write our column types as what they are in the database, so that a migration outlives the code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


def run() -> None:
    with db.engine.connect() as connection:
        # SQLite rebuilds a table to change it; its rows' references must not be cut meanwhile.
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.rollback()
        options = current_app.extensions["migrate"].configure_args
        context.configure(connection=connection, target_metadata=db.metadata, include_object=include_object,
                          render_item=render_item, **{"render_as_batch": True, "compare_type": True, **options})
        with context.begin_transaction():
            context.run_migrations()


run()
