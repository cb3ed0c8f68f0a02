"""Job postings and their revisions."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, UniqueConstraint, case, cast, literal
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now
from careercenter.places import country_name, state_name
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.requirement import Requirement
from careercenter.terms import PayUnit, RoleFamily, WorkMode

HOURS_A_YEAR = 2080  # 40 hours in 52 weeks, as the Office of Personnel Management counts for overtime
WEEKS_A_YEAR = 52


class ApplyMethod(StrEnum):
    """How a candidate applies."""

    HERE = "here"
    LINK = "link"  # at the employer's own site
    EMAIL = "email"  # an application here, relayed to this address


class QuestionKind(StrEnum):
    """What answer a screening question takes."""

    YES_NO = "yes_no"
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"


class PostingContent:
    """What a posting says: exactly these columns are edited, kept in revisions and copied.

    Lists of terms hold the enumerations' values. A draft may leave anything open. The whole of it as
    JSON-ready data is `careercenter.postings.content.snapshot`.
    """

    title: Mapped[str] = mapped_column(default="")
    role_family: Mapped[RoleFamily | None]
    department: Mapped[str] = mapped_column(default="")
    reports_to: Mapped[str] = mapped_column(default="")
    employment_types: Mapped[list[str]] = mapped_column(default=list)  # EmploymentType; may be several
    openings: Mapped[int | None] = mapped_column(default=1)
    description: Mapped[str] = mapped_column(default="")  # Markdown, duties included
    conditions: Mapped[str] = mapped_column(default="")  # what else is asked: vaccination, bandwidth, checks

    work_modes: Mapped[list[str]] = mapped_column(default=list)  # WorkMode; several: the coder may choose
    hybrid_days: Mapped[int | None]  # days a week on site
    remote_anywhere_us: Mapped[bool] = mapped_column(default=False)
    remote_states: Mapped[list[str]] = mapped_column(default=list)  # where a remote coder may live; USPS
    time_zone_hours: Mapped[str] = mapped_column(default="")  # "8 to 5 Eastern"
    equipment_provided: Mapped[bool | None]
    equipment_note: Mapped[str] = mapped_column(default="")  # what comes, what the coder must have
    city: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")  # USPS abbreviation in the US, elsewhere as it is written
    zip: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="US")  # ISO 3166-1 alpha-2

    settings: Mapped[list[str]] = mapped_column(default=list)  # Setting
    specialties: Mapped[list[str]] = mapped_column(default=list)
    code_systems: Mapped[list[str]] = mapped_column(default=list)  # CodeSystem
    encoders: Mapped[list[str]] = mapped_column(default=list)
    ehrs: Mapped[list[str]] = mapped_column(default=list)

    requirement: Mapped[dict[str, Any]] = mapped_column(default=dict)  # Requirement.as_json()
    experience_years: Mapped[float | None]  # overall, at least; 0: none is asked; None: not stated
    experience_by_setting: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    # [{"setting": Setting, "years": 2, "is_required": true, "note": "surgical"}]
    education: Mapped[str] = mapped_column(default="")
    productivity: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    # [{"amount": 8, "unit": "charts" | "encounters", "per": "hour" | "day", "kind": "ED"}]
    accuracy_percent: Mapped[float | None]

    pay_min: Mapped[int | None]  # minor units of pay_currency for one pay_unit: cents an hour, a year, a chart
    pay_max: Mapped[int | None]
    pay_currency: Mapped[str] = mapped_column(default="USD")  # ISO 4217
    pay_unit: Mapped[PayUnit | None]
    pay_note: Mapped[str] = mapped_column(default="")  # "depends on experience"
    sign_on_bonus: Mapped[int | None]  # minor units of pay_currency
    differentials: Mapped[str] = mapped_column(default="")  # "plus applicable differentials"
    ceu_paid: Mapped[bool] = mapped_column(default=False)
    dues_paid: Mapped[bool] = mapped_column(default=False)
    benefits: Mapped[list[str]] = mapped_column(default=list)

    deadline_on: Mapped[date | None]  # the last day on which one can apply
    apply_method: Mapped[ApplyMethod] = mapped_column(default=ApplyMethod.HERE)
    apply_url: Mapped[str] = mapped_column(default="")
    apply_email: Mapped[str] = mapped_column(default="")
    screening_questions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    # [{"key": "q1", "question": "…", "kind": QuestionKind, "choices": ["…"], "is_required": true}]

    @property
    def asks(self) -> Requirement:
        """The credential requirement as a value."""
        return Requirement.from_json(self.requirement)

    @property
    def is_remote(self) -> bool:
        """Whether one may do it from home altogether."""
        return WorkMode.REMOTE in self.work_modes

    @property
    def is_in_us(self) -> bool:
        return self.country == "US"

    @property
    def place(self) -> str:
        """`Fremont, CA`, `Noida, Uttar Pradesh, India`, or nothing for a job without a place."""
        parts = [self.city, self.region, "" if self.is_in_us else country_name(self.country)]
        return ", ".join(part for part in parts if part)

    @property
    def remote_place(self) -> str:
        """Where a remote coder may live, in words; nothing if it isn't remote."""
        if not self.is_remote:
            return ""
        if not self.is_in_us:
            return "Remote"
        if self.remote_anywhere_us:
            return "Remote, anywhere in the US"
        names = [state_name(code) for code in self.remote_states]
        return f"Remote, from {', '.join(names)}" if names else "Remote"


