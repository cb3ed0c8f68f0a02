"""How the documents follow the database: by the change feed, in one transaction at a time."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from careercenter.core import db
from careercenter.search import changes
from careercenter.search.changes import Seen
from careercenter.search.documents import Document
from careercenter.search.postgres.tables import SearchDocument, SearchProgress, row_of

ONE_AT_A_TIME = 730_004_001
"""The advisory lock of whoever writes the documents."""

CHUNK = 1_000


def refresh() -> None:
    """Take in what changed since the last time. Does nothing while another process does it."""
    with db.engine.begin() as connection:
        if not connection.scalar(select(func.pg_try_advisory_xact_lock(ONE_AT_A_TIME))):
            return
        progress = connection.execute(select(SearchProgress.through, SearchProgress.beyond)).one_or_none()
        changed = changes.list_since(Seen(progress.through, frozenset(progress.beyond))) if progress else None
        if progress is None or changed is None:  # nothing is indexed yet, or the feed doesn't reach back so far
            _rebuild(connection)
        elif changed.posting_ids:
            connection.execute(delete(SearchDocument).where(SearchDocument.posting_id.in_(changed.posting_ids)))
            _write(connection, changes.load(changed.posting_ids))
            _note(connection, changed.seen)
        elif changed.seen.through != progress.through:
            connection.execute(update(SearchProgress).values(
                through=changed.seen.through, beyond=sorted(changed.seen.beyond)))


def rebuild() -> int:
    """Write all documents anew; how many there are. Searches see the old ones until it is done."""
    with db.engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
        return _rebuild(connection)


def _rebuild(connection: Connection) -> int:
    seen = changes.seen_by_now()
    connection.execute(delete(SearchDocument))
    written = _write(connection, changes.load_all())
    _note(connection, seen)
    return written


def _write(connection: Connection, documents: Iterable[Document]) -> int:
    rows, written = (row_of(one) for one in documents), 0
    while some := list(islice(rows, CHUNK)):
        connection.execute(insert(SearchDocument.__table__), some)  # pyright: ignore[reportArgumentType]
        written += len(some)
    return written


def _note(connection: Connection, seen: Seen) -> None:
    values: dict[str, Any] = {"through": seen.through, "beyond": sorted(seen.beyond)}
    version = connection.scalar(select(SearchProgress.version))
    if version is None:
        connection.execute(insert(SearchProgress).values(id=1, version=1, **values))
    else:
        connection.execute(update(SearchProgress).values(version=version + 1, **values))
