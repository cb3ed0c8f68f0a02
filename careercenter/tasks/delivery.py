"""Stored events reach their listeners: at least once, and again after a failure or a crash."""


import structlog
from flask import current_app

from careercenter.core import db, now, transaction
from careercenter.core.happenings import EventDelivery, StoredEvent
from careercenter.events import Event, listeners_of
from careercenter.tasks.claims import back_off, claim_next
from careercenter.tasks.queue import every, task

log = structlog.get_logger()


def deliver_soon() -> None:
    """Have the worker deliver what waits; a lost call is made good by the schedule."""
    try:
        deliver_due.later()
    except Exception:
        if current_app.testing:
            raise
        log.exception("the queue is out of reach; the schedule delivers later")


@task
def deliver_due() -> None:
    """Deliver every event that is due, oldest first."""
    while (due := claim_next(EventDelivery, EventDelivery.delivered_at.is_(None))) is not None:
        _deliver(due)


@every(seconds=5)
def deliver_forgotten() -> None:
    """Deliver what a crash or a failed attempt left behind."""
    deliver_due()


def _deliver(delivery_id: int) -> None:
    delivery = db.session.get_one(EventDelivery, delivery_id)
    stored = db.session.get_one(StoredEvent, delivery.event_id)
    event, listener = Event.from_payload(stored.name, stored.payload), delivery.listener
    db.session.rollback()
    try:
        heard_by = listeners_of(type(event)).get(listener)
        if heard_by is not None:
            heard_by(event)
    except Exception as error:
        db.session.rollback()
        log.exception("listener failed", listener=listener, event_name=stored.name)
        _failed(delivery_id, error)
        if current_app.testing:
            raise
    else:
        with transaction():
            delivery = db.session.get_one(EventDelivery, delivery_id)
            delivery.delivered_at, delivery.last_error = now(), None


def _failed(delivery_id: int, error: Exception) -> None:
    with transaction():
        delivery = db.session.get_one(EventDelivery, delivery_id)
        delivery.next_try_at = now() + back_off(delivery.attempts)
        delivery.last_error = type(error).__name__
