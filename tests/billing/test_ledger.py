"""The books balance, a credit is spent once, and nobody spends what isn't there."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from careercenter.billing import ledger
from careercenter.billing.ledger import Move, NoCredit
from careercenter.billing.models import CreditKind, Journal, LedgerEntry
from careercenter.core import AlreadyDone, AuditEntry, Forbidden, NotPossible, db, transaction
from tests.cast import make_employer

STANDARD, FEATURED = CreditKind.STANDARD, CreditKind.FEATURED


@pytest.fixture
def give(hospital, admin):
    """`give(2)` grants the hospital two credits."""
    def grant(credits: int, kind: CreditKind = STANDARD, key: str = "g") -> None:
        ledger.grant(hospital.id, kind, credits, by=admin, reason="A promise at the fair", key=key)
    return grant


def spend(employer_id: int, key: str, kind: CreditKind = STANDARD) -> None:
    with transaction():
        ledger.spend(employer_id, kind=kind, key=key)


def give_back(key: str) -> None:
    with transaction():
        ledger.give_back(key=key)


def unbalanced() -> list[tuple[int, str, int]]:
    db.session.rollback()
    return list(db.session.execute(
        select(LedgerEntry.journal_id, LedgerEntry.unit, func.sum(LedgerEntry.amount))
        .group_by(LedgerEntry.journal_id, LedgerEntry.unit).having(func.sum(LedgerEntry.amount) != 0)))


class TestSpend:
    def test_takes_one_credit_of_its_kind(self, give, hospital):
        give(2)
        give(1, FEATURED, "f")
        spend(hospital.id, "posting:1:1")
        assert ledger.balance(hospital.id) == 1
        assert ledger.balance(hospital.id, FEATURED) == 1

    def test_without_a_credit_is_refused_and_leaves_nothing(self, hospital):
        with pytest.raises(NoCredit, match="no standard posting credit left"):
            spend(hospital.id, "posting:1:1")
        assert db.session.scalars(select(Journal)).all() == []

    def test_refused_inside_a_larger_step_leaves_that_one_usable(self, give, hospital):
        give(1, FEATURED)
        with transaction():
            with pytest.raises(NoCredit):
                ledger.spend(hospital.id, key="posting:1:1")
            ledger.spend(hospital.id, kind=FEATURED, key="posting:1:1")
        assert (ledger.balance(hospital.id), ledger.balance(hospital.id, FEATURED)) == (0, 0)

    def test_twice_for_the_same_is_refused(self, give, hospital):
        give(2)
        spend(hospital.id, "posting:1:1")
        with pytest.raises(AlreadyDone):
            spend(hospital.id, "posting:1:1")
        assert ledger.balance(hospital.id) == 1

    def test_twice_for_the_same_with_nothing_left_says_that_it_is_done(self, give, hospital):
        give(1)
        spend(hospital.id, "posting:1:1")
        with pytest.raises(AlreadyDone):
            spend(hospital.id, "posting:1:1")

    def test_of_another_employer_s_credit_is_refused(self, give):
        give(1)
        with pytest.raises(NoCredit):
            spend(make_employer("Other").id, "posting:1:1")

    def test_of_two_who_want_the_last_credit_one_gets_it(self, app, give, hospital):
        give(1)
        employer_id = hospital.id

        def try_one(number: int) -> bool:
            with app.app_context():
                try:
                    spend(employer_id, f"posting:{number}:1")
                except NoCredit:
                    return False
                return True

        with ThreadPoolExecutor(6) as pool:
            assert sorted(pool.map(try_one, range(6))) == [False] * 5 + [True]
        db.session.rollback()
        assert ledger.balance(employer_id) == 0


class TestGiveBack:
    def test_returns_the_credit_once(self, give, hospital):
        give(1, FEATURED)
        spend(hospital.id, "posting:1:1", FEATURED)
        give_back("posting:1:1")
        with pytest.raises(AlreadyDone):
            give_back("posting:1:1")
        assert ledger.balance(hospital.id, FEATURED) == 1
        assert ledger.balance(hospital.id) == 0

    def test_of_what_was_never_spent_is_refused(self, hospital):
        with pytest.raises(NotPossible):
            give_back("posting:1:1")


class TestGrant:
    def test_gives_credits_and_says_why_in_the_audit_log(self, give, hospital, admin):
        give(3)
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "grant_credits")).one()
        assert ledger.balance(hospital.id) == 3
        assert (entry.actor_id, entry.reason, entry.subject_id) == (admin.id, "A promise at the fair", hospital.id)

    def test_twice_with_the_same_key_is_refused(self, give, hospital):
        give(3)
        with pytest.raises(AlreadyDone):
            give(3)
        assert ledger.balance(hospital.id) == 3

    @pytest.mark.parametrize("role", ["owner", "moderator", "stranger"])
    def test_by_anyone_but_an_admin_is_refused(self, hospital, request, role):
        with pytest.raises(Forbidden):
            ledger.grant(hospital.id, STANDARD, 1, by=request.getfixturevalue(role), reason="r", key="k")

    def test_of_less_than_one_is_refused(self, give):
        with pytest.raises(NotPossible):
            give(0)


def test_a_journal_that_does_not_balance_is_not_written(app):
    with pytest.raises(ValueError, match="doesn't balance"), transaction():
        ledger.post("k", "?", Move("sales", "USD", 100), Move("tax", "EUR", -100))


STEPS = st.one_of(
    st.tuples(st.just("grant"), st.integers(1, 3), st.integers(1, 3)),
    st.tuples(st.just("spend"), st.integers(1, 4), st.just(0)),
    st.tuples(st.just("give_back"), st.integers(1, 4), st.just(0)))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(STEPS, st.sampled_from(CreditKind)), max_size=14))
def test_whatever_is_done_the_books_balance_and_no_balance_is_below_zero(app, admin, steps):
    employer_id = make_employer().id
    expected, granted, spent, given_back = dict.fromkeys(CreditKind, 0), set(), {}, set()
    for (step, number, credits), kind in steps:
        key = f"{employer_id}:{number}"
        if step == "grant":
            try:
                ledger.grant(employer_id, kind, credits, by=admin, reason="r", key=key)
            except AlreadyDone:
                assert number in granted
            else:
                expected[kind] += credits
                granted.add(number)
        elif step == "spend":
            try:
                spend(employer_id, key, kind)
            except AlreadyDone:
                assert number in spent
            except NoCredit:
                assert expected[kind] == 0
            else:
                spent[number] = kind
                expected[kind] -= 1
        else:
            try:
                give_back(key)
            except AlreadyDone:
                assert number in given_back
            except NotPossible:
                assert number not in spent
            else:
                given_back.add(number)
                expected[spent[number]] += 1
        assert {kind: ledger.balance(employer_id, kind) for kind in CreditKind} == expected
        assert all(left >= 0 for left in expected.values())
    assert unbalanced() == []
