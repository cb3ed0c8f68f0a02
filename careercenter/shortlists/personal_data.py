"""What a person may take along of what she kept, and what goes when her account goes."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select

from careercenter.core import db
from careercenter.employers.models import Employer
from careercenter.postings.models import JobPosting
from careercenter.shortlists.models import HiddenEmployer, PostingMark


def export(user_id: int) -> dict[str, Any]:
    """All marks and hidden employers, as JSON-ready data."""
    rows = db.session.execute(
        select(PostingMark, JobPosting.title, Employer.name)
        .join(JobPosting, JobPosting.id == PostingMark.posting_id)
        .join(Employer, Employer.id == JobPosting.employer_id)
        .where(PostingMark.user_id == user_id).order_by(PostingMark.id))
    hidden = db.session.execute(
        select(Employer.name, HiddenEmployer.hidden_at)
        .join(Employer, Employer.id == HiddenEmployer.employer_id)
        .where(HiddenEmployer.user_id == user_id).order_by(HiddenEmployer.id))
    return {
        "jobs": [{
            "job": title, "employer": employer, "saved_at": _iso(row.saved_at), "hidden_at": _iso(row.hidden_at),
            "note": row.note, "applied_elsewhere_on": _iso(row.applied_on),
            "stage": row.stage.value if row.stage else None,
        } for row, title, employer in rows],
        "hidden_employers": [{"employer": name, "hidden_at": at.isoformat()} for name, at in hidden],
    }


def erase(user_id: int) -> None:
    """Remove all of it; in the caller's transaction."""
    for kept in (PostingMark, HiddenEmployer):
        db.session.execute(delete(kept).where(kept.user_id == user_id))


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
