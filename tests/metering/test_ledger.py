"""Grants: once for each key, and never more taken than is left."""

from datetime import timedelta

import pytest

from careercenter.core import AlreadyDone, AuditEntry, Forbidden, NotPossible, db, now
from careercenter.metering import ledger, queries
from careercenter.metering.meters import CODE_PAGES
from careercenter.metering.models import GrantKind
from tests.cast import make_user


def test_an_account_has_five_before_anything_is_stored(coder):
    assert ledger.balance(CODE_PAGES, coder) == 5 and queries.list_grants(coder, CODE_PAGES) == []


def test_a_promotion_is_given_once(coder):
    ledger.grant(CODE_PAGES, coder.id, 3, key="promotion:spring:1")
    with pytest.raises(AlreadyDone):
        ledger.grant(CODE_PAGES, coder.id, 3, key="promotion:spring:1")

    assert ledger.balance(CODE_PAGES, coder) == 8
    assert [grant.kind for grant in queries.list_grants(coder, CODE_PAGES)] == [GrantKind.PROMOTION]


def test_nothing_and_less_is_no_grant(coder):
    for amount in (0, -1):
        with pytest.raises(NotPossible):
            ledger.grant(CODE_PAGES, coder.id, amount, key="k")


class TestAMembership:
    def test_lifts_the_limit_from_its_start_until_its_end(self, coder):
        for starts, ends, left in ((-2, -1, 5), (1, 2, 5), (-1, 1, None)):
            ledger.lift(CODE_PAGES, coder.id, starts_at=now() + timedelta(days=starts),
                        ends_at=now() + timedelta(days=ends), key="membership:1")
            assert ledger.balance(CODE_PAGES, coder) == left

    def test_told_again_in_whatever_order_is_one_grant(self, coder):
        starts, ends = now(), now() + timedelta(days=30)
        for _ in range(3):
            ledger.lift(CODE_PAGES, coder.id, starts_at=starts, ends_at=ends, key="membership:1")

        assert len(queries.list_grants(coder, CODE_PAGES)) == 1
        assert queries.unlimited_until(CODE_PAGES, coder.id) == ends

    def test_that_follows_another_goes_on(self, coder):
        middle = now() + timedelta(days=1)
        ledger.lift(CODE_PAGES, coder.id, starts_at=now(), ends_at=middle, key="period:1")
        ledger.lift(CODE_PAGES, coder.id, starts_at=middle, ends_at=middle + timedelta(days=30), key="period:2")
        ledger.lift(CODE_PAGES, coder.id, starts_at=now(), ends_at=now(), key="period:1")  # refunded

        assert ledger.balance(CODE_PAGES, coder) == 5


class TestAnAdjustment:
    def test_gives_and_takes_with_a_reason(self, coder, admin):
        ledger.adjust(CODE_PAGES, coder, 10, by=admin, reason="We were down", key="a")
        ledger.adjust(CODE_PAGES, coder, -3, by=admin, reason="Typed too much", key="b")

        assert ledger.balance(CODE_PAGES, coder) == 12
        entry = db.session.query(AuditEntry).filter_by(action="adjust_allowance").order_by(AuditEntry.id.desc()).first()
        assert (entry.reason, entry.actor_id, entry.details) == (
            "Typed too much", admin.id, {"meter": "code_pages", "amount": -3})

    def test_takes_all_that_is_left_and_no_more(self, coder, admin):
        ledger.adjust(CODE_PAGES, coder, -5, by=admin, reason="x", key="a")
        with pytest.raises(NotPossible, match="more views than are left"):
            ledger.adjust(CODE_PAGES, coder, -1, by=admin, reason="x", key="b")

        assert ledger.balance(CODE_PAGES, coder) == 0
        assert len(queries.list_grants(coder, CODE_PAGES)) == 2

    def test_of_somebody_unverified_leaves_her_five_for_later(self, app, admin):
        user = make_user("Una", email_verified_at=None)
        ledger.adjust(CODE_PAGES, user, 2, by=admin, reason="x", key="a")
        assert ledger.balance(CODE_PAGES, user) == 2
        user.email_verified_at = now()
        db.session.commit()
        assert ledger.balance(CODE_PAGES, user) == 7

    def test_is_for_admins_alone(self, coder, moderator):
        for by in (coder, moderator):
            with pytest.raises(Forbidden):
                ledger.adjust(CODE_PAGES, coder, 10, by=by, reason="x", key="a")
        assert ledger.balance(CODE_PAGES, coder) == 5
