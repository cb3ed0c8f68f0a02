"""What failed on its way and is tried again."""

from sqlalchemy import select

from careercenter.billing.models import WebhookEvent
from careercenter.core import db
from careercenter.core.happenings import EventDelivery, StoredEvent

MOST = 20


def list_deliveries() -> list[tuple[EventDelivery, StoredEvent]]:
    """Events that a listener failed to take, the oldest first."""
    rows = db.session.execute(
        select(EventDelivery, StoredEvent).join(StoredEvent, StoredEvent.id == EventDelivery.event_id)
        .where(EventDelivery.delivered_at.is_(None), EventDelivery.last_error.is_not(None))
        .order_by(EventDelivery.id).limit(MOST))
    return [(delivery, event) for delivery, event in rows]


def list_payment_events() -> list[WebhookEvent]:
    """The gateway's events that couldn't be made true yet, the oldest first."""
    return list(db.session.scalars(
        select(WebhookEvent).where(WebhookEvent.processed_at.is_(None), WebhookEvent.last_error.is_not(None))
        .order_by(WebhookEvent.id).limit(MOST)))
