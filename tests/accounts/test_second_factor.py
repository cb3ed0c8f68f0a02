"""The second step: a code of the app or a recovery code, each good once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from pyotp.totp import TOTP
from sqlalchemy import select

from careercenter.accounts import mailed_links, second_factor, sessions
from careercenter.accounts.models import AuthenticatorApp, LinkPurpose, RecoveryCode, SignInSession, User
from careercenter.accounts.second_factor import WrongCode
from careercenter.core import AlreadyDone, DomainError, NotPossible, db, now, transaction
from tests.accounts.mailbox import templates
from tests.browsing import Visitor
from tests.cast import PASSWORD, make_user


@pytest.fixture
def user(app):
    return make_user("Cora Coder", email="cora@example.com", password=PASSWORD)


@pytest.fixture
def secret(app):
    return second_factor.new_secret()


@pytest.fixture
def codes(user, secret):
    """The recovery codes of the person, whose app was set up a while ago."""
    with time_machine.travel(now() - timedelta(minutes=5)):
        return second_factor.turn_on(user, secret, code(secret), session=None)


def code(secret, at=None):
    return TOTP(secret).at(at or now())


def first_step(visit):
    return visit("/sign-in").fill({"email": "cora@example.com", "password": PASSWORD}).press("Sign in")


def is_signed_in(visit):
    return visit("/account").path == "/account"


class TestSetUp:
    def set_up(self, visit, user):
        page = visit("/account/two-step/set-up", as_=user)
        return page, page.soup.find("code").get_text()

    def test_by_the_code_that_the_app_shows_and_recovery_codes_are_shown_once(self, visit, user):
        page, secret = self.set_up(visit, user)
        assert page.soup.find("img")["src"].startswith("data:image/svg+xml")
        page = page.fill({"code": code(secret)}).press("Turn it on")

        shown = [tag.get_text() for tag in page.soup.find_all("code")]
        assert len(set(shown)) == 10 and "never again" in page.text
        kept = db.session.scalars(select(RecoveryCode.code_hash)).all()
        assert len(kept) == 10 and not set(kept) & {each.replace("-", "") for each in shown}
        page = visit("/account/two-step", as_=user)
        assert "10 codes left" in page.text and shown[0] not in page.text
        assert templates(user.email) == ["second_factor_added"]

    def test_the_page_shows_the_same_secret_when_it_is_opened_again(self, visit, user):
        assert self.set_up(visit, user)[1] == self.set_up(visit, user)[1]

    def test_a_wrong_code_changes_nothing(self, visit, user):
        page, _ = self.set_up(visit, user)
        page = page.fill({"code": "000000"}).press("Turn it on")
        assert page.status == 422 and "isn't the code" in page.text and not second_factor.is_on(user)

    def test_other_devices_are_signed_out(self, visit, user, secret, app):
        other = Visitor(app)
        other("/account", as_=user)
        page, secret = self.set_up(visit, user)
        page.fill({"code": code(secret)}).press("Turn it on")
        assert other("/account", as_=user).path.startswith("/sign-in")
        assert visit("/account", as_=user).path == "/account"

    def test_there_is_one_app(self, user, secret, codes):
        with pytest.raises(AlreadyDone):
            second_factor.turn_on(user, secret, code(secret), session=None)

    def test_an_unverified_person_verifies_first(self, visit):
        una = make_user("Una", email_verified_at=None)
        assert visit("/account/two-step/set-up", as_=una).path.startswith("/verify-email")

    def test_the_database_keeps_the_secret_encrypted(self, user, secret, codes):
        assert secret not in db.session.scalars(select(AuthenticatorApp.secret)).one()


class TestSigningIn:
    def test_the_password_alone_signs_nobody_in(self, visit, user, codes):
        page = first_step(visit)
        assert page.path == "/sign-in/second-step?next=/"
        assert not is_signed_in(visit)
        assert db.session.scalars(select(SignInSession.completed_at)).all() == [None]

    def test_the_app_s_code_does(self, visit, user, secret, codes):
        page = first_step(visit).fill({"code": code(secret)}).press("Go on")
        assert page.redirects == ["/"] and is_signed_in(visit)

    def test_spaces_and_a_clock_that_is_a_little_off_are_fine(self, visit, user, secret, codes):
        late = code(secret, now() - timedelta(seconds=30))
        first_step(visit).fill({"code": f" {late[:3]} {late[3:]} "}).press("Go on")
        assert is_signed_in(visit)

    def test_the_session_s_token_is_another_afterwards(self, visit, user, secret, codes):
        page = first_step(visit)
        with visit.client().session_transaction() as session:
            before = session["sign_in"]
        page.fill({"code": code(secret)}).press("Go on")
        with visit.client().session_transaction() as session:
            assert session["sign_in"] != before
            session["sign_in"] = before
        assert not is_signed_in(visit)

    def test_leads_on_to_where_one_was_going(self, visit, user, secret, codes):
        page = visit("/account/profile").fill({"email": user.email, "password": PASSWORD}).press("Sign in")
        assert page.fill({"code": code(secret)}).press("Go on").path == "/account/profile"

    def test_the_same_code_twice_is_refused(self, visit, app, user, secret, codes):
        same = code(secret)
        first_step(visit).fill({"code": same}).press("Go on")
        page = first_step(Visitor(app)).fill({"code": same}).press("Go on")
        assert page.status == 422 and "each code works once" in page.text

    def test_an_older_code_than_the_last_is_refused(self, user, secret, codes):
        with transaction():
            second_factor.check(user, code(secret))
        with pytest.raises(WrongCode), transaction():
            second_factor.check(user, code(secret, now() - timedelta(seconds=30)))

    def test_the_code_that_set_it_up_signs_nobody_in(self, user, secret):
        same = code(secret)
        second_factor.turn_on(user, secret, same, session=None)
        with pytest.raises(WrongCode), transaction():
            second_factor.check(user, same)

    def test_a_code_of_a_minute_and_a_half_ago_is_too_old(self, user, secret, codes):
        with pytest.raises(WrongCode), transaction():
            second_factor.check(user, code(secret, now() - timedelta(seconds=90)))

    def test_another_person_s_code_is_none(self, user, codes):
        with pytest.raises(WrongCode), transaction():
            second_factor.check(user, code(second_factor.new_secret()))

    def test_waits_ten_minutes(self, visit, user, secret, codes):
        page = first_step(visit)
        with time_machine.travel(now() + timedelta(minutes=11)):
            page = page.fill({"code": code(secret)}).press("Go on")
            assert page.path.startswith("/sign-in") and "took too long" in page.text
            assert not is_signed_in(visit)

    def test_guessing_is_limited_for_the_account(self, visit, app, user, secret, codes):
        page = first_step(visit)
        for _ in range(5):
            assert page.fill({"code": "000000"}).press("Go on").status == 422
        assert page.fill({"code": code(secret)}).press("Go on").status == 429
        assert first_step(Visitor(app)).fill({"code": code(secret)}).press("Go on").status == 429

    def test_without_a_first_step_there_is_no_second(self, visit):
        assert visit("/sign-in/second-step").path.startswith("/sign-in?")


class TestRecoveryCodes:
    def test_each_signs_in_once_and_is_told(self, visit, app, user, codes):
        first_step(visit).fill({"code": codes[0].upper()}).press("Go on")
        assert is_signed_in(visit)
        page = first_step(Visitor(app)).fill({"code": codes[0]}).press("Go on")
        assert page.status == 422
        first_step(Visitor(app)).fill({"code": codes[1].replace("-", "")}).press("Go on")
        assert second_factor.count_codes(user) == 8
        assert templates(user.email).count("second_factor_changed") == 2

    def test_new_ones_end_the_old_ones(self, visit, user, codes):
        page = visit("/account/two-step", as_=user).press("Make new codes")
        assert len(page.soup.find_all("code")) == 10
        with pytest.raises(WrongCode), transaction():
            second_factor.check(user, codes[0])

    def test_there_are_none_without_a_second_step(self, user):
        with pytest.raises(NotPossible):
            second_factor.renew_codes(user)

    def test_another_person_s_code_is_none(self, app, user, codes):
        sam = make_user("Sam")
        with pytest.raises(WrongCode), transaction():
            second_factor.check(sam, codes[0])


class TestTurnOff:
    def test_makes_sign_in_one_step_again_and_is_told(self, visit, app, user, codes):
        visit("/account/two-step", as_=user).press("Remove the app")
        assert not second_factor.is_on(user) and second_factor.count_codes(user) == 0
        other = Visitor(app)
        assert first_step(other).redirects == ["/"] and is_signed_in(other)

    def test_twice_is_refused(self, user):
        with pytest.raises(NotPossible):
            second_factor.turn_off(user, by=user)

    def test_asks_who_one_is_after_a_while(self, visit, user, codes):
        page = visit("/account/two-step", as_=user)
        with time_machine.travel(now() + timedelta(minutes=16)):
            assert page.press("Remove the app").path.startswith("/account/confirm")
        assert second_factor.is_on(user)


def test_another_secret_key_reads_no_secret_and_lets_nobody_in(app, user, secret, codes):
    before, app.config["SECRET_KEY"] = app.config["SECRET_KEY"], "another key for tests, never used elsewhere"
    try:
        with pytest.raises(WrongCode), transaction():
            second_factor.check(user, code(secret))
    finally:
        app.config["SECRET_KEY"] = before
    assert sessions.list_open(user) == []


class TestAtTheSameTime:
    """Of several who send the same at the same time, one is let in."""

    def all_at_once(self, app, do):
        def attempt() -> bool:
            with app.app_context():
                try:
                    with transaction():
                        do()
                except DomainError:
                    return False
                return True

        with ThreadPoolExecutor(6) as pool:
            return [done.result() for done in [pool.submit(attempt) for _ in range(6)]].count(True)

    def test_a_code_of_the_app(self, app, user, secret, codes):
        user_id, same = user.id, code(secret)
        db.session.rollback()
        assert self.all_at_once(app, lambda: second_factor.check(db.session.get_one(User, user_id), same)) == 1

    def test_a_recovery_code(self, app, user, codes):
        user_id = user.id
        db.session.rollback()
        assert self.all_at_once(app, lambda: second_factor.check(db.session.get_one(User, user_id), codes[0])) == 1

    def test_a_link(self, app, user):
        with transaction():
            token = mailed_links.make(user, LinkPurpose.RECOVER_PASSWORD, email=user.email)
        assert self.all_at_once(app, lambda: mailed_links.use(token, LinkPurpose.RECOVER_PASSWORD)) == 1
