"""Whatever people do with postings, in whatever order: nothing runs unpaid, is paid twice, or is lost."""

from datetime import timedelta

import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from careercenter.accounts.models import StaffRole
from careercenter.billing import ledger
from careercenter.billing.models import CreditKind, Journal, Order
from careercenter.core import AuditEntry, DomainError, db, now
from careercenter.employers.models import MemberRole
from careercenter.postings import drafts, publishing, revisions, running
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from tests.cast import make_employer, make_member, make_user
from tests.postings.factories import announce, make_order, make_posting

WAITING_WITH_CREDIT = {PostingState.IN_REVIEW, PostingState.CHANGES_REQUESTED, PostingState.AWAITING_PAYMENT}

which = st.integers(0, 10)
kinds = st.sampled_from(list(CreditKind))


class Postings(RuleBasedStateMachine):
    """An employer, a moderator and time, at random."""

    @initialize()
    def begin(self) -> None:
        db.session.rollback()
        self.traveller = time_machine.travel(now(), tick=False)
        self.clock = self.traveller.start()
        self.employer = make_employer()
        self.recruiter = make_member(self.employer, MemberRole.RECRUITER)
        self.moderator = make_user("Mo", StaffRole.MODERATOR)
        self.bought = dict.fromkeys(CreditKind, 0)
        self.orders: list[Order] = []
        self.create()

    def teardown(self) -> None:
        if hasattr(self, "traveller"):
            self.traveller.stop()
        db.session.rollback()

    def postings(self) -> list[JobPosting]:
        db.session.expire_all()
        return list(db.session.scalars(
            select(JobPosting).where(JobPosting.employer_id == self.employer.id).order_by(JobPosting.id)))

    def pick(self, number: int) -> JobPosting:
        postings = self.postings()
        return postings[number % len(postings)]

    def attempt(self, act, *args, **kwargs) -> None:
        try:
            act(*args, **kwargs)
        except DomainError:
            db.session.rollback()

    @rule()
    def create(self) -> None:
        make_posting(self.employer)

    @rule(number=which)
    def duplicate(self, number: int) -> None:
        self.attempt(drafts.duplicate, self.pick(number), by=self.recruiter)

    @rule(number=which, is_featured=st.booleans(), title=st.sampled_from(["Coder", ""]))
    def save(self, number: int, is_featured: bool, title: str) -> None:
        posting = self.pick(number)
        self.attempt(drafts.save_draft, posting, {"title": title}, by=self.recruiter, version=posting.version,
                     is_featured=is_featured)

    @rule(number=which, times=st.integers(1, 2))
    def submit(self, number: int, times: int) -> None:
        for _ in range(times):
            self.attempt(publishing.submit, self.pick(number), by=self.recruiter)

    @rule(kind=kinds, credits=st.integers(1, 2), times=st.integers(1, 2))
    def pay(self, kind: CreditKind, credits: int, times: int) -> None:
        order = make_order(self.employer, self.recruiter, credits, kind)
        self.orders.append(order)
        self.bought[kind] += credits
        for _ in range(times):
            announce(order)
        for posting in self.postings():
            if posting.state is PostingState.AWAITING_PAYMENT and publishing.kind(posting) is kind:
                assert ledger.balance(self.employer.id, kind) == 0, "it waits though a credit is there"

    @rule(number=which)
    def hear_of_an_order_again(self, number: int) -> None:
        if self.orders:
            announce(self.orders[number % len(self.orders)])

    @rule(number=which)
    def approve(self, number: int) -> None:
        self.attempt(publishing.approve, self.pick(number), by=self.moderator)

    @rule(number=which)
    def reject(self, number: int) -> None:
        self.attempt(publishing.reject, self.pick(number), by=self.moderator, reasons=["No."])

    @rule(number=which)
    def request_changes(self, number: int) -> None:
        self.attempt(publishing.request_changes, self.pick(number), by=self.moderator, reasons=["Please."])

    @rule(number=which, act=st.sampled_from([
        publishing.take_back, running.pause, running.resume, running.mark_filled, running.withdraw]))
    def act(self, number: int, act) -> None:
        self.attempt(act, self.pick(number), by=self.recruiter)

    @rule(number=which)
    def remove(self, number: int) -> None:
        self.attempt(publishing.remove, self.pick(number), by=self.moderator, reason="A scam.")

    @rule(number=which, times=st.integers(1, 2))
    def renew(self, number: int, times: int) -> None:
        run = self.pick(number).runs + 1
        for _ in range(times):
            self.attempt(running.renew, self.pick(number), by=self.recruiter, run=run)

    @rule(number=which, title=st.sampled_from(["A", "B", ""]))
    def edit_published(self, number: int, title: str) -> None:
        posting = self.pick(number)
        self.attempt(revisions.propose, posting, {"title": title}, by=self.recruiter, version=posting.version)

    @rule(number=which, is_good=st.booleans())
    def decide_edit(self, number: int, is_good: bool) -> None:
        revision = revisions.find_pending(self.pick(number).id)
        if revision is None:
            return
        if is_good:
            self.attempt(revisions.approve_revision, revision, by=self.moderator)
        else:
            self.attempt(revisions.reject_revision, revision, by=self.moderator, reasons=["No."])

    @rule(days=st.sampled_from([1, 10, 26, 31]), is_late=st.booleans())
    def pass_days(self, days: int, is_late: bool) -> None:
        self.clock.shift(timedelta(days=days))
        if not is_late:
            running.remind_due()
            running.expire_due()

    @invariant()
    def what_is_live_is_paid_for(self) -> None:
        for posting in self.postings():
            spent, returned = self.spendings(posting)
            holds = posting.state in WAITING_WITH_CREDIT and posting.credit_key is not None
            assert spent - returned == posting.runs + holds, "each run is paid once, and nothing else is"
            if posting.is_live:
                assert posting.runs and posting.credit_key
                assert posting.live_at <= now() < posting.valid_through <= posting.paid_through
                assert not self.journals(f"give_back:{posting.credit_key}")

    @invariant()
    def no_credit_is_lost(self) -> None:
        for kind in CreditKind:
            assert ledger.balance(self.employer.id, kind) >= 0
        paid = sum(posting.runs + (posting.state in WAITING_WITH_CREDIT and posting.credit_key is not None)
                   for posting in self.postings())
        left = sum(ledger.balance(self.employer.id, kind) for kind in CreditKind)
        assert sum(self.bought.values()) == paid + left

    @invariant()
    def every_state_is_explained_by_the_audit_log(self) -> None:
        for posting in self.postings():
            last = db.session.scalar(
                select(AuditEntry.to_state).where(
                    AuditEntry.subject_type == "job_postings", AuditEntry.subject_id == posting.id,
                    AuditEntry.to_state.is_not(None)).order_by(AuditEntry.id.desc()).limit(1))
            assert posting.state == (last or PostingState.DRAFT)

    def spendings(self, posting: JobPosting) -> tuple[int, int]:
        return (self.journals(f"spend:posting:{posting.id}:", is_prefix=True),
                self.journals(f"give_back:posting:{posting.id}:", is_prefix=True))

    def journals(self, key: str, *, is_prefix: bool = False) -> int:
        matches = Journal.key.startswith(key, autoescape=True) if is_prefix else Journal.key == key
        return db.session.scalar(select(func.count()).where(matches)) or 0


def test_no_sequence_of_actions_loses_a_credit_or_publishes_unpaid(app):
    run_state_machine_as_test(Postings, settings=settings(
        max_examples=12, stateful_step_count=40, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]))
