"""Saving, hiding and noting. Each of these may be done twice: the second time changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import delete

from careercenter.accounts.models import User
from careercenter.core import NotFound, db, insert_into, now, transaction
from careercenter.employers.models import Employer
from careercenter.postings.models import JobPosting
from careercenter.shortlists import policies, queries
from careercenter.shortlists.models import ElsewhereStage, HiddenEmployer, PostingMark


def save(posting: JobPosting, *, by: User) -> None:
    """Put a job on the person's list; a hidden one comes back by it. Raises NotFound as `mark` does."""
    with mark(posting, by=by) as row:
        row.saved_at = row.saved_at or now()
        row.hidden_at = None


def unsave(posting: JobPosting, *, by: User) -> None:
    """Take a job off the list. A note, and that she applied, stay. Raises NotFound as `mark` does."""
    with mark(posting, by=by) as row:
        row.saved_at = None


def hide(posting: JobPosting, *, by: User) -> None:
    """Show a job to the person no more. What else she keeps comes back with it. Raises NotFound as `mark` does."""
    with mark(posting, by=by) as row:
        row.hidden_at = row.hidden_at or now()


def unhide(posting: JobPosting, *, by: User) -> None:
    """Show it again. Raises NotFound as `mark` does."""
    with mark(posting, by=by) as row:
        row.hidden_at = None


def keep_notes(posting: JobPosting, *, by: User, note: str, stage: ElsewhereStage | None,
               applied_on: date | None) -> None:
    """Keep her note, and how far she is elsewhere; no stage: she didn't apply elsewhere.

    A note alone saves the job, so that it stands in a list. Raises NotFound as `mark` does.
    """
    with mark(posting, by=by) as row:
        row.note, row.stage = note, stage
        row.applied_on = applied_on if stage else None
        if note and not stage and not row.hidden_at:
            row.saved_at = row.saved_at or now()


def hide_employer(employer: Employer, *, by: User) -> None:
    """Show the person no job of an employer any more."""
    with transaction():
        db.session.execute(
            insert_into(HiddenEmployer).values(user_id=by.id, employer_id=employer.id, hidden_at=now())
            .on_conflict_do_nothing())


def unhide_employer(employer: Employer, *, by: User) -> None:
    """Show an employer's jobs again."""
    with transaction():
        db.session.execute(delete(HiddenEmployer).where(
            HiddenEmployer.user_id == by.id, HiddenEmployer.employer_id == employer.id))


@contextmanager
def mark(posting: JobPosting, *, by: User) -> Iterator[PostingMark]:
    """What a person keeps about a posting, to be changed inside; kept as long as it says anything.

    Raises:
        NotFound: the job isn't public, and she keeps nothing about it from when it was.
    """
    with transaction():
        employer = db.session.get_one(Employer, posting.employer_id)
        if not policies.may_mark(by, posting, employer) and queries.find_mark(posting.id, by.id) is None:
            raise NotFound("There is no such job. It may have been taken down.")
        row = _locked(posting.id, by.id)
        yield row
        if row.is_blank:
            db.session.delete(row)


def _locked(posting_id: int, user_id: int) -> PostingMark:
    # One statement makes the row or takes it, and holds it: two clicks at once are one after the other.
    made = insert_into(PostingMark).values(user_id=user_id, posting_id=posting_id, note="", created_at=now(),
                                           updated_at=now())
    statement = made.on_conflict_do_update(
        index_elements=[PostingMark.user_id, PostingMark.posting_id], set_={"updated_at": made.excluded.updated_at})
    row_id = db.session.scalars(statement.returning(PostingMark.id)).one()
    return db.session.get_one(PostingMark, row_id, populate_existing=True)
