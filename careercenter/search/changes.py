"""Which jobs changed: written with the change itself, read by every index.

A row is added in the same transaction as any change of a posting that is or was live, or of its employer.
Nothing can forget it, and what is rolled back leaves no trace.
"""

from collections import namedtuple
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from json import loads
from typing import Any

from sqlalchemy import JSON, Enum, Text, cast, event, func, insert, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from careercenter.core import Model, db, now
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from careercenter.search.documents import Document, document_of

LONGEST_TRANSACTION = timedelta(minutes=1)
"""A row may be committed after one with a higher id, but not later than this."""

CHUNK = 500


class SearchChange(Model):
    """That a posting may have to be indexed anew."""

    __tablename__ = "search_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now, index=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """How far somebody has read: everything up to `through`, and some beyond it."""

    through: int
    beyond: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Changed:
    """What is new."""

    posting_ids: frozenset[int]
    seen: Seen


def list_since(seen: Seen) -> Changed | None:
    """What changed since then; None if the database doesn't know what was seen: it is another one."""
    with db.engine.connect() as connection:
        rows = connection.execute(select(SearchChange.id, SearchChange.posting_id, SearchChange.at).where(
            SearchChange.id > seen.through).order_by(SearchChange.id)).all()
    if not seen.beyond <= {row.id for row in rows}:
        return None
    settled = now() - LONGEST_TRANSACTION
    through = max((row.id for row in rows if row.at < settled), default=seen.through)
    return Changed(frozenset(row.posting_id for row in rows if row.id not in seen.beyond),
                   Seen(through, frozenset(row.id for row in rows if row.id > through)))


def seen_by_now() -> Seen:
    """The place from which one reads on who reads all jobs after this call."""
    with db.engine.connect() as connection:
        return Seen(connection.scalar(select(func.max(SearchChange.id)).where(
            SearchChange.at < now() - LONGEST_TRANSACTION)) or 0)


NAMES = (
    "id", "employer_id", "is_featured", "live_at", "valid_through", "title", "description", "role_family", "department",
    "employment_types", "work_modes", "remote_anywhere_us", "remote_states", "city", "region", "country", "settings",
    "specialties", "encoders", "ehrs", "requirement", "experience_years", "experience_by_setting", "productivity",
    "pay_min", "pay_max", "pay_currency", "pay_unit", "latitude", "longitude")
AS_JSON = tuple(place for place, name in enumerate(NAMES) if isinstance(getattr(JobPosting, name).type, JSON))
COLUMNS: tuple[Any, ...] = tuple(
    cast(column, Text) if isinstance(column.type, JSON | Enum) else column
    for column in (*(getattr(JobPosting, name) for name in NAMES), Employer.name, Employer.kind))
Row = tuple[Any, ...]
"""A job as the database has it, its JSON and its enumerations as text: another process can be sent it cheaply."""


class LiveJob(namedtuple("LiveJob", (*NAMES, "name", "kind"))):
    """What a document is made of: a posting, with its employer's name and kind. To be read, never written."""

    __slots__ = ()

    @classmethod
    def of_row(cls, row: Row) -> "LiveJob":
        """Parse its JSON."""
        values = list(row)
        for place in AS_JSON:
            values[place] = _parse(values[place])
        return cls._make(values)


@lru_cache(maxsize=1 << 14)
def _parse(text: str | None) -> Any:
    # Most jobs say one of few things: parsing them again would take as long as all the rest of reading a row.
    return None if text is None else loads(text)


def load(posting_ids: Iterable[int]) -> Iterator[Document]:
    """The documents of those postings that are live, in the order asked for."""
    for job in map(LiveJob.of_row, load_rows(posting_ids)):
        yield document_of(job, job)


def load_rows(posting_ids: Iterable[int]) -> Iterator[Row]:
    """Those postings that are live, in the order asked for."""
    ids = list(posting_ids)
    with db.engine.connect() as connection:
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start:start + CHUNK]
            rows = {row[0]: tuple(row) for row in connection.execute(
                select(*COLUMNS).join(Employer, Employer.id == JobPosting.employer_id)
                .where(JobPosting.id.in_(chunk), *_is_live()))}
            yield from (rows[one] for one in chunk if one in rows)


def load_all() -> Iterator[Document]:
    """Every live job's document, in the order in which jobs are shown."""
    return load(list_live_ids())


def list_live_ids() -> list[int]:
    """Every live job, featured ones first, then the newest."""
    with db.engine.connect() as connection:
        return list(connection.scalars(
            select(JobPosting.id).join(Employer, Employer.id == JobPosting.employer_id).where(*_is_live())
            .order_by(JobPosting.is_featured.desc(), JobPosting.live_at.desc(), JobPosting.id.desc())))


def _is_live() -> tuple[Any, ...]:
    return (JobPosting.state == PostingState.LIVE, JobPosting.valid_through > now(), Employer.suspended_at.is_(None))


@event.listens_for(Session, "after_flush")
def _write_changes(session: Session, _context: Any) -> None:  # pyright: ignore[reportUnusedFunction]
    changed = {*session.new, *session.dirty, *session.deleted}
    ids = {one.id for one in changed if isinstance(one, JobPosting) and _matters(one)}
    employers = {one.id for one in session.dirty if isinstance(one, Employer) and session.is_modified(one)}
    connection = session.connection()
    if employers:
        ids.update(connection.scalars(select(JobPosting.id).where(
            JobPosting.employer_id.in_(employers), JobPosting.state == PostingState.LIVE)))
    if ids:
        connection.execute(insert(SearchChange), [{"posting_id": one} for one in sorted(ids)])


def _matters(posting: JobPosting) -> bool:
    """Whether it is live, or was a moment ago: what is drafted is nobody's business."""
    history = inspect(posting).attrs.state.history
    return PostingState.LIVE in (posting.state, *history.deleted)
