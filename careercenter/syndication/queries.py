"""What is public and worth finding, a statement for each list; nothing that ended, is hidden or made up for show."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, func, literal_column, null, or_, select

from careercenter.caseconsultant.models import PublicAnswer, PublicState
from careercenter.codes.clock import today
from careercenter.codes.models import Change, Code, CodeKind, CodeSystem, CodeVersion
from careercenter.core import db
from careercenter.employers.models import Employer
from careercenter.postings.finding import select_live
from careercenter.postings.models import JobPosting
from careercenter.postings.wording import slug_of_title
from careercenter.search import landing
from careercenter.web.links import absolute

SPAN = 10_000
"""Of ids; at most as many addresses are in a part."""

PAGES = ("search.home", "search.index", "codes.index", "casepilot.index", "caseconsultant.list_public",
         "billing.pricing", "billing.packs", "memberships.index")


class Address(NamedTuple):
    """A page's whole address, and when what it says last changed, if that is known."""

    url: str
    changed_at: datetime | None = None


class Part(NamedTuple):
    """The things with the ids from `number * SPAN` on, and the last change of any."""

    number: int
    changed_at: datetime | None = None


def list_pages() -> Iterator[Address]:
    """The pages that are there whatever the database holds, the code systems, and the searches with enough jobs."""
    yield from (Address(absolute(endpoint)) for endpoint in PAGES)
    for page in landing.list_worth_finding():
        yield Address(absolute("search.remote") if page.kind == "remote" else absolute(
            "search.landing", kind=page.kind, key=page.key))


def list_job_parts() -> list[Part]:
    """Of the live jobs."""
    part = _part_of(JobPosting.id)
    rows = db.session.execute(
        select_live(part, func.max(JobPosting.updated_at), func.max(JobPosting.live_at))
        .where(_REAL_JOBS).group_by(part).order_by(part))
    return [Part(number, _latest(*instants)) for number, *instants in rows]


def list_jobs(number: int) -> Iterator[Address]:
    """The live jobs of a part."""
    rows = db.session.execute(
        select_live(JobPosting.id, JobPosting.title, Employer.name, JobPosting.updated_at, JobPosting.live_at)
        .where(_REAL_JOBS, _within(JobPosting.id, number)).order_by(JobPosting.id))
    for row in rows:
        yield Address(absolute("jobs.show", posting_id=row.id, slug=slug_of_title(row.title, row.name)),
                      _latest(row.updated_at, row.live_at))


def list_company_parts() -> list[Part]:
    """Of the employers whose profiles are public and theirs."""
    return _parts(Employer.id, _COMPANIES)


def list_companies(number: int) -> Iterator[Address]:
    """The public profiles of a part."""
    for slug in db.session.scalars(
            select(Employer.slug).where(_COMPANIES, _within(Employer.id, number)).order_by(Employer.id)):
        yield Address(absolute("employers.profile", slug=slug))


def list_answer_parts() -> list[Part]:
    """Of the consultants' answers that everybody may read."""
    return _parts(PublicAnswer.id, _ANSWERS, PublicAnswer.updated_at)


def list_answers(number: int) -> Iterator[Address]:
    """The answers of a part."""
    rows = db.session.execute(select(PublicAnswer.public_id, PublicAnswer.updated_at).where(
        _ANSWERS, _within(PublicAnswer.id, number)).order_by(PublicAnswer.id))
    for public_id, changed_at in rows:
        yield Address(absolute("caseconsultant.show_public", public_id=public_id), changed_at)


def list_code_parts(system: CodeSystem) -> list[Part]:
    """Of the codes of a system that stand, with its chapters and blocks."""
    part = _part_of(Code.id)
    return [Part(number) for number in db.session.scalars(
        select(part).join(CodeVersion, CodeVersion.code_id == Code.id)
        .where(_standing(system)).group_by(part).order_by(part))]


def list_codes(system: CodeSystem, number: int) -> Iterator[Address]:
    """The codes, chapters and blocks of a part."""
    rows = db.session.execute(
        select(Code.kind, Code.key, Code.code).join(CodeVersion, CodeVersion.code_id == Code.id)
        .where(_standing(system), _within(Code.id, number)).order_by(Code.id))
    for kind, key, code in rows:
        yield Address(absolute("codes.show", system=system.value, code=code) if kind is CodeKind.CODE else
                      absolute("codes.browse_under", system=system.value, key=key))


_REAL_JOBS = JobPosting.is_demo.is_(False)
_COMPANIES = and_(
    Employer.domain_verified_at.is_not(None), Employer.suspended_at.is_(None), Employer.is_demo.is_(False))
_ANSWERS = PublicAnswer.state == PublicState.PUBLISHED


def _standing(system: CodeSystem) -> ColumnElement[bool]:
    # As `CodeVersion.standing` has it.
    return and_(Code.system == system, CodeVersion.is_current, CodeVersion.change != Change.REMOVED,
                or_(CodeVersion.valid_to.is_(None), CodeVersion.valid_to >= today()),
                or_(CodeVersion.valid_from.is_(None), CodeVersion.valid_from <= today()))


def _parts(id_: Any, wanted: ColumnElement[bool], changed_at: Any = None) -> list[Part]:
    part = _part_of(id_)
    latest = null() if changed_at is None else func.max(changed_at)
    rows = db.session.execute(select(part, latest).where(wanted).group_by(part).order_by(part))
    return [Part(number, at) for number, at in rows]


def _part_of(id_: Any) -> ColumnElement[int]:
    # Written out: PostgreSQL takes two parameters, here and in GROUP BY, for two expressions.
    return id_ // literal_column(str(SPAN), Integer)


def _within(id_: Any, number: int) -> ColumnElement[bool]:
    return and_(id_ >= number * SPAN, id_ < (number + 1) * SPAN)


def _latest(*instants: datetime | None) -> datetime | None:
    return max((one for one in instants if one is not None), default=None)
