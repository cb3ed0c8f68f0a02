"""The overview tells the truth about what waits."""

from datetime import timedelta

import time_machine

from careercenter.console import overview
from careercenter.core import db, now
from careercenter.core.happenings import EventDelivery, StoredEvent
from tests.billing.conftest import order, order_one, shop  # noqa: F401
from tests.cast import make_employer, make_user
from tests.console.conftest import make_mail
from tests.moderation.conftest import submit  # noqa: F401
from tests.postings.factories import make_live, make_posting


def waiting(by):
    return {row.label: row.number for row in overview.list_waiting(by)}


def test_on_a_new_site_nothing_waits(admin):
    assert set(waiting(admin).values()) == {0}
    assert not any(row.is_wrong for row in overview.list_waiting(admin))


def test_a_moderator_is_told_of_moderation_alone(submit, moderator):  # noqa: F811
    submit()
    assert waiting(moderator) == {"jobs, edits and reports to moderate": 1}


def test_an_order_that_stays_unpaid_counts_after_an_hour(order, admin):  # noqa: F811
    assert waiting(admin)["orders unpaid for over an hour"] == 0
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert waiting(admin)["orders unpaid for over an hour"] == 1


def test_what_is_stuck_is_wrong(order, admin, visit):  # noqa: F811
    db.session.add(stored := StoredEvent(name="OrderPaid", payload={}))
    db.session.flush()
    db.session.add(EventDelivery(event_id=stored.id, listener="a.listener", attempts=9, last_error="KeyError",
                                 next_try_at=now() - timedelta(hours=1)))
    order.flag = "Paid 100, ordered 14900."
    make_mail(created_at=now() - timedelta(minutes=11))

    found = waiting(admin)
    wrong = {row.label for row in overview.list_waiting(admin) if row.is_wrong}
    assert wrong == {"payments for a person to look at", "events stuck on their way", "mails late by over ten minutes"}
    assert all(found[label] == 1 for label in wrong)
    page = visit("/staff", as_=admin)
    assert page.text.count("Look at this") == 3
    assert "a.listener" in page.follow("events stuck on their way").text
    assert order.number in page.follow("payments for a person to look at").text


def test_figures_count_what_is_there(hospital, admin, visit):
    make_live(make_posting(hospital))
    over = make_live(make_posting(hospital))
    over.valid_through = now() - timedelta(minutes=1)
    make_posting(hospital)
    make_user("Old Account", created_at=now() - timedelta(days=30))
    make_user("Gone", erased_at=now())
    make_employer("Banned Hospital", suspended_at=now())

    figures = {figure.label: (figure.number, figure.new) for figure in overview.list_figures()}
    assert figures == {"accounts": (2, 1), "employers": (1, 1), "jobs live": (1, 1)}
    assert "jobs live, 1 new in 7 days" in visit("/staff", as_=admin).text
