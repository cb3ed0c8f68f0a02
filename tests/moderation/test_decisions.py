"""Decisions: made once, by whoever has the item in hand, and told in words that help."""

import pytest
from sqlalchemy import select

from careercenter.accounts.models import StaffRole
from careercenter.billing import ledger
from careercenter.core import DomainError, NotPossible, db
from careercenter.employers import standing
from careercenter.mail.models import OutboxMail
from careercenter.moderation import queue
from careercenter.moderation.decisions import WithoutReason, decide
from careercenter.moderation.models import ItemState, Verdict
from careercenter.postings import publishing, revisions
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from tests.cast import make_user
from tests.moderation.conftest import item_of


@pytest.fixture
def in_hand(item, moderator):
    queue.claim(item, by=moderator)
    return item


def posting_of(item) -> JobPosting:
    return db.session.get_one(JobPosting, item.posting_id)


def mails(template: str) -> list[OutboxMail]:
    return list(db.session.scalars(select(OutboxMail).where(OutboxMail.template == template)))


class TestDecide:
    def test_approved_it_is_live(self, in_hand, moderator):
        decide(in_hand, Verdict.APPROVE, by=moderator)
        assert posting_of(in_hand).is_live
        assert in_hand.state is ItemState.DECIDED

    def test_rejected_the_credit_returns_and_the_mail_says_what_to_fix(self, in_hand, moderator, hospital):
        decide(in_hand, Verdict.REJECT, by=moderator, reasons=["experience"], note="See the second paragraph.")
        assert posting_of(in_hand).state is PostingState.REJECTED
        assert ledger.balance(hospital.id, "standard") == 1
        (mail, *_) = mails("posting_rejected")
        assert "Set the years that you really ask for" in mail.text and "second paragraph" in mail.text

    def test_asked_for_changes_the_credit_stays_with_it(self, in_hand, moderator, hospital, recruiter):
        decide(in_hand, Verdict.REQUEST_CHANGES, by=moderator, reasons=["pay_unclear"])
        posting = posting_of(in_hand)
        assert posting.state is PostingState.CHANGES_REQUESTED
        publishing.submit(posting, by=recruiter)
        again = item_of(posting)
        assert again.id != in_hand.id and again.state is ItemState.WAITING

    @pytest.mark.parametrize("verdict", [Verdict.REJECT, Verdict.REQUEST_CHANGES, Verdict.BAN])
    def test_without_a_reason_nothing_happens(self, in_hand, moderator, verdict):
        with pytest.raises(WithoutReason):
            decide(in_hand, verdict, by=moderator, reasons=["no such reason"], note="  ")
        assert posting_of(in_hand).state is PostingState.IN_REVIEW

    def test_it_is_decided_once(self, in_hand, moderator):
        decide(in_hand, Verdict.APPROVE, by=moderator)
        with pytest.raises(NotPossible, match="has decided on this one already"):
            decide(in_hand, Verdict.REJECT, by=moderator, note="no")
        assert posting_of(in_hand).is_live

    def test_who_doesn_t_have_it_in_hand_can_t_decide(self, in_hand):
        other = make_user("Other Moderator", StaffRole.MODERATOR)
        with pytest.raises(NotPossible, match="isn't in your hand"):
            decide(in_hand, Verdict.APPROVE, by=other)
        assert posting_of(in_hand).state is PostingState.IN_REVIEW

    def test_a_submission_can_t_be_decided_like_a_report(self, in_hand, moderator):
        with pytest.raises(DomainError):
            decide(in_hand, Verdict.KEEP, by=moderator)

    def test_a_ban_takes_down_all_that_the_employer_has_live(self, submit, in_hand, moderator, hospital):
        other = submit()
        live = item_of(other)
        queue.claim(live, by=moderator)
        decide(live, Verdict.APPROVE, by=moderator)
        decide(in_hand, Verdict.BAN, by=moderator, reasons=["fees"])
        db.session.rollback()
        assert hospital.suspended_at is not None
        assert not db.session.get_one(JobPosting, other.id).is_live
        assert posting_of(in_hand).state is PostingState.REJECTED


class TestWhatIsNotApproved:
    def test_a_job_of_a_suspended_employer(self, in_hand, moderator, hospital, stopped_worker):
        standing.suspend(hospital, by=moderator, reason="A scam.")
        with pytest.raises(NotPossible, match="is suspended"):
            decide(in_hand, Verdict.APPROVE, by=moderator)
        assert posting_of(in_hand).state is PostingState.IN_REVIEW and posting_of(in_hand).runs == 0

    def test_an_edit_of_a_suspended_employer(self, in_hand, moderator, recruiter, hospital, stopped_worker):
        decide(in_hand, Verdict.APPROVE, by=moderator)
        posting = posting_of(in_hand)
        edit = revisions.propose(posting, {"title": "B"}, by=recruiter, version=posting.version)
        standing.suspend(hospital, by=moderator, reason="A scam.")
        with pytest.raises(NotPossible, match="is suspended"):
            revisions.approve_revision(edit, by=moderator)
        assert posting.title == "Inpatient Coder III"

    def test_a_text_that_the_moderator_has_not_read(self, in_hand, moderator, recruiter, stopped_worker):
        posting = posting_of(in_hand)
        publishing.take_back(posting, by=recruiter)
        publishing.submit(posting, by=recruiter)
        with pytest.raises(NotPossible, match="sent it again"):
            decide(in_hand, Verdict.APPROVE, by=moderator)
        assert posting.state is PostingState.IN_REVIEW


class TestEdits:
    @pytest.fixture
    def edited(self, in_hand, moderator, recruiter):
        decide(in_hand, Verdict.APPROVE, by=moderator)
        posting = posting_of(in_hand)
        revisions.propose(posting, {"title": "Inpatient Coder IV"}, by=recruiter, version=posting.version)
        return posting

    def test_an_edit_of_a_live_job_waits_while_the_old_text_stays(self, edited):
        assert item_of(edited).revision_id is not None
        assert edited.is_live and edited.title == "Inpatient Coder III"

    def test_approved_it_replaces_the_old_text(self, edited, moderator):
        item = item_of(edited)
        queue.claim(item, by=moderator)
        decide(item, Verdict.APPROVE, by=moderator)
        assert edited.title == "Inpatient Coder IV" and edited.is_live

    def test_rejected_the_old_text_stays_live(self, edited, moderator):
        item = item_of(edited)
        queue.claim(item, by=moderator)
        decide(item, Verdict.REJECT, by=moderator, reasons=["several_jobs"])
        assert edited.title == "Inpatient Coder III" and edited.is_live

    def test_a_second_edit_replaces_the_first_in_the_queue(self, edited, recruiter):
        first = item_of(edited)
        revisions.propose(edited, {"title": "Inpatient Coder V"}, by=recruiter, version=edited.version)
        assert item_of(edited).id != first.id
        db.session.refresh(first)
        assert first.state is ItemState.OBSOLETE
