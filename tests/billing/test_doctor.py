"""What `flask doctor` says of payments."""

from careercenter.billing.models import WebhookEvent
from careercenter.core import db, now
from careercenter.doctor import examine


def finding(what: str):
    return next(one for one in examine() if one.what == what)


def test_the_sandbox_says_that_it_takes_no_money(app):
    assert "no real money" in finding("payments").says


def test_events_that_keep_failing_are_told_of(app):
    assert finding("payment events").is_fine
    db.session.add(WebhookEvent(event_id="evt_1", type="charge.refunded", payload={}, sent_at=now(), attempts=6))
    db.session.commit()
    assert not finding("payment events").is_fine
