"""The queue: every submission once, in order, and each item in one moderator's hand."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from careercenter import events
from careercenter.accounts.models import StaffRole, User
from careercenter.billing import ledger
from careercenter.core import Forbidden, NotPossible, db, now, transaction
from careercenter.employers import standing
from careercenter.employers.models import MemberRole, Membership
from careercenter.moderation import queries, queue
from careercenter.moderation.decisions import decide
from careercenter.moderation.listeners import drop_posting, queue_posting, queue_revision
from careercenter.moderation.models import ItemKind, ItemState, ModerationItem, Verdict
from careercenter.moderation.tasks import mend_queue
from careercenter.postings import publishing, revisions, running
from careercenter.postings.lifecycle import PostingState
from tests.cast import make_user
from tests.moderation.conftest import item_of


@pytest.fixture
def colleague(app):
    return make_user("Col League", StaffRole.MODERATOR)


class TestFilling:
    def test_a_submission_waits_once_however_often_it_is_heard(self, submit):
        posting = submit()
        queue_posting(events.PostingSubmitted(posting.id))
        assert [row.posting.id for row in queries.list_queue()] == [posting.id]

    def test_featured_ones_come_first_then_the_oldest(self, submit):
        first, second, featured = submit(), submit(), submit(is_featured=True)
        assert [row.posting.id for row in queries.list_queue()] == [featured.id, first.id, second.id]

    def test_what_the_employer_takes_back_no_longer_waits(self, submit, recruiter):
        posting = submit()
        publishing.take_back(posting, by=recruiter)
        assert queries.list_queue() == []
        assert item_of(posting).state is ItemState.OBSOLETE

    def test_an_edit_of_a_job_that_was_filled_no_longer_waits(self, submit, recruiter, moderator):
        posting = submit()
        publishing.approve(posting, by=moderator)
        revisions.propose(posting, {"title": "Another"}, by=recruiter, version=posting.version)
        assert ItemKind.REVISION in {row.item.kind for row in queries.list_queue()}
        running.mark_filled(posting, by=recruiter)
        assert ItemKind.REVISION not in {row.item.kind for row in queries.list_queue()}

    def test_what_is_withdrawn_no_longer_waits(self, submit, recruiter):
        posting = submit()
        running.withdraw(posting, by=recruiter)
        assert queries.list_queue() == []


class TestWhatIsHeardLate:
    """The worker may stand still for a while, and may tell of a thing again."""

    def test_a_job_that_was_taken_back_and_sent_again_waits(self, submit, recruiter, stopped_worker):
        posting = submit()
        publishing.take_back(posting, by=recruiter)
        publishing.submit(posting, by=recruiter)
        stopped_worker()
        assert [row.posting.id for row in queries.list_queue()] == [posting.id]

    def test_in_whatever_order_and_however_often(self, submit, recruiter):
        posting = submit()
        first = item_of(posting)
        publishing.take_back(posting, by=recruiter)
        publishing.submit(posting, by=recruiter)
        for event in (events.PostingTakenBack(posting.id), events.PostingSubmitted(posting.id),
                      events.PostingTakenBack(posting.id)):
            {"PostingSubmitted": queue_posting, "PostingTakenBack": drop_posting}[type(event).__name__](event)
        (row,) = queries.list_queue()
        assert row.item.id != first.id and db.session.get_one(ModerationItem, first.id).state is ItemState.OBSOLETE

    def test_an_edit_that_another_replaced_does_not_drop_that_one(self, submit, recruiter, moderator):
        posting = submit()
        publishing.approve(posting, by=moderator)
        first = revisions.propose(posting, {"title": "A"}, by=recruiter, version=posting.version)
        second = revisions.propose(posting, {"title": "B"}, by=recruiter, version=posting.version)
        queue_revision(events.RevisionSubmitted(first.id))
        assert [row.item.revision_id for row in queries.list_queue()] == [second.id]

    def test_its_wait_counts_from_the_submission(self, submit, stopped_worker):
        posting = submit()
        with time_machine.travel(now() + timedelta(hours=2)):
            stopped_worker()
        assert item_of(posting).opened_at == posting.submitted_at


class TestMending:
    def test_finds_a_job_in_review_that_is_not_in_the_queue(self, submit):
        posting = submit()
        with transaction():
            queue.drop(posting.id, *ItemKind)
        mend_queue()
        mend_queue()
        assert [row.posting.id for row in queries.list_queue()] == [posting.id]

    def test_finds_an_edit_that_is_not_in_the_queue(self, submit, recruiter, moderator):
        posting = submit()
        publishing.approve(posting, by=moderator)
        edit = revisions.propose(posting, {"title": "A"}, by=recruiter, version=posting.version)
        with transaction():
            queue.drop(posting.id, *ItemKind)
        mend_queue()
        assert [row.item.revision_id for row in queries.list_queue()] == [edit.id]

    def test_drops_what_nobody_could_decide_on(self, submit, recruiter, moderator):
        posting = submit()
        publishing.approve(posting, by=moderator)
        revisions.propose(posting, {"title": "A"}, by=recruiter, version=posting.version)
        with time_machine.travel(posting.valid_through + timedelta(minutes=1)):
            running.expire_due()
            running.mark_filled(posting, by=recruiter)
            mend_queue()
        assert queries.list_queue() == []

    def test_leaves_alone_what_is_right(self, submit, moderator):
        item = item_of(submit())
        queue.claim(item, by=moderator)
        mend_queue()
        assert item.state is ItemState.CLAIMED and queries.list_out_of_step() == []


class TestAnEditThatIsTakenBack:
    @pytest.fixture
    def edited(self, submit, recruiter, moderator):
        posting = submit()
        publishing.approve(posting, by=moderator)
        revisions.propose(posting, {"title": "A"}, by=recruiter, version=posting.version)
        queries.get_by_key(f"posting:{posting.id}:1").state = ItemState.DECIDED
        db.session.commit()
        return posting

    def test_no_longer_waits(self, edited, recruiter):
        revisions.discard(edited, by=recruiter)
        assert queries.list_queue() == []

    def test_by_the_text_that_is_live_no_longer_waits_either(self, edited, recruiter):
        revisions.propose(edited, {"title": "Inpatient Coder III"}, by=recruiter, version=edited.version)
        assert queries.list_queue() == []

    def test_can_t_be_decided_any_more_and_the_refusal_says_why(self, edited, recruiter, moderator):
        item = item_of(edited)
        queue.claim(item, by=moderator)
        revisions.discard(edited, by=recruiter)
        with pytest.raises(NotPossible, match="the employer took it back"):
            decide(item, Verdict.APPROVE, by=moderator)
        with pytest.raises(NotPossible, match="the employer took it back"):
            queue.claim(item, by=moderator)


class TestASuspendedEmployer:
    def test_has_nothing_in_the_queue_and_its_credit_back(self, submit, hospital, moderator):
        posting = submit()
        standing.suspend(hospital, by=moderator, reason="A scam.")
        db.session.rollback()
        assert queries.list_queue() == [] and item_of(posting).state is ItemState.OBSOLETE
        assert posting.state is PostingState.DRAFT and ledger.balance(hospital.id) == 1

    def test_has_its_edits_in_the_queue_again_once_the_ban_is_taken_back(self, submit, hospital, recruiter, moderator):
        posting = submit()
        publishing.approve(posting, by=moderator)
        edit = revisions.propose(posting, {"title": "A"}, by=recruiter, version=posting.version)
        standing.suspend(hospital, by=moderator, reason="A scam.")
        assert queries.list_queue() == []
        standing.reinstate(hospital, by=moderator, reason="It wasn't.")
        assert [row.item.revision_id for row in queries.list_queue()] == [edit.id]


class TestClaim:
    def test_two_can_t_have_the_same_one_in_hand(self, item, moderator, colleague):
        queue.claim(item, by=moderator)
        with pytest.raises(NotPossible, match="Mo Moderator has this one in hand"):
            queue.claim(item, by=colleague)

    def test_a_forgotten_claim_runs_out(self, item, moderator, colleague):
        queue.claim(item, by=moderator)
        with time_machine.travel(now() + timedelta(minutes=31)):
            queue.claim(item, by=colleague)
            assert item.claimed_by_id == colleague.id

    def test_put_back_it_is_free_again(self, item, moderator, colleague):
        queue.claim(item, by=moderator)
        queue.release(item, by=moderator)
        queue.claim(item, by=colleague)
        assert item.claimed_by_id == colleague.id

    def test_nobody_puts_back_what_another_has(self, item, moderator, colleague):
        queue.claim(item, by=moderator)
        with pytest.raises(NotPossible):
            queue.release(item, by=colleague)

    @pytest.mark.parametrize("who", ["coder", "recruiter", "owner", "stranger"])
    def test_only_moderators_claim(self, item, who, request):
        with pytest.raises(Forbidden):
            queue.claim(item, by=request.getfixturevalue(who))
        assert item.state is ItemState.WAITING

    def test_a_moderator_never_decides_on_her_own_employer_s_job(self, item, moderator, hospital):
        db.session.add(Membership(employer_id=hospital.id, user_id=moderator.id, role=MemberRole.VIEWER))
        db.session.commit()
        with pytest.raises(Forbidden, match="belong to this employer"):
            queue.claim(item, by=moderator)
        assert queue.claim_next(by=moderator) is None

    def test_the_next_one_is_the_first_that_is_free(self, submit, moderator, colleague):
        first, second = submit(), submit()
        assert queue.claim_next(by=moderator).posting_id == first.id
        assert queue.claim_next(by=colleague).posting_id == second.id

    def test_many_who_take_the_next_at_once_get_different_ones(self, app, submit):
        expected = {submit().id for _ in range(4)}
        people = [make_user(f"Mod {number}", StaffRole.MODERATOR).id for number in range(4)]
        db.session.rollback()

        def take(user_id: int) -> int:
            with app.app_context():
                item = queue.claim_next(by=db.session.get_one(User, user_id))
                assert item is not None
                return item.posting_id

        with ThreadPoolExecutor(4) as pool:
            taken = list(pool.map(take, people))
        assert set(taken) == expected


def test_the_kinds_of_items_are_all_counted(item):
    assert queries.count_open() == 1
    assert db.session.query(ModerationItem).filter_by(kind=ItemKind.POSTING).count() == 1
