"""Whatever people do, in whatever order: balance = grants - views, never negative, and nothing is paid twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from careercenter.accounts.models import SignInSession, User
from careercenter.core import DomainError, db, new_public_id, now
from careercenter.metering import ledger, spending, tasks
from careercenter.metering.meters import CODE_PAGES
from careercenter.metering.models import Allowance, Charge, Grant, View
from careercenter.metering.queries import Owner
from tests.cast import make_user, sign_in
from tests.metering.pages import left

which = st.integers(0, 2)
reading = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=6)


class Person:
    """What should be so of a person."""

    def __init__(self, user: User, *, is_verified: bool) -> None:
        self.user, self.id, self.is_verified = user, user.id, is_verified
        self.granted, self.used = 0, 0
        self.opened: set[str] = set()
        self.paid: set[str] = set()
        self.periods: dict[str, tuple[Any, Any]] = {}

    @property
    def is_member(self) -> bool:
        return any(starts <= now() < ends for starts, ends in self.periods.values())

    @property
    def left(self) -> int:
        return self.granted + (CODE_PAGES.registration if self.is_verified else 0) - self.used


class Browser:
    """What should be so of a browser."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.person: Person | None = None
        self.opened: set[str] = set()
        self.to_bring: set[str] = set()


class Metering(RuleBasedStateMachine):
    """Three browsers, three people, and time."""

    ask: Callable[..., dict[str, Any]]
    browser: Callable[[], Any]

    @initialize()
    def begin(self) -> None:
        db.session.rollback()
        self.traveller = time_machine.travel(now(), tick=False)
        self.clock = self.traveller.start()
        self.browsers = [Browser(self.browser()) for _ in range(3)]
        self.people = [self._person(is_verified) for is_verified in (True, True, False)]

    def teardown(self) -> None:
        if hasattr(self, "traveller"):
            self.traveller.stop()
        db.session.rollback()

    def _person(self, is_verified: bool) -> Person:
        return Person(make_user("Pat", email_verified_at=now() if is_verified else None), is_verified=is_verified)

    @rule(number=which, subjects=reading)
    def read(self, number: int, subjects: list[str]) -> None:
        for subject in subjects:
            self.open(self.browsers[number], subject)

    def open(self, browser: Browser, subject: str) -> None:
        answer = self.ask(subject, browser.client)
        if browser.person is not None:
            self._opened_by(browser.person, browser, subject, answer)
        elif subject in browser.opened:
            assert (answer["level"], answer["why"]) == ("teaser", "opened_before")
        elif not browser.opened:
            assert (answer["level"], answer["is_new"], answer["left"]) == ("teaser", True, 0)
            browser.opened.add(subject)
            browser.to_bring.add(subject)
        else:
            assert (answer["level"], answer["left"]) == ("locked", 0)

    def _opened_by(self, person: Person, browser: Browser, subject: str, answer: dict[str, Any]) -> None:
        person.opened |= browser.to_bring
        browser.to_bring = set()
        has = person.left + (not person.is_verified and not browser.opened)
        if person.is_member:
            assert (answer["level"], answer["left"]) == ("full", None)
            person.opened.add(subject)
        elif subject in person.opened:
            assert (answer["level"], answer["why"], answer["left"]) == ("full", "opened_before", has)
        elif person.left > 0:
            person.opened.add(subject)
            person.used += 1
            person.paid.add(subject)
            assert (answer["level"], answer["is_new"], answer["left"]) == ("full", True, has - 1)
        elif has:  # the guest's, which comes along with her next request
            browser.opened.add(subject)
            browser.to_bring.add(subject)
            assert (answer["level"], answer["is_new"], answer["left"]) == ("full", True, 0)
        else:
            assert (answer["level"], answer["left"]) == ("locked", 0)

    @rule(number=which, subject=st.sampled_from("abcdefgh"))
    def give_back(self, number: int, subject: str) -> None:
        person = self.people[number]
        spending.give_back(CODE_PAGES, Owner(person.id), f"test:{subject}")
        person.used -= subject in person.paid
        person.paid.discard(subject)
        person.opened.discard(subject)

    @rule(number=which, person=which, before=reading, after=reading)
    def come_and_sign_in(self, number: int, person: int, before: list[str], after: list[str]) -> None:
        browser = self.browsers[number]
        self.read(number, before)
        browser.person = self.people[person]
        sign_in(browser.client, db.session.get_one(User, browser.person.id))
        db.session.query(SignInSession).update({"is_remembered": True})
        db.session.commit()
        self.read(number, after)

    @rule(number=which)
    def sign_out(self, number: int) -> None:
        self.browsers[number].person = None
        with self.browsers[number].client.session_transaction() as session:
            session.clear()

    @rule(number=which)
    def register(self, number: int) -> None:
        self.people[number] = self._person(is_verified=False)
        for browser in self.browsers:
            if browser.person not in self.people:
                self.sign_out(self.browsers.index(browser))

    @rule(number=which)
    def verify(self, number: int) -> None:
        person = self.people[number]
        person.is_verified = True
        db.session.query(User).filter_by(id=person.id).update({"email_verified_at": now()})
        db.session.commit()

    @rule(number=which, amount=st.integers(1, 3), name=st.sampled_from("xy"))
    def promote(self, number: int, amount: int, name: str) -> None:
        person = self.people[number]
        try:
            ledger.grant(CODE_PAGES, person.id, amount, key=f"promotion:{name}:{person.id}")
            person.granted += amount
        except DomainError:
            db.session.rollback()

    @rule(number=which, amount=st.integers(-4, 4))
    def adjust(self, number: int, amount: int) -> None:
        person, user = self.people[number], db.session.get_one(User, self.people[number].id)
        is_possible = amount != 0 and person.left + amount >= 0
        try:
            ledger.adjust(CODE_PAGES, user, amount, by=None, reason="x", key=new_public_id())
            assert is_possible
            person.granted += amount
        except DomainError:
            assert not is_possible
            db.session.rollback()

    @rule(number=which, hours=st.integers(-5, 40), name=st.sampled_from("mn"))
    def lift(self, number: int, hours: int, name: str) -> None:
        person = self.people[number]
        period = (now() + timedelta(hours=min(hours, 0)), now() + timedelta(hours=hours))
        person.periods[name] = period
        ledger.lift(CODE_PAGES, person.id, starts_at=period[0], ends_at=period[1], key=f"{name}:{person.id}")

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.clock.shift(timedelta(hours=hours))

    @rule()
    def clear_away(self) -> None:
        tasks.forget_guests()

    @invariant()
    def the_books_are_right(self) -> None:
        db.session.rollback()
        granted = dict(db.session.execute(
            select(Grant.allowance_id, func.sum(Grant.amount)).group_by(Grant.allowance_id)).all())
        used = dict(db.session.execute(
            select(View.allowance_id, func.count()).where(View.charge == Charge.ALLOWANCE)
            .group_by(View.allowance_id)).all())
        for row in db.session.query(Allowance):
            assert row.granted == (granted.get(row.id) or 0)
            assert row.used == used.get(row.id, 0) and 0 <= row.used <= row.granted

    @invariant()
    def a_balance_is_grants_less_views(self) -> None:
        for person in getattr(self, "people", []):
            balance = left(db.session.get_one(User, person.id))
            assert balance == (None if person.is_member else person.left)


def test_whatever_people_do_the_books_are_right(ask, browser):
    Metering.ask, Metering.browser = staticmethod(ask), staticmethod(browser)
    run_state_machine_as_test(Metering, settings=settings(
        max_examples=20, stateful_step_count=25, deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]))


@pytest.mark.parametrize("used", [-1, 6])
def test_the_database_itself_keeps_a_balance_from_going_negative(ask, coder, used):
    ask("a", as_=coder)
    with pytest.raises(IntegrityError):
        db.session.query(Allowance).update({"used": used})
    db.session.rollback()
