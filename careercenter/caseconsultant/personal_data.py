"""What a person may take along of her consultations, and what goes when she goes."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update

from careercenter.caseconsultant.models import Consultation, ConsultationMessage, InboundMail, MailFate, PublicAnswer
from careercenter.core import db, now, transaction

KEYS_KEPT_FOR = timedelta(days=180)
"""How long we remember that a mail came: longer than any server would bring it again."""

CLOSED_KEPT_FOR = timedelta(days=3 * 365)
"""How long a consultation stays after the last word."""


def export(user_id: int) -> list[dict[str, Any]]:
    """All consultations with what was said, as JSON-ready data."""
    return [{
        "subject": row.subject, "state": row.state.value, "opened_at": row.opened_at.isoformat(),
        "messages": [{
            "by": message.voice.value, "said_at": message.said_at.isoformat(), "text": message.text,
            "files": [{"label": file["label"], "text": file["text"]} for file in message.files],
            "removed": message.removed, "sources": message.sources, "helped": message.helped,
        } for message in db.session.scalars(
            select(ConsultationMessage).where(ConsultationMessage.consultation_id == row.id)
            .order_by(ConsultationMessage.id))],
    } for row in db.session.scalars(
        select(Consultation).where(Consultation.user_id == user_id).order_by(Consultation.id))]


def erase(user_id: int) -> None:
    """Remove a person's consultations; what was published of them, with her leave and nothing about her, stays.

    In the caller's transaction.
    """
    _remove(select(Consultation.id).where(Consultation.user_id == user_id).scalar_subquery())
    db.session.execute(update(InboundMail).where(InboundMail.user_id == user_id).values(user_id=None))


def forget_old() -> None:
    """Remove what was closed years ago, and the keys of mails that nobody brings again."""
    with transaction():
        _remove(select(Consultation.id).where(Consultation.state_at < now() - CLOSED_KEPT_FOR).scalar_subquery())
        db.session.execute(delete(InboundMail).where(
            InboundMail.received_at < now() - KEYS_KEPT_FOR, InboundMail.fate != MailFate.WAITING))


def _remove(ids: Any) -> None:
    messages = select(ConsultationMessage.id).where(ConsultationMessage.consultation_id.in_(ids)).scalar_subquery()
    unsynchronized = {"synchronize_session": False}
    db.session.execute(update(PublicAnswer).where(PublicAnswer.message_id.in_(messages)).values(message_id=None),
                       execution_options=unsynchronized)
    db.session.execute(delete(ConsultationMessage).where(ConsultationMessage.consultation_id.in_(ids)),
                       execution_options=unsynchronized)
    db.session.execute(delete(Consultation).where(Consultation.id.in_(ids)), execution_options=unsynchronized)
