"""What a candidate may take along of her applications, and what goes when her account goes."""

from typing import Any

from sqlalchemy import delete, select, update

from careercenter.applications.applying import release_resume, take_back
from careercenter.applications.models import Application, ApplicationNote, StageChange
from careercenter.applications.queries import list_changes
from careercenter.core import db, lock, now
from careercenter.employers.models import Employer
from careercenter.events import Event
from careercenter.postings.models import JobPosting


def export(user_id: int) -> list[dict[str, Any]]:
    """All applications with what was sent and what became of them, as JSON-ready data."""
    rows = db.session.execute(
        select(Application, JobPosting.title, Employer.name)
        .join(JobPosting, JobPosting.id == Application.posting_id)
        .join(Employer, Employer.id == JobPosting.employer_id)
        .where(Application.user_id == user_id).order_by(Application.id))
    return [{
        "job": title, "employer": employer, "applied_at": row.created_at.isoformat(), "stage": row.state.value,
        "cover_note": row.cover_note, "answers": row.answers, "profile": row.profile, "match": row.match,
        "stages": [{"stage": change.to_state.value, "at": change.at.isoformat(), "message": change.message}
                   for change in list_changes(row.id)],
    } for row, title, employer in rows]


def erase(user_id: int, happened: list[Event]) -> None:
    """Remove all that a candidate sent, and what was written about her; in the caller's transaction.

    The rows stay without her: an employer's figures, and the audit log, still count them.
    """
    for application in db.session.scalars(
            select(Application).where(Application.user_id == user_id, Application.erased_at.is_(None))).all():
        lock(application)
        if application.is_open:
            take_back(application, by=None, happened=happened)
        release_resume(application, happened)
        application.cover_note, application.answers, application.profile, application.match = "", [], {}, {}
        application.erased_at = now()
        db.session.execute(delete(ApplicationNote).where(ApplicationNote.application_id == application.id))
        db.session.execute(update(StageChange).where(StageChange.application_id == application.id).values(message=""))
