"""A membership follows the gateway: it is asked, and what it answers becomes the row, the grants and the books.

Events, people's own clicks and the schedule all do the same: they want an answer (`want`), and then one is got
(`answer`). Each wish has a number. An answer is as new as the newest wish before it was asked for, and one that
isn't newer than what is known already is dropped: so events may come again, late and in any order, and two
workers may ask at once (docs/adr/0018).
"""

from datetime import timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import select

from careercenter import events
from careercenter.billing.gateways import gateway
from careercenter.billing.gateways.port import CheckoutSession
from careercenter.billing.gateways.subscribing import GatewayInvoice, GatewaySubscription
from careercenter.config import settings
from careercenter.core import db, lock, now, transaction
from careercenter.memberships import entitlement, letters, money, queries
from careercenter.memberships.lifecycle import ACTION_OF, MEMBERSHIP, MembershipAction
from careercenter.memberships.models import MembershipState, Subscription, SubscriptionInvoice
from careercenter.metering import ledger
from careercenter.metering.meters import METERS

log = structlog.get_logger()


class Answer(NamedTuple):
    """What the gateway said, and to which wish."""

    wanted: int
    session: CheckoutSession | None  # of a membership whose subscription isn't known yet
    subscription: GatewaySubscription | None
    invoices: list[GatewayInvoice]


def want(row: Subscription, happened: list[events.Event]) -> None:
    """Note that something happened at the gateway; in the caller's transaction."""
    lock(row)
    row.wanted += 1
    happened.append(events.MembershipNews(row.id))


def ask(row: Subscription) -> None:
    """Ask the gateway now.

    Raises:
        GatewayDown: it doesn't answer; the wish stands, and the schedule asks again.
    """
    with transaction():
        lock(row)
        row.wanted += 1
    answer(row.id)


def answer(subscription_id: int) -> None:
    """Get the answer to whatever is wanted to be known of a membership; nothing to do if all is answered.

    Raises:
        GatewayDown: as in `ask`.
    """
    row = db.session.get_one(Subscription, subscription_id)
    if row.wanted == row.answered or row.gateway != gateway.name:
        return
    told = _fetch(row)
    with transaction():
        lock(row)
        if told.wanted > row.answered and not _is_of_another_page(row, told.session):
            row.answered, row.asked_at = told.wanted, now()
            _follow(row, told)


def _fetch(row: Subscription) -> Answer:
    wanted, session_id, gateway_id = row.wanted, row.session_id, row.gateway_id
    db.session.rollback()  # no transaction waits for a network
    session = gateway.find_session(session_id) if session_id and not gateway_id else None
    gateway_id = gateway_id or (session.subscription_id if session else None)
    subscription = gateway.subscriptions.find(gateway_id) if gateway_id else None
    invoices = gateway.subscriptions.list_invoices(subscription) if subscription else []
    return Answer(wanted, session, subscription, invoices)


def _is_of_another_page(row: Subscription, session: CheckoutSession | None) -> bool:
    # Its page was closed for another plan's while we asked.
    return session is not None and row.session_id != session.id


def _follow(row: Subscription, told: Answer) -> None:
    before = letters.Before(row.state, row.cancel_at, row.terms)
    if told.subscription is not None:
        _copy(row, told.subscription)
        _advance(row, ACTION_OF.get(told.subscription.status))
    elif row.state is MembershipState.OPENING and _is_given_up(row, told.session):
        _advance(row, MembershipAction.ABANDON)
    changed = [invoice for said in reversed(told.invoices) if (invoice := _keep_invoice(row, said)) is not None]
    _entitle(row)
    letters.tell(row, before, changed)


def _is_given_up(row: Subscription, session: CheckoutSession | None) -> bool:
    if session is not None:
        return session.status == "expired"
    return row.session_id is None and row.expires_at <= now()


def _copy(row: Subscription, said: GatewaySubscription) -> None:
    row.gateway_id, row.customer_id = said.id, said.customer_id
    row.interval, row.amount, row.currency = said.terms.interval, said.terms.amount, said.terms.currency
    row.period_start, row.period_end, row.trial_end = said.period_start, said.period_end, said.trial_end
    row.cancel_at, row.ended_at = said.cancel_at, said.ended_at
    row.credit = said.credit
    row.card_brand, row.card_last4 = said.card_brand or row.card_brand, said.card_last4 or row.card_last4


def _advance(row: Subscription, action: MembershipAction | None) -> None:
    if action is not None and MEMBERSHIP.can(row, action):
        MEMBERSHIP.advance(row, action, by=None, reason="the gateway says so")


def _entitle(row: Subscription) -> None:
    until = entitlement.end_of(row, queries.list_invoices(row), grace=timedelta(days=settings.membership_grace_days))
    if until is None or row.period_start is None:
        return
    # The gateway's clock may be ahead of ours, and who has just paid is entitled at once.
    since = row.entitled_from or min(row.period_start, now())
    row.entitled_from, row.entitled_until = since, until
    for meter in (each for each in METERS if each.is_lifted):
        ledger.lift(meter, row.user_id, starts_at=since, ends_at=until,
                    key=f"membership:{row.public_id}:{meter.key}", reason="Membership")


def _keep_invoice(row: Subscription, said: GatewayInvoice) -> SubscriptionInvoice | None:
    """The invoice, if anything of it is new."""
    invoice = db.session.scalars(
        select(SubscriptionInvoice).where(SubscriptionInvoice.gateway_id == said.id)).first()
    if invoice is None:
        invoice = SubscriptionInvoice(
            subscription_id=row.id, gateway_id=said.id, reason=said.reason, currency=said.currency,
            made_at=said.made_at, refunded=0)
        db.session.add(invoice)
    refunded_before = invoice.refunded
    invoice.number, invoice.status, invoice.total = said.number, said.status, said.total
    invoice.paid, invoice.tax = said.paid, min(max(said.tax, 0), said.paid)
    invoice.refunded = min(said.refunded, said.paid)
    invoice.attempts, invoice.next_attempt_at = said.attempts, said.next_attempt_at
    invoice.payment_intent_id = said.payment_intent_id
    invoice.hosted_url, invoice.pdf_url = said.hosted_url, said.pdf_url
    if not db.session.is_modified(invoice):
        return None
    db.session.flush()
    money.book(row, invoice, refunded_before=refunded_before)
    return invoice
