"""What a membership costs, who has one, and what the gateway said of it when it was last asked."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.billing.gateways.subscribing import Interval, Terms, later
from careercenter.core import Model, Money, new_public_id, now


class MembershipPlan(Model):
    """What a membership costs from one moment to another. A new price is a new row; who has the old one keeps it."""

    __tablename__ = "membership_plans"
    __table_args__ = (
        CheckConstraint("amount > 0", name="is_positive"),
        CheckConstraint("trial_days >= 0", name="trial_is_no_debt"),
        Index("uq_membership_plans_current", "code", unique=True,
              sqlite_where=text("valid_until IS NULL"), postgresql_where=text("valid_until IS NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]  # monthly, yearly
    name: Mapped[str]
    interval: Mapped[Interval]
    amount: Mapped[int]  # minor units an interval, before tax
    currency: Mapped[str]  # ISO 4217
    trial_days: Mapped[int]  # free, for who never had a membership
    position: Mapped[int]  # on the page
    valid_from: Mapped[datetime] = mapped_column(default=now)
    valid_until: Mapped[datetime | None]  # the first moment at which it is no longer asked

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def a_month(self) -> Money:
        """What a month of a year costs, rounded up: nobody pays more than it says."""
        return Money(-(-self.amount // 12), self.currency)

    @property
    def terms(self) -> Terms:
        return Terms(self.interval, self.amount, self.currency)


class MembershipState(StrEnum):
    """Where a membership stands."""

    OPENING = "opening"  # wanted; nobody has paid yet
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"  # a payment was refused; the bank is asked again
    UNPAID = "unpaid"  # and won't be asked any more
    ENDED = "ended"
    ABANDONED = "abandoned"  # its payment page closed before anybody paid


OVER = (MembershipState.ENDED, MembershipState.ABANDONED)
RUNNING = (MembershipState.TRIALING, MembershipState.ACTIVE, MembershipState.PAST_DUE, MembershipState.UNPAID)
_ONE_A_PERSON = text(f"state NOT IN ({', '.join(repr(state.value) for state in OVER)})")


class Charge(NamedTuple):
    """What a card will be charged with, before tax."""

    at: datetime
    money: Money


class Subscription(Model):
    """One person's membership, from her wish to its end. She has one at a time."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index("uq_subscriptions_one_a_person", "user_id", unique=True,
              sqlite_where=_ONE_A_PERSON, postgresql_where=_ONE_A_PERSON),
        Index("ix_subscriptions_asked", "state", "asked_at"),
        CheckConstraint("answered <= wanted", name="answers_follow_questions"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[MembershipState] = mapped_column(default=MembershipState.OPENING)

    interval: Mapped[Interval]
    amount: Mapped[int]  # minor units, before tax
    currency: Mapped[str]
    trial_days: Mapped[int]  # of its beginning

    # Its payment page. Another plan is another try, whose page takes the place of the one before.
    attempt: Mapped[int] = mapped_column(default=0)
    email: Mapped[str]  # at that time: a retried request must say the same
    return_to: Mapped[str | None]  # a path of this site, where she goes on afterwards
    session_id: Mapped[str | None] = mapped_column(unique=True)
    checkout_url: Mapped[str | None]
    expires_at: Mapped[datetime]

    # What the gateway says.
    gateway: Mapped[str]
    customer_id: Mapped[str | None] = mapped_column(index=True)
    gateway_id: Mapped[str | None] = mapped_column(unique=True)  # its subscription's
    period_start: Mapped[datetime | None]
    period_end: Mapped[datetime | None]
    trial_end: Mapped[datetime | None]
    cancel_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    card_brand: Mapped[str | None]
    card_last4: Mapped[str | None]
    credit: Mapped[int] = mapped_column(default=0)  # minor units that pay the next invoices, before a card does

    # The question that is wanted, and the newest that was answered: docs/adr/0018.
    wanted: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]

    entitled_from: Mapped[datetime | None]
    entitled_until: Mapped[datetime | None]  # the first moment at which she no longer is
    created_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def terms(self) -> Terms:
        return Terms(self.interval, self.amount, self.currency)

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_entitled(self) -> bool:
        return self.entitled_until is not None and now() < self.entitled_until

    @property
    def next_payment_at(self) -> datetime | None:
        """When money is next taken, if all goes well."""
        goes_on = self.state in (MembershipState.TRIALING, MembershipState.ACTIVE) and self.cancel_at is None
        return self.period_end if goes_on else None

    @property
    def credit_money(self) -> Money | None:
        """What is to her credit, if anything is."""
        return Money(self.credit, self.currency) if self.credit else None

    @property
    def next_charge(self) -> Charge | None:
        """When her card is next charged, and with how much before tax, if all goes well: the credit pays first."""
        if self.next_payment_at is None:
            return None
        paid_for, rest = divmod(self.credit, self.amount)
        return Charge(later(self.next_payment_at, self.interval, paid_for), Money(self.amount - rest, self.currency))


class SubscriptionInvoice(Model):
    """An invoice of a membership, as the gateway told of it last."""

    __tablename__ = "subscription_invoices"
    __table_args__ = (CheckConstraint("refunded <= paid", name="refunds_no_more_than_paid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id"), index=True)
    gateway_id: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str | None]
    status: Mapped[str]  # draft, open, paid, void, uncollectible
    reason: Mapped[str]
    currency: Mapped[str]
    total: Mapped[int]  # minor units; below nothing for what is credited
    paid: Mapped[int]
    tax: Mapped[int]  # in what was paid
    refunded: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0)  # to a dispute
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    made_at: Mapped[datetime]
    payment_intent_id: Mapped[str | None] = mapped_column(index=True)
    hosted_url: Mapped[str | None]
    pdf_url: Mapped[str | None]
    dispute_status: Mapped[str | None]  # Stripe's words: needs_response, won, lost ...

    def money(self, amount: int) -> Money:
        """An amount in the invoice's currency."""
        return Money(amount, self.currency)

    @property
    def refundable(self) -> int:
        return self.paid - self.refunded - self.lost
