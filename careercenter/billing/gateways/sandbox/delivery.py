"""The sandbox's events reach the endpoint: signed as Stripe signs, again until they are taken, also after a crash."""

from http import HTTPStatus
from typing import cast

import structlog
from flask import current_app
from sqlalchemy import select

from careercenter.billing.gateways import gateway, signatures
from careercenter.billing.gateways.sandbox import checkout, subscriptions
from careercenter.billing.gateways.sandbox.gateway import SandboxGateway
from careercenter.billing.gateways.sandbox.models import SandboxEvent
from careercenter.core import db, lock, now, transaction
from careercenter.tasks import every, task
from careercenter.tasks.claims import back_off

log = structlog.get_logger()

ENDPOINT = "/billing/webhooks/stripe"


class NotTaken(Exception):
    """The endpoint didn't acknowledge an event."""


@task
def deliver_due() -> None:
    """Send what is due, oldest first."""
    due = db.session.scalars(
        select(SandboxEvent).where(SandboxEvent.delivered_at.is_(None), SandboxEvent.next_try_at <= now())
        .order_by(SandboxEvent.next_try_at, SandboxEvent.id)).all()
    for row in due:
        _deliver(row)


@every(seconds=2)
def deliver_forgotten() -> None:
    """Send what a crash or a delay left behind, close pages whose time is over, and renew subscriptions."""
    if gateway.name == SandboxGateway.name:
        checkout.expire_due()
        subscriptions.run_due()
        deliver_due()


def send(row: SandboxEvent) -> None:
    """Sign an event now and post it to the endpoint, within the process: no address to reach can be wrong."""
    secret = cast(SandboxGateway, gateway).webhook_secret
    answer = current_app.test_client().post(
        ENDPOINT, data=row.payload, content_type="application/json",
        headers={"Stripe-Signature": signatures.sign(row.payload, secret)})
    if answer.status_code != HTTPStatus.OK:
        raise NotTaken(f"the endpoint answered {answer.status}")


def _deliver(row: SandboxEvent) -> None:
    try:
        send(row)
    except Exception as error:
        with transaction():
            lock(row)
            row.attempts += 1
            row.next_try_at = now() + back_off(row.attempts)
        log.exception("the endpoint didn't take a sandbox event", error=type(error).__name__)
        if current_app.testing:
            raise
    else:
        with transaction():
            lock(row)
            row.attempts += 1
            row.delivered_at = now()
