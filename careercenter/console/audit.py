"""Reading the audit log."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from careercenter.accounts.models import User
from careercenter.billing.models import Order, Product
from careercenter.core import AuditEntry, db
from careercenter.employers.models import Employer
from careercenter.memberships.models import MembershipPlan, Subscription
from careercenter.postings.models import JobPosting
from careercenter.web.pagination import Page, paginate

SYSTEM = "system"
"""Who acted when nobody did."""

RECENT = 2000
"""How many of the newest entries the suggestions are taken from."""


@dataclass(frozen=True)
class Filters:
    """What to look for; empty ones don't matter."""

    subject_type: str = ""  # a table's name
    subject_id: int | None = None
    actor: str = ""  # a part of a name or address, or `system`
    action: str = ""
    day: date | None = None  # in the reader's zone


class Subject(NamedTuple):
    """What an entry is about, in words, and its page if it has one."""

    label: str
    endpoint: str | None = None
    values: dict[str, Any] = {}


@dataclass(frozen=True)
class Suggestions:
    """What the newest entries have in their columns, for the fields of the form."""

    subject_types: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)


def list_entries(filters: Filters, *, zone: str, number: int) -> Page[tuple[AuditEntry, User | None]]:
    """Entries with whoever acted, the newest first."""
    statement = (select(AuditEntry, User).outerjoin(User, User.id == AuditEntry.actor_id)
                 .order_by(AuditEntry.id.desc()))
    if filters.subject_type:
        statement = statement.where(AuditEntry.subject_type == filters.subject_type)
    if filters.subject_id is not None:
        statement = statement.where(AuditEntry.subject_id == filters.subject_id)
    if filters.action:
        statement = statement.where(AuditEntry.action == filters.action)
    if filters.actor == SYSTEM:
        statement = statement.where(AuditEntry.actor_id.is_(None))
    elif filters.actor:
        statement = statement.where(or_(User.name.icontains(filters.actor, autoescape=True),
                                        User.email.icontains(filters.actor, autoescape=True)))
    if filters.day:
        first, end = _bounds(filters.day, zone)
        statement = statement.where(AuditEntry.at >= first, AuditEntry.at < end)
    return paginate(statement, number=number, size=50)


def suggest() -> Suggestions:
    """The kinds of subjects and the actions of late."""
    recent = select(AuditEntry.subject_type, AuditEntry.action).order_by(AuditEntry.id.desc()).limit(RECENT).subquery()
    pairs = db.session.execute(select(recent.c.subject_type, recent.c.action).distinct()).all()
    return Suggestions(sorted({kind for kind, _ in pairs}), sorted({action for _, action in pairs}))


def name_subjects(entries: Iterable[AuditEntry]) -> dict[tuple[str, int], Subject]:
    """What entries are about, by type and id; those of which nothing is known go by their number."""
    asked: dict[str, set[int]] = {}
    for entry in entries:
        asked.setdefault(entry.subject_type, set()).add(entry.subject_id)
    named: dict[tuple[str, int], Subject] = {}
    for kind, ids in asked.items():
        named.update({(kind, number): Subject(f"{kind.replace('_', ' ')} {number}") for number in ids})
        if kind in _NAMES:
            rows = db.session.scalars(select(_NAMES[kind][0]).where(_NAMES[kind][0].id.in_(ids)))
            named.update({(kind, row.id): _NAMES[kind][1](row) for row in rows})
    return named


def _bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, time(), ZoneInfo(zone))
    return midnight, datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


_NAMES: dict[str, tuple[Any, Any]] = {
    User.__tablename__: (User, lambda user: Subject(
        user.name, "accounts.show_person", {"public_id": user.public_id})),
    Employer.__tablename__: (Employer, lambda employer: Subject(
        employer.name, "console.show_employer", {"employer_id": employer.id})),
    Order.__tablename__: (Order, lambda order: Subject(
        f"order {order.number}", "console.show_order", {"public_id": order.public_id})),
    Product.__tablename__: (Product, lambda product: Subject(product.name, "console.list_prices")),
    Subscription.__tablename__: (Subscription, lambda row: Subject(
        f"membership {row.id}", "console.show_membership", {"public_id": row.public_id})),
    MembershipPlan.__tablename__: (MembershipPlan, lambda plan: Subject(
        f"{plan.name} membership", "console.list_memberships")),
    JobPosting.__tablename__: (JobPosting, lambda posting: Subject(f"job {posting.id}: {posting.title}")),
}
"""Tables whose rows have a name, and how it is made."""
