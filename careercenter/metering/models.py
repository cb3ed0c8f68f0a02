"""Allowances, the grants that make them, and what was opened (docs/adr/0019)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now


class GrantKind(StrEnum):
    """Why somebody may open something."""

    GUEST = "guest"
    REGISTRATION = "registration"
    PROMOTION = "promotion"
    PACK = "pack"  # bought; what a refund takes back is one of these, too
    MEMBERSHIP = "membership"  # without limit, for its period
    ADJUSTMENT = "adjustment"  # by our admins, up or down, with a reason


class Charge(StrEnum):
    """What a view was paid with."""

    ALLOWANCE = "allowance"
    MEMBERSHIP = "membership"
    GUEST = "guest"  # it came along from when the person was a guest


class Allowance(Model):
    """What one person, or one guest's browser, has of one meter: the sums of its grants and of its views.

    Both sums are kept beside the rows that they add up, so that one conditional UPDATE takes the last view,
    whoever else wants it. The tests hold them equal.
    """

    __tablename__ = "meter_allowances"
    __table_args__ = (
        UniqueConstraint("user_id", "meter"),
        UniqueConstraint("guest_id", "meter"),
        CheckConstraint("(user_id IS NULL) <> (guest_id IS NULL)", name="one_owner"),
        CheckConstraint("used BETWEEN 0 AND granted", name="never_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meter: Mapped[str]  # the key of one of meters.METERS
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    guest_id: Mapped[str | None]  # what the guest's cookie says
    granted: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)


class Grant(Model):
    """Something that was given to an allowance, once."""

    __tablename__ = "meter_grants"
    __table_args__ = (
        CheckConstraint("(amount IS NULL) = (kind = 'membership')", name="unlimited_is_membership"),
        CheckConstraint("amount IS NULL OR (starts_at IS NULL AND ends_at IS NULL)", name="period_is_unlimited"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    allowance_id: Mapped[int] = mapped_column(ForeignKey("meter_allowances.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[GrantKind]
    amount: Mapped[int | None]  # None: without limit, from starts_at until before ends_at
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    granted_at: Mapped[datetime] = mapped_column(default=now)


class View(Model):
    """That an allowance's owner opened something. She opens it again for nothing."""

    __tablename__ = "meter_views"
    __table_args__ = (Index("ix_meter_views_opened_at", "allowance_id", "opened_at"),)

    allowance_id: Mapped[int] = mapped_column(ForeignKey("meter_allowances.id"), primary_key=True, autoincrement=False)
    subject: Mapped[str] = mapped_column(primary_key=True)  # icd10cm:E11.40
    charge: Mapped[Charge]
    opened_at: Mapped[datetime] = mapped_column(default=now)
    came_along_at: Mapped[datetime | None]  # a guest's: when it was copied to an account


class NetworkDay(Model):
    """How much the guests of one network, nobody knows which, opened on one day."""

    __tablename__ = "meter_network_days"

    network: Mapped[bytes] = mapped_column(primary_key=True)  # a keyed hash of the meter, the day and the prefix
    day: Mapped[date] = mapped_column(index=True)  # UTC
    views: Mapped[int]
