"""The price list of memberships, with its history."""

from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.billing.gateways.subscribing import Interval
from careercenter.core import AlreadyDone, NotFound, db, lock, now, record, require, transaction
from careercenter.memberships import policies
from careercenter.memberships.models import MembershipPlan

PLANS = {
    "monthly": ("Monthly", Interval.MONTH, 19_00),
    "yearly": ("Yearly", Interval.YEAR, 149_00),
}

TRIAL_DAYS = 7


def seed() -> None:
    """Put the plans and their first prices in place. What is there stays as it is."""
    with transaction():
        there = set(db.session.scalars(select(MembershipPlan.code)))
        for position, (code, (name, interval, amount)) in enumerate(PLANS.items()):
            if code not in there:
                db.session.add(MembershipPlan(code=code, name=name, interval=interval, amount=amount, currency="USD",
                                              trial_days=TRIAL_DAYS, position=position))


def list_plans() -> list[MembershipPlan]:
    """What can be had now."""
    return list(db.session.scalars(
        select(MembershipPlan).where(MembershipPlan.valid_until.is_(None)).order_by(MembershipPlan.position)))


def list_history() -> list[MembershipPlan]:
    """All that was ever asked, newest first."""
    return list(db.session.scalars(select(MembershipPlan).order_by(
        MembershipPlan.position, MembershipPlan.valid_from.desc(), MembershipPlan.id.desc())))


def get_plan(code: str) -> MembershipPlan:
    """A plan that can be had now.

    Raises:
        NotFound: it can't.
    """
    plan = db.session.scalars(select(MembershipPlan).where(
        MembershipPlan.code == code, MembershipPlan.valid_until.is_(None))).first()
    if plan is None:
        raise NotFound("There is no such plan any more. Look at the membership page.")
    return plan


def set_price(code: str, amount: int, *, by: User) -> MembershipPlan:
    """Ask another price of new members from now on, in minor units. Who is a member keeps hers.

    Raises:
        Forbidden: `by` doesn't administer the site.
        NotFound: there is no such plan.
        AlreadyDone: it costs that.
    """
    with transaction():
        require(policies.may_set_prices(by))
        old = get_plan(code)
        lock(old)
        if old.valid_until is not None or old.amount == amount:
            raise AlreadyDone(f"The {old.name.lower()} membership costs {get_plan(code).money} already.")
        old.valid_until = now()
        db.session.flush()
        new = MembershipPlan(
            code=code, name=old.name, interval=old.interval, amount=amount, currency=old.currency,
            trial_days=old.trial_days, position=old.position, valid_from=old.valid_until)
        db.session.add(new)
        record("set_price", new, by=by, from_amount=old.amount, to_amount=amount, currency=old.currency)
    return new
