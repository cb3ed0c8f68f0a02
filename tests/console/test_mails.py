"""The outbox as admins see it: what waits and why, never what it says."""

from datetime import timedelta

import pytest

from careercenter.console import mails
from careercenter.core import AuditEntry, Forbidden, NotPossible, db, now
from careercenter.mail.models import MailState
from careercenter.mail.tasks import send_due
from tests.console.conftest import make_mail


def test_addresses_are_masked_and_contents_are_kept_private(visit, delayed, admin):
    page = visit("/staff/mails", as_=admin)
    assert "c***@example.com" in page.text and "ConnectionRefusedError" in page.text
    assert "cora@" not in str(page.soup) and "Secret" not in str(page.soup)


@pytest.mark.parametrize(("address", "masked"), [("cora@example.com", "c***@example.com"),
                                                ("a@b.example", "a***@b.example"), ("@x", "***@x")])
def test_a_masked_address_keeps_its_first_letter_and_host(address, masked):
    assert mails.mask(address) == masked


def test_are_listed_by_state(visit, delayed, admin):
    make_mail("sent", template="verify_email", state=MailState.SENT, sent_at=now())
    page = visit("/staff/mails", as_=admin)
    assert "Order paid" in page.text and "Verify email" in page.text
    assert "Verify email" not in page.follow("Waiting").text
    assert "Order paid" not in page.follow("Sent").text
    assert "No mails here" in page.follow("Refused").text


def test_a_delayed_mail_is_tried_again_at_once(visit, delayed, admin):
    page = visit("/staff/mails", as_=admin).press("Try again now")
    assert "tries it again now" in page.text
    send_due()
    db.session.refresh(delayed)
    assert delayed.state is MailState.SENT
    assert db.session.query(AuditEntry).filter_by(action="try_again", actor_id=admin.id).count() == 1


def test_pressed_twice_it_is_sent_once(visit, delayed, admin):
    page = visit("/staff/mails", as_=admin)
    page.press("Try again now")
    send_due()
    assert page.press("Try again now").status == 409


@pytest.mark.parametrize("fields", [
    {"state": MailState.SENT}, {"state": MailState.REFUSED, "last_error": "550"}, {},
    {"attempts": 2, "next_try_at": now() + timedelta(minutes=5)},  # a worker sends it at this moment
])
def test_only_a_delayed_mail_is_tried_again(app, admin, fields):
    mail = make_mail(**fields)
    with pytest.raises(NotPossible):
        mails.try_again(mail.id, by=admin)


def test_trying_again_is_for_admins(delayed, moderator):
    with pytest.raises(Forbidden):
        mails.try_again(delayed.id, by=moderator)
