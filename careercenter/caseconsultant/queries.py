"""Reading consultations, the queue and its clock, and what is public."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from careercenter.accounts.models import StaffGrant, StaffRole, User
from careercenter.caseconsultant.lifecycle import WITH_US
from careercenter.caseconsultant.models import (
    Consultation,
    ConsultationMessage,
    ConsultationState,
    PublicAnswer,
    PublicAnswerCode,
    PublicState,
    Voice,
)
from careercenter.caseconsultant.working_hours import ZONE
from careercenter.codes.models import Code
from careercenter.core import NotFound, db, now
from careercenter.web.pagination import Page, paginate


class Queued(NamedTuple):
    """A question that a person is to answer."""

    consultation: Consultation
    consultant: str | None

    @property
    def is_late(self) -> bool:
        return self.consultation.due_at is not None and self.consultation.due_at < now()


class Line(NamedTuple):
    """A message with its author's name."""

    message: ConsultationMessage
    author: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """How many answers consultants gave on a day."""

    day: date
    in_time: int
    late: int

    @property
    def answers(self) -> int:
        return self.in_time + self.late


def get(public_id: str) -> Consultation:
    """A consultation. Raises NotFound."""
    found = db.session.scalars(select(Consultation).where(Consultation.public_id == public_id)).first()
    if found is None:
        raise NotFound("There is no such consultation (any more).")
    return found


def get_by_id(consultation_id: int) -> Consultation:
    """A consultation that a message names."""
    return db.session.get_one(Consultation, consultation_id)


def get_person(user_id: int) -> User:
    """Somebody whom a consultation names."""
    return db.session.get_one(User, user_id)


def find_person(user_id: int | None) -> User | None:
    """Somebody whom a consultation may name."""
    return db.session.get(User, user_id) if user_id is not None else None


def get_message(consultation: Consultation, public_id: str) -> ConsultationMessage:
    """A message of a consultation. Raises NotFound."""
    found = db.session.scalars(select(ConsultationMessage).where(
        ConsultationMessage.consultation_id == consultation.id, ConsultationMessage.public_id == public_id)).first()
    if found is None:
        raise NotFound("There is no such message (any more).")
    return found


def list_of(user: User, *, number: int = 1, size: int = 20) -> Page[Consultation]:
    """A person's consultations, the latest first."""
    return paginate(select(Consultation).where(Consultation.user_id == user.id)
                    .order_by(Consultation.state_at.desc(), Consultation.id.desc()), number=number, size=size)


def list_messages(consultation: Consultation) -> list[Line]:
    """What was said, the oldest first, with the names of those who said it."""
    rows = db.session.execute(
        select(ConsultationMessage, User.name).outerjoin(User, User.id == ConsultationMessage.author_id)
        .where(ConsultationMessage.consultation_id == consultation.id).order_by(ConsultationMessage.id))
    return [Line(*row) for row in rows]


def list_shown(consultation: Consultation) -> set[int]:
    """The ids of the answers that the asker lets others read."""
    return set(db.session.scalars(
        select(ConsultationMessage.id).join(PublicAnswer, PublicAnswer.message_id == ConsultationMessage.id)
        .where(ConsultationMessage.consultation_id == consultation.id, PublicAnswer.state.in_(
            (PublicState.PROPOSED, PublicState.IN_REVIEW, PublicState.PUBLISHED)))))


def list_queue() -> list[Queued]:
    """What a person is to answer: what is due first, first."""
    rows = db.session.execute(
        select(Consultation, User.name).outerjoin(User, User.id == Consultation.consultant_id)
        .where(Consultation.state.in_(WITH_US)).order_by(Consultation.due_at, Consultation.id))
    return [Queued(*row) for row in rows]


def list_settled(*, most: int = 30) -> list[Queued]:
    """What was answered or asked back lately, the latest first."""
    rows = db.session.execute(
        select(Consultation, User.name).outerjoin(User, User.id == Consultation.consultant_id)
        .where(Consultation.state.in_((ConsultationState.ANSWERED, ConsultationState.ASKED_BACK,
                                       ConsultationState.ANSWERED_AUTOMATICALLY)))
        .order_by(Consultation.state_at.desc()).limit(most))
    return [Queued(*row) for row in rows]


