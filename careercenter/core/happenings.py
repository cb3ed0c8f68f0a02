"""What happened, stored with the change that it tells of, one delivery for each listener."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core.clock import now
from careercenter.core.database import Model, db
from careercenter.events import Event, listeners_of


class StoredEvent(Model):
    """An event of careercenter.events, as data."""

    __tablename__ = "stored_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    happened_at: Mapped[datetime] = mapped_column(default=now)


class EventDelivery(Model):
    """That one listener is to hear of one event."""

    __tablename__ = "event_deliveries"
    __table_args__ = (
        UniqueConstraint("event_id", "listener"),
        Index("ix_event_deliveries_due", "delivered_at", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("stored_events.id"))
    listener: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    delivered_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


_nudges: list[Callable[[], None]] = []


def on_stored(nudge_delivery: Callable[[], None]) -> None:
    """Call this after each commit that stored events. The delivery itself is the tasks' business."""
    if nudge_delivery not in _nudges:
        _nudges.append(nudge_delivery)


def store(happened: list[Event]) -> None:
    """Add events and their deliveries; in the caller's transaction."""
    for event in happened:
        stored = StoredEvent(name=type(event).__name__, payload=event.as_payload())
        db.session.add(stored)
        db.session.flush()
        db.session.add_all(
            EventDelivery(event_id=stored.id, listener=name) for name in listeners_of(type(event)))


def nudge() -> None:
    """Tell that deliveries wait."""
    for nudge_delivery in _nudges:
        nudge_delivery()