class JobPosting(PostingContent, Model):
    """A job as an employer advertises it (schema.org JobPosting)."""

    __tablename__ = "job_postings"
    __table_args__ = (
        Index("ix_job_postings_live", "state", "valid_through"),
        Index("ix_job_postings_newest", "state", "live_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("job_postings.id"))
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)  # the content
    version: Mapped[int] = mapped_column(default=1)  # counts changes of the content; a stale tab is refused by it
    unparsed: Mapped[dict[str, Any]] = mapped_column(default=dict)  # field -> what was typed and isn't valid

    # From the gazetteer, by ZIP or city.
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    state: Mapped[PostingState] = mapped_column(default=PostingState.DRAFT)
    is_featured: Mapped[bool] = mapped_column(default=False)  # which kind of credit it takes
    submissions: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None]  # the last time; the queue is oldest first
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    credit_key: Mapped[str | None]  # the spending that pays for it now; None: none
    credit_kind: Mapped[str | None]
    review_reasons: Mapped[list[str]] = mapped_column(default=list)  # the moderator's last, as sentences
    review_note: Mapped[str] = mapped_column(default="")

    live_at: Mapped[datetime | None]  # when it went live or was last renewed from expired
    paid_through: Mapped[datetime | None]  # UTC; the end of what is paid for
    valid_through: Mapped[datetime | None]  # UTC; the first moment at which it is no longer live
    ended_at: Mapped[datetime | None]
    runs: Mapped[int] = mapped_column(default=0)  # how many times 30 days were paid for and began
    reminded_run: Mapped[int] = mapped_column(default=0)  # the run whose end was announced

    @property
    def is_live(self) -> bool:
        # The scheduled task may be late; what a person sees must not be.
        return (self.state is PostingState.LIVE
                and self.valid_through is not None and now() < self.valid_through)

    def set_end(self) -> None:
        """Let it end with what is paid for, or with its deadline if that is sooner."""
        ends = [self.paid_through, end_of_day(self.deadline_on) if self.deadline_on else None]
        self.valid_through = min((end for end in ends if end), default=None) if self.paid_through else None

    @hybrid_property
    def yearly_pay_min(self) -> int | None:  # pyright: ignore[reportRedeclaration]
        """Cents a year by 2,080 hours or 52 weeks; None for pay by chart or RVU. Also in queries."""
        return _yearly(self.pay_min, self.pay_unit)

    @yearly_pay_min.inplace.expression
    @classmethod
    def _yearly_pay_min(cls) -> ColumnElement[int | None]:
        return _yearly_expression(cls.pay_min, cls.pay_unit)

    @hybrid_property
    def yearly_pay_max(self) -> int | None:  # pyright: ignore[reportRedeclaration]
        """As `yearly_pay_min`."""
        return _yearly(self.pay_max, self.pay_unit)

    @yearly_pay_max.inplace.expression
    @classmethod
    def _yearly_pay_max(cls) -> ColumnElement[int | None]:
        return _yearly_expression(cls.pay_max, cls.pay_unit)


class RevisionState(StrEnum):
    """Where an edit stands."""

    RECORDED = "recorded"  # as sent to review, or a small change made at once
    PENDING = "pending"  # waits for a moderator; the old text stays live
    APPROVED = "approved"
    REJECTED = "rejected"
    REPLACED = "replaced"  # by a later edit, before anybody decided


class PostingRevision(Model):
    """What a posting said, or is to say, after one edit."""

    __tablename__ = "posting_revisions"
    __table_args__ = (
        UniqueConstraint("posting_id", "number"),
        Index("ix_posting_revisions_waiting", "state", "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("job_postings.id"), index=True)
    number: Mapped[int]  # from 1
    content: Mapped[dict[str, Any]]  # careercenter.postings.content.snapshot
    changed: Mapped[list[str]] = mapped_column(default=list)  # names of PostingContent's columns
    state: Mapped[RevisionState]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reasons: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")


_TIMES_A_YEAR = {PayUnit.HOUR: HOURS_A_YEAR, PayUnit.WEEK: WEEKS_A_YEAR, PayUnit.YEAR: 1}


def _yearly(amount: int | None, unit: PayUnit | None) -> int | None:
    times = _TIMES_A_YEAR.get(unit) if unit else None
    return None if amount is None or times is None else amount * times


def _yearly_expression(amount: Any, unit: Any) -> ColumnElement[int | None]:
    # A slip of a few zeros in one draft must not overflow everybody's search.
    return case(*((unit == kind, cast(amount, BigInteger) * times) for kind, times in _TIMES_A_YEAR.items()),
                else_=literal(None))


def end_of_day(day: date) -> datetime:
    """The instant at which a day ends everywhere in the US: midnight in Hawaii (UTC-10)."""
    return datetime.combine(day + timedelta(days=1), time(10), UTC)
