"""What is done with a membership: canceled, resumed, switched, refunded. The gateway does it; then we ask it."""

from datetime import datetime
from typing import Any

from careercenter.accounts.models import User
from careercenter.billing.gateways import gateway
from careercenter.billing.gateways.port import GatewayDown
from careercenter.billing.gateways.subscribing import GatewaySubscription
from careercenter.core import Money, NotPossible, record, require, transaction
from careercenter.memberships import following, plans, policies
from careercenter.memberships.models import MembershipPlan, MembershipState, Subscription, SubscriptionInvoice
from careercenter.web.links import absolute

S = MembershipState


def cancel(row: Subscription, *, by: User) -> None:
    """End a membership with what is paid for; one that isn't paid for ends at once.

    Raises:
        Forbidden: it isn't the person's.
        NotPossible: it doesn't run, or is canceled.
        GatewayDown: nothing has changed.
    """
    require(policies.may_manage(by, row))
    if not row.is_running or row.cancel_at is not None:
        raise NotPossible("There is nothing to cancel: this membership ends by itself, or has ended.")
    if row.state in (S.PAST_DUE, S.UNPAID):
        gateway.subscriptions.end(_id_of(row))
    else:
        gateway.subscriptions.set_renewal(_id_of(row), renews=False)
    _done(row, "cancel", by=by)


def resume(row: Subscription, *, by: User) -> None:
    """Have a canceled membership renew itself after all.

    Raises:
        Forbidden: it isn't the person's.
        NotPossible: it isn't canceled, or over.
        GatewayDown: nothing has changed.
    """
    require(policies.may_manage(by, row))
    if not row.is_running or row.cancel_at is None:
        raise NotPossible("There is nothing to resume: this membership renews itself, or has ended.")
    gateway.subscriptions.set_renewal(_id_of(row), renews=True)
    _done(row, "resume", by=by)


def list_switches(row: Subscription) -> list[MembershipPlan]:
    """The plans that a member can switch to."""
    if row.state not in (S.TRIALING, S.ACTIVE) or row.cancel_at is not None:
        return []
    return [plan for plan in plans.list_plans() if plan.interval is not row.interval]


def preview_switch(row: Subscription, plan: MembershipPlan, *, at: datetime) -> Money:
    """What a switch at a moment costs at once; below nothing, what it credits to the next payments.

    Raises:
        NotPossible: the member can't switch to this plan.
        GatewayDown: it can't be told now.
    """
    _require_switch(row, plan)
    return gateway.subscriptions.preview_switch(_found(row), plan.terms, at=at)


def switch(row: Subscription, plan: MembershipPlan, *, by: User, at: datetime) -> None:
    """Switch to another plan at once. What is left of the old one is set off; `at` is the moment of the preview,
    so that it costs what was shown. Who has the plan already, since she clicked twice, pays nothing.

    Raises:
        Forbidden: it isn't the person's.
        NotPossible: she can't switch to this plan.
        PaymentRefused: her bank did; nothing has changed.
        GatewayDown: nothing has changed.
    """
    require(policies.may_manage(by, row))
    if row.is_running and row.terms == plan.terms:
        return
    _require_switch(row, plan)
    gateway.subscriptions.switch(_found(row), plan.terms, at=at,
                                 key=f"switch:{row.public_id}:{plan.id}:{int(at.timestamp())}")
    _done(row, "switch", by=by, plan=plan.code, amount=plan.amount)


def open_portal(row: Subscription, *, by: User) -> str:
    """The address of the gateway's page for cards and invoices.

    Raises:
        Forbidden: it isn't the person's.
        NotPossible: the gateway doesn't know her yet.
        GatewayDown: it can't be opened now.
    """
    require(policies.may_manage(by, row))
    if row.customer_id is None or row.gateway != gateway.name:
        raise NotPossible("There is nothing to see at our payment provider yet.")
    return gateway.subscriptions.open_portal(row.customer_id, return_url=absolute("memberships.show"))


def refund(row: Subscription, invoice: SubscriptionInvoice, amount: int, *, by: User, reason: str, key: str) -> None:
    """Give some of a payment back, in minor units, once for each key.

    Raises:
        Forbidden: `by` doesn't administer the site.
        NotPossible: that much can't be given back.
        PaymentRefused: the gateway refuses, since less is left of it.
        GatewayDown: nothing has changed.
    """
    require(policies.may_look_after(by))
    # What is left is the gateway's to say: to the second of two clicks it says what it said to the first.
    if invoice.payment_intent_id is None or not 0 < amount <= invoice.paid:
        raise NotPossible(f"At most {invoice.money(invoice.paid)} can be given back of this payment.")
    gateway.subscriptions.refund(invoice.payment_intent_id, amount, key=f"refund:{invoice.gateway_id}:{key}")
    _done(row, "refund", by=by, reason=reason, amount=amount, invoice=invoice.gateway_id)


def end(row: Subscription, *, by: User | None, reason: str) -> None:
    """End a membership at once, without giving money back.

    `by` is None for the site itself: the account is deleted, or a dispute lost.

    Raises:
        Forbidden: `by` doesn't administer the site.
        NotPossible: it doesn't run.
        GatewayDown: nothing has changed.
    """
    require(by is None or policies.may_look_after(by))
    if not row.is_running:
        raise NotPossible("This membership has ended already.")
    gateway.subscriptions.end(_id_of(row))
    _done(row, "end_now", by=by, reason=reason)


def refresh(row: Subscription, *, by: User) -> None:
    """Ask the gateway now where a membership stands.

    Raises:
        Forbidden: `by` doesn't administer the site.
        GatewayDown: it doesn't answer; nothing has changed.
    """
    require(policies.may_look_after(by))
    following.ask(row)
    with transaction():
        record("ask_gateway", row, by=by)


def _require_switch(row: Subscription, plan: MembershipPlan) -> None:
    if plan.id not in {each.id for each in list_switches(row)}:
        raise NotPossible("You can't switch to this plan now: a membership that is canceled or not paid for is "
                          "resumed or paid first.")


def _found(row: Subscription) -> GatewaySubscription:
    found = gateway.subscriptions.find(_id_of(row))
    if found is None:
        raise GatewayDown("Our payment provider doesn't know this membership. Write to us.")
    return found


def _id_of(row: Subscription) -> str:
    if row.gateway_id is None or row.gateway != gateway.name:
        raise NotPossible("Our payment provider doesn't know this membership.")
    return row.gateway_id


def _done(row: Subscription, act: str, *, by: User | None, reason: str | None = None, **details: Any) -> None:
    with transaction():
        record(act, row, by=by, reason=reason, **details)
    try:
        following.ask(row)
    except GatewayDown:  # it is done there; the schedule asks what came of it
        return
