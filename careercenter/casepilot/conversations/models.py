"""Conversations and their questions. Nobody reads them but who asked, and who has the private link of an answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, new_public_id, now
from careercenter.terms.vocabulary import Term


class Outcome(Term):
    """How far a question is. One that waits or failed can be answered again."""

    WAITING = "waiting", "Not answered yet"
    ANSWERING = "answering", "Being answered"
    ANSWERED = "answered", "Answered"
    STOPPED = "stopped", "Stopped"
    DECLINED = "declined", "Declined"
    FAILED = "failed", "Failed"


TOLD = frozenset({Outcome.ANSWERED, Outcome.STOPPED, Outcome.DECLINED})
"""There is something to read."""


class Rating(Term):
    """What the reader thought of an answer."""

    UP = "up", "Good answer"
    DOWN = "down", "Not good"


class Conversation(Model):
    """Questions in a row, of a person or of a guest's browser (the id of metering's cookie)."""

    __tablename__ = "casepilot_conversations"
    __table_args__ = (
        CheckConstraint("(user_id IS NULL) <> (guest_id IS NULL)", name="one_owner"),
        Index("ix_casepilot_conversations_user", "user_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    guest_id: Mapped[str | None] = mapped_column(index=True)
    title: Mapped[str]  # its first question, shortened
    about: Mapped[str | None]  # the code on whose page it began: "icd10cm:E11.40"
    created_at: Mapped[datetime] = mapped_column(default=now)
    asked_at: Mapped[datetime] = mapped_column(default=now, index=True)  # of its last question


class Question(Model):
    """A question without patient data, and what was answered."""

    __tablename__ = "casepilot_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("casepilot_conversations.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)  # who asked, and the form that was sent: twice is once
    text: Mapped[str]
    outcome: Mapped[Outcome] = mapped_column(default=Outcome.WAITING)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    begun_at: Mapped[datetime | None]  # when somebody began to answer it
    stop_after: Mapped[int | None]  # how many sentences stood when the reader stopped it
    answer: Mapped[dict[str, Any] | None]  # stored.py
    searchable: Mapped[str]  # question and answer in lower case
    rating: Mapped[Rating | None]
    rating_reason: Mapped[str] = mapped_column(default="")
    share_token: Mapped[str | None] = mapped_column(unique=True)  # of the private link; None: not shared
