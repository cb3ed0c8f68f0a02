"""Reading the meter: one statement for a page's decision, and what a person's own pages show."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, bindparam, exists, false, func, select, true

from careercenter.accounts.models import User
from careercenter.core import db, now
from careercenter.metering.meters import Meter
from careercenter.metering.models import Allowance, Grant, GrantKind, View
from careercenter.web.pagination import Page, paginate


class Owner(NamedTuple):
    """Whose allowance: a user's or a guest's; of a guest who has opened nothing yet, neither."""

    user_id: int | None = None
    guest_id: str | None = None

    @property
    def is_nobody(self) -> bool:
        return self == Owner()


@dataclass(frozen=True, slots=True)
class Standing:
    """How an allowance stands, and whether one subject was opened with it."""

    allowance_id: int = 0
    granted: int = 0
    used: int = 0
    is_opened: bool = False
    is_unlimited: bool = False
    has_begun: bool = False  # the grant that everybody gets once was made

    @property
    def left(self) -> int:
        return self.granted - self.used


def starting_key(meter_key: str, owner: Owner) -> str:
    """The key of the grant that every owner gets once."""
    return f"registration:{meter_key}:{owner.user_id}" if owner.user_id else f"guest:{meter_key}:{owner.guest_id}"


def owned_by(owner: Owner) -> ColumnElement[bool]:
    """The rows of an owner's allowances."""
    if owner.user_id is not None:
        return Allowance.user_id == owner.user_id
    return Allowance.guest_id == owner.guest_id


def find_standing(meter: Meter, owner: Owner, subject: str | None = None) -> Standing:
    """How an owner stands, in one statement; with nothing at all, if there is no row yet."""
    if owner.is_nobody:
        return Standing()
    asked = {"meter": meter.key, "owner": owner.user_id or owner.guest_id, "subject": subject or "",
             "starting_key": starting_key(meter.key, owner), "at": now()}
    row = db.session.execute(_standing(owner.user_id is not None), asked).first()
    return Standing(*row) if row else Standing()


@cache  # every metered page asks it, and putting it together takes longer than the database's answer
def _standing(is_user: bool) -> Select[int, int, int, bool, bool, bool]:
    opened = exists().where(View.allowance_id == Allowance.id, View.subject == bindparam("subject"))
    unlimited, begun = false(), true()  # a guest is no member, and hers began with its row
    if is_user:
        unlimited = exists().where(Grant.allowance_id == Allowance.id, _runs(bindparam("at")))
        begun = exists().where(Grant.key == bindparam("starting_key"))
    owned = (Allowance.user_id if is_user else Allowance.guest_id) == bindparam("owner")
    return (select(Allowance.id, Allowance.granted, Allowance.used, opened, unlimited, begun)
            .where(Allowance.meter == bindparam("meter"), owned))


def unlimited_until(meter: Meter, user_id: int) -> datetime | None:
    """The end of the membership period that runs now; None if none runs."""
    return db.session.scalar(
        select(func.max(Grant.ends_at)).join(Allowance, Allowance.id == Grant.allowance_id)
        .where(Allowance.meter == meter.key, Allowance.user_id == user_id, _runs(now())))


def _runs(at: Any) -> ColumnElement[bool]:
    return (Grant.kind == GrantKind.MEMBERSHIP) & (Grant.starts_at <= at) & (Grant.ends_at > at)


def history(user: User, meter: Meter, *, number: int = 1, size: int = 20) -> Page[View]:
    """What a person opened, the latest first."""
    return paginate(
        select(View).join(Allowance, Allowance.id == View.allowance_id)
        .where(Allowance.user_id == user.id, Allowance.meter == meter.key)
        .order_by(View.opened_at.desc(), View.subject), number=number, size=size)


def list_grants(user: User, meter: Meter) -> list[Grant]:
    """What gave a person her views, the latest first."""
    return list(db.session.scalars(
        select(Grant).join(Allowance, Allowance.id == Grant.allowance_id)
        .where(Allowance.user_id == user.id, Allowance.meter == meter.key).order_by(Grant.id.desc()).limit(100)))


@dataclass(frozen=True, slots=True)
class Day:
    """How much a person opened on one of her days."""

    day: date
    views: int


def list_days(user: User, meter: Meter, *, zone: str, days: int = 30) -> list[Day]:
    """The last days in the person's zone, today's the last, those without a view too."""
    here = ZoneInfo(zone)
    today = now().astimezone(here).date()
    first = today - timedelta(days=days - 1)
    opened = db.session.scalars(
        select(View.opened_at).join(Allowance, Allowance.id == View.allowance_id)
        .where(Allowance.user_id == user.id, Allowance.meter == meter.key,
               View.opened_at >= datetime.combine(first, time.min, here)))
    found = Counter(at.astimezone(here).date() for at in opened)
    return [Day(day, found[day]) for day in (first + timedelta(days=number) for number in range(days))]
