"""Asking the gateway by itself, so that an event that never came takes nothing from a member, and gives nothing."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from careercenter.billing.asking import ask_each
from careercenter.billing.gateways import gateway
from careercenter.core import db, now, transaction
from careercenter.memberships import following, letters
from careercenter.memberships.models import OVER, Interval, MembershipState, Subscription
from careercenter.tasks import every

SOON = timedelta(minutes=5)
"""How long after a payment page was opened, or a period ended, we ask; and how often, until it is settled."""

HOURLY, DAILY = timedelta(hours=1), timedelta(hours=24)
"""How often we ask about who may pay what is owed at any moment, and about everybody else."""

AT_ONCE = 500
"""How many memberships are asked about in one go: the others are next."""

TRIAL_ENDS, RENEWS, STOPS = timedelta(days=3), timedelta(days=30), timedelta(days=2)
"""How long before it happens a member is told: the law of several states wants it for what renews itself."""


@every(minutes=2)
def reconcile_due() -> None:
    """Ask about every membership that may have news."""
    reconcile(now())


def reconcile(at: datetime) -> dict[str, int]:
    """Ask about memberships as is due at a moment. Returns how many came to what."""
    due = db.session.scalars(
        select(Subscription.id)
        .where(Subscription.gateway == gateway.name, Subscription.state.not_in(OVER), _is_due(at))
        .order_by(func.coalesce(Subscription.asked_at, Subscription.created_at)).limit(AT_ONCE)).all()
    return ask_each("memberships", due, _ask)


def _ask(row_id: int) -> str:
    row = db.session.get_one(Subscription, row_id)
    following.ask(row)
    return str(row.state)


def _is_due(at: datetime) -> ColumnElement[bool]:
    asked = func.coalesce(Subscription.asked_at, Subscription.created_at)
    is_unsettled = or_(Subscription.state == MembershipState.OPENING, Subscription.wanted > Subscription.answered,
                       Subscription.period_end <= at)
    is_owed = Subscription.state.in_((MembershipState.PAST_DUE, MembershipState.UNPAID))
    return or_(asked <= at - DAILY, and_(is_owed, asked <= at - HOURLY), and_(is_unsettled, asked <= at - SOON))


@every(hours=3)
def tell_ahead() -> None:
    """Tell members what will happen by itself, once each."""
    at, goes_on = now(), Subscription.cancel_at.is_(None)
    _write("membership_trial_ending", "trial_end", goes_on, Subscription.state == MembershipState.TRIALING,
           Subscription.trial_end.between(at, at + TRIAL_ENDS))
    _write("membership_renewal_ahead", "period_end", goes_on, Subscription.state == MembershipState.ACTIVE,
           Subscription.interval == Interval.YEAR, Subscription.period_end.between(at, at + RENEWS))
    is_missing = Subscription.state == MembershipState.PAST_DUE
    _write("membership_last_call", "entitled_until", is_missing,
           Subscription.entitled_until.between(at, at + STOPS))
    _write("membership_stopped", "period_start", is_missing, Subscription.entitled_until <= at)


def _write(template: str, what: str, *which: ColumnElement[bool]) -> None:
    for row in db.session.scalars(select(Subscription).where(*which)).all():
        moment: datetime = getattr(row, what)
        with transaction():
            letters.write(row, template, about=moment.isoformat(), on=moment)
