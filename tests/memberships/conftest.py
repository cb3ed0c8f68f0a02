"""The price list of memberships, and a member's hands in the sandbox."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from careercenter.accounts.models import User
from careercenter.billing.gateways.sandbox import checkout as sandbox_pages
from careercenter.billing.gateways.sandbox import delivery, subscriptions
from careercenter.billing.gateways.sandbox.models import SandboxEvent, SandboxSession, SandboxSubscription
from careercenter.billing.models import LedgerEntry
from careercenter.core import db
from careercenter.mail.models import OutboxMail
from careercenter.memberships import joining, plans
from careercenter.memberships.models import Subscription


@pytest.fixture
def price_list(app: Flask) -> None:
    """The plans are there."""
    plans.seed()


@pytest.fixture
def opening(price_list: None, coder: User) -> Subscription:
    """The coder's membership, up to its open payment page."""
    return joining.start("monthly", by=coder, return_to="/codes/E11.40")


@pytest.fixture
def trial(opening: Subscription) -> Subscription:
    """The coder's membership in its free days."""
    pay(opening)
    return opening


@pytest.fixture
def member(trial: Subscription) -> Subscription:
    """The coder's membership, paid for a month."""
    press(subscriptions.advance, trial)
    return trial


def page_of(row: Subscription) -> SandboxSession:
    """The sandbox's payment page of a membership."""
    return sandbox_pages.get_session(str(row.session_id))


def sandbox_of(row: Subscription) -> SandboxSubscription:
    """The sandbox's side of a membership."""
    return db.session.scalars(
        select(SandboxSubscription).where(SandboxSubscription.reference == row.public_id)).one()


def pay(row: Subscription, card: str = subscriptions.WORKS) -> None:
    """Subscribe on the payment page, and let the events arrive."""
    subscriptions.subscribe(page_of(row), card=card)
    let_arrive()


def press(step: Callable[..., None], row: Subscription, *arguments: Any, **how: Any) -> None:
    """Do something with the sandbox's side of a membership, and let the events arrive."""
    step(sandbox_of(row), *arguments, **how)
    let_arrive()


def let_arrive() -> None:
    delivery.deliver_due()
    db.session.rollback()


def events_of(row: Subscription) -> list[SandboxEvent]:
    """What the sandbox has to tell of a membership, sent or not."""
    return list(db.session.scalars(
        select(SandboxEvent).join(SandboxSession, SandboxEvent.session_id == SandboxSession.id)
        .where(SandboxSession.order_public_id == row.public_id).order_by(SandboxEvent.id)))


def mails() -> list[str]:
    """The names of all mails about memberships, in the order in which they were written."""
    return list(db.session.scalars(
        select(OutboxMail.template).where(OutboxMail.template.startswith("membership")).order_by(OutboxMail.id)))


def mail(template: str) -> OutboxMail:
    """The only mail of this name."""
    return db.session.scalars(select(OutboxMail).where(OutboxMail.template == template)).one()


def money_balance(account: str) -> int:
    return db.session.scalar(select(func.coalesce(func.sum(LedgerEntry.amount), 0))
                             .where(LedgerEntry.account == account)) or 0
