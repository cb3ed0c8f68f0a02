"""Signing in: the right people, and no hint for the others."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from sqlalchemy import select

from careercenter.accounts.models import SignInSession, User
from careercenter.accounts.secrets import hash_token
from careercenter.core import db, now
from tests.accounts.counting import hashings
from tests.accounts.mailbox import templates
from tests.browsing import Visitor, csrf_token
from tests.cast import PASSWORD, make_user


@pytest.fixture
def user(app):
    return make_user("Cora Coder", email="cora@example.com", password=PASSWORD)


def type_in(page, email="cora@example.com", password=PASSWORD, **fields):
    return page.fill({"email": email, "password": password, **fields}).press("Sign in")


def sign_in(visit, email="cora@example.com", password=PASSWORD, path="/sign-in", **fields):
    return type_in(visit(path), email, password, **fields)


class TestSignIn:
    def test_with_the_right_password(self, visit, user):
        page = sign_in(visit, " Cora@Example.com ")
        assert page.redirects == ["/"] and "cora@example.com" in visit("/account").text

    @pytest.mark.parametrize(("email", "password"), [
        ("cora@example.com", "wrong password here"), ("nobody@example.com", PASSWORD), ("no address", PASSWORD)])
    def test_a_wrong_password_and_an_unknown_address_read_the_same(self, visit, user, email, password):
        page = sign_in(visit, email, password)
        assert page.status == 422 and "don't belong together" in page.text
        assert page.soup.find("input", id="email")["value"] == email
        assert visit("/account").path.startswith("/sign-in")

    def test_every_try_hashes_once(self, visit, user):
        make_user("Nopa Nopassword", email="nopa@example.com")
        make_user("Susan Suspended", email="susan@example.com", suspended_at=now(), password=PASSWORD)
        for email, password in [("cora@example.com", PASSWORD), ("cora@example.com", "wrong one here"),
                                ("nobody@example.com", PASSWORD), ("nopa@example.com", PASSWORD),
                                ("susan@example.com", "wrong one here")]:
            page = Visitor(visit.app)("/sign-in")
            with hashings() as done:
                type_in(page, email, password)
            assert done == ["verify"], email

    def test_a_suspended_person_learns_it_with_the_right_password_only(self, visit, user):
        user.suspended_at = now()
        db.session.commit()
        assert "suspended" not in sign_in(visit, password="wrong password here").text
        page = sign_in(visit)
        assert page.status == 403 and "suspended" in page.text
        assert visit("/account").path.startswith("/sign-in")

    def test_hashes_anew_when_the_parameters_have_changed(self, visit, user):
        from argon2 import PasswordHasher

        user.password_hash = weak = PasswordHasher(time_cost=2, memory_cost=32, parallelism=1).hash(PASSWORD)
        db.session.commit()
        sign_in(visit)
        db.session.refresh(user)
        assert user.password_hash != weak
        assert sign_in(Visitor(visit.app)).redirects == ["/"]

    def test_without_a_csrf_token_is_refused(self, visit, user):
        answer = visit.client().post("/sign-in", data={"email": user.email, "password": PASSWORD})
        assert answer.status_code == 400 and visit("/account").path.startswith("/sign-in")


class TestNext:
    def test_leads_back_to_the_page_that_asked(self, visit, user):
        page = visit("/account/profile")
        assert page.path == "/sign-in?next=%2Faccount%2Fprofile"
        assert type_in(page).path == "/account/profile"

    @pytest.mark.parametrize("target", [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "javascript:alert(1)", "evil.example", "/\t/evil.example", " //evil.example", "///evil.example"])
    def test_never_leads_to_another_site(self, visit, user, target):
        form = visit(f"/sign-in?next={quote(target)}")
        assert type_in(form).redirects[0] == "/"

    def test_not_even_by_a_form_made_elsewhere(self, visit, user):
        client = visit.client()
        answer = client.post("/sign-in?next=//evil.example", data={
            "email": user.email, "password": PASSWORD, "csrf_token": csrf_token(client)})
        assert answer.location == "/"


class TestSession:
    def test_is_another_after_signing_in(self, visit, user):
        """A session planted before signing in (OWASP: session fixation) is worth nothing afterwards."""
        page = visit("/sign-in")
        with visit.client().session_transaction() as session:
            session["planted"] = "by somebody else"
            before = session["csrf_token"]
        type_in(page)
        with visit.client().session_transaction() as session:
            assert "planted" not in session and session.get("csrf_token") != before

    def test_signing_in_again_ends_the_earlier_one(self, visit, user):
        sign_in(visit)
        client = visit.client()
        with client.session_transaction() as session:
            old = session["sign_in"]
        client.post("/sign-in", data={"email": user.email, "password": PASSWORD, "csrf_token": csrf_token(client)})
        row = db.session.scalars(select(SignInSession).where(SignInSession.token_hash == hash_token(old))).one()
        assert row.revoked_at is not None

    def test_ends_with_the_browser_unless_remembered(self, visit, user):
        sign_in(visit)
        with time_machine.travel(now() + timedelta(minutes=6)):
            cookie = _cookie(visit.client().get("/account/profile"))
            assert cookie and "Expires" not in cookie
        visit.post("/sign-out")
        sign_in(visit, remember="y")
        row = db.session.scalars(select(SignInSession).order_by(SignInSession.id.desc())).first()
        assert row.is_remembered
        with visit.client().session_transaction() as session:
            assert session.permanent

    def test_a_remembered_browser_s_cookie_is_renewed_while_it_is_in_use(self, visit, user):
        sign_in(visit, remember="y")
        signed_in_at = now()
        with time_machine.travel(signed_in_at + timedelta(minutes=1)):
            assert not _cookie(visit.client().get("/account/profile"))
        for days in (20, 40, 60):
            with time_machine.travel(signed_in_at + timedelta(days=days)):
                assert "Expires" in _cookie(visit.client().get("/account/profile"))

    def test_idle_for_half_a_day_ends_and_a_remembered_one_stays_thirty_days(self, visit, user):
        sign_in(visit)
        with time_machine.travel(now() + timedelta(hours=12, minutes=6)):
            assert visit("/account").path.startswith("/sign-in")
        visit.post("/sign-out")
        sign_in(visit, remember="y")
        with time_machine.travel(now() + timedelta(days=29)):
            assert visit("/account").status == 200 and visit("/account").path == "/account"
        with time_machine.travel(now() + timedelta(days=60)):
            assert visit("/account").path.startswith("/sign-in")

    def test_signing_out_ends_it_also_for_a_copied_cookie(self, visit, user):
        sign_in(visit)
        with visit.client().session_transaction() as session:
            copied = session["sign_in"]
        assert "You are signed out" in visit("/account").press("Sign out").text
        with visit.client().session_transaction() as session:
            session["sign_in"] = copied
        assert visit("/account").path.startswith("/sign-in")

    def test_a_cookie_of_somebody_erased_or_suspended_signs_nobody_in(self, visit, user):
        sign_in(visit)
        user.suspended_at = now()
        db.session.commit()
        assert visit("/account").path.startswith("/sign-in")


def _cookie(answer):
    return " ".join(value for value in answer.headers.getlist("Set-Cookie") if value.startswith("session="))


class TestNewDevice:
    def test_is_told_by_mail_but_not_the_first_and_not_a_known_one(self, visit, user):
        sign_in(visit)
        visit.post("/sign-out")
        sign_in(visit)
        assert templates() == []

        visit.client().delete_cookie("device")
        visit.post("/sign-out")
        sign_in(visit)
        assert templates(user.email) == ["new_sign_in"]


class TestLimits:
    def test_five_wrong_passwords_for_an_account_then_wait(self, visit, user):
        page = visit("/sign-in")
        for _ in range(5):
            assert type_in(page, password="wrong one here").status == 422
        refused = type_in(page)
        assert refused.status == 429 and "Too many wrong passwords" in refused.text and "minutes" in refused.text
        with time_machine.travel(now() + timedelta(minutes=16)):
            assert type_in(page).redirects == ["/"]

    def test_an_unknown_address_is_limited_just_the_same(self, visit, user):
        page = visit("/sign-in")
        for _ in range(5):
            assert type_in(page, "nobody@example.com").status == 422
        assert type_in(page, "nobody@example.com").status == 429

    def test_others_cannot_lock_a_known_device_out(self, visit, user):
        sign_in(visit)
        visit.post("/sign-out")
        attacker = Visitor(visit.app)
        page = attacker("/sign-in")
        for _ in range(5):
            type_in(page, password="wrong one here")
        assert type_in(page).status == 429
        assert sign_in(visit).redirects == ["/"]

    def test_ten_tries_a_minute_from_one_address(self, visit, user):
        page = visit("/sign-in")
        for number in range(10):
            assert type_in(page, f"somebody{number}@example.com").status == 422
        assert type_in(page, "other@example.com").status == 429


class TestConfirm:
    def test_what_matters_asks_for_the_password_after_a_quarter_of_an_hour(self, visit, user):
        sign_in(visit)
        assert visit("/account/password").path == "/account/password"
        with time_machine.travel(now() + timedelta(minutes=16)):
            page = visit("/account/password")
            assert page.path == "/account/confirm?next=/account/password"
            assert page.fill({"password": "wrong one here"}).press("It's me").status == 422
            page = visit("/account/password").fill({"password": PASSWORD}).press("It's me")
            assert page.path == "/account/password"

    @pytest.mark.parametrize("path", ["/account/email", "/account/password", "/account/two-step/set-up",
                                      "/account/data.json"])
    def test_no_page_that_matters_is_open_without(self, visit, user, path):
        sign_in(visit)
        with time_machine.travel(now() + timedelta(minutes=16)):
            assert visit(path).path.startswith("/account/confirm")

    def test_guessing_is_limited(self, visit, user):
        sign_in(visit)
        page = visit("/account/confirm")
        for _ in range(5):
            page.fill({"password": "wrong one here"}).press("It's me")
        assert page.fill({"password": PASSWORD}).press("It's me").status == 429


def test_times_are_shown_in_the_person_s_zone(visit, app):
    tokyo = make_user("Toki", time_zone="Asia/Tokyo")
    assert "JST" in visit("/account/sessions", as_=tokyo).text


def test_no_page_of_an_account_is_cached(visit, user):
    assert visit("/sign-in").response.headers["Cache-Control"] == "no-store"
    assert db.session.scalars(select(User)).one() is user
