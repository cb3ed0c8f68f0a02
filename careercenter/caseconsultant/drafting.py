"""CasePilot answers first: by itself where it is sure, else as a draft for a consultant."""

from typing import Any

import structlog
from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.caseconsultant import asking, letters
from careercenter.caseconsultant.lifecycle import CONSULTATION, ConsultationAction
from careercenter.caseconsultant.models import Consultation, ConsultationMessage, ConsultationState, Voice
from careercenter.casepilot import answering as casepilot
from careercenter.casepilot.answers import Answer
from careercenter.config import settings
from careercenter.core import db, lock, now, transaction
from careercenter.tasks.claims import claim_next

A = ConsultationAction

log = structlog.get_logger()


def draft_due() -> None:
    """Ask CasePilot about every question that came in, the oldest first."""
    while (due := claim_next(Consultation, Consultation.state == ConsultationState.RECEIVED)) is not None:
        draft(due)


def draft(consultation_id: int) -> None:
    """Answer a question, or put it into the consultants' queue with what CasePilot says. Safe to run again."""
    messages = _messages(consultation_id)
    question, earlier = _question(messages)
    last = messages[-1].id
    db.session.rollback()  # no transaction stays open while it thinks
    try:
        answer = casepilot.answer(question, earlier=earlier)
    except Exception:  # people answer where CasePilot fails
        log.exception("CasePilot failed on a consultation", consultation=consultation_id)
        answer = Answer(question, notice="CasePilot couldn't be asked.")
    with transaction():
        consultation = db.session.get_one(Consultation, consultation_id)
        lock(consultation)
        messages = _messages(consultation_id)
        if consultation.state is not ConsultationState.RECEIVED:
            return
        if messages[-1].id != last:  # she wrote on meanwhile: it is asked anew with all of it
            consultation.next_try_at = now()
            return
        _settle(consultation, messages, answer)


def is_sure(answer: Answer) -> bool:
    """Whether an answer may go out without a person."""
    return (answer.declined is None and bool(answer.sentences) and not answer.notice
            and answer.confidence >= settings.consultant_confidence)


def _settle(consultation: Consultation, messages: list[ConsultationMessage], answer: Answer) -> None:
    user = db.session.get_one(User, consultation.user_id)
    text = "\n\n".join(_with_numbers(answer))
    if is_sure(answer) and not consultation.wants_person and not _has_files(messages):
        CONSULTATION.advance(consultation, A.SEND_AUTOMATIC, by=None)
        consultation.state_at, consultation.due_at = now(), None
        message = ConsultationMessage(
            consultation_id=consultation.id, key=f"casepilot:{messages[-1].id}", voice=Voice.CASEPILOT, text=text,
            sources=_sources(answer))
        db.session.add(message)
        db.session.flush()
        letters.answer(consultation, message)
        return
    CONSULTATION.advance(consultation, A.QUEUE, by=None)
    consultation.draft, consultation.sources = text, _sources(answer)
    consultation.confidence = answer.confidence
    consultation.notice = " ".join(part for part in (answer.refusal, answer.notice) if part)
    asking.queue(consultation)
    if user.is_active:
        letters.waiting(consultation)


def _messages(consultation_id: int) -> list[ConsultationMessage]:
    return list(db.session.scalars(
        select(ConsultationMessage).where(ConsultationMessage.consultation_id == consultation_id)
        .order_by(ConsultationMessage.id)))


def _question(messages: list[ConsultationMessage]) -> tuple[str, list[str]]:
    """What was asked since the last answer, and what before it."""
    answered = [number for number, message in enumerate(messages) if message.voice is not Voice.ASKER]
    since = answered[-1] + 1 if answered else 0
    asked = [message for message in messages[since:] if message.voice is Voice.ASKER]
    earlier = [message.text for message in messages[:since] if message.voice is Voice.ASKER]
    return "\n\n".join(message.text for message in asked), earlier


def _has_files(messages: list[ConsultationMessage]) -> bool:
    """Whether something came with a question that CasePilot hasn't read."""
    return any(message.files for message in messages)


def _with_numbers(answer: Answer) -> list[str]:
    return [f"{one.text} {''.join(f'[{number}]' for number in answer.numbers_of(one))}" for one in answer.sentences]


def _sources(answer: Answer) -> list[dict[str, Any]]:
    return [{"title": one.title, "section": one.section, "dated": one.dated, "url": one.absolute_url,
             "quote": one.quote} for one in answer.citations]
