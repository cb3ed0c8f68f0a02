"""What mail providers tell: the words are those of Postmark's, SendGrid's and Mailgun's documentation."""

import pytest

from careercenter.alerts.lifecycle import SearchState
from careercenter.core import db

PASSWORD = "a password of the mail provider"


@pytest.fixture
def post(app, monkeypatch):
    """Post what a provider would; returns the status."""
    monkeypatch.setitem(app.extensions, "settings", app.extensions["settings"].model_copy(
        update={"mail_events_password": PASSWORD}))

    def send(what, password=PASSWORD):
        return app.test_client().post("/alerts/mail-events", json=what, auth=("any", password)).status_code
    return send


def complaint(address):
    return {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "Email": address}


@pytest.mark.parametrize("say", [
    lambda address: complaint(address),
    lambda address: {"RecordType": "Bounce", "Type": "HardBounce", "Email": address},
    lambda address: [{"event": "delivered", "email": "other@example.com"}, {"event": "spamreport", "email": address}],
    lambda address: [{"event": "bounce", "type": "bounce", "email": address}],
    lambda address: {"signature": {}, "event-data": {"event": "complained", "recipient": address}},
    lambda address: {"event-data": {"event": "failed", "severity": "permanent", "recipient": address}},
])
def test_whoever_complains_or_is_gone_gets_no_more_alerts(keep, coder, stranger, post, say):
    search, others = keep(), keep(by=stranger)
    assert post(say(coder.email.upper())) == post(say(coder.email)) == 204
    db.session.expire_all()
    assert (search.state, others.state) == (SearchState.PAUSED, SearchState.ACTIVE)


@pytest.mark.parametrize("what", [
    {"RecordType": "Bounce", "Type": "SoftBounce", "Email": "coder@example.com"},
    [{"event": "bounce", "type": "blocked", "email": "coder@example.com"}],
    {"event-data": {"event": "failed", "severity": "temporary", "recipient": "coder@example.com"}},
    {"RecordType": "SpamComplaint", "Email": None}, ["nonsense"], {"event-data": 7}, None, 3])
def test_what_passes_changes_nothing(keep, coder, post, what):
    search = keep()
    coder.email = "coder@example.com"
    db.session.commit()
    assert post(what) == 204
    db.session.expire_all()
    assert search.state is SearchState.ACTIVE


def test_nobody_else_may_tell(keep, coder, post, app):
    search = keep()
    assert post(complaint(coder.email), password="guessed") == 404
    assert app.test_client().post("/alerts/mail-events", json=complaint(coder.email)).status_code == 404
    assert search.state is SearchState.ACTIVE


def test_without_a_password_nobody_may(app, keep, coder):
    keep()
    answer = app.test_client().post("/alerts/mail-events", json=complaint(coder.email), auth=("any", ""))
    assert answer.status_code == 404
