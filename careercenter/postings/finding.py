"""Finding jobs: live postings by words and filters, what a filter hides, and what resembles a job."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from functools import lru_cache
from json import dumps, loads
from re import escape
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, func, or_, select, true

from careercenter.core import NotFound, db, now
from careercenter.credentials.catalogue import catalogue
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import HOURS_A_YEAR, JobPosting
from careercenter.postings.requirement import Requirement, match
from careercenter.terms import EmploymentType, PayUnit, RoleFamily, Setting, WorkMode
from careercenter.web.pagination import Page

Found = tuple[JobPosting, Employer]

MOST_WORDS = 8
BY_PIECE = frozenset({PayUnit.CHART, PayUnit.RVU})
"""Pay that depends on how fast one is: no yearly figure can be made of it."""


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; empty, every live job. Values within a field are alternatives, except
    `credentials`: those she holds together."""

    words: str = ""
    credentials: tuple[str, ...] = ()
    state: str = ""  # USPS: where she lives
    modes: tuple[WorkMode, ...] = ()
    settings: tuple[Setting, ...] = ()
    types: tuple[EmploymentType, ...] = ()
    roles: tuple[RoleFamily, ...] = ()
    pay: int | None = None  # US cents for one pay_per, which the job's range reaches
    pay_per: PayUnit | None = None  # alone, a unit of BY_PIECE: jobs that pay so
    apprentices: bool = False
    no_experience: bool = False
    pay_stated: bool = False
    posted_within: int | None = None  # days

    @property
    def active(self) -> list[str]:
        """The names of the fields that narrow it; pay and its unit are one."""
        named = [field.name for field in fields(self) if getattr(self, field.name)]
        return [name for name in named if name != "pay_per" or not self.pay]

    def without(self, name: str, value: str | None = None) -> "Search":
        """The same with one field, or one of its values, left open."""
        if value is not None:
            kept = tuple(one for one in getattr(self, name) if one != value)
            return replace(self, **{name: kept})
        empty = Search()
        names = ("pay", "pay_per") if name in ("pay", "pay_per") else (name,)
        return replace(self, **{one: getattr(empty, one) for one in names})


    def only(self, name: str) -> "Search":
        """One field of it, the others left open."""
        names = ("pay", "pay_per") if name in ("pay", "pay_per") else (name,)
        return replace(Search(), **{one: getattr(self, one) for one in names})

    def by_piece(self, unit: PayUnit) -> "Search":
        """The same for jobs that pay by this unit of work, whatever they pay."""
        return replace(self, pay=None, pay_per=PayUnit(unit))


@dataclass(frozen=True, slots=True)
class Hidden:
    """Jobs that a demand for pay hides though everything else fits."""

    by_chart: int
    by_rvu: int
    unstated: int


def find(search: Search, *, number: int = 1, size: int = 20) -> Page[Found]:
    """One page of live jobs with their employers: featured first, then the newest."""
    # Ids first: the database sorts them far sooner than whole postings.
    if search.credentials:
        every = [row[0] for row in _rows(search, JobPosting.id)]
        ids, total = every[(number - 1) * size:number * size], len(every)
    else:
        ids = list(db.session.scalars(
            _ordered(_found(search, JobPosting.id)).limit(size).offset((number - 1) * size)))
        total = _count_in_sql(search)
    return Page(_load(ids), number, size, total)


def count(search: Search) -> int:
    """How many live jobs it finds."""
    return sum(1 for _ in _rows(search, JobPosting.id)) if search.credentials else _count_in_sql(search)


def list_looser(search: Search) -> list[tuple[str, Search, int]]:
    """What to loosen when nothing is found: for each field, the search without it and its jobs, the most
    first. Where no single field is in the way: the search with that field alone."""
    for loosen in (search.without, search.only):
        counted = [(name, looser, count(looser)) for name in search.active
                   if (looser := loosen(name)) != search]
        if found := [row for row in counted if row[2]]:
            return sorted(found, key=lambda row: -row[2])
    return []


