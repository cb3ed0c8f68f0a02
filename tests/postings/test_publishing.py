"""From draft to live: who may, what it costs, and what returns."""

import pytest
from sqlalchemy import select

from careercenter.billing import ledger
from careercenter.billing.ledger import NoCredit
from careercenter.billing.models import CreditKind
from careercenter.core import AuditEntry, Forbidden, NotPossible, db
from careercenter.mail.models import OutboxMail
from careercenter.postings import drafts, publishing, queries, running
from careercenter.postings.completeness import Incomplete
from careercenter.postings.drafts import StaleVersion
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from tests.postings.factories import announce, give_credits, make_order, make_posting


def mails_to(person) -> list[str]:
    return list(db.session.scalars(
        select(OutboxMail.template).where(OutboxMail.to == person.email).order_by(OutboxMail.id)))


class TestDrafts:
    def test_begin_empty_and_keep_what_is_typed(self, app, hospital, recruiter):
        posting = drafts.create_draft(hospital.id, by=recruiter)
        version = drafts.save_draft(posting, {"title": "Coder", "pay_min": 2500, "work_modes": ["remote"]},
                                    by=recruiter, version=posting.version, unparsed={"pay_max": "a lot"})
        stored = db.session.get_one(JobPosting, posting.id)
        assert (stored.title, stored.pay_min, stored.unparsed) == ("Coder", 2500, {"pay_max": "a lot"})
        assert version == stored.version == 2

    def test_a_stale_tab_overwrites_nothing(self, draft, recruiter, owner):
        drafts.save_draft(draft, {"title": "New"}, by=owner, version=1)
        with pytest.raises(StaleVersion, match="another tab or by a colleague"):
            drafts.save_draft(draft, {"title": "Old"}, by=recruiter, version=1)
        assert draft.title == "New"

    def test_a_retry_whose_first_answer_was_lost_is_no_conflict(self, draft, recruiter):
        for _ in range(2):
            assert drafts.save_draft(draft, {"title": "New"}, by=recruiter, version=1) == 2

    def test_a_posting_in_review_is_not_changed_under_the_moderators_eyes(self, submitted, recruiter):
        with pytest.raises(NotPossible):
            drafts.save_draft(submitted, {"title": "Other"}, by=recruiter, version=submitted.version)

    @pytest.mark.parametrize("who", ["stranger", "viewer", "finance", "moderator"])
    def test_are_not_written_by_others(self, request, draft, hospital, who):
        other = request.getfixturevalue(who)
        with pytest.raises(Forbidden):
            drafts.create_draft(hospital.id, by=other)
        with pytest.raises(Forbidden):
            drafts.save_draft(draft, {"title": "Mine"}, by=other, version=1)
        with pytest.raises(Forbidden):
            drafts.duplicate(draft, by=other)
        with pytest.raises(Forbidden):
            publishing.submit(draft, by=other)
        assert draft.title == "Inpatient Coder III" and draft.state is PostingState.DRAFT

    def test_a_copy_says_the_same_and_owes_its_own_credit(self, live, recruiter):
        copy = drafts.duplicate(live, by=recruiter)
        assert (copy.title, copy.requirement, copy.state) == (live.title, live.requirement, PostingState.DRAFT)
        with pytest.raises(NoCredit):
            publishing.submit(copy, by=recruiter)

    def test_are_found_on_the_map(self, draft):
        assert (round(draft.latitude), round(draft.longitude)) == (30, -95)


