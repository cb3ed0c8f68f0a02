"""Becoming a member: a row is written down, then its payment page is opened at the gateway.

The gateway is never called inside a transaction. A person has one row that isn't over (the database holds it),
and a row has one payment page that can be paid on: another plan closes the page before it opens its own. So
there is no second subscription, whatever is clicked twice or in two tabs.
"""

from datetime import timedelta

from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.billing.gateways import gateway
from careercenter.billing.gateways.port import CheckoutSession
from careercenter.billing.gateways.subscribing import Wish
from careercenter.core import AlreadyDone, NotPossible, add_once, db, lock, now, record, require, transaction
from careercenter.memberships import following, plans, policies, queries
from careercenter.memberships.models import OVER, MembershipPlan, MembershipState, Subscription
from careercenter.web.going_back import local_path
from careercenter.web.links import absolute

LIFETIME = timedelta(hours=12)
"""How long a payment page stays open. Stripe allows 30 minutes to 24 hours."""

LAST_CALL = timedelta(minutes=31)
"""A page that would close sooner than this isn't shown again."""


class AlreadyMember(AlreadyDone):
    """She has a membership, or pays for one at this moment."""


def start(plan_code: str, *, by: User, return_to: str | None = None) -> Subscription:
    """Want a membership, and open its payment page (`row.checkout_url`).

    Asked again for the same plan it is the same page. `return_to` is a path of this site where she goes on
    after paying; any other is dropped.

    Raises:
        Forbidden: the person can't become a member.
        NotFound: there is no such plan.
        AlreadyMember: she has one.
        NotPossible: another tab opens a page for another plan at this very moment.
        GatewayDown: the row is kept, and asking again opens its page.
    """
    require(policies.may_join(by), "Verify your e-mail address first: receipts go there.")
    plan = plans.get_plan(plan_code)
    row = _find_or_add(plan, by=by)
    while not (attempt := _begin(row, plan, return_to=local_path(return_to))):
        _close_page(row)
    if row.checkout_url:
        return row
    # Of one try every request is the same, from whatever page she comes: the gateway refuses another by its key.
    session = gateway.subscriptions.open_checkout(
        _wish(row), success_url=absolute("memberships.welcome", public_id=row.public_id),
        cancel_url=absolute("memberships.index"))
    if not _keep(row, session, attempt):
        gateway.expire_session(session.id)  # another tab chose another plan meanwhile; nobody saw this page
        if not row.checkout_url:
            raise NotPossible("Another plan is being opened in another tab. Go on there, or try again here.")
    return row


def _find_or_add(plan: MembershipPlan, *, by: User) -> Subscription:
    if (row := queries.find_current(by.id)) is not None:
        return row
    try:
        with transaction():
            row = Subscription(
                user_id=by.id, email=by.email, interval=plan.interval, amount=plan.amount, currency=plan.currency,
                trial_days=0, gateway=gateway.name, expires_at=now() + LIFETIME)
            add_once(row, "She has a membership.")
            record("want", row, by=by, plan=plan.code)
            return row
    except AlreadyDone:  # the first of two clicks was here a moment ago
        found = queries.find_current(by.id)
        if found is None:
            raise
        return found


def _begin(row: Subscription, plan: MembershipPlan, *, return_to: str | None) -> int:
    """Whether a page for this plan is open or can be opened now: the number of its try, or 0 if another page must
    be closed before."""
    with transaction():
        lock(row)
        if row.state in OVER:
            raise NotPossible("The payment page has just closed. Choose your plan again.")
        if row.state is not MembershipState.OPENING:
            raise AlreadyMember("You are a member already.")
        if row.gateway != gateway.name:  # the site takes payments elsewhere now
            row.gateway, row.session_id, row.checkout_url, row.expires_at = gateway.name, None, None, now()
        is_same = row.attempt > 0 and row.terms == plan.terms and row.expires_at - now() > LAST_CALL
        if not is_same and row.session_id is not None:
            return 0
        row.return_to = return_to
        if not is_same:
            row.attempt += 1
            row.interval, row.amount, row.currency = plan.interval, plan.amount, plan.currency
            user = db.session.get_one(User, row.user_id)
            row.email, row.customer_id = user.email, _find_customer(row.user_id)
            row.trial_days = 0 if had_one(row.user_id) else plan.trial_days
            row.expires_at = (now() + LIFETIME).replace(microsecond=0)
        return row.attempt


def had_one(user_id: int) -> bool:
    """Whether a person ever had a membership: then the next one begins without a trial."""
    return db.session.scalars(select(Subscription.id).where(
        Subscription.user_id == user_id, Subscription.gateway_id.is_not(None)).limit(1)).first() is not None


def _close_page(row: Subscription) -> None:
    session_id = row.session_id
    if session_id is None:
        return
    if gateway.expire_session(session_id).status == "complete":
        following.ask(row)
        raise AlreadyMember("You have just paid for a membership. Look at it in your account.")
    with transaction():
        lock(row)
        if row.session_id == session_id:
            row.session_id = row.checkout_url = None


def _keep(row: Subscription, session: CheckoutSession, attempt: int) -> bool:
    with transaction():
        lock(row)
        if row.state is MembershipState.OPENING and row.attempt == attempt:
            row.session_id, row.checkout_url = session.id, session.url
            return True
        return row.session_id == session.id


def _wish(row: Subscription) -> Wish:
    return Wish(
        reference=row.public_id, key=f"membership:{row.public_id}:{row.attempt}", email=row.email,
        customer_id=row.customer_id, terms=row.terms, trial_days=row.trial_days, expires_at=row.expires_at)


def _find_customer(user_id: int) -> str | None:
    return db.session.scalars(
        select(Subscription.customer_id)
        .where(Subscription.user_id == user_id, Subscription.gateway == gateway.name,
               Subscription.gateway_id.is_not(None))
        .order_by(Subscription.id.desc())).first()
