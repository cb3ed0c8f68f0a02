"""The audit log: who did what to which thing, when and why. Rows are added, never changed."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core.clock import now
from careercenter.core.database import Model, db


class Actor(Protocol):
    """Whoever acts: a user. None stands for the system itself."""

    @property
    def id(self) -> Any: ...


class AuditEntry(Model):
    """One thing that was done."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject_type", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    subject_type: Mapped[str]  # the table's name
    subject_id: Mapped[int]
    action: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str | None]
    reason: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


def record(action: str, subject: Any, *, by: Actor | None, reason: str | None = None,
           from_state: str | None = None, to_state: str | None = None, **details: Any) -> None:
    """Add an audit row about a stored row; in the caller's transaction. No personal data in `details`."""
    db.session.flush()
    db.session.add(AuditEntry(
        actor_id=by.id if by else None, subject_type=subject.__tablename__, subject_id=subject.id,
        action=action, from_state=from_state, to_state=to_state, reason=reason, details=details))
