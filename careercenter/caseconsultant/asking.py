"""Asking: by mail or on the web, a person's words become a message of a consultation, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex

from sqlalchemy import func, select

from careercenter.accounts.models import User
from careercenter.caseconsultant import allowance, cleaning, letters, policies
from careercenter.caseconsultant.lifecycle import ANSWERED, CONSULTATION, ConsultationAction
from careercenter.caseconsultant.models import Consultation, ConsultationMessage, ConsultationState, Voice
from careercenter.caseconsultant.reading.attachments import Attached
from careercenter.caseconsultant.working_hours import add
from careercenter.config import settings
from careercenter.core import DomainError, add_once, db, lock, now, require, transaction

MANY_AN_HOUR = 6
"""From so many messages an hour on, nothing is answered by itself: two machines may be talking."""

A = ConsultationAction
S = ConsultationState


class NothingAsked(DomainError):
    """There are no words to answer."""

    status = 422


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said, without patient data."""

    text: str
    subject: str = ""
    files: tuple[dict[str, str], ...] = ()
    removed: tuple[tuple[str, int], ...] = ()
    message_id: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not any(file["text"].strip() for file in self.files)


def cleaned(text: str, *, subject: str = "", files: Iterable[Attached] = (), message_id: str = "") -> Said:
    """Somebody's words as they may be stored."""
    (text, in_text), (subject, in_subject) = cleaning.clean(text), cleaning.clean(subject)
    kept, in_files = cleaning.clean_files(files)
    return Said(text.strip(), " ".join(subject.split())[:200], tuple(kept),
                tuple(sorted((in_text + in_subject + in_files).items())), message_id)


def ask(said: Said, *, by: User, key: str, on: Consultation | None = None) -> ConsultationMessage:
    """Begin a consultation, or say more `on` one.

    A question that isn't paid for waits, and its asker is told how to get more.

    Raises:
        AlreadyDone: it was said before (`key`); nothing was said twice.
        Forbidden: the consultation is another's.
        NothingAsked: there is nothing in it.
    """
    if said.is_empty:
        raise NothingAsked("Write your question.")
    with transaction():
        if on is None:
            on = Consultation(token=token_hex(12), user_id=by.id, state=S.UNPAID, subject=_subject(said))
            db.session.add(on)
            db.session.flush()
        else:
            require(policies.may_read(by, on))
            lock(on)
        message = ConsultationMessage(
            consultation_id=on.id, key=key, voice=Voice.ASKER, author_id=by.id, text=said.text,
            files=list(said.files), removed=dict(said.removed), message_id=said.message_id)
        add_once(message, "This was sent before, and nothing was said twice.")
        if _said_lately(on) >= MANY_AN_HOUR:
            on.wants_person = True
        _move(on, by)
    return message


def ask_a_person(consultation: Consultation, *, by: User | None) -> None:
    """Have a consultant answer what was answered automatically. `by` is None for whoever has the mail's link.

    Raises:
        NotPossible: it waits for one already, or one has answered.
    """
    with transaction():
        CONSULTATION.advance(consultation, A.ASK_A_PERSON, by=by)
        consultation.wants_person = True
        _begin_with(consultation)
        queue(consultation)
        letters.waiting(consultation)


def admit(consultation: Consultation) -> bool:
    """Have a question answered that waited for an allowance, if there is one now; whether there is."""
    with transaction():
        lock(consultation)
        user = db.session.get_one(User, consultation.user_id)
        if consultation.state is not S.UNPAID or not user.is_active or not allowance.pay(consultation, user):
            return False
        _receive(consultation, A.ADMIT, user)
    return True


def admit_all(user_id: int | None = None) -> None:
    """Have all questions answered that waited and are paid for now, of one person or of everybody, the oldest first."""
    waiting = select(Consultation).where(Consultation.state == S.UNPAID).order_by(Consultation.id)
    if user_id is not None:
        waiting = waiting.where(Consultation.user_id == user_id)
    for consultation in db.session.scalars(waiting).all():
        admit(consultation)


def close_old(*, after: timedelta) -> None:
    """Close what was answered, or asked back, long ago. Who writes again opens it again."""
    for consultation in db.session.scalars(select(Consultation).where(
            Consultation.state.in_((S.ANSWERED, S.ANSWERED_AUTOMATICALLY, S.ASKED_BACK)),
            Consultation.state_at < now() - after)).all():
        with transaction():
            CONSULTATION.advance(consultation, A.CLOSE, by=None)
            consultation.state_at = now()


def queue(consultation: Consultation) -> None:
    """Start the clock of a consultation that just came into the queue; in the caller's transaction."""
    consultation.due_at = add(now(), settings.consultant_answer_hours)
    consultation.consultant_id, consultation.state_at = None, now()


def _begin_with(consultation: Consultation) -> None:
    """Give the consultant what was answered automatically as the draft."""
    said = db.session.scalars(
        select(ConsultationMessage).order_by(ConsultationMessage.id.desc()).limit(1)
        .where(ConsultationMessage.consultation_id == consultation.id,
               ConsultationMessage.voice == Voice.CASEPILOT)).first()
    if said is not None:
        consultation.draft, consultation.sources = said.text, list(said.sources)


def _move(consultation: Consultation, user: User) -> None:
    """What a new message changes."""
    was = consultation.state
    if was is S.UNPAID:
        if allowance.pay(consultation, user):
            _receive(consultation, A.ADMIT, user)
        else:
            letters.unpaid(consultation, user)
        return
    if was not in ANSWERED:
        CONSULTATION.advance(consultation, A.WRITE, by=user)
        if was is S.ASKED_BACK:
            queue(consultation)
        return
    consultation.follow_ups += 1
    consultation.wants_person = consultation.wants_person or was is S.ANSWERED
    if allowance.is_question_of_its_own(consultation) and not allowance.pay(consultation, user):
        CONSULTATION.advance(consultation, A.OWE, by=user)
        consultation.state_at = now()
        letters.unpaid(consultation, user)
        return
    _receive(consultation, A.WRITE, user)


def _receive(consultation: Consultation, action: ConsultationAction, user: User) -> None:
    CONSULTATION.advance(consultation, action, by=user)
    consultation.state_at = consultation.next_try_at = now()
    consultation.attempts, consultation.draft, consultation.sources = 0, "", []
    consultation.confidence, consultation.notice = None, ""


def _said_lately(consultation: Consultation) -> int:
    return db.session.scalar(select(func.count()).select_from(ConsultationMessage).where(
        ConsultationMessage.consultation_id == consultation.id, ConsultationMessage.voice == Voice.ASKER,
        ConsultationMessage.said_at > now() - timedelta(hours=1))) or 0


def _subject(said: Said) -> str:
    first = " ".join(said.text.split("\n")[0].split()) if said.text else said.files[0]["label"]
    return said.subject or (first if len(first) <= 80 else first[:79].rstrip() + "…")
