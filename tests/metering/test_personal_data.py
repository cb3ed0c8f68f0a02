"""A person takes along what she opened, and it goes with her account."""

from careercenter.accounts import deletion, exports
from careercenter.core import db
from careercenter.metering import ledger
from careercenter.metering.meters import CODE_PAGES
from careercenter.metering.models import Allowance, Grant, View
from tests.cast import PASSWORD, make_user


def test_the_export_holds_grants_and_views(ask, coder, admin):
    ask("a", as_=coder)
    ledger.adjust(CODE_PAGES, coder, 2, by=admin, reason="An inner note", key="a")

    [kept] = exports.export(coder)["views"]

    assert (kept["of"], kept["granted"], kept["used"]) == ("code_pages", 7, 1)
    assert [(grant["kind"], grant["views"]) for grant in kept["grants"]] == [("registration", 5), ("adjustment", 2)]
    assert [(view["what"], view["paid_by"]) for view in kept["opened"]] == [("test:a", "allowance")]
    assert "An inner note" not in str(kept)


def test_nothing_is_left_of_a_deleted_account_and_the_others_stay(ask, coder):
    leaving = make_user("Lea", password=PASSWORD)
    for person in (leaving, coder):
        ask("a", as_=person)

    deletion.erase(leaving, password=PASSWORD)

    assert [row.user_id for row in db.session.query(Allowance)] == [coder.id]
    assert db.session.query(Grant).count() == db.session.query(View).count() == 1