def list_colleagues(but: Iterable[int]) -> list[User]:
    """Who can be handed a question."""
    return list(db.session.scalars(
        select(User).join(StaffGrant, StaffGrant.user_id == User.id).distinct().order_by(User.name, User.id)
        .where(StaffGrant.role.in_((StaffRole.CONSULTANT, StaffRole.ADMIN)), User.id.not_in(list(but)),
               User.suspended_at.is_(None), User.erased_at.is_(None))))


def list_days(*, days: int = 30) -> list[Day]:
    """How many answers consultants gave, in time and late, on each of the last days (Eastern), today's the last."""
    today = now().astimezone(ZONE).date()
    first = today - timedelta(days=days - 1)
    said = db.session.execute(
        select(ConsultationMessage.said_at, ConsultationMessage.due_at)
        .where(ConsultationMessage.voice == Voice.CONSULTANT, ConsultationMessage.asks_back.is_(False),
               ConsultationMessage.said_at >= datetime.combine(first, datetime.min.time(), ZONE)))
    counts: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for said_at, due_at in said:
        counts[said_at.astimezone(ZONE).date()][due_at is not None and said_at > due_at] += 1
    return [Day(day, *counts[day]) for day in (first + timedelta(days=number) for number in range(days))]


def get_public(public_id: str) -> PublicAnswer:
    """A public answer in any state. Raises NotFound."""
    found = db.session.scalars(select(PublicAnswer).where(PublicAnswer.public_id == public_id)).first()
    if found is None:
        raise NotFound("There is no such question (any more).")
    return found


def get_published(public_id: str) -> PublicAnswer:
    """A public answer that everybody may read. Raises NotFound."""
    found = get_public(public_id)
    if found.state is not PublicState.PUBLISHED:
        raise NotFound("There is no such question (any more).")
    return found


def list_published(*, words: str = "", number: int = 1, size: int = 20) -> Page[PublicAnswer]:
    """What everybody may read, the latest first; with `words`, what holds each of them."""
    statement = select(PublicAnswer).where(PublicAnswer.state == PublicState.PUBLISHED)
    for word in words.split()[:8]:
        statement = statement.where(or_(*(column.icontains(word, autoescape=True) for column in (
            PublicAnswer.title, PublicAnswer.question, PublicAnswer.answer))))
    return paginate(statement.order_by(PublicAnswer.published_at.desc(), PublicAnswer.id.desc()),
                    number=number, size=size)


def list_published_about(code_id: int, *, most: int = 5) -> list[PublicAnswer]:
    """What everybody may read about a code, the latest first."""
    return list(db.session.scalars(_about(), {"code_id": code_id, "most": most}))


@cache  # every code's page asks it, and putting it together takes longer than the database's answer
def _about() -> Select[PublicAnswer]:
    return (select(PublicAnswer).join(PublicAnswerCode, PublicAnswerCode.public_answer_id == PublicAnswer.id)
            .where(PublicAnswerCode.code_id == bindparam("code_id"), PublicAnswer.state == PublicState.PUBLISHED)
            .order_by(PublicAnswer.published_at.desc()).limit(bindparam("most")))


def list_codes_of(public: PublicAnswer) -> list[Code]:
    """The codes on whose pages an answer stands."""
    return list(db.session.scalars(
        select(Code).join(PublicAnswerCode, PublicAnswerCode.code_id == Code.id)
        .where(PublicAnswerCode.public_answer_id == public.id).order_by(Code.system, Code.key)))


def list_to_publish() -> list[tuple[PublicAnswer, str | None]]:
    """What isn't public yet, with who prepared it: what waits for review first."""
    editor = aliased(User)
    rows = db.session.execute(
        select(PublicAnswer, editor.name).outerjoin(editor, editor.id == PublicAnswer.editor_id)
        .where(PublicAnswer.state.in_((PublicState.PROPOSED, PublicState.IN_REVIEW)))
        .order_by(PublicAnswer.state != PublicState.IN_REVIEW, PublicAnswer.updated_at))
    return [(row[0], row[1]) for row in rows]


def count_waiting() -> tuple[int, int]:
    """How many questions wait for a person, and how many of them are late."""
    waiting, late = db.session.execute(
        select(func.count(), func.count().filter(Consultation.due_at < now()))
        .where(Consultation.state.in_(WITH_US))).one()
    return waiting, late
