"""What consultants do with a question: take it, answer, ask back, hand over."""

from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.caseconsultant import asking, letters, policies
from careercenter.caseconsultant.lifecycle import CONSULTATION, ConsultationAction
from careercenter.caseconsultant.models import Consultation, ConsultationMessage, ConsultationState, Voice
from careercenter.core import DomainError, add_once, db, lock, now, require, transaction

A = ConsultationAction

NOT_YOURS = "A colleague has this question in hand, or it is your own. Ask for it to be handed over."


class NoWords(DomainError):
    """An answer has to say something."""

    status = 422


def take(consultation: Consultation, *, by: User) -> None:
    """Take a question in hand. Raises Forbidden, NotPossible: of two, the second gets this."""
    with transaction():
        lock(consultation)
        require(policies.may_consult(by) and by.id != consultation.user_id, NOT_YOURS)
        CONSULTATION.advance(consultation, A.TAKE, by=by)
        consultation.consultant_id, consultation.state_at = by.id, now()


def put_back(consultation: Consultation, *, by: User) -> None:
    """Put it back into the queue; its clock goes on. Raises Forbidden, NotPossible."""
    with transaction():
        lock(consultation)
        require(policies.may_answer(by, consultation), NOT_YOURS)
        CONSULTATION.advance(consultation, A.PUT_BACK, by=by)
        consultation.consultant_id, consultation.state_at = None, now()


def put_back_all(user_id: int) -> None:
    """Put back what somebody has in hand who is gone; in the caller's transaction."""
    for consultation in db.session.scalars(select(Consultation).where(
            Consultation.consultant_id == user_id, Consultation.state == ConsultationState.IN_HAND)).all():
        CONSULTATION.advance(consultation, A.PUT_BACK, by=None, reason="The consultant's account was deleted.")
        consultation.consultant_id, consultation.state_at = None, now()


def hand_over(consultation: Consultation, to: User, *, by: User) -> None:
    """Give it to a colleague; its clock goes on.

    Raises:
        Forbidden: `by` doesn't have it in hand, or `to` may not answer it.
        NotPossible: nobody has it in hand.
    """
    with transaction():
        lock(consultation)
        require(policies.may_answer(by, consultation), NOT_YOURS)
        require(policies.may_consult(to) and to.id != consultation.user_id,
                f"{to.name} can't answer this question. Choose another consultant.")
        CONSULTATION.advance(consultation, A.HAND_OVER, by=by, to_user_id=to.id)
        consultation.consultant_id, consultation.state_at = to.id, now()


def keep_draft(consultation: Consultation, text: str, *, by: User) -> None:
    """Keep what was written so far. Raises Forbidden."""
    with transaction():
        lock(consultation)
        require(policies.may_answer(by, consultation), NOT_YOURS)
        if consultation.state in (ConsultationState.QUEUED, ConsultationState.IN_HAND):
            consultation.draft = text


def answer(consultation: Consultation, text: str, *, by: User, keep_sources: bool = True) -> ConsultationMessage:
    """Send an answer, in the consultant's words, with the draft's sources that it still names.

    Raises:
        Forbidden: a colleague has it in hand.
        NotPossible: it was answered meanwhile; nothing is sent twice.
        NoWords: it says nothing.
    """
    return _say(consultation, text, A.ANSWER, by=by, keep_sources=keep_sources)


def ask_back(consultation: Consultation, text: str, *, by: User) -> ConsultationMessage:
    """Ask the asker something; the clock stops until she writes. Raises as `answer` does."""
    return _say(consultation, text, A.ASK_BACK, by=by, keep_sources=False)


def _say(consultation: Consultation, text: str, action: ConsultationAction, *, by: User,
         keep_sources: bool) -> ConsultationMessage:
    if not text.strip():
        raise NoWords("Write the answer first.")
    said = asking.cleaned(text)
    with transaction():
        lock(consultation)
        require(policies.may_answer(by, consultation), NOT_YOURS)
        due = consultation.due_at
        CONSULTATION.advance(consultation, action, by=by)
        message = ConsultationMessage(
            consultation_id=consultation.id, key=f"{action}:{consultation.id}:{_turn(consultation)}",
            voice=Voice.CONSULTANT, author_id=by.id, text=said.text, asks_back=action is A.ASK_BACK, due_at=due,
            sources=_named(consultation.sources, said.text) if keep_sources else [])
        add_once(message, "This was sent before, and nothing was sent twice.")
        consultation.consultant_id, consultation.state_at, consultation.due_at = by.id, now(), None
        if action is A.ANSWER:
            consultation.draft, consultation.sources, consultation.notice = "", [], ""
        letters.answer(consultation, message)
    return message


def _turn(consultation: Consultation) -> int:
    """The last message that it answers: one answer to each, whoever presses twice."""
    return db.session.query(ConsultationMessage.id).filter_by(consultation_id=consultation.id).order_by(
        ConsultationMessage.id.desc()).limit(1).scalar() or 0


def _named(sources: list[dict[str, str]], text: str) -> list[dict[str, str]]:
    """The sources, if the text still names any by its number: else their numbers would mean nothing."""
    return list(sources) if any(f"[{number}]" in text for number in range(1, len(sources) + 1)) else []
