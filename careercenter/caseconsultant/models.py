"""Questions to our consultants: the mails that brought them, what was said, and what everybody may read."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, new_public_id, now


class MailFate(StrEnum):
    """What became of a mail that came in."""

    WAITING = "waiting"
    TAKEN = "taken"  # it is a message of a consultation
    AUTOMATIC = "automatic"  # nobody wrote it
    UNPROVEN = "unproven"  # its sender is forged, as far as the receiving server could tell
    UNKNOWN = "unknown"  # no account has the sender's address
    EMPTY = "empty"
    LOOP = "loop"  # it says what was said before, or too many came at once
    TOO_LARGE = "too_large"


class InboundMail(Model):
    """That a mail came in: stored before it is acknowledged, so that a crash loses none and none counts twice.

    Nothing of the mail as it came is kept: its words are stored without patient data, and move to the consultation.
    """

    __tablename__ = "inbound_mails"
    __table_args__ = (Index("ix_inbound_mails_due", "fate", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # a keyed hash of its Message-ID and content
    via: Mapped[str]  # smtp, imap, webhook
    sender: Mapped[str]  # emptied with the rest once its fate is known
    message_id: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    answers: Mapped[list[str]] = mapped_column(default=list)  # message ids, the nearest first
    tokens: Mapped[list[str]] = mapped_column(default=list)
    files: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # label, text, refusal
    removed: Mapped[dict[str, Any]] = mapped_column(default=dict)  # how many of each kind of patient data
    automatic: Mapped[str] = mapped_column(default="")  # what says that nobody wrote it
    is_too_large: Mapped[bool] = mapped_column(default=False)
    verdict: Mapped[str]  # reading.authentication.Verdict
    fate: Mapped[MailFate] = mapped_column(default=MailFate.WAITING)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    last_error: Mapped[str | None]


class ConsultationState(StrEnum):
    """Where a consultation stands."""

    UNPAID = "unpaid"  # it waits for an allowance, or for the address to be verified
    RECEIVED = "received"  # CasePilot is asked
    QUEUED = "queued"  # it waits for a consultant
    IN_HAND = "in_hand"
    ASKED_BACK = "asked_back"
    ANSWERED_AUTOMATICALLY = "answered_automatically"
    ANSWERED = "answered"
    CLOSED = "closed"


class Consultation(Model):
    """A conversation between one person and our consultants."""

    __tablename__ = "consultations"
    __table_args__ = (Index("ix_consultations_due", "state", "due_at"),
                      Index("ix_consultations_drafting", "state", "next_try_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    token: Mapped[str] = mapped_column(unique=True)  # the plus-part of the address that answers go to
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    subject: Mapped[str]
    state: Mapped[ConsultationState]
    wants_person: Mapped[bool] = mapped_column(default=False)  # nothing automatic is sent any more
    consultant_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    follow_ups: Mapped[int] = mapped_column(default=0)  # how often she asked on after an answer
    opened_at: Mapped[datetime] = mapped_column(default=now)
    state_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]  # when a person's answer is due; None while nothing is
    draft: Mapped[str] = mapped_column(default="")
    sources: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # of the draft: title, place, words, url
    confidence: Mapped[float | None]  # of CasePilot's draft, 0 to 1
    notice: Mapped[str] = mapped_column(default="")  # what CasePilot says beside it, for the consultant
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(default=now)
    last_error: Mapped[str | None]


class Voice(StrEnum):
    """Who speaks."""

    ASKER = "asker"
    CASEPILOT = "casepilot"
    CONSULTANT = "consultant"


class ConsultationMessage(Model):
    """One thing that was said. Its words hold no patient data: they were taken out before it was stored."""

    __tablename__ = "consultation_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)  # what brought it, so that it is said once
    voice: Mapped[Voice]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    message_id: Mapped[str] = mapped_column(default="", index=True)  # of the mail that it came by or went out as
    text: Mapped[str]
    files: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # label, text, refusal
    removed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sources: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    asks_back: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime | None]  # of a consultant's answer: when it was due
    helped: Mapped[bool | None]  # what the asker says of an answer
    said_at: Mapped[datetime] = mapped_column(default=now, index=True)


class PublicState(StrEnum):
    """Where a question and answer for everybody stands."""

    PROPOSED = "proposed"  # its asker found it good and lets it be shown
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


class PublicAnswer(Model):
    """A question and its answer without anything about who asked; one of us prepares it, another lets it be read."""

    __tablename__ = "public_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True, default=new_public_id)
    # None once its asker's account is gone.
    message_id: Mapped[int | None] = mapped_column(ForeignKey("consultation_messages.id"), unique=True)
    title: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str]
    sources: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    state: Mapped[PublicState] = mapped_column(default=PublicState.PROPOSED)
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]


class PublicAnswerCode(Model):
    """That a public answer stands on a code's page."""

    __tablename__ = "public_answer_codes"
    __table_args__ = (UniqueConstraint("public_answer_id", "code_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_answer_id: Mapped[int] = mapped_column(ForeignKey("public_answers.id"))
    code_id: Mapped[int] = mapped_column(ForeignKey("codes.id"), index=True)
