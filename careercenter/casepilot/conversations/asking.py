"""Asking: kept once, paid before it is answered, given back if the answer is none.

Nothing is kept of a text that holds patient data: who wrote it redacts it first, or says that it is none.
"""

from collections.abc import Collection, Iterator
from datetime import timedelta

import structlog
from sqlalchemy import ColumnElement, select, update

from careercenter.casepilot import answering
from careercenter.casepilot.answers import Answer, Sentence
from careercenter.casepilot.conversations import queries, stored
from careercenter.casepilot.conversations.askers import Asker
from careercenter.casepilot.conversations.models import Conversation, Outcome, Question
from careercenter.core import AlreadyDone, DomainError, NotPossible, add_once, db, now, transaction
from careercenter.deidentification import Finding, find
from careercenter.metering import viewing
from careercenter.metering.access import Access
from careercenter.metering.meters import CASEPILOT
from careercenter.metering.policies import Viewer

log = structlog.get_logger()

LONGEST = 4000  # characters
TITLE = 90
FORGOTTEN_AFTER = timedelta(minutes=3)
"""When a question that is being answered counts as left alone, as by a server that was stopped."""


class PatientData(DomainError):
    """A text seems to identify a patient; nothing was kept."""

    status = 422

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("This seems to identify a patient. Nothing was kept or sent: take it out, or say that it is "
                         "none.")
        self.findings = findings


def check(text: str, *, declared: Collection[str] = ()) -> None:
    """Refuse a text with patient data; `declared` are words of which its writer says that they are none.

    Raises:
        PatientData
    """
    if findings := [one for one in find(text) if one.words not in declared]:
        raise PatientData(findings)


def ask(text: str, *, key: str, asker: Asker, conversation: Conversation | None = None, about: str | None = None,
        declared: Collection[str] = ()) -> Question:
    """Keep a question, to be answered. The same form sent twice is one question.

    Raises:
        PatientData: and nothing was kept.
        NotPossible: it is empty or too long.
    """
    text = text.strip()
    if not text:
        raise NotPossible("Write a question.")
    if len(text) > LONGEST:
        raise NotPossible(f"A question has at most {LONGEST:,} characters; this one has {len(text):,}.")
    check(text, declared=declared)
    whole_key = f"{asker.key}:{key}"
    try:
        with transaction():
            if conversation is None:
                conversation = Conversation(user_id=asker.user_id, guest_id=asker.guest_id, title=_title(text),
                                            about=about)
                db.session.add(conversation)
                db.session.flush()
            conversation.asked_at = now()
            question = Question(conversation_id=conversation.id, key=whole_key, text=text, searchable=text.casefold())
            add_once(question, "This question was asked before.")
            return question
    except AlreadyDone:
        return db.session.scalars(select(Question).where(Question.key == whole_key)).one()


def begin(question: Question) -> Access | None:
    """Take a question to answer it, and spend what it costs; None if it is answered, or somebody is at it.

    The answer says whether it may be told (`may_tell`); if not, the question waits on.
    """
    if not _move(question, _can_begin(), outcome=Outcome.ANSWERING, begun_at=now(), stop_after=None):
        return None
    access = viewing.open_page(CASEPILOT, subject_of(question))
    if not may_tell(access):
        _move(question, Question.outcome == Outcome.ANSWERING, outcome=Outcome.WAITING)
    return access


def may_tell(access: Access) -> bool:
    """Whether it is paid. What doesn't count gets no answer: it is nobody who could read it."""
    return access.is_open and access.viewer is not Viewer.PASSER_BY


def tell(question: Question) -> Iterator[Sentence]:
    """Answer a question that `begin` took, sentence by sentence; what came is kept, however it ends.

    One that is declined, or fails before its first sentence, is given back.
    """
    question_id, text, subject = question.id, question.text, subject_of(question)
    said: list[Sentence] = []
    whole: Answer | None = None
    try:
        for piece in answering.stream(text, about=queries.find_place_of(question),
                                      earlier=queries.list_earlier(question)):
            if isinstance(piece, Answer):
                whole = piece
            else:
                said.append(piece)
                yield piece
    except Exception:
        db.session.rollback()
        log.exception("a question couldn't be answered", question=subject)
    finally:  # also when whoever reads goes away
        if whole is not None:
            outcome = Outcome.DECLINED if whole.declined else Outcome.ANSWERED
        else:
            whole, outcome = Answer(text, tuple(said)), Outcome.STOPPED if said else Outcome.FAILED
        if outcome in (Outcome.DECLINED, Outcome.FAILED):
            viewing.give_back(CASEPILOT, subject)
        _finish(question_id, whole, outcome)


def stop(question: Question, *, after: int) -> None:
    """Keep the sentences that the reader has seen, and no more; nothing happens if it was declined or failed."""
    with transaction():
        if question.outcome is Outcome.ANSWERING:
            question.stop_after = after
        elif (question.outcome is Outcome.ANSWERED and (answer := stored.answer_of(question))
              and 0 < after < len(answer.sentences)):
            _keep(question, stored.cut(answer, after), Outcome.STOPPED)


def subject_of(question: Question) -> str:
    """What the meter knows a question as."""
    return f"question:{question.public_id}"


def _can_begin() -> ColumnElement[bool]:
    is_left = (Question.outcome == Outcome.ANSWERING) & (Question.begun_at < now() - FORGOTTEN_AFTER)
    return Question.outcome.in_([Outcome.WAITING, Outcome.FAILED]) | is_left


def _move(question: Question, if_so: ColumnElement[bool], **values: object) -> bool:
    """Change a question if it still is as it should be: of two requests, one does."""
    with transaction():
        moved = db.session.execute(
            update(Question).where(Question.id == question.id, if_so).values(**values).returning(Question.id),
            execution_options={"synchronize_session": False}).first()
    return moved is not None


def _finish(question_id: int, answer: Answer, outcome: Outcome) -> None:
    with transaction():
        question = db.session.get(Question, question_id, with_for_update=True)
        if question is None or question.outcome is not Outcome.ANSWERING:
            return  # deleted, or taken by another request, meanwhile
        after = question.stop_after
        if after is not None and outcome is Outcome.ANSWERED and after < len(answer.sentences):
            answer, outcome = stored.cut(answer, max(after, 1)), Outcome.STOPPED
        _keep(question, answer, outcome)


def _keep(question: Question, answer: Answer, outcome: Outcome) -> None:
    question.outcome = outcome
    question.answer = stored.as_json(answer) if outcome is not Outcome.FAILED else None
    question.searchable = f"{question.text}\n{answer.text}".casefold()


def _title(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE else line[:TITLE].rsplit(" ", 1)[0] + " …"
