"""Reading live jobs with their employers: one, the newest, an employer's, those like another."""

from typing import Any

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import load_only
from sqlalchemy.orm.interfaces import LoaderOption

from careercenter.core import NotFound, db, now
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from careercenter.postings.requirement import Requirement
from careercenter.terms import WorkMode

Found = tuple[JobPosting, Employer]


def get_found(posting_id: int) -> Found:
    """A posting in any state, with its employer.

    Raises:
        NotFound: there is none.
    """
    rows = load_found([posting_id])
    if not rows:
        raise NotFound("There is no such job.")
    return rows[0]


def list_newest(size: int = 6) -> list[Found]:
    """The live jobs that came last, featured or not."""
    return load_found(list(db.session.scalars(
        select_live(JobPosting.id).order_by(JobPosting.live_at.desc(), JobPosting.id.desc()).limit(size))))


def list_live_of(employer_id: int, size: int = 50) -> list[Found]:
    """An employer's live jobs."""
    statement = select_live(JobPosting.id).where(JobPosting.employer_id == employer_id)
    return load_found(list(db.session.scalars(_ordered(statement).limit(size))))


def list_similar(posting: JobPosting, size: int = 4, *, among: int = 300) -> list[Found]:
    """Live jobs like this one: by kind of work, settings, credentials, specialties and place.

    Looks at the newest `among` that share the kind of work or the place.
    """
    near = [JobPosting.role_family == posting.role_family] if posting.role_family else []
    near += [JobPosting.region == posting.region] if posting.region else []
    columns = (JobPosting.id, JobPosting.role_family, JobPosting.settings, JobPosting.specialties,
               JobPosting.requirement, JobPosting.work_modes, JobPosting.region, JobPosting.country,
               JobPosting.employer_id)
    rows = db.session.execute(
        select_live(*columns).where(JobPosting.id != posting.id, or_(*near) if near else true())
        .order_by(JobPosting.live_at.desc(), JobPosting.id.desc()).limit(among))
    scored = [(_likeness(posting, row), row.id) for row in rows]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], -pair[1]))
    return load_found([posting_id for _, posting_id in best[:size]])


def _likeness(posting: JobPosting, other: Any) -> int:
    asked = set(posting.asks.codes)
    return (3 * (other.role_family == posting.role_family)
            + 2 * min(2, len(set(posting.settings) & set(other.settings)))
            + 2 * min(1, len(asked & set(Requirement.from_json(other.requirement).codes)))
            + min(2, len(set(posting.specialties) & set(other.specialties)))
            + 2 * (bool(posting.region) and (other.region, other.country) == (posting.region, posting.country))
            + 2 * (posting.is_remote and WorkMode.REMOTE in other.work_modes)
            - (other.employer_id == posting.employer_id))


def load_found(ids: list[int], *options: LoaderOption) -> list[Found]:
    """These postings with their employers, in this order, in one statement."""
    if not ids:
        return []
    rows = db.session.execute(select(JobPosting, Employer).join(Employer, Employer.id == JobPosting.employer_id)
                              .where(JobPosting.id.in_(ids)).options(*options))
    by_id = {posting.id: (posting, employer) for posting, employer in rows}
    return [by_id[one] for one in ids if one in by_id]


FOR_CARDS: tuple[LoaderOption, ...] = (
    load_only(
        JobPosting.state, JobPosting.valid_through, JobPosting.live_at, JobPosting.is_featured, JobPosting.is_demo,
        JobPosting.employer_id, JobPosting.title, JobPosting.employment_types, JobPosting.requirement,
        JobPosting.experience_years, JobPosting.experience_by_setting, JobPosting.work_modes, JobPosting.hybrid_days,
        JobPosting.remote_anywhere_us, JobPosting.remote_states, JobPosting.city, JobPosting.region, JobPosting.country,
        JobPosting.pay_min, JobPosting.pay_max, JobPosting.pay_currency, JobPosting.pay_unit, JobPosting.productivity),
    load_only(Employer.name, Employer.domain_verified_at, Employer.suspended_at))
"""For `load_found`: only what a card in a list shows, in half the time. Whatever else is asked of it is read
then, with a statement of its own."""


def count_live() -> int:
    """How many jobs can be found."""
    return db.session.scalar(select_live(func.count())) or 0


def select_live(*columns: Any) -> Any:
    """A Select of these columns of the jobs that can be found, and of their employers."""
    statement: Any = select(*columns)
    return (statement.select_from(JobPosting).join(Employer, Employer.id == JobPosting.employer_id)
            .where(JobPosting.state == PostingState.LIVE, JobPosting.valid_through > now(),
                   Employer.suspended_at.is_(None)))


def _ordered(statement: Any) -> Any:
    return statement.order_by(JobPosting.is_featured.desc(), JobPosting.live_at.desc(), JobPosting.id.desc())
