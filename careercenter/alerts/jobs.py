"""The jobs that mails tell of: whether each can still be found, asked anew, and what it says, asked once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from careercenter.alerts.letters import Hits
from careercenter.core import db, now
from careercenter.employers.models import Employer
from careercenter.postings.finding import Found
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting


@dataclass(frozen=True, slots=True)
class Standing:
    """How a job stands at this moment."""

    employer_id: int
    version: int
    updated_at: datetime
    is_live: bool
    may_return: bool  # it rests: paused, or its employer is suspended


class Jobs:
    """For one run: thousands of mails tell of the same jobs."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[int, Found]] = {}
        self.hits = Hits()

    def look(self, ids: Collection[int]) -> Mapping[int, Standing]:
        """How these jobs stand now."""
        rows = db.session.execute(
            select(JobPosting.id, JobPosting.employer_id, JobPosting.version, JobPosting.updated_at, JobPosting.state,
                   JobPosting.valid_through, Employer.suspended_at)
            .join(Employer, Employer.id == JobPosting.employer_id).where(JobPosting.id.in_(ids)))
        return {row.id: _standing(row) for row in rows}

    def read(self, standings: Mapping[int, Standing]) -> Mapping[int, Found]:
        """These jobs with their employers, as they are now. Without their descriptions: see `read_whole`."""
        missing = [one for one, standing in standings.items()
                   if one not in self._found or self._found[one][0] != standing.version]
        if missing:
            # In a session of its own: what it reads is kept beyond the transaction that asks for it.
            with Session(db.engine, expire_on_commit=False) as session:
                for posting, employer in session.execute(
                        select(JobPosting, Employer).join(Employer, Employer.id == JobPosting.employer_id)
                        .options(defer(JobPosting.description), defer(JobPosting.conditions))
                        .where(JobPosting.id.in_(missing))):
                    self._found[posting.id] = (standings[posting.id].version, (posting, employer))
        return {one: self._found[one][1] for one in standings if one in self._found}


def read_whole(posting_id: int) -> Found:
    """A job with all that it says."""
    row = db.session.execute(
        select(JobPosting, Employer).join(Employer, Employer.id == JobPosting.employer_id)
        .where(JobPosting.id == posting_id)).one()
    return row[0], row[1]


def _standing(row: Any) -> Standing:
    has_time = row.valid_through is not None and now() < row.valid_through
    is_shown = row.suspended_at is None
    return Standing(
        row.employer_id, row.version, row.updated_at, is_live=row.state is PostingState.LIVE and has_time and is_shown,
        may_return=has_time and (row.state is PostingState.PAUSED or (row.state is PostingState.LIVE and not is_shown)))
