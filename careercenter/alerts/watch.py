"""The index of all active saved searches, kept in the process that matches; it follows the table by itself."""

from threading import Lock
from time import time
from typing import cast

from flask import current_app
from sqlalchemy import Connection, select

from careercenter.alerts.lifecycle import SearchState
from careercenter.alerts.matching import Ids, Matcher
from careercenter.alerts.models import AlertClock, SavedSearch
from careercenter.alerts.stored_queries import from_json
from careercenter.core import db
from careercenter.search.clauses import clauses_of
from careercenter.search.documents import Document

AT_ONCE = 5_000


class Watch:
    """One for each process. Its first use reads every saved search, some 8,000 a second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._matcher, self._epoch, self._seen = Matcher(), "", 0

    def find(self, document: Document) -> Ids:
        """The ids of the active saved searches that accept a job now; one that was saved before this call is
        among those asked."""
        with self._lock:
            self._follow()
            return self._matcher.match(document, at=time())

    def _follow(self) -> None:
        with db.engine.connect() as connection:
            clock = connection.execute(select(AlertClock.epoch, AlertClock.value)).first()
            if clock is None or clock.epoch != self._epoch or self._matcher.is_worn:
                self._matcher, self._epoch, self._seen = Matcher(), clock.epoch if clock else "", 0
            if clock is not None and clock.value > self._seen:
                self._read_on(connection)

    def _read_on(self, connection: Connection) -> None:
        changed = select(SavedSearch.id, SavedSearch.state, SavedSearch.query, SavedSearch.change).where(
            SavedSearch.change > self._seen)
        if not len(self._matcher):
            changed = changed.where(SavedSearch.state == SearchState.ACTIVE)
        seen = self._seen
        for row in connection.execute(changed.execution_options(yield_per=AT_ONCE)):
            if row.state is SearchState.ACTIVE:
                self._matcher.add(row.id, clauses_of(from_json(row.query)))
            else:
                self._matcher.remove(row.id)
            seen = max(seen, row.change)
        self._seen = seen


def watch() -> Watch:
    """The running application's."""
    return cast(Watch, current_app.extensions["alerts"])
