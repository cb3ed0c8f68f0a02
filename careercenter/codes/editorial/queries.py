"""Reading what we say about codes."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from careercenter.accounts.models import User
from careercenter.codes.editorial.models import OPEN, PlainWords, RevisionState
from careercenter.codes.models import Code, CodeSystem
from careercenter.core import db


class Revision(NamedTuple):
    """A text with the names of those who made it; None: it came with the program, or nobody reviewed it yet."""

    words: PlainWords
    author: str | None
    reviewer: str | None


class Waiting(NamedTuple):
    """A text that isn't published yet."""

    words: PlainWords
    code: Code
    author: str | None


def find_published(code_id: int) -> PlainWords | None:
    """What everybody reads about a code."""
    return list_published([code_id]).get(code_id)


def list_published(code_ids: Iterable[int]) -> dict[int, PlainWords]:
    """What everybody reads about each code."""
    rows = db.session.scalars(select(PlainWords).where(
        PlainWords.code_id.in_(list(code_ids)), PlainWords.state == RevisionState.PUBLISHED))
    return {row.code_id: row for row in rows}


def list_published_in(system: CodeSystem) -> dict[int, PlainWords]:
    """What everybody reads about the codes of a system, by the code's id."""
    rows = db.session.scalars(select(PlainWords).join(Code, Code.id == PlainWords.code_id).where(
        Code.system == system, PlainWords.state == RevisionState.PUBLISHED).order_by(Code.key))
    return {row.code_id: row for row in rows}


def fingerprint(system: CodeSystem) -> str:
    """Another text whenever everybody reads something else about the codes of a system."""
    count, last = db.session.execute(
        select(func.count(), func.max(PlainWords.published_at)).join(Code, Code.id == PlainWords.code_id)
        .where(Code.system == system, PlainWords.state == RevisionState.PUBLISHED)).one()
    return f"{count}-{last.timestamp() if last else 0}"


def find_open(code_id: int) -> PlainWords | None:
    """The text of a code that somebody writes, or that waits for review."""
    return db.session.scalar(select(PlainWords).where(PlainWords.code_id == code_id, PlainWords.state.in_(OPEN)))


def list_revisions(code_id: int) -> list[Revision]:
    """Every text about a code, the newest first."""
    author, reviewer = aliased(User), aliased(User)
    rows = db.session.execute(
        select(PlainWords, author.name, reviewer.name)
        .outerjoin(author, author.id == PlainWords.author_id)
        .outerjoin(reviewer, reviewer.id == PlainWords.reviewer_id)
        .where(PlainWords.code_id == code_id).order_by(PlainWords.id.desc()))
    return [Revision(*row) for row in rows]


def list_waiting() -> list[Waiting]:
    """Every text that isn't published yet: what waits for review first, the oldest first."""
    rows = db.session.execute(
        select(PlainWords, Code, User.name).join(Code, Code.id == PlainWords.code_id)
        .outerjoin(User, User.id == PlainWords.author_id).where(PlainWords.state.in_(OPEN))
        .order_by(PlainWords.state != RevisionState.IN_REVIEW, PlainWords.updated_at))
    return [Waiting(*row) for row in rows]