class TestSubmit:
    def test_waits_for_review_and_costs_one_credit(self, draft, hospital, recruiter):
        give_credits(hospital, 2)
        publishing.submit(draft, by=recruiter)
        assert draft.state is PostingState.IN_REVIEW
        assert ledger.balance(hospital.id) == 1

    def test_twice_costs_once(self, submitted, hospital, recruiter):
        give_credits(hospital)
        with pytest.raises(NotPossible):
            publishing.submit(submitted, by=recruiter)
        assert ledger.balance(hospital.id) == 1

    def test_without_a_credit_waits_for_payment(self, draft, recruiter):
        with pytest.raises(NoCredit):
            publishing.submit(draft, by=recruiter)
        assert draft.state is PostingState.AWAITING_PAYMENT

    def test_incomplete_says_all_that_is_missing(self, hospital, recruiter):
        give_credits(hospital)
        posting = make_posting(hospital, title="", work_modes=[], unparsed={"pay_max": "lots"})
        with pytest.raises(Incomplete) as refusal:
            publishing.submit(posting, by=recruiter)
        assert [problem.field for problem in refusal.value.problems] == ["pay_max", "title", "work_modes"]
        assert ledger.balance(hospital.id) == 1 and posting.state is PostingState.DRAFT

    def test_featured_takes_a_featured_credit(self, hospital, recruiter):
        posting = make_posting(hospital, is_featured=True)
        give_credits(hospital)
        with pytest.raises(NoCredit):
            publishing.submit(posting, by=recruiter)
        give_credits(hospital, kind=CreditKind.FEATURED)
        publishing.submit(posting, by=recruiter)
        assert ledger.balance(hospital.id, CreditKind.FEATURED) == 0 and ledger.balance(hospital.id) == 1

    def test_taken_back_it_is_a_draft_again_and_the_credit_returns(self, submitted, hospital, recruiter):
        publishing.take_back(submitted, by=recruiter)
        assert submitted.state is PostingState.DRAFT and ledger.balance(hospital.id) == 1
        publishing.submit(submitted, by=recruiter)
        assert ledger.balance(hospital.id) == 0


class TestPaying:
    def test_sends_on_what_waits_the_oldest_first(self, hospital, recruiter):
        first, second = make_posting(hospital, title="First"), make_posting(hospital, title="Second")
        for posting in (first, second):
            with pytest.raises(NoCredit):
                publishing.submit(posting, by=recruiter)
        order = make_order(hospital, recruiter)
        announce(order)
        db.session.expire_all()
        assert (first.state, second.state) == (PostingState.IN_REVIEW, PostingState.AWAITING_PAYMENT)
        announce(order)
        db.session.expire_all()
        assert second.state is PostingState.AWAITING_PAYMENT, "hearing twice of one payment publishes once"

    def test_a_credit_that_our_admins_grant_sends_on_what_waits_too(self, draft, hospital, recruiter, admin):
        with pytest.raises(NoCredit):
            publishing.submit(draft, by=recruiter)
        ledger.grant(hospital.id, ledger.STANDARD, 1, by=admin, reason="a pilot", key="pilot")
        db.session.expire_all()
        assert draft.state is PostingState.IN_REVIEW and ledger.balance(hospital.id) == 0

    def test_takes_nothing_that_does_not_wait(self, draft, hospital, recruiter):
        announce(make_order(hospital, recruiter))
        db.session.expire_all()
        assert draft.state is PostingState.DRAFT and ledger.balance(hospital.id) == 1

    def test_of_what_became_incomplete_waits_as_a_draft(self, draft, hospital, recruiter):
        with pytest.raises(NoCredit):
            publishing.submit(draft, by=recruiter)
        drafts.save_draft(draft, {"title": ""}, by=recruiter, version=draft.version)
        announce(make_order(hospital, recruiter))
        db.session.expire_all()
        assert draft.state is PostingState.DRAFT and ledger.balance(hospital.id) == 1

    def test_by_a_grant_is_noticed_too(self, draft, hospital, recruiter):
        with pytest.raises(NoCredit):
            publishing.submit(draft, by=recruiter)
        give_credits(hospital)
        publishing.submit_all_waiting()
        assert draft.state is PostingState.IN_REVIEW