def count_hidden_by_pay(search: Search) -> Hidden | None:
    """What is left out because its pay can't be compared or isn't stated; None without a demand for pay."""
    if search.pay is None or search.pay_per in BY_PIECE:
        return None
    units = [unit if low is not None or high is not None else None for unit, low, high in _rows(
        search.without("pay"), JobPosting.pay_unit, JobPosting.pay_min, JobPosting.pay_max)]
    return Hidden(units.count(PayUnit.CHART), units.count(PayUnit.RVU), units.count(None))


def get_found(posting_id: int) -> Found:
    """A posting in any state, with its employer.

    Raises:
        NotFound: there is none.
    """
    rows = _load([posting_id])
    if not rows:
        raise NotFound("There is no such job.")
    return rows[0]


def list_newest(size: int = 6) -> list[Found]:
    """The live jobs that came last, featured or not."""
    return _load(list(db.session.scalars(
        _found(Search(), JobPosting.id).order_by(JobPosting.live_at.desc(), JobPosting.id.desc()).limit(size))))


def list_live_of(employer_id: int, size: int = 50) -> list[Found]:
    """An employer's live jobs."""
    statement = _found(Search(), JobPosting.id).where(JobPosting.employer_id == employer_id)
    return _load(list(db.session.scalars(_ordered(statement).limit(size))))


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
        _found(Search(), *columns).where(JobPosting.id != posting.id, or_(*near) if near else true())
        .order_by(JobPosting.live_at.desc(), JobPosting.id.desc()).limit(among))
    scored = [(_likeness(posting, row), row.id) for row in rows]
    best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], -pair[1]))
    return _load([posting_id for _, posting_id in best[:size]])


def _likeness(posting: JobPosting, other: Any) -> int:
    asked = set(posting.asks.codes)
    return (3 * (other.role_family == posting.role_family)
            + 2 * min(2, len(set(posting.settings) & set(other.settings)))
            + 2 * min(1, len(asked & set(Requirement.from_json(other.requirement).codes)))
            + min(2, len(set(posting.specialties) & set(other.specialties)))
            + 2 * (bool(posting.region) and (other.region, other.country) == (posting.region, posting.country))
            + 2 * (posting.is_remote and WorkMode.REMOTE in other.work_modes)
            - (other.employer_id == posting.employer_id))


def _found(search: Search, *columns: Any) -> Any:  # a Select of these columns
    """A select of everything that the database can decide: all but the credentials."""
    statement: Any = select(*columns)
    return (statement.select_from(JobPosting).join(Employer, Employer.id == JobPosting.employer_id)
            .where(JobPosting.state == PostingState.LIVE, JobPosting.valid_through > now(),
                   Employer.suspended_at.is_(None), *_conditions(search)))


def _ordered(statement: Any) -> Any:
    return statement.order_by(JobPosting.is_featured.desc(), JobPosting.live_at.desc(), JobPosting.id.desc())


def _count_in_sql(search: Search) -> int:
    return db.session.scalar(_found(search, func.count())) or 0


def _rows(search: Search, *columns: Any) -> Iterable[tuple[Any, ...]]:
    """These columns of every job found, in order; the credentials held against each requirement."""
    statement = _ordered(_found(search, cast(JobPosting.requirement, Text), *columns))
    held = frozenset(search.credentials)
    for requirement, *values in db.session.execute(statement):
        if not held or _is_met(requirement, held):
            yield tuple(values)


@lru_cache(maxsize=1 << 16)
def _is_met(requirement: str | None, held: frozenset[str]) -> bool:
    # By its text: the same few hundred requirements come back in every search.
    return match(Requirement.from_json(loads(requirement or "{}")), held).is_met


