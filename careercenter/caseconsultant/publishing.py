"""Questions and answers for everybody: the asker found it good and lets it be shown, one of us prepares it, another
publishes it."""

import re
from collections.abc import Iterable

from sqlalchemy import delete, select

from careercenter.accounts.models import User
from careercenter.caseconsultant import asking, policies
from careercenter.caseconsultant.lifecycle import PUBLIC_ANSWER, PublicAction
from careercenter.caseconsultant.models import (
    Consultation,
    ConsultationMessage,
    PublicAnswer,
    PublicAnswerCode,
    PublicState,
    Voice,
)
from careercenter.codes import queries as codes
from careercenter.core import (
    AlreadyDone,
    DomainError,
    NotPossible,
    add_once,
    db,
    lock,
    now,
    record,
    require,
    transaction,
)

P = PublicAction

_SPLIT = re.compile(r"[\s,;]+")


class UnknownCode(DomainError):
    """A code that no release knows."""

    status = 422


def rate(message: ConsultationMessage, *, helped: bool, may_show: bool = False) -> None:
    """Say whether an answer helped, and whether others may read it without a name. The caller has checked who says so.

    Raises:
        NotPossible: it is no answer.
    """
    with transaction():
        lock(message)
        if message.voice is Voice.ASKER or message.asks_back:
            raise NotPossible("Only answers can be marked.")
        message.helped = helped
        if helped and may_show:
            _propose(message)
        elif not may_show:
            _take_back(message)


def edit(public: PublicAnswer, *, title: str, question: str, answer: str, code_list: str, by: User) -> None:
    """Prepare a text for everybody and send it to review. Patient data is taken out once more.

    Raises:
        Forbidden: `by` is no consultant.
        NotPossible: it doesn't wait for that.
        UnknownCode: `code_list` names a code that nobody knows.
    """
    places = _read_codes(code_list)
    with transaction():
        lock(public)
        require(policies.may_consult(by))
        PUBLIC_ANSWER.advance(public, P.SUBMIT, by=by)
        public.title, public.question, public.answer = (
            asking.cleaned(text).text for text in (" ".join(title.split()), question, answer))
        public.editor_id, public.updated_at = by.id, now()
        db.session.execute(delete(PublicAnswerCode).where(PublicAnswerCode.public_answer_id == public.id))
        db.session.add_all(PublicAnswerCode(public_answer_id=public.id, code_id=code_id) for code_id in places)


def approve(public: PublicAnswer, *, by: User) -> None:
    """Let everybody read it.

    Raises:
        Forbidden: `by` prepared it.
        NotPossible: it doesn't wait for review.
    """
    with transaction():
        lock(public)
        require(policies.may_review(by, public), "Somebody else has to review what you prepared.")
        PUBLIC_ANSWER.advance(public, P.APPROVE, by=by)
        public.reviewer_id, public.published_at, public.updated_at = by.id, now(), now()


def send_back(public: PublicAnswer, *, by: User) -> None:
    """Have it prepared anew. Raises Forbidden, NotPossible."""
    _advance(public, P.RETURN, by)


def dismiss(public: PublicAnswer, *, by: User) -> None:
    """Show it to nobody. Raises Forbidden, NotPossible."""
    _advance(public, P.DISMISS, by)


def withdraw(public: PublicAnswer, *, by: User) -> None:
    """Take it from everybody's eyes. Raises Forbidden, NotPossible."""
    _advance(public, P.WITHDRAW, by)


def _advance(public: PublicAnswer, action: PublicAction, by: User) -> None:
    with transaction():
        require(policies.may_consult(by))
        PUBLIC_ANSWER.advance(public, action, by=by)
        public.updated_at = now()


def _propose(message: ConsultationMessage) -> None:
    consultation = db.session.get_one(Consultation, message.consultation_id)
    asked = db.session.scalars(
        select(ConsultationMessage.text).order_by(ConsultationMessage.id)
        .where(ConsultationMessage.consultation_id == consultation.id, ConsultationMessage.voice == Voice.ASKER,
               ConsultationMessage.id < message.id)).all()
    public = PublicAnswer(message_id=message.id, title=consultation.subject, question="\n\n".join(asked),
                          answer=message.text, sources=list(message.sources))
    try:
        add_once(public, "It is proposed already.")
        record("propose", public, by=None)
    except AlreadyDone:
        return


def _take_back(message: ConsultationMessage) -> None:
    """What the asker no longer wants shown isn't."""
    public = db.session.scalars(select(PublicAnswer).where(PublicAnswer.message_id == message.id)).first()
    if public is not None and public.state in (PublicState.PROPOSED, PublicState.IN_REVIEW):
        PUBLIC_ANSWER.advance(public, P.DISMISS, by=None, reason="The asker took it back.")
    elif public is not None and public.state is PublicState.PUBLISHED:
        PUBLIC_ANSWER.advance(public, P.WITHDRAW, by=None, reason="The asker took it back.")


def _read_codes(code_list: str) -> list[int]:
    found: dict[int, None] = {}
    for text in filter(None, _SPLIT.split(code_list.strip())):
        places = codes.find_any(text)
        if not places:
            raise UnknownCode(f"No release that is in force knows the code {text}. Check how it is written.")
        found |= dict.fromkeys(place.code.id for place in places)
    return list(found)


def list_codes(texts: Iterable[str]) -> list[str]:
    """The codes that texts name, as a proposal of where the answer belongs."""
    from_text = re.findall(r"(?<![\w.])(?:[A-TV-Z]\d[A-Z\d](?:\.[A-Z\d]{1,4})?|\d{5}|[A-CE-V]\d{4})(?![\w.])",
                           " ".join(texts))
    return [text for text in dict.fromkeys(from_text) if codes.find_any(text)][:8]
