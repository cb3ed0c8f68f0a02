"""A shop with its price list, and a buyer's hands in the sandbox."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.billing import catalog, checkout
from careercenter.billing.gateways import gateway
from careercenter.billing.gateways.sandbox import checkout as sandbox
from careercenter.billing.gateways.sandbox import delivery
from careercenter.billing.gateways.sandbox.models import SandboxEvent, SandboxSession
from careercenter.billing.models import Order
from careercenter.core import db, new_public_id
from careercenter.employers.models import Employer


@pytest.fixture
def shop(app: Flask) -> None:
    """The price list is there."""
    catalog.seed()


@pytest.fixture
def order_one(shop: None, hospital: Employer, owner: User) -> Callable[..., Order]:
    """`order_one("pack-5")` orders for the hospital, up to the open payment page."""
    def order(product: str = "single", **how: Any) -> Order:
        how = {"by": owner, "key": new_public_id(), **how}
        return checkout.start(hospital.id, product, **how)
    return order


@pytest.fixture
def order(order_one: Callable[..., Order]) -> Order:
    """An order of one posting that waits for its payment."""
    return order_one()


def session_of(order: Order) -> SandboxSession:
    """The sandbox's side of an order."""
    return sandbox.get_session(str(order.session_id))


def press(step: Callable[..., None], order: Order, *arguments: Any, **how: Any) -> None:
    """Do something on an order's payment page, and let the events arrive."""
    step(session_of(order), *arguments, **how)
    delivery.deliver_due()
    db.session.rollback()


def events_of(order: Order) -> list[SandboxEvent]:
    """What the sandbox has to tell of an order, sent or not."""
    return list(db.session.scalars(
        select(SandboxEvent).join(SandboxSession, SandboxEvent.session_id == SandboxSession.id)
        .where(SandboxSession.order_public_id == order.public_id).order_by(SandboxEvent.id)))


def webhook_secret() -> str:
    return gateway.webhook_secret  # type: ignore[attr-defined]
