"""Saving, hiding and noting: done twice it is done once, and nothing of it is anybody else's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from careercenter.accounts.models import User
from careercenter.core import NotFound, db, now
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from careercenter.shortlists import marking
from careercenter.shortlists.models import ElsewhereStage, PostingMark
from careercenter.shortlists.queries import NO_MARK, Mark, hidden_of, marks_of
from tests.postings.factories import make_posting

MONDAY = date(2026, 3, 2)


def mark_of(user: User, posting: JobPosting) -> Mark:
    return marks_of(user.id, [posting.id])[posting.id]


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(PostingMark)) or 0


class TestSaving:
    def test_twice_is_once(self, posting, coder, stranger):
        marking.save(posting, by=coder)
        marking.save(posting, by=coder)

        assert mark_of(coder, posting).is_saved and rows() == 1
        assert mark_of(stranger, posting) == NO_MARK

    def test_in_two_tabs_at_once_is_once(self, app, posting, coder):
        ids = posting.id, coder.id

        def save(_: int) -> None:
            with app.app_context():
                marking.save(db.session.get_one(JobPosting, ids[0]), by=db.session.get_one(User, ids[1]))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(save, range(8)))
        db.session.rollback()
        assert rows() == 1

    def test_undone_leaves_nothing(self, posting, coder):
        marking.save(posting, by=coder)
        marking.unsave(posting, by=coder)
        marking.unsave(posting, by=coder)

        assert rows() == 0

    def test_undone_keeps_the_note(self, posting, coder):
        marking.keep_notes(posting, by=coder, note="Ask about the shift.", stage=None, applied_on=None)
        marking.unsave(posting, by=coder)

        assert mark_of(coder, posting) == Mark(note="Ask about the shift.")

    def test_what_was_never_public_is_no_job(self, hospital, coder, owner):
        draft = make_posting(hospital)
        for person in (coder, owner):
            with pytest.raises(NotFound):
                marking.save(draft, by=person)
        assert rows() == 0

    def test_what_is_gone_since_can_still_be_let_go(self, posting, coder):
        marking.save(posting, by=coder)
        posting.state = PostingState.REMOVED
        db.session.commit()

        marking.unsave(posting, by=coder)

        assert rows() == 0
        with pytest.raises(NotFound):
            marking.save(posting, by=coder)


class TestHiding:
    def test_is_known_in_one_look_with_the_employers(self, posting, outside, clinic, coder, stranger):
        marking.hide(posting, by=coder)
        marking.hide_employer(clinic, by=coder)
        marking.hide_employer(clinic, by=coder)

        assert hidden_of(coder.id) == ({posting.id}, {clinic.id})
        assert hidden_of(stranger.id) == (frozenset(), frozenset())

    def test_undone_brings_back_what_was_kept(self, posting, clinic, coder):
        marking.save(posting, by=coder)
        marking.hide(posting, by=coder)
        marking.hide_employer(clinic, by=coder)
        marking.unhide(posting, by=coder)
        marking.unhide_employer(clinic, by=coder)
        marking.unhide_employer(clinic, by=coder)

        assert hidden_of(coder.id) == (frozenset(), frozenset())
        assert mark_of(coder, posting) == Mark(is_saved=True)

    def test_ends_where_the_job_is_saved(self, posting, coder):
        marking.hide(posting, by=coder)
        marking.save(posting, by=coder)

        assert mark_of(coder, posting) == Mark(is_saved=True)


class TestNotes:
    def test_say_how_far_one_is_elsewhere(self, outside, coder):
        marking.keep_notes(outside, by=coder, note="", stage=ElsewhereStage.APPLIED, applied_on=MONDAY)
        marking.keep_notes(outside, by=coder, note="Tara called.", stage=ElsewhereStage.INTERVIEW, applied_on=MONDAY)

        assert mark_of(coder, outside) == Mark(
            note="Tara called.", stage=ElsewhereStage.INTERVIEW, applied_on=MONDAY)

    def test_alone_save_the_job(self, posting, coder):
        marking.keep_notes(posting, by=coder, note="Epic!", stage=None, applied_on=None)

        assert mark_of(coder, posting).is_saved

    def test_without_a_stage_keep_no_day(self, outside, coder):
        marking.keep_notes(outside, by=coder, note="", stage=ElsewhereStage.CLOSED, applied_on=MONDAY)
        marking.keep_notes(outside, by=coder, note="", stage=None, applied_on=MONDAY)

        assert rows() == 0

    def test_can_be_written_about_a_job_that_has_ended(self, posting, coder):
        posting.state, posting.ended_at = PostingState.FILLED, now() - timedelta(days=3)
        db.session.commit()

        marking.keep_notes(posting, by=coder, note="", stage=ElsewhereStage.APPLIED, applied_on=MONDAY)

        assert mark_of(coder, posting).stage is ElsewhereStage.APPLIED


def test_marks_are_one_statement_however_many(app, posting, outside, coder):
    from sqlalchemy import event

    marking.save(posting, by=coder)
    user_id, ids = coder.id, [posting.id, outside.id, 4_000_000]
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", listener := lambda *a: seen.append(a[2]))
    try:
        marks, hidden = marks_of(user_id, ids), hidden_of(user_id)
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    assert len([one for one in seen if one.startswith("SELECT")]) == 2
    assert [mark.is_saved for mark in marks.values()] == [True, False, False] and not hidden.postings
    assert marks_of(user_id, []) == {}
