"""Whatever askers and consultants do, in whatever order: one clock, one answer a press, one payment a question."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from careercenter.accounts.models import StaffRole, User
from careercenter.caseconsultant import allowance, answering, asking
from careercenter.caseconsultant.lifecycle import CONSULTATION, PUBLIC_ANSWER, WITH_US, PublicAction
from careercenter.caseconsultant.models import (
    Consultation,
    ConsultationMessage,
    ConsultationState,
    PublicAnswer,
    PublicState,
    Voice,
)
from careercenter.caseconsultant.tasks import admit_paid, draft_due
from careercenter.core import AuditEntry, DomainError, NotPossible, db, new_public_id
from careercenter.metering import ledger
from careercenter.metering.meters import CONSULTANT
from careercenter.metering.models import Allowance, View
from tests.accounts.mailbox import templates
from tests.caseconsultant.codes import import_tabular
from tests.cast import make_user

S = ConsultationState
who = st.integers(0, 1)


class Consulting(RuleBasedStateMachine):
    """One asker, two consultants, one conversation."""

    @initialize(is_sure=st.booleans())
    def begin(self, is_sure: bool) -> None:
        self.change(consultant_confidence=0 if is_sure else 1.01)
        self.asker, self.user_id = make_user("Asker"), 0
        self.user_id = self.asker.id
        self.consultants = [make_user("One", StaffRole.CONSULTANT).id, make_user("Two", StaffRole.CONSULTANT).id]
        self.numbers, self.answers, self.granted = itertools.count(), 0, 1
        message = asking.ask(asking.cleaned("What is E11.9?"), by=self.asker, key=new_public_id())
        self.id = message.consultation_id

    change: Callable[..., Any]

    @property
    def row(self) -> Consultation:
        db.session.rollback()
        return db.session.get_one(Consultation, self.id)

    def by(self, number: int) -> User:
        return db.session.get_one(User, self.consultants[number])

    def tries(self, act: Callable[..., Any], *values: Any, number: int) -> bool:
        try:
            act(self.row, *values, by=self.by(number))
        except DomainError:
            return False
        return True

    @rule()
    def say_more(self) -> None:
        row = self.row
        asking.ask(asking.cleaned(f"What is E11.9, {next(self.numbers)}?"), by=db.session.get_one(User, self.user_id),
                   key=new_public_id(), on=row)

    @rule()
    def casepilot(self) -> None:
        was = self.row.state
        draft_due()
        if was is S.RECEIVED:
            assert self.row.state in (S.ANSWERED_AUTOMATICALLY, S.QUEUED)
            self.answers += self.row.state is S.ANSWERED_AUTOMATICALLY

    @rule()
    def ask_a_person(self) -> None:
        before = self.row.state
        try:
            asking.ask_a_person(self.row, by=None)
        except NotPossible:
            assert before not in (S.ANSWERED_AUTOMATICALLY, S.CLOSED)

    @rule(number=who)
    def take(self, number: int) -> None:
        before = self.row.state
        assert self.tries(answering.take, number=number) is (before is S.QUEUED)

    @rule(number=who)
    def put_back(self, number: int) -> None:
        self.tries(answering.put_back, number=number)

    @rule(number=who)
    def hand_over(self, number: int) -> None:
        self.tries(answering.hand_over, self.by(1 - number), number=number)

    @rule(number=who)
    def answer(self, number: int) -> None:
        before, holder = self.row.state, self.row.consultant_id
        may = before is S.QUEUED or (before is S.IN_HAND and holder == self.consultants[number])
        assert self.tries(answering.answer, f"Answer {next(self.numbers)}", number=number) is may
        self.answers += may

    @rule(number=who)
    def ask_back(self, number: int) -> None:
        self.answers += self.tries(answering.ask_back, "Which payer?", number=number)

    @rule()
    def grant(self) -> None:
        ledger.grant(CONSULTANT, self.user_id, 1, key=new_public_id())
        self.granted += 1
        admit_paid()
        assert self.row.state is not S.UNPAID

    @invariant()
    def the_clock_runs_while_it_is_with_us(self) -> None:
        row = self.row
        assert (row.due_at is not None) is (row.state in WITH_US)
        assert row.state is not S.IN_HAND or row.consultant_id in self.consultants

    @invariant()
    def each_answer_is_said_and_mailed_once(self) -> None:
        said = db.session.query(ConsultationMessage).filter(ConsultationMessage.voice != Voice.ASKER).count()
        mailed = [name for name in templates() if name in ("consultation_answered", "consultation_asked_back")]
        assert said == len(mailed) == self.answers

    @invariant()
    def each_question_is_paid_once_and_what_is_not_paid_waits(self) -> None:
        row = self.row
        due = row.follow_ups // (allowance.FREE_FOLLOW_UPS + 1) + 1
        paid = db.session.query(View).count()
        assert paid == due - (row.state is S.UNPAID)
        [mine] = db.session.query(Allowance).filter_by(user_id=self.user_id)
        assert (mine.granted, mine.used) == (self.granted, paid)

    @invariant()
    def each_change_stands_in_the_audit_log(self) -> None:
        entries = db.session.query(AuditEntry).filter_by(subject_type="consultations").order_by(AuditEntry.id).all()
        state = "unpaid"
        for entry in entries:
            assert entry.from_state == state
            state = entry.to_state
        assert state == self.row.state.value


def test_whatever_they_do(app, change):
    import_tabular()

    class Here(Consulting):
        def teardown(self) -> None:
            db.session.rollback()
            from careercenter.mail.models import OutboxMail

            for kind in (ConsultationMessage, Consultation, OutboxMail, View, AuditEntry):
                db.session.query(kind).delete()
            db.session.execute(db.metadata.tables["meter_grants"].delete())
            db.session.query(Allowance).delete()
            db.session.commit()

    Here.change = staticmethod(change)
    run_state_machine_as_test(Here, settings=settings(
        max_examples=25, stateful_step_count=25, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]))


@pytest.mark.parametrize("table", [CONSULTATION, PUBLIC_ANSWER], ids=lambda table: table.thing)
def test_every_state_is_reached_and_none_is_left_for_one_that_is_unknown(table):
    begin = ConsultationState.UNPAID if table is CONSULTATION else PublicState.PROPOSED
    reached = {begin}
    for _ in table.table:
        reached |= {to for (state, _), to in table.table.items() if state in reached}
    assert reached == set(type(begin))


@pytest.mark.parametrize("state", list(PublicState))
@pytest.mark.parametrize("action", list(PublicAction))
def test_a_public_answer_moves_by_its_table_alone(app, state, action):
    row = PublicAnswer(title="T", question="Q", answer="A", state=state)
    db.session.add(row)
    db.session.commit()
    expected = PUBLIC_ANSWER.table.get((state, action))
    try:
        assert PUBLIC_ANSWER.advance(row, action, by=None) == expected
    except NotPossible:
        assert expected is None
