"""Reading what a person keeps: for her own pages, and for the lists of jobs that she looks at."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Integer, func, null, select, union_all

from careercenter.core import db
from careercenter.employers.models import Employer
from careercenter.postings.models import JobPosting
from careercenter.postings.visibility import Face, face_of
from careercenter.shortlists.models import ElsewhereStage, HiddenEmployer, PostingMark
from careercenter.web.pagination import Page, paginate


class Hidden(NamedTuple):
    """What a person doesn't want to see, by id."""

    postings: frozenset[int]
    employers: frozenset[int]


NOTHING_HIDDEN = Hidden(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person keeps about a posting, as a card shows it."""

    is_saved: bool = False
    is_hidden: bool = False
    note: str = ""
    stage: ElsewhereStage | None = None  # elsewhere; with `applied_on`
    applied_on: date | None = None


NO_MARK = Mark()


class Kept(NamedTuple):
    """A job of a person's list."""

    mark: Mark
    posting: JobPosting
    employer: Employer
    face: Face


class Counts(NamedTuple):
    """How many jobs each of her lists holds; `hidden` counts employers too."""

    saved: int
    elsewhere: int
    hidden: int


def hidden_of(user_id: int) -> Hidden:
    """The postings and the employers that a person hid."""
    return hidden_of_each([user_id]).get(user_id, NOTHING_HIDDEN)


def hidden_of_each(user_ids: Collection[int]) -> dict[int, Hidden]:
    """The same for many people: those who hid something."""
    postings = select(PostingMark.user_id, PostingMark.posting_id.label("posting_id"),
                      null().cast(Integer).label("employer_id")).where(
        PostingMark.user_id.in_(user_ids), PostingMark.hidden_at.is_not(None))
    employers = select(HiddenEmployer.user_id, null().cast(Integer), HiddenEmployer.employer_id).where(
        HiddenEmployer.user_id.in_(user_ids))
    found: dict[int, tuple[set[int], set[int]]] = {}
    for user_id, posting_id, employer_id in db.session.execute(union_all(postings, employers)):
        hers = found.setdefault(user_id, (set(), set()))
        if posting_id is not None:
            hers[0].add(posting_id)
        else:
            hers[1].add(employer_id)
    return {user_id: Hidden(frozenset(hers[0]), frozenset(hers[1])) for user_id, hers in found.items()}


def marks_of(user_id: int, posting_ids: Iterable[int]) -> dict[int, Mark]:
    """What a person keeps about these postings: one for each, NO_MARK where it is nothing."""
    marks = dict.fromkeys(posting_ids, NO_MARK)
    if marks:
        marks |= {row.posting_id: as_mark(row) for row in db.session.scalars(select(PostingMark).where(
            PostingMark.user_id == user_id, PostingMark.posting_id.in_(list(marks))))}
    return marks


def find_mark(posting_id: int, user_id: int) -> PostingMark | None:
    """The row of a person and a posting."""
    return db.session.scalars(select(PostingMark).where(
        PostingMark.user_id == user_id, PostingMark.posting_id == posting_id)).first()


def count_of(user_id: int) -> Counts:
    """How long each of her lists is."""
    shown = PostingMark.hidden_at.is_(None)
    saved, elsewhere, hidden, employers = db.session.execute(select(
        _how_many(PostingMark, user_id, PostingMark.saved_at.is_not(None), shown),
        _how_many(PostingMark, user_id, PostingMark.stage.is_not(None), shown),
        _how_many(PostingMark, user_id, PostingMark.hidden_at.is_not(None)),
        _how_many(HiddenEmployer, user_id))).one()
    return Counts(saved, elsewhere, hidden + employers)


def _how_many(kept: type[PostingMark | HiddenEmployer], user_id: int, *conditions: Any) -> Any:
    return select(func.count()).select_from(kept).where(kept.user_id == user_id, *conditions).scalar_subquery()


def list_saved(user_id: int, *, number: int) -> Page[Kept]:
    """Saved jobs, the last saved first."""
    return _list(user_id, PostingMark.saved_at, PostingMark.hidden_at.is_(None), number=number)


def list_elsewhere(user_id: int, *, number: int) -> Page[Kept]:
    """Jobs that she applied for elsewhere, the latest first."""
    return _list(user_id, PostingMark.applied_on, PostingMark.hidden_at.is_(None), number=number)


def list_hidden(user_id: int, *, number: int) -> Page[Kept]:
    """Hidden jobs, the last hidden first."""
    return _list(user_id, PostingMark.hidden_at, number=number)


def list_hidden_employers(user_id: int) -> list[Employer]:
    """Employers that she hid, by name."""
    return list(db.session.scalars(
        select(Employer).join(HiddenEmployer, HiddenEmployer.employer_id == Employer.id)
        .where(HiddenEmployer.user_id == user_id).order_by(Employer.name, Employer.id)))


def _list(user_id: int, when: Any, *conditions: Any, number: int) -> Page[Kept]:
    page = paginate(
        select(PostingMark, JobPosting, Employer).join(JobPosting, JobPosting.id == PostingMark.posting_id)
        .join(Employer, Employer.id == JobPosting.employer_id)
        .where(PostingMark.user_id == user_id, when.is_not(None), *conditions)
        .order_by(when.desc(), PostingMark.id.desc()), number=number)
    return replace(page, items=[Kept(as_mark(row), posting, employer, face_of(posting, employer))
                                for row, posting, employer in page.items])


def as_mark(row: PostingMark) -> Mark:
    """A row as a card shows it."""
    return Mark(row.saved_at is not None, row.hidden_at is not None, row.note, row.stage, row.applied_on)
