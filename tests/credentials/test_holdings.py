"""What a person may rely on when she names her credentials."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError

from careercenter.core import AlreadyDone, Forbidden, NotFound, db, today
from careercenter.credentials import holdings
from careercenter.credentials.held import Held, held_by
from careercenter.credentials.holdings import Details, WrongDates
from careercenter.credentials.models import CredentialHolding
from careercenter.credentials.queries import get_holding, list_holdings

PLAIN = Details(number="", issued_on=None, expires_on=None, expected_on=None)
IN_MAY = Details(number="", issued_on=None, expires_on=None, expected_on=date(2030, 5, 1))


class TestAdd:
    def test_twice_is_named_once(self, coder):
        holdings.add("CPC", by=coder, **PLAIN)
        with pytest.raises(AlreadyDone, match="CPC is in your profile"):
            holdings.add("CPC", by=coder, **PLAIN)
        assert [row.code for row in list_holdings(coder.id)] == ["CPC"]

    def test_takes_credentials_of_the_catalogue_alone(self, coder):
        with pytest.raises(NotFound):
            holdings.add("PhD", by=coder, **PLAIN)

    def test_refuses_to_expire_before_it_was_issued(self, coder):
        dates = Details(number="", issued_on=date(2024, 5, 2), expires_on=date(2024, 5, 1), expected_on=None)
        with pytest.raises(WrongDates):
            holdings.add("CPC", by=coder, **dates)

    def test_refuses_what_is_both_issued_and_in_progress(self, coder):
        with pytest.raises(WrongDates):
            holdings.add("CPC", by=coder, **{**IN_MAY, "issued_on": date(2024, 1, 1)})

    def test_the_database_refuses_such_dates_too(self, coder):
        db.session.add(CredentialHolding(user_id=coder.id, code="CPC", issued_on=date(2024, 5, 2),
                                         expires_on=date(2024, 5, 1)))
        with pytest.raises(IntegrityError):
            db.session.commit()


class TestAnothers:
    def test_is_not_found_changed_or_removed(self, coder, stranger):
        holding = holdings.add("CPC", by=coder, **PLAIN)

        with pytest.raises(NotFound):
            get_holding(holding.id, by=stranger)
        with pytest.raises(Forbidden):
            holdings.edit(holding, by=stranger, **IN_MAY)
        with pytest.raises(Forbidden):
            holdings.remove(holding, by=stranger)
        assert not list_holdings(coder.id)[0].is_in_progress


class TestHeld:
    def test_counts_what_was_earned_until_the_last_day(self, coder):
        holdings.add("CPC", by=coder, **{**PLAIN, "expires_on": today() + timedelta(days=3)})

        assert held_by(coder.id).codes == {"CPC"}
        with time_machine.travel(today() + timedelta(days=3), tick=False):
            assert held_by(coder.id).codes == {"CPC"}
        with time_machine.travel(today() + timedelta(days=4), tick=False):
            assert held_by(coder.id) == Held(frozenset(), {}, frozenset({"CPC"}))

    def test_keeps_apart_what_is_in_progress(self, coder):
        holdings.add("CCS", by=coder, **IN_MAY)

        assert held_by(coder.id) == Held(frozenset(), {"CCS": date(2030, 5, 1)})

    def test_is_empty_for_whoever_named_nothing(self, stranger):
        assert held_by(stranger.id) == Held()


def test_a_passed_exam_turns_progress_into_a_holding(coder):
    holding = holdings.add("CCS", by=coder, **IN_MAY)

    holdings.edit(holding, by=coder, number="77", issued_on=date(2026, 1, 2), expires_on=None, expected_on=None)

    assert held_by(coder.id).codes == {"CCS"}


def test_holdings_stand_in_the_catalogue_s_order(coder):
    for code in ("RHIT", "CCS", "CPC"):
        holdings.add(code, by=coder, **PLAIN)

    assert [row.code for row in list_holdings(coder.id)] == ["CPC", "CCS", "RHIT"]