class TestDecisions:
    def test_approved_it_is_live_for_30_days_and_the_people_hear_of_it(self, live, owner, recruiter, viewer):
        assert live.is_live and (live.paid_through - live.live_at).days == 30
        assert mails_to(recruiter) == ["posting_approved"] and mails_to(viewer) == []

    def test_a_deadline_ends_it_sooner(self, hospital, recruiter, moderator):
        from datetime import timedelta

        from careercenter.core import now, today
        posting = make_posting(hospital, deadline_on=(today() + timedelta(days=10)).isoformat())
        give_credits(hospital)
        publishing.submit(posting, by=recruiter)
        publishing.approve(posting, by=moderator)
        assert timedelta(days=10) < posting.valid_through - now() < timedelta(days=12)

    def test_rejected_the_credit_returns_by_itself(self, submitted, hospital, recruiter, moderator):
        publishing.reject(submitted, by=moderator, reasons=["Name the employer."], note="Thank you")
        assert submitted.state is PostingState.REJECTED and ledger.balance(hospital.id) == 1
        assert mails_to(recruiter) == ["posting_rejected"]
        mail = db.session.scalars(select(OutboxMail)).one()
        assert "Name the employer." in mail.text and "Thank you" in mail.text

    def test_edited_it_goes_to_review_again_for_the_same_price(self, submitted, hospital, recruiter, moderator):
        publishing.reject(submitted, by=moderator, reasons=["Shorter."])
        drafts.save_draft(submitted, {"title": "Coder"}, by=recruiter, version=submitted.version)
        publishing.submit(submitted, by=recruiter)
        assert submitted.state is PostingState.IN_REVIEW and ledger.balance(hospital.id) == 0

    def test_changes_requested_it_keeps_its_credit(self, submitted, hospital, recruiter, moderator):
        publishing.request_changes(submitted, by=moderator, reasons=["State the shift."])
        assert ledger.balance(hospital.id) == 0 and submitted.review_reasons == ["State the shift."]
        publishing.submit(submitted, by=recruiter)
        assert submitted.state is PostingState.IN_REVIEW and ledger.balance(hospital.id) == 0
        assert mails_to(recruiter) == ["posting_changes_requested"]

    def test_a_change_to_featured_meanwhile_swaps_the_credit(self, submitted, hospital, recruiter, moderator):
        publishing.request_changes(submitted, by=moderator, reasons=["State the shift."])
        give_credits(hospital, kind=CreditKind.FEATURED)
        drafts.save_draft(submitted, {}, by=recruiter, version=submitted.version, is_featured=True)
        publishing.submit(submitted, by=recruiter)
        assert (ledger.balance(hospital.id), ledger.balance(hospital.id, CreditKind.FEATURED)) == (1, 0)

    def test_two_moderators_decide_once(self, submitted, moderator, admin, hospital):
        publishing.reject(submitted, by=moderator, reasons=["No."])
        with pytest.raises(NotPossible):
            publishing.approve(submitted, by=admin)
        assert submitted.state is PostingState.REJECTED

    @pytest.mark.parametrize("who", ["owner", "recruiter", "coder", "stranger"])
    def test_are_not_made_by_others(self, request, submitted, who):
        other = request.getfixturevalue(who)
        for decide in (lambda: publishing.approve(submitted, by=other),
                       lambda: publishing.reject(submitted, by=other, reasons=["No."]),
                       lambda: publishing.request_changes(submitted, by=other, reasons=["No."]),
                       lambda: publishing.remove(submitted, by=other, reason="Mine now.")):
            with pytest.raises(Forbidden):
                decide()
        assert submitted.state is PostingState.IN_REVIEW

    def test_removed_it_is_gone_and_stays_paid(self, live, hospital, recruiter, moderator):
        publishing.remove(live, by=moderator, reason="It asks candidates for money.")
        assert live.state is PostingState.REMOVED and ledger.balance(hospital.id) == 0
        assert "posting_removed" in mails_to(recruiter)
        with pytest.raises(NotPossible):
            running.renew(live, by=recruiter, run=2)

    def test_each_leaves_an_audit_row(self, live, recruiter, moderator):
        entries = db.session.execute(
            select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.from_state, AuditEntry.to_state)
            .where(AuditEntry.subject_type == "job_postings").order_by(AuditEntry.id)).all()
        assert [tuple(entry) for entry in entries] == [
            ("submit", recruiter.id, "draft", "in_review"), ("approve", moderator.id, "in_review", "live")]


def test_moderators_find_featured_postings_first_then_the_oldest(hospital, recruiter):
    give_credits(hospital, 2)
    give_credits(hospital, kind=CreditKind.FEATURED)
    made = [make_posting(hospital, title=title, is_featured=title == "C") for title in "ABC"]
    for posting in made:
        publishing.submit(posting, by=recruiter)
    assert [posting.title for posting in queries.list_in_review()] == ["C", "A", "B"]
