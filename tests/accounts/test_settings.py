"""A person's own settings: profile, address, password, sessions."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from careercenter.accounts import email_changes, sessions
from careercenter.accounts.models import SignInSession, User
from careercenter.core import NotPossible, db, now
from tests.accounts.mailbox import link, mails, templates
from tests.browsing import Visitor
from tests.cast import PASSWORD, make_user

NEW_PASSWORD = "a wholly new password"


@pytest.fixture
def user(app):
    return make_user("Cora Coder", email="cora@example.com", password=PASSWORD)


@pytest.fixture
def other_device(app, user):
    """Another browser of the same person."""
    device = Visitor(app)
    device("/account", as_=user)
    return device


def is_signed_in(device, user):
    return device("/account", as_=user).path == "/account"


class TestProfile:
    def test_name_and_time_zone(self, visit, user):
        page = visit("/account/profile", as_=user).fill({"name": " Cora C. ", "time_zone": "America/Denver"})
        page = page.press("Save")
        assert page.path == "/account" and "Cora C., America/Denver" in page.text

    def test_an_unknown_zone_is_refused(self, visit, user):
        page = visit("/account/profile", as_=user).fill({"time_zone": "Moon/Tranquility"}).press("Save")
        assert page.status == 422


class TestEmail:
    def ask(self, visit, user, email="new@example.com"):
        return visit("/account/email", as_=user).fill({"email": email}).press("Send the link")

    def test_changes_once_the_new_one_confirms_and_both_are_told(self, visit, user):
        page = self.ask(visit, user)
        assert "We sent a link to new@example.com" in page.text
        db.session.refresh(user)
        assert user.email == "cora@example.com"

        page = visit(link("email_change_confirm"), as_=user).press("Use new@example.com")
        assert page.path == "/account" and "new@example.com" in page.text
        assert [(mail.template, mail.to) for mail in mails()] == [
            ("email_change_confirm", "new@example.com"), ("email_changed_notice", "cora@example.com")]

    def test_opening_the_link_alone_changes_nothing(self, visit, user):
        self.ask(visit, user)
        assert visit(link("email_change_confirm")).status == 200
        db.session.refresh(user)
        assert user.email == "cora@example.com"

    def test_the_link_works_once_and_for_a_day(self, visit, user):
        self.ask(visit, user)
        where = link("email_change_confirm")
        with time_machine.travel(now() + timedelta(hours=25)):
            assert visit(where).status == 410
        visit(where, as_=user).press("Use new@example.com")
        assert visit(where, as_=user).status == 410

    def test_other_devices_are_signed_out(self, visit, user, other_device):
        self.ask(visit, user)
        visit(link("email_change_confirm"), as_=user).press("Use new@example.com")
        assert is_signed_in(visit, user) and not is_signed_in(other_device, user)

    def test_the_old_address_can_undo_it_and_lock_the_thief_out(self, visit, user, other_device):
        self.ask(visit, user)
        visit(link("email_change_confirm"), as_=user).press("Use new@example.com")
        page = Visitor(visit.app)(link("email_changed_notice")).press("Undo it and lock others out")

        assert "The account is yours again" in page.text
        db.session.refresh(user)
        assert user.email == "cora@example.com" and user.password_hash is None
        assert not is_signed_in(visit, user)
        assert mails()[-1].template == "recover_password" and mails()[-1].to == "cora@example.com"

    def test_undoing_works_once(self, visit, user):
        self.ask(visit, user)
        visit(link("email_change_confirm"), as_=user).press("Use new@example.com")
        where = link("email_changed_notice")
        Visitor(visit.app)(where).press("Undo it and lock others out")
        assert visit(where).status == 410

    def test_an_address_of_somebody_else_gives_the_same_answer_and_another_mail(self, visit, user):
        make_user("Sam", email="sam@example.com")
        page = self.ask(visit, user, "sam@example.com")
        assert "We sent a link to sam@example.com" in page.text
        assert templates("sam@example.com") == ["already_registered"]

    def test_an_address_taken_meanwhile_is_refused(self, visit, user):
        self.ask(visit, user)
        make_user("Sam", email="new@example.com")
        page = visit(link("email_change_confirm"), as_=user).press("Use new@example.com")
        assert page.status == 409 and "Another account has taken" in page.text

    def test_the_same_address_is_no_change(self, visit, user):
        page = self.ask(visit, user, "CORA@example.com")
        assert page.status == 422 and "your address already" in page.text
        with pytest.raises(NotPossible):
            email_changes.ask(user, "cora@example.com")

    def test_is_limited(self, visit, user):
        for number in range(5):
            self.ask(visit, user, f"new{number}@example.com")
        assert self.ask(visit, user).status == 429


class TestPassword:
    def test_ends_the_other_sessions_and_is_told(self, visit, user, other_device):
        page = visit("/account/password", as_=user).fill(
            {"password": NEW_PASSWORD, "again": NEW_PASSWORD}).press("Save my new password")
        assert "Your other devices are signed out" in page.text
        assert is_signed_in(visit, user) and not is_signed_in(other_device, user)
        assert templates(user.email) == ["password_changed"]

    def test_a_weak_one_is_refused(self, visit, user):
        page = visit("/account/password", as_=user).fill(
            {"password": "cora@example.com1", "again": "cora@example.com1"}).press("Save my new password")
        assert page.status == 422 and "too close" in page.text


class TestSessions:
    def test_the_list_shows_browser_and_network_never_the_whole_address(self, visit, user, app):
        client = visit.client()
        visit("/sign-in")
        client.environ_base.update(REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT=(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"))
        visit("/sign-in").fill({"email": user.email, "password": PASSWORD}).press("Sign in")
        page = visit("/account/sessions")
        assert "Firefox on Windows" in page.text and "203.0.113.0/24" in page.text
        assert "203.0.113.77" not in page.text and "This one" in page.text

    def test_one_can_be_ended(self, visit, user, other_device):
        other = next(row for row in sessions.list_open(user))
        page = visit.post(f"/account/sessions/{other.public_id}/revoke", as_=user)
        assert "That device is signed out" in page.text
        assert is_signed_in(visit, user) and not is_signed_in(other_device, user)

    def test_all_others_can_be_ended(self, visit, user, other_device):
        visit("/account/sessions", as_=user).press("Sign out all others")
        assert is_signed_in(visit, user) and not is_signed_in(other_device, user)

    def test_nobody_ends_another_person_s(self, visit, user, stranger, other_device):
        row = sessions.list_open(user)[0]
        visit.post(f"/account/sessions/{row.public_id}/revoke", as_=stranger)
        assert is_signed_in(other_device, user)

    def test_last_seen_is_written_at_most_every_five_minutes(self, visit, user):
        visit("/account", as_=user)

        def seen():
            db.session.rollback()
            return db.session.scalars(select(SignInSession.last_seen_at)).one()

        first = seen()
        with time_machine.travel(first + timedelta(minutes=4)):
            visit("/account", as_=user)
        assert seen() == first
        with time_machine.travel(first + timedelta(minutes=6)):
            visit("/account", as_=user)
        assert seen() > first

    @pytest.mark.parametrize(("address", "prefix"), [
        ("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("", ""), (None, ""),
        ("unix:", "")])
    def test_prefixes(self, address, prefix):
        assert sessions.ip_prefix(address) == prefix

    @pytest.mark.parametrize(("header", "summary"), [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile Safari/604.1",
         "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "Unknown browser"), ("", "Unknown browser")])
    def test_agents(self, header, summary):
        assert sessions.summarize_agent(header) == summary


def test_old_rows_are_cleared_away(app, user):
    from careercenter.accounts.tasks import clear_away

    db.session.add(SignInSession(user_id=user.id, token_hash="old", last_seen_at=now() - timedelta(days=91)))
    db.session.add(SignInSession(user_id=user.id, token_hash="new"))
    db.session.commit()
    clear_away()
    assert db.session.scalars(select(SignInSession.token_hash)).all() == ["new"]
    assert db.session.scalars(select(User)).all() == [user]
