"""All orders, what the books and the gateway say of one, and asking the gateway about it."""

import re
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, true

from careercenter.accounts.models import User
from careercenter.accounts.policies import is_admin
from careercenter.billing import reconcile
from careercenter.billing.fulfillment import CLOSED_DISPUTES
from careercenter.billing.gateways import gateway
from careercenter.billing.models import (
    FULFILLED,
    WAITING,
    Journal,
    LedgerEntry,
    Order,
    OrderState,
    WebhookEvent,
)
from careercenter.core import NotPossible, db, record, require, transaction
from careercenter.employers.models import Employer
from careercenter.web.pagination import Page, paginate


class Group(NamedTuple):
    """Orders that are looked at together."""

    label: str
    criterion: ColumnElement[bool]


class Whose(NamedTuple):
    """An order, with the employer's name if it is one's, and who bought it."""

    order: Order
    employer: str | None
    buyer: User


GROUPS = {
    "": Group("All", true()),
    "look": Group("To look at", or_(
        Order.flag.is_not(None),
        and_(Order.dispute_status.is_not(None), Order.dispute_status.not_in(CLOSED_DISPUTES)))),
    "waiting": Group("Waiting", Order.state.in_(WAITING)),
    "paid": Group("Paid", Order.state == OrderState.PAID),
    "refunded": Group("Refunded", Order.state == OrderState.REFUNDED),
    "unpaid": Group("Never paid", Order.state.in_({OrderState.FAILED, OrderState.EXPIRED, OrderState.CANCELED})),
}


def list_orders(group: str, query: str, *, employer_id: int | None = None, number: int) -> Page[Whose]:
    """Orders of a group with whose they are, newest first.

    `query` is an order's number, one of the gateway's ids, or a part of the employer's or the buyer's name.
    """
    statement = (select(Order, Employer.name, User).outerjoin(Employer, Employer.id == Order.employer_id)
                 .join(User, User.id == Order.bought_by_id).where(GROUPS[group].criterion).order_by(Order.id.desc()))
    if employer_id is not None:
        statement = statement.where(Order.employer_id == employer_id)
    if query:
        statement = statement.where(_matches(query))
    return paginate(statement, number=number)


def list_journals(order: Order) -> list[tuple[Journal, list[LedgerEntry]]]:
    """What the books say of an order, in the order in which it happened."""
    found: dict[int, tuple[Journal, list[LedgerEntry]]] = {}
    rows = db.session.execute(
        select(Journal, LedgerEntry).join(LedgerEntry, LedgerEntry.journal_id == Journal.id)
        .where(Journal.order_id == order.id).order_by(Journal.id, LedgerEntry.id))
    for journal, entry in rows:
        found.setdefault(journal.id, (journal, []))[1].append(entry)
    return list(found.values())


def list_webhook_events(order: Order) -> list[WebhookEvent]:
    """What the gateway told of an order, in the order in which it happened there."""
    about = WebhookEvent.payload
    names = [about["data", "object", "metadata", "order"].as_string() == order.public_id,
             about["data", "object", "client_reference_id"].as_string() == order.public_id]
    if order.payment_intent_id:
        names.append(about["data", "object", "payment_intent"].as_string() == order.payment_intent_id)
    return list(db.session.scalars(
        select(WebhookEvent).where(or_(*names)).order_by(WebhookEvent.sent_at, WebhookEvent.id).limit(100)))


def can_ask(order: Order) -> bool:
    """Whether the gateway can tell anything new about an order."""
    return order.gateway == gateway.name and order.state not in FULFILLED and (
        order.is_waiting or order.session_id is not None)


def ask_gateway(order: Order, *, by: User) -> str:
    """Ask the gateway about an order now, and bring it to where it stands. Returns what came of it, in words.

    Raises:
        Forbidden: `by` doesn't administer the site.
        NotPossible: there is nothing to ask.
        GatewayDown: it doesn't answer; nothing has changed.
    """
    require(is_admin(by))
    if not can_ask(order):
        raise NotPossible("There is nothing to ask about this order: it is paid, or belongs to another gateway.")
    outcome = reconcile.ask(order)
    with transaction():
        record("ask_gateway", order, by=by, outcome=outcome)
    return outcome


def _matches(query: str) -> ColumnElement[bool]:
    number = re.fullmatch(r"(?:CC-)?(\d{5,9})", query, re.IGNORECASE)
    if number:
        return Order.id == int(number[1]) - 10_000
    return or_(Order.public_id == query, Order.session_id == query, Order.payment_intent_id == query,
               Employer.name.icontains(query, autoescape=True),
               and_(Order.employer_id.is_(None), User.name.icontains(query, autoescape=True)))
