"""A use case's frame: all of it or nothing, and what happened stored beside it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from careercenter.core import happenings
from careercenter.core.database import Base, db
from careercenter.core.refusals import AlreadyDone
from careercenter.events import Event

_HAPPENED = "happened"


@contextmanager
def transaction() -> Iterator[list[Event]]:
    """Commit at the end; any error rolls back. Inside another, join it.

    What is appended to the list that it yields is stored with the change and delivered after it, at
    least once, also after a crash. Rows read before are read afresh inside, so that nothing is decided
    on what another request has changed meanwhile.
    """
    session = db.session()
    joined: list[Event] | None = session.info.get(_HAPPENED)
    if joined is not None:
        with session.begin_nested():
            yield joined
        return
    session.rollback()
    session.connection(execution_options={"writes": True})
    happened: list[Event] = []
    session.info[_HAPPENED] = happened
    try:
        yield happened
        happenings.store(happened)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info[_HAPPENED]
    if happened:
        happenings.nudge()


@contextmanager
def aside() -> Iterator[Connection]:
    """A short transaction of statements alone, beside what the request has read; inside another, join that.

    Rows read before stay as they were read: after `transaction()`, each would be asked for anew. So it is for
    what changes no row that anybody holds, such as a count, where a page must not wait for those questions.
    """
    session = db.session()
    if _HAPPENED in session.info:
        with session.begin_nested():
            yield session.connection()
        return
    _let_go(session)
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


def _let_go(session: Session) -> None:
    """Give the session's connection back, without forgetting what it read: one request never holds two."""
    if session.new or session.dirty or session.deleted:
        session.rollback()
        return
    session.expire_on_commit = False
    try:
        session.commit()
    finally:
        session.expire_on_commit = True


def add_once(row: Base, refusal: str) -> None:
    """Add a row whose unique key may exist already; in the caller's transaction.

    Raises:
        AlreadyDone: with `refusal`; it exists. The constraint decides, not a look beforehand.
    """
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise AlreadyDone(refusal) from error


def lock(row: Base) -> None:
    """Read a row afresh and keep others from changing it until the caller's transaction ends.

    What was changed in it before, in this transaction, is kept.
    """
    db.session.flush()  # refresh() would drop what isn't flushed yet
    db.session.refresh(row, with_for_update=True)
