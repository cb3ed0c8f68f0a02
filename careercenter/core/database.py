"""The database: one declarative base, and SQLite and PostgreSQL made to behave alike."""

import enum
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, TypeDecorator, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, registry


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. SQLite keeps no zone, so UTC goes in and UTC comes out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    """Column types by annotation; constraints get a name, so that migrations can drop them."""

    registry = registry(
        metadata=MetaData(naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }),
        type_annotation_map={
            datetime: UtcDateTime,
            enum.StrEnum: Enum(enum.StrEnum, native_enum=False, length=40, create_constraint=False,
                               values_callable=lambda kind: [member.value for member in kind]),
            dict[str, Any]: JSON,
            list[str]: JSON,
            list[dict[str, Any]]: JSON,
        })


db = SQLAlchemy(model_class=Base, engine_options={
    "pool_pre_ping": True, "hide_parameters": True})  # errors are logged; people's data isn't
if TYPE_CHECKING:
    Model = Base  # what type checkers see: Base's typed constructor
else:
    Model = db.Model


def init_app(app: Flask) -> None:
    """Join the database to the application."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _tame_sqlite(db.engine)


def insert_into(model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the database in use."""
    return (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert(model)


def _tame_sqlite(engine: Engine) -> None:
    """Real transactions on SQLite, as SQLAlchemy's manual describes for pysqlite."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.isolation_level = None  # the driver's own BEGIN comes too late for savepoints
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        # A writer takes its lock at once: a reader that turns writer halfway would fail on a busy file.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