def _load(ids: list[int]) -> list[Found]:
    """These postings with their employers, in this order."""
    if not ids:
        return []
    rows = db.session.execute(select(JobPosting, Employer).join(Employer, Employer.id == JobPosting.employer_id)
                              .where(JobPosting.id.in_(ids)))
    by_id = {posting.id: (posting, employer) for posting, employer in rows}
    return [by_id[one] for one in ids if one in by_id]


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    conditions = [_says(word) for word in search.words.split()[:MOST_WORDS]]
    if search.state or search.modes:
        modes = search.modes or tuple(WorkMode)
        conditions.append(or_(*(_works(mode, search.state) for mode in modes)))
    for column, chosen in ((JobPosting.settings, search.settings), (JobPosting.employment_types, search.types)):
        if chosen:
            conditions.append(or_(*(_lists(column, value) for value in chosen)))
    if search.roles:
        conditions.append(JobPosting.role_family.in_(search.roles))
    conditions += _pays(search)
    if search.apprentices:
        conditions.append(_welcomes_apprentices())
    if search.no_experience:
        conditions += [JobPosting.experience_years == 0,
                       ~cast(JobPosting.experience_by_setting, Text).like('%"is_required": true%')]
    if search.posted_within:
        conditions.append(JobPosting.live_at >= now() - timedelta(days=search.posted_within))
    return conditions


def _says(word: str) -> ColumnElement[bool]:
    """Whether a word stands in the title, the employer's name, the city, a specialty or the description.

    A short one has to stand alone: "ED" is no part of "coded".
    """
    low = word.lower()
    text = func.lower(JobPosting.title + " " + Employer.name + " " + JobPosting.city + " "
                      + cast(JobPosting.specialties, Text) + " " + JobPosting.description)
    # Specialties are stored as JSON, which writes "é" as an escape.
    stands = or_(*(text.contains(form, autoescape=True) for form in dict.fromkeys((low, dumps(low)[1:-1]))))
    if len(low) <= 3:
        stands = and_(stands, text.regexp_match(f"(^|[^a-z0-9]){escape(low)}($|[^a-z0-9])"))
    if word.upper() in catalogue():
        stands = or_(stands, _lists(JobPosting.requirement, word.upper()))
    return stands


def _works(mode: WorkMode, state: str) -> ColumnElement[bool]:
    """Whether one can do the job in this mode, living in this state (any, if none is given)."""
    offered = _lists(JobPosting.work_modes, mode)
    if not state:
        return offered
    if mode is WorkMode.REMOTE:
        return and_(offered, JobPosting.country == "US",
                    or_(JobPosting.remote_anywhere_us.is_(True), _lists(JobPosting.remote_states, state)))
    return and_(offered, JobPosting.country == "US", JobPosting.region == state)


def _pays(search: Search) -> list[ColumnElement[bool]]:
    stated = or_(JobPosting.pay_min.is_not(None), JobPosting.pay_max.is_not(None))
    conditions = [stated] if search.pay_stated else []
    if search.pay_per in BY_PIECE:
        conditions.append(and_(JobPosting.pay_unit == search.pay_per, stated))
    if search.pay is None:
        return conditions
    if search.pay_per in BY_PIECE:
        most: Any = func.coalesce(JobPosting.pay_max, JobPosting.pay_min)
        least = search.pay
    else:
        most = func.coalesce(JobPosting.yearly_pay_max, JobPosting.yearly_pay_min)
        least = search.pay * (1 if search.pay_per is PayUnit.YEAR else HOURS_A_YEAR)
    return [*conditions, JobPosting.pay_currency == "USD", most >= least]


def _welcomes_apprentices() -> ColumnElement[bool]:
    named = [code for code, credential in catalogue().items() if credential.is_apprentice]
    return or_(JobPosting.requirement["apprentices_welcome"].as_boolean().is_(True),
               _lists(JobPosting.employment_types, EmploymentType.APPRENTICESHIP),
               *(_lists(JobPosting.requirement, code) for code in named))


def _lists(column: Any, value: str) -> ColumnElement[bool]:
    """Whether a JSON list (or what is inside a JSON object) holds this plain value."""
    return cast(column, Text).contains(f'"{value}"', autoescape=True)
