"""Mails that wait or were sent."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now


class MailState(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"  # the server will never take it


class OutboxMail(Model):
    """One mail to one person."""

    __tablename__ = "outbox_mails"
    __table_args__ = (Index("ix_outbox_mails_due", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # what it is about, so that it is written once
    template: Mapped[str]
    to: Mapped[str]
    reply_to: Mapped[str | None]
    about_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)  # whose deletion empties it
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    headers: Mapped[dict[str, Any] | None]  # further ones by name, such as List-Unsubscribe
    state: Mapped[MailState] = mapped_column(default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]  # of the last try; None while one is made

    @property
    def is_delayed(self) -> bool:
        """Whether a try failed and the next one waits."""
        return self.state is MailState.WAITING and self.last_error is not None
