"""The queue: every submission once, in order, and each item in one moderator's hand."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine

from careercenter import events
from careercenter.accounts.models import StaffRole, User
from careercenter.core import Forbidden, NotPossible, db, now
from careercenter.employers.models import MemberRole, Membership
from careercenter.moderation import queries, queue
from careercenter.moderation.listeners import queue_posting
from careercenter.moderation.models import ItemKind, ItemState, ModerationItem
from careercenter.postings import publishing, revisions, running
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
