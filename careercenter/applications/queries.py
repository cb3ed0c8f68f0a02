"""Reading applications: the candidate's own, and an employer's."""

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import func, select

from careercenter.accounts.models import User
from careercenter.applications import policies
from careercenter.applications.lifecycle import Stage
from careercenter.applications.models import Application, ApplicationNote, MatchLevel, OutboundClick, StageChange
from careercenter.core import NotFound, db
from careercenter.employers.models import Employer
from careercenter.postings.models import ApplyMethod, JobPosting
from careercenter.web.pagination import Page, paginate


class Sent(NamedTuple):
    """An application as its candidate sees it."""

    application: Application
    posting: JobPosting
    employer_name: str


class Received(NamedTuple):
    """An application as the employer sees it."""

    application: Application
    posting: JobPosting
    candidate: User


class Note(NamedTuple):
    """A note and who wrote it."""

    note: ApplicationNote
    author: str


def find_application(posting_id: int, user_id: int) -> Application | None:
    """The person's application for a job."""
    return db.session.scalars(select(Application).where(
        Application.posting_id == posting_id, Application.user_id == user_id)).first()


def list_sent(user_id: int, *, number: int) -> Page[Sent]:
    """A candidate's applications, the newest first."""
    page = paginate(
        select(Application, JobPosting, Employer.name).join(JobPosting, JobPosting.id == Application.posting_id)
        .join(Employer, Employer.id == JobPosting.employer_id).where(Application.user_id == user_id)
        .order_by(Application.created_at.desc(), Application.id.desc()), number=number)
    return replace(page, items=[Sent(*row) for row in page.items])


def get_sent(public_id: str, *, by: User) -> Sent:
    """One of the person's own. Raises NotFound, for another's too."""
    row = db.session.execute(
        select(Application, JobPosting, Employer.name).join(JobPosting, JobPosting.id == Application.posting_id)
        .join(Employer, Employer.id == JobPosting.employer_id)
        .where(Application.public_id == public_id)).first()
    if row is None or not policies.is_candidate(by, row[0]):
        raise NotFound("There is no such application of yours.")
    return Sent(*row)


def list_received(employer_id: int, *, number: int, posting_id: int | None = None, stage: Stage | None = None,
                  level: MatchLevel | None = None) -> Page[Received]:
    """What an employer got, the newest first, narrowed by job, stage and match."""
    statement = (
        select(Application, JobPosting, User).join(JobPosting, JobPosting.id == Application.posting_id)
        .join(User, User.id == Application.user_id).where(JobPosting.employer_id == employer_id))
    if posting_id is not None:
        statement = statement.where(JobPosting.id == posting_id)
    if stage is not None:
        statement = statement.where(Application.state == stage)
    if level is not None:
        statement = statement.where(Application.match_level == level)
    page = paginate(statement.order_by(Application.created_at.desc(), Application.id.desc()), number=number)
    return replace(page, items=[Received(*row) for row in page.items])


def get_received(employer_id: int, public_id: str, *, by: User) -> Received:
    """One application to an employer. Raises NotFound, also for whoever may not know of it."""
    row = db.session.execute(
        select(Application, JobPosting, User).join(JobPosting, JobPosting.id == Application.posting_id)
        .join(User, User.id == Application.user_id)
        .where(Application.public_id == public_id, JobPosting.employer_id == employer_id)).first()
    if row is None or not policies.may_review(by, row[1]):
        raise NotFound("There is no such application.")
    return Received(*row)


def list_changes(application_id: int) -> list[StageChange]:
    """What became of an application, from its beginning."""
    return list(db.session.scalars(
        select(StageChange).where(StageChange.application_id == application_id).order_by(StageChange.id)))


def list_notes(application_id: int) -> list[Note]:
    """The employer's notes, the newest first."""
    rows = db.session.execute(
        select(ApplicationNote, User.name).join(User, User.id == ApplicationNote.author_id)
        .where(ApplicationNote.application_id == application_id).order_by(ApplicationNote.id.desc()))
    return [Note(*row) for row in rows]


def count_by_posting(employer_id: int) -> dict[int, int]:
    """How many applications each of an employer's jobs got; those without any are left out."""
    rows = db.session.execute(
        select(Application.posting_id, func.count()).join(JobPosting, JobPosting.id == Application.posting_id)
        .where(JobPosting.employer_id == employer_id).group_by(Application.posting_id))
    return {row[0]: row[1] for row in rows}


def count_new(employer_id: int) -> int:
    """How many applications nobody has looked at yet."""
    return db.session.scalar(
        select(func.count()).select_from(Application).join(JobPosting, JobPosting.id == Application.posting_id)
        .where(JobPosting.employer_id == employer_id, Application.state == Stage.NEW)) or 0


def count_clicks(employer_id: int) -> dict[int, int]:
    """How many visitors left for the employer's own site, by job; 0 for a job with a link that got none."""
    rows = db.session.execute(
        select(JobPosting.id, func.coalesce(func.sum(OutboundClick.clicks), 0))
        .outerjoin(OutboundClick, OutboundClick.posting_id == JobPosting.id)
        .where(JobPosting.employer_id == employer_id, JobPosting.apply_method == ApplyMethod.LINK)
        .group_by(JobPosting.id))
    return {posting_id: int(clicks) for posting_id, clicks in rows}


def uses_file(file_id: int) -> bool:
    """Whether an application carries this resume."""
    return db.session.scalars(select(Application.id).where(Application.resume_file_id == file_id)).first() is not None
