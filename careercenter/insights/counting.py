"""Counting what was seen, after it was answered: one visitor, job and day is one (docs/adr/0016).

A request puts what it saw into a line and goes on. A thread takes what stands there and writes it in one
transaction, so that no page waits for the database, and a rush becomes few writes.
"""

from collections import Counter, deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import blake2b, sha256
from os import urandom
from typing import Any

import structlog
from flask import Flask, Response, current_app, template_rendered
from sqlalchemy import delete, select

from careercenter.core import db, insert_into, now, today, transaction
from careercenter.employers.models import Membership
from careercenter.insights import sights
from careercenter.insights.models import Act, DailySalt, DailyVisitor, PostingCount, SearchCount
from careercenter.insights.sights import Search, Visit
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting

Sight = Visit | Search

MOST_WAITING = 10_000
"""Sights that wait in one process; if the database stands still, later ones push out the earliest."""
MOST_AT_ONCE = 500

log = structlog.get_logger()


class Line:
    """What waits to be counted in this process. What was answered in the last moment before a kill is lost."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._waiting: deque[Sight] = deque(maxlen=MOST_WAITING)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="counting")  # begins with the first sight

    def add(self, sight: Sight) -> None:
        """Let it be counted soon; in tests at once, in their own session."""
        self._waiting.append(sight)
        if self.app.testing:
            self._write()
        else:
            self._thread.submit(self._write_apart)

    def _write_apart(self) -> None:
        with self.app.app_context():
            self._write()

    def _write(self) -> None:
        batch = list(self._take())
        if not batch:
            return  # an earlier one took them along
        try:
            count(batch)
        except Exception:
            log.exception("what was seen could not be counted", lost=len(batch))

    def _take(self) -> Iterable[Sight]:
        for _ in range(MOST_AT_ONCE):
            try:
                yield self._waiting.popleft()
            except IndexError:
                return


def init_app(app: Flask) -> None:
    """Look at every answer."""
    line = Line(app)

    @app.after_request
    def look(response: Response) -> Response:  # pyright: ignore[reportUnusedFunction]
        try:
            if (sight := sights.see(response)) is not None:
                line.add(sight)
        except Exception:  # a count is never worth a page
            log.exception("what was seen could not be noted")
        return response

    @template_rendered.connect_via(app)
    def look_at_hits(_: Flask, context: dict[str, Any], **__: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        sights.note_hits(context)


def count(batch: Iterable[Sight]) -> None:
    """Add them to their days."""
    visits = [sight for sight in batch if isinstance(sight, Visit)]
    searches = [sight for sight in batch if isinstance(sight, Search)]
    with transaction():
        _count_visitors(_first_today(_that_count(visits)))
        for day in {sight.day for sight in searches}:
            _count_searches(day, [sight.is_empty for sight in searches if sight.day == day])


def _that_count(visits: list[Visit]) -> list[Visit]:
    """Those to live jobs, by others than the employer's own people."""
    if not visits:
        return []
    posting_ids, user_ids = {visit.posting_id for visit in visits}, {visit.user_id for visit in visits} - {None}
    live = {row.id: row.employer_id for row in db.session.execute(
        select(JobPosting.id, JobPosting.employer_id).where(
            JobPosting.id.in_(posting_ids), JobPosting.state == PostingState.LIVE, JobPosting.valid_through > now()))}
    own = {(row.user_id, row.employer_id) for row in db.session.execute(
        select(Membership.user_id, Membership.employer_id).where(Membership.user_id.in_(user_ids)))}
    return [visit for visit in visits
            if visit.posting_id in live and (visit.user_id, live[visit.posting_id]) not in own]


def _first_today(visits: list[Visit]) -> Counter[tuple[int, date, Act]]:
    """How many of them hadn't done the same at the same job on the same day."""
    salts = {day: _salt_of(day) for day in {visit.day for visit in visits}}
    rows = {_hash_of(visit, salts[visit.day]): visit for visit in visits}
    if not rows:
        return Counter()
    # In one order: two processes that write the same visitors would wait for each other.
    statement = insert_into(DailyVisitor).values([
        {"visitor": visitor, "day": visit.day, "posting_id": visit.posting_id, "act": visit.act}
        for visitor, visit in sorted(rows.items(), key=lambda row: row[0])]).on_conflict_do_nothing()
    new = db.session.execute(statement.returning(DailyVisitor.posting_id, DailyVisitor.day, DailyVisitor.act))
    return Counter((row.posting_id, row.day, row.act) for row in new)


def _count_visitors(new: Counter[tuple[int, date, Act]]) -> None:
    if not new:
        return
    made = insert_into(PostingCount).values([
        {"posting_id": posting_id, "day": day, "act": act, "visitors": visitors}
        for (posting_id, day, act), visitors in sorted(new.items())])
    db.session.execute(made.on_conflict_do_update(
        index_elements=[PostingCount.posting_id, PostingCount.day, PostingCount.act],
        set_={"visitors": PostingCount.visitors + made.excluded.visitors}))


def _count_searches(day: date, empty: list[bool]) -> None:
    made = insert_into(SearchCount).values(day=day, searches=len(empty), without_result=sum(empty))
    db.session.execute(made.on_conflict_do_update(index_elements=[SearchCount.day], set_={
        "searches": SearchCount.searches + made.excluded.searches,
        "without_result": SearchCount.without_result + made.excluded.without_result}))


def _salt_of(day: date) -> bytes:
    found = select(DailySalt.salt).where(DailySalt.day == day)
    salt = db.session.scalar(found)
    if salt is None:
        db.session.execute(insert_into(DailySalt).values(day=day, salt=urandom(16)).on_conflict_do_nothing())
        salt = db.session.scalars(found).one()  # ours, or that of a process which was first
    return salt


def _hash_of(visit: Visit, salt: bytes) -> bytes:
    """Says that it is the same visitor at the same job, today, and nothing else."""
    said = "\0".join((visit.day.isoformat(), visit.act, str(visit.posting_id), visit.address, visit.agent))
    key = sha256(f"counting:{current_app.secret_key}".encode()).digest()  # so that the database alone is no use
    return blake2b(said.encode("utf-8", "replace"), digest_size=16, key=key, salt=salt).digest()


def forget_past_days() -> None:
    """Delete the hashes and salts of days that are over; their counts stay."""
    with transaction():
        for kept in (DailyVisitor, DailySalt):
            db.session.execute(delete(kept).where(kept.day < today()))
