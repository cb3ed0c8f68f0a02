"""The days of a published posting."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from careercenter import events
from careercenter.billing import ledger
from careercenter.billing.ledger import NoCredit
from careercenter.core import AlreadyDone, Forbidden, NotPossible, db, now, today, transaction
from careercenter.mail.models import OutboxMail
from careercenter.postings import running
from careercenter.postings.lifecycle import PostingState
from tests.postings.factories import give_credits, make_live, make_posting


def days_later(days: float):
    return time_machine.travel(now() + timedelta(days=days), tick=False)


def mails(template: str) -> int:
    return db.session.scalar(select(func.count()).where(OutboxMail.template == template)) or 0


class TestPause:
    def test_hides_it_until_it_is_resumed(self, live, recruiter):
        running.pause(live, by=recruiter)
        assert not live.is_live
        running.resume(live, by=recruiter)
        assert live.is_live

    def test_does_not_stop_the_clock(self, live, recruiter):
        running.pause(live, by=recruiter)
        with days_later(31):
            with pytest.raises(NotPossible, match="Renew it"):
                running.resume(live, by=recruiter)
            running.expire_due()
        assert live.state is PostingState.EXPIRED

    def test_comes_by_itself_when_the_employer_is_suspended(self, live, hospital):
        with transaction() as happened:
            hospital.suspended_at = now()
            happened.append(events.EmployerSuspended(hospital.id))
        db.session.expire_all()
        assert live.state is PostingState.PAUSED


class TestEnd:
    def test_is_seen_at_the_very_moment_even_if_the_schedule_is_late(self, live):
        with time_machine.travel(live.valid_through - timedelta(seconds=1), tick=False):
            assert live.is_live
        with time_machine.travel(live.valid_through, tick=False):
            assert not live.is_live and live.state is PostingState.LIVE

    def test_is_written_down_by_the_schedule_and_told_once(self, live, recruiter):
        running.expire_due()
        assert live.state is PostingState.LIVE
        with days_later(30.1):
            running.expire_due()
            running.expire_due()
        assert live.state is PostingState.EXPIRED and mails("posting_expired") == 1

    def test_is_announced_once_five_days_before(self, live, recruiter):
        running.remind_due()
        with days_later(25.1):
            running.remind_due()
            running.remind_due()
        mail = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "posting_ending")).one()
        assert f"/employers/jobs/{live.id}/renew" in mail.text

    def test_filled_or_withdrawn_it_stays_paid(self, live, hospital, recruiter):
        running.mark_filled(live, by=recruiter)
        assert live.state is PostingState.FILLED and ledger.balance(hospital.id) == 0

    def test_withdrawn_before_it_ran_the_credit_returns(self, submitted, hospital, recruiter):
        running.withdraw(submitted, by=recruiter)
        assert submitted.state is PostingState.WITHDRAWN and ledger.balance(hospital.id) == 1

    @pytest.mark.parametrize("act", [running.pause, running.resume, running.mark_filled, running.withdraw])
    @pytest.mark.parametrize("who", ["stranger", "viewer", "finance", "moderator"])
    def test_is_not_for_others_to_decide(self, request, live, act, who):
        with pytest.raises(Forbidden):
            act(live, by=request.getfixturevalue(who))
        assert live.state is PostingState.LIVE


class TestRenew:
    def test_adds_30_days_to_those_left_for_one_credit(self, live, hospital, recruiter):
        give_credits(hospital)
        end = live.paid_through
        running.renew(live, by=recruiter, run=2)
        assert live.paid_through - end == timedelta(days=30) and ledger.balance(hospital.id) == 0

    def test_clicked_twice_costs_once(self, live, hospital, recruiter):
        give_credits(hospital, 2)
        running.renew(live, by=recruiter, run=2)
        with pytest.raises(AlreadyDone):
            running.renew(live, by=recruiter, run=2)
        assert ledger.balance(hospital.id) == 1

    def test_brings_an_expired_posting_back_at_once(self, live, hospital, recruiter):
        give_credits(hospital)
        with days_later(40):
            running.expire_due()
            running.renew(live, by=recruiter, run=2)
            assert live.is_live and live.valid_through - now() == timedelta(days=30)

    def test_counts_from_now_where_the_schedule_was_late(self, live, hospital, recruiter):
        give_credits(hospital)
        with days_later(40):
            running.renew(live, by=recruiter, run=2)
            assert live.is_live and live.valid_through - now() == timedelta(days=30)

    def test_without_a_credit_changes_nothing(self, live, recruiter):
        end = live.paid_through
        with pytest.raises(NoCredit):
            running.renew(live, by=recruiter, run=2)
        assert (live.paid_through, live.runs, live.state) == (end, 1, PostingState.LIVE)

    def test_is_refused_where_the_deadline_comes_first(self, hospital, recruiter):
        give_credits(hospital)
        posting = make_live(make_posting(hospital, deadline_on=(today() + timedelta(days=3)).isoformat()))
        with pytest.raises(NotPossible, match="deadline"):
            running.renew(posting, by=recruiter, run=2)
        assert ledger.balance(hospital.id) == 1

    def test_is_announced_again_for_the_new_end(self, live, hospital, recruiter):
        give_credits(hospital)
        with days_later(26):
            running.remind_due()
            running.renew(live, by=recruiter, run=2)
            running.remind_due()
        with days_later(56):
            running.remind_due()
        assert mails("posting_ending") == 2


def test_a_mail_names_the_day_on_which_a_job_ends_where_its_reader_is(live, hospital, recruiter):
    with time_machine.travel(datetime(2027, 3, 2, 3, 30, tzinfo=UTC), tick=False):  # March 1 in New York
        live.paid_through = now() + timedelta(days=2)
        live.set_end()
        db.session.commit()
        running.remind_due()
    mail = db.session.scalars(select(OutboxMail).where(OutboxMail.template == "posting_ending",
                                                       OutboxMail.to == recruiter.email)).one()
    assert "is live until March 3, 2027" in mail.text
