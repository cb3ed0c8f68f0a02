"""What whoever asked does with an answer: rate it, share it, delete it."""

from secrets import token_urlsafe

from sqlalchemy import ColumnElement, delete, select

from careercenter.casepilot.conversations.askers import Asker
from careercenter.casepilot.conversations.asking import check
from careercenter.casepilot.conversations.models import TOLD, Conversation, Question, Rating
from careercenter.core import NotPossible, db, transaction

LONGEST_REASON = 1000  # characters


def rate(question: Question, rating: Rating, *, reason: str = "") -> None:
    """Say whether an answer was good, and why; again is another mind.

    Raises:
        NotPossible: there is no answer, or the reason is too long.
        PatientData: the reason seems to identify a patient; nothing was kept.
    """
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise NotPossible(f"A reason has at most {LONGEST_REASON:,} characters.")
    check(reason)
    with transaction():
        _require_told(question)
        question.rating, question.rating_reason = rating, reason


def share(question: Question) -> str:
    """The token of an answer's private link, which is the same until it is taken back.

    Raises:
        NotPossible: there is no answer.
    """
    with transaction():
        _require_told(question)
        token = question.share_token = question.share_token or token_urlsafe(24)
        return token


def unshare(question: Question) -> None:
    """Take the link back: it shows nothing any more, and a new one will be another."""
    with transaction():
        question.share_token = None


def delete_one(conversation: Conversation) -> None:
    """Delete a conversation with all its answers, and their links."""
    with transaction():
        remove(Conversation.id == conversation.id)


def delete_all(asker: Asker) -> None:
    """Delete all that she asked."""
    with transaction():
        remove(asker.owns)


def remove(which: ColumnElement[bool]) -> None:
    """Delete conversations; in the caller's transaction."""
    ids = select(Conversation.id).where(which)
    db.session.execute(delete(Question).where(Question.conversation_id.in_(ids)),
                       execution_options={"synchronize_session": False})
    db.session.execute(delete(Conversation).where(which), execution_options={"synchronize_session": False})


def _require_told(question: Question) -> None:
    if question.outcome not in TOLD:
        raise NotPossible("There is no answer yet.")
