"""Reading conversations, each by whoever owns it."""

from collections.abc import Iterable

from sqlalchemy import select

from careercenter.casepilot.conversations.askers import Asker
from careercenter.casepilot.conversations.models import TOLD, Conversation, Question
from careercenter.codes import queries as codes
from careercenter.codes.models import CodeSystem
from careercenter.codes.queries import Place
from careercenter.core import NotFound, db
from careercenter.web.pagination import Page, paginate

GONE = "This conversation isn’t here: it was deleted, or it belongs to another account."
EARLIER = 6
"""How many questions before one are its context."""


def list_conversations(asker: Asker, *, words: str = "", number: int = 1, size: int = 20) -> Page[Conversation]:
    """A person's conversations, the last asked first; with `words`, those in which all of them occur."""
    found = select(Conversation).where(asker.owns).order_by(Conversation.asked_at.desc(), Conversation.id.desc())
    for word in words.casefold().split():
        found = found.where(select(Question.id).where(
            Question.conversation_id == Conversation.id,
            Question.searchable.contains(word, autoescape=True)).exists())
    return paginate(found, number=number, size=size)


def get_conversation(public_id: str, asker: Asker) -> Conversation:
    """One of hers.

    Raises:
        NotFound
    """
    row = db.session.scalar(select(Conversation).where(Conversation.public_id == public_id, asker.owns))
    if row is None:
        raise NotFound(GONE)
    return row


def list_questions(conversation: Conversation) -> list[Question]:
    """Its questions, the first first."""
    return list(db.session.scalars(
        select(Question).where(Question.conversation_id == conversation.id).order_by(Question.id)))


def get_question(public_id: str, asker: Asker) -> Question:
    """One of hers.

    Raises:
        NotFound
    """
    row = db.session.scalar(select(Question).join(Conversation, Conversation.id == Question.conversation_id)
                            .where(Question.public_id == public_id, asker.owns))
    if row is None:
        raise NotFound(GONE)
    return row


def conversation_of(question: Question) -> Conversation:
    """Where it was asked."""
    return db.session.get_one(Conversation, question.conversation_id)


def get_shared(token: str) -> Question:
    """The answer that a private link shows.

    Raises:
        NotFound: it was never shared, or isn't any more.
    """
    row = db.session.scalar(select(Question).where(Question.share_token == token, Question.outcome.in_(TOLD)))
    if row is None:
        raise NotFound("Nothing is shared by this link any more: whoever shared it took it back, or deleted it.")
    return row


def list_earlier(question: Question) -> list[str]:
    """What was asked before it in its conversation, the oldest first."""
    before = db.session.scalars(
        select(Question.text).where(Question.conversation_id == question.conversation_id, Question.id < question.id,
                                    Question.outcome.in_(TOLD)).order_by(Question.id.desc()).limit(EARLIER)).all()
    return list(reversed(before))


def find_place_of(question: Question) -> Place | None:
    """The code on whose page its conversation began."""
    return find_place(conversation_of(question).about)


def find_place(about: str | None) -> Place | None:
    """The code of “icd10cm:E11.40”; None if it names none."""
    system, _, code = (about or "").partition(":")
    if system not in {one.value for one in CodeSystem}:
        return None
    return codes.find_place(CodeSystem(system), code)


def list_by_public_ids(public_ids: Iterable[str]) -> list[tuple[Question, Conversation]]:
    """Questions with their conversations, for names in a history."""
    rows = db.session.execute(
        select(Question, Conversation).join(Conversation, Conversation.id == Question.conversation_id)
        .where(Question.public_id.in_(list(public_ids))))
    return [(question, conversation) for question, conversation in rows]


def get_any(public_id: str) -> Question:
    """A question whose owner was asked for before."""
    return db.session.scalars(select(Question).where(Question.public_id == public_id)).one()
