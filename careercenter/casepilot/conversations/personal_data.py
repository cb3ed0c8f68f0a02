"""What a person may take along of her conversations, what goes with her account, and what the clock forgets."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from careercenter.casepilot.conversations import keeping, stored
from careercenter.casepilot.conversations.models import Conversation, Question
from careercenter.config import settings
from careercenter.core import db, now, transaction
from careercenter.metering import guests


def export(user_id: int) -> list[dict[str, Any]]:
    """All conversations with their questions and answers, as JSON-ready data."""
    conversations = db.session.scalars(
        select(Conversation).where(Conversation.user_id == user_id).order_by(Conversation.id)).all()
    questions = db.session.scalars(
        select(Question).where(Question.conversation_id.in_([row.id for row in conversations]))
        .order_by(Question.id)).all()
    return [{
        "begun_at": row.created_at.isoformat(), "about": row.about,
        "questions": [_export(question) for question in questions if question.conversation_id == row.id],
    } for row in conversations]


def _export(question: Question) -> dict[str, Any]:
    answer = stored.answer_of(question)
    return {"question": question.text, "asked_at": question.asked_at.isoformat(), "outcome": question.outcome.value,
            "answer": answer.text if answer else None, "rating": question.rating.value if question.rating else None,
            "rating_reason": question.rating_reason, "is_shared": question.share_token is not None}


def erase(user_id: int) -> None:
    """Remove all of it; in the caller's transaction."""
    keeping.remove(Conversation.user_id == user_id)


def forget_old() -> None:
    """Delete what nobody has asked on in for long: a guest's with her cookie, an account's by the setting."""
    with transaction():
        keeping.remove(Conversation.user_id.is_(None) & (Conversation.asked_at < now() - guests.KEPT))
        if days := settings.casepilot_keep_days:
            keeping.remove(Conversation.user_id.is_not(None) & (Conversation.asked_at < now() - timedelta(days=days)))
