"""A forgotten password: whoever has the mailbox gets in again, once, and nobody learns who has an account."""

from datetime import timedelta

import pytest
import time_machine

from careercenter.accounts import recovery, second_factor
from careercenter.accounts.models import AuthenticatorApp
from careercenter.accounts.secrets import encrypt
from careercenter.core import db, now
from tests.accounts.counting import hashings
from tests.accounts.mailbox import link, mails, templates
from tests.browsing import Visitor
from tests.cast import PASSWORD, make_user

NEW_PASSWORD = "a wholly new password"


@pytest.fixture
def user(app):
    return make_user("Cora Coder", email="cora@example.com", password=PASSWORD)


def ask(visit, email="cora@example.com"):
    return visit("/recover").fill({"email": email}).press("Send me a link")


def choose(visit, where, password=NEW_PASSWORD, again=None):
    return visit(where).fill({"password": password, "again": again or password}).press("Save my new password")


def can_sign_in(visit, password):
    page = Visitor(visit.app)("/sign-in").fill({"email": "cora@example.com", "password": password}).press("Sign in")
    return page.status != 422


def test_whoever_forgot_her_password_comes_back_to_where_she_wanted_to_go(visit, user):
    page = visit("/sign-in?next=/account/profile").follow("I forgot my password")
    page.fill({"email": user.email}).press("Send me a link")
    page = choose(visit, link("recover_password"))

    assert page.fill({"email": user.email, "password": NEW_PASSWORD}).press("Sign in").path == "/account/profile"


class TestAsking:
    def test_reads_the_same_for_every_address_and_hashes_nothing(self, visit, user):
        make_user("Susan Suspended", email="susan@example.com", suspended_at=now())
        seen = set()
        for email in ("cora@example.com", "nobody@example.com", "susan@example.com"):
            with hashings() as done:
                page = ask(visit, email)
            assert page.status == 200 and done == []
            seen.add(page.text.replace(email, ""))
        assert len(seen) == 1
        assert [mail.to for mail in mails()] == ["cora@example.com"]

    def test_is_limited_for_an_address_and_from_one(self, visit, user):
        for _ in range(4):
            assert ask(visit).status == 200
        assert ask(visit).status == 429
        for number in range(5):
            assert ask(visit, f"other{number}@example.com").status == 200
        assert ask(visit, "more@example.com").status == 429


class TestChoosing:
    def test_sets_the_password_and_signs_out_everywhere(self, visit, user):
        assert visit("/account", as_=user).path == "/account"
        ask(visit)
        page = choose(visit, link("recover_password"))

        assert page.path == "/sign-in" and "Your password is changed" in page.text
        assert visit("/account", as_=user).path.startswith("/sign-in")
        assert can_sign_in(visit, NEW_PASSWORD) and not can_sign_in(visit, PASSWORD)
        assert templates() == ["recover_password", "password_changed"] or "new_sign_in" in templates()

    def test_works_once(self, visit, user):
        ask(visit)
        where = link("recover_password")
        choose(visit, where)
        assert visit(where).status == 410
        with pytest.raises(Exception, match="used already"):
            recovery.choose_password(where.rsplit("/", 1)[-1], "yet another password")
        assert can_sign_in(visit, NEW_PASSWORD)

    def test_works_for_one_hour(self, visit, user):
        ask(visit)
        with time_machine.travel(now() + timedelta(minutes=59)):
            assert visit(link("recover_password")).status == 200
        with time_machine.travel(now() + timedelta(minutes=61)):
            assert visit(link("recover_password")).status == 410

    def test_a_newer_link_ends_the_older_one(self, visit, user):
        ask(visit)
        old = link("recover_password")
        ask(visit)
        assert visit(link("recover_password")).status == 200
        assert visit(old).status == 410

    def test_a_link_for_another_purpose_is_none(self, visit, user):
        ask(visit)
        token = link("recover_password").rsplit("/", 1)[-1]
        assert visit(f"/verify-email/{token}").status == 410
        assert visit(f"/account/email/undo/{token}").status == 410

    def test_opening_the_page_uses_nothing_up(self, visit, user):
        ask(visit)
        for _ in range(3):
            assert visit(link("recover_password")).status == 200

    def test_a_weak_or_mistyped_one_is_refused_and_the_link_stays(self, visit, user):
        ask(visit)
        where = link("recover_password")
        assert choose(visit, where, "short").status == 422
        page = choose(visit, where, NEW_PASSWORD, "something else")
        assert page.status == 422 and "don't match" in page.text
        assert choose(visit, where).path == "/sign-in"

    def test_proves_the_address_too(self, visit, user):
        user.email_verified_at = None
        db.session.commit()
        ask(visit)
        choose(visit, link("recover_password"))
        db.session.refresh(user)
        assert user.is_verified

    def test_leaves_the_second_factor_on(self, visit, user):
        db.session.add(AuthenticatorApp(user_id=user.id, secret=encrypt(second_factor.new_secret())))
        db.session.commit()
        ask(visit)
        choose(visit, link("recover_password"))
        page = visit("/sign-in").fill({"email": user.email, "password": NEW_PASSWORD}).press("Sign in")
        assert page.path.startswith("/sign-in/second-step")

    def test_a_suspended_person_s_link_is_gone(self, visit, user):
        ask(visit)
        user.suspended_at = now()
        db.session.commit()
        assert visit(link("recover_password")).status == 410
