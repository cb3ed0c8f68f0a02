"""Registering: anybody can, nobody learns who has an account, and the address is proven."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from sqlalchemy import func, select

from careercenter.accounts import registration
from careercenter.accounts.models import Intent, MailedLink, User
from careercenter.accounts.registration import find_user
from careercenter.core import NotPossible, db, now
from tests.accounts.counting import hashings
from tests.accounts.mailbox import link, mails, templates
from tests.browsing import Visitor
from tests.cast import PASSWORD, make_user

NEW = "new@example.com"


def register(visit, email=NEW, password=PASSWORD, path="/register", **fields):
    return visit(path).fill({"name": "Nora New", "email": email, "password": password, **fields}).press(
        "Make my account")


class TestRegister:
    def test_makes_an_unverified_account_and_mails_the_link(self, visit):
        page = register(visit, " New@Example.com ")

        assert page.status == 200 and NEW in page.text and "mailbox" in page.text
        user = find_user(NEW)
        assert user and not user.is_verified and user.password_hash.startswith("$argon2id$")
        assert templates(NEW) == ["verify_email"]

    def test_an_address_that_has_an_account_sees_the_same_page_and_gets_another_mail(self, visit):
        make_user("Cora Coder", email=NEW, password="another one entirely")
        hashed = find_user(NEW).password_hash

        page = register(visit)

        assert page.status == 200 and page.path == "/register/sent"
        assert templates(NEW) == ["already_registered"]
        assert find_user(NEW).password_hash == hashed and find_user(NEW).name == "Cora Coder"

    @pytest.mark.parametrize(("path", "intent"), [
        ("/register", "work"), ("/register?next=/jobs", "work"), ("/register?next=/codes/icd10cm/E11.40", "codes"),
        ("/register?intent=hire&next=/codes", "hire"), ("/register?intent=nothing", "work")])
    def test_asks_first_for_what_the_page_she_comes_from_is_about(self, visit, path, intent):
        assert visit(path).soup.find("input", attrs={"name": "intent", "checked": True})["value"] == intent

    def test_takes_the_same_work_for_both(self, visit):
        make_user("Cora Coder", email="known@example.com", password=PASSWORD)
        page = visit("/register")
        answers = []
        for email in (NEW, "known@example.com"):
            with hashings() as done:
                answer = page.fill({"name": "N", "email": email, "password": PASSWORD}).press("Make my account")
            answers.append((done, answer.status, answer.redirects, answer.text.replace(email, "")))
        assert answers[0] == answers[1] and answers[0][0] == ["hash"]

    @pytest.mark.parametrize(("fields", "says"), [
        ({"email": "nobody"}, "@-sign"),
        ({"password": "short"}, "10 characters or more"),
        ({"password": "password1234"}, "first that anybody tries"),
        ({"password": "aaaaaaaaaaaaaa"}, "first that anybody tries"),
        ({"password": "new@example.com"}, "too close to your name or address"),
        ({"name": "Buy at http://spam.example"}, "Write your name alone"),
        ({"name": ""}, "Write your name"),
    ])
    def test_what_is_wrong_comes_back_filled_with_the_error_at_its_field(self, visit, fields, says):
        page = register(visit, **fields)

        assert page.status == 422 and says in page.text
        assert page.soup.find("input", id="name")["value"] == fields.get("name", "Nora New")
        assert db.session.scalar(select(func.count()).select_from(User)) == 0 and mails() == []

    def test_two_at_the_same_time_make_one_account(self, app):
        for _ in range(2):
            registration.register(name="N", email=NEW, password=PASSWORD, intent=Intent.WORK)
        assert templates(NEW) == ["verify_email", "already_registered"]

    def test_is_limited_for_each_address_with_a_clear_message(self, visit):
        for _ in range(4):
            assert register(visit).status == 200
        page = register(visit)
        assert page.status == 429 and "Too many mails to this address" in page.text and "Try again in" in page.text


class TestVerify:
    def test_the_link_s_page_alone_changes_nothing_for_scanners_open_it_too(self, visit):
        register(visit)
        where = link("verify_email")
        for _ in range(3):
            assert visit(where).status == 200
        assert not find_user(NEW).is_verified

    def test_the_button_verifies_and_signs_in_the_browser_that_registered(self, visit):
        register(visit)
        page = visit(link("verify_email")).press("Verify my address")

        assert "Welcome to CareerCenter" in page.text and find_user(NEW).is_verified
        assert visit("/account").status == 200 and NEW in visit("/account").text

    def test_another_browser_is_asked_to_sign_in(self, visit):
        register(visit)
        page = Visitor(visit.app)(link("verify_email")).press("Verify my address")
        assert page.path.startswith("/sign-in?next=") and "Sign in to go on" in page.text
        assert find_user(NEW).is_verified

    def test_a_second_click_is_as_good_as_the_first(self, visit):
        register(visit)
        where = link("verify_email")
        first = find_user(NEW)
        visit(where).press("Verify my address")
        at = find_user(NEW).email_verified_at
        page = visit(where).press("Verify my address")

        assert page.status == 200 and "is verified" in page.text
        db.session.refresh(first)
        assert first.email_verified_at == at

    def test_an_old_link_is_refused_and_a_new_one_works(self, visit):
        register(visit)
        where = link("verify_email")
        with time_machine.travel(now() + timedelta(days=3, minutes=1)):
            page = visit(where).press("Verify my address")
            assert page.status == 410 and "Ask for a new one" in page.text
        assert not find_user(NEW).is_verified

    def test_resending_ends_the_older_link(self, visit):
        register(visit)
        old = link("verify_email")
        registration.resend(find_user(NEW))
        assert link("verify_email") != old
        assert visit(old).press("Verify my address").status == 410
        assert visit(link("verify_email")).press("Verify my address").status == 200

    def test_a_made_up_link_leads_nowhere(self, visit):
        assert visit("/verify-email/made-up").status == 410

    def test_the_database_keeps_no_token(self, visit):
        register(visit)
        token = link("verify_email").rsplit("/", 1)[-1]
        row = db.session.scalars(select(MailedLink)).one()
        assert token not in (row.token_hash, row.next_path) and len(token) >= 43

    @pytest.mark.parametrize(
        ("intent", "endpoint"), [
            ("work", "candidates.profile"), ("hire", "employer_postings.begin"), ("codes", "codes.index")])
    def test_the_landing_follows_what_one_came_for(self, visit, app, intent, endpoint):
        register(visit, intent=intent)
        page = visit(link("verify_email")).press("Verify my address")

        rules = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}
        assert page.redirects[0].endswith(rules[endpoint])

    def test_an_invited_person_lands_where_she_wanted_to_go(self, visit):
        register(visit, path="/register?next=/account/profile")
        page = visit(link("verify_email")).press("Verify my address")
        assert page.path == "/account/profile"

    def test_a_link_that_is_sent_again_leads_where_she_wants_to_go_now(self, visit):
        register(visit, path="/register?next=/account/profile")
        assert visit("/register/sent?next=/jobs").follow("Sign in").path == "/sign-in?next=/jobs"
        notice = visit("/sign-in?next=/verify-email?next=/account/data").fill(
            {"email": NEW, "password": PASSWORD}).press("Sign in")
        notice.press("Send the link again")
        page = visit(link("verify_email")).press("Verify my address")
        assert page.path == "/account/data"

    def test_a_link_never_leads_to_another_site(self, visit):
        register(visit, path="/register?next=https://evil.example/")
        page = visit(link("verify_email")).press("Verify my address")
        assert "evil" not in page.redirects[0]


class TestUnverified:
    def test_is_led_to_the_notice_when_she_signs_in(self, visit):
        user = make_user("Una Unverified", email_verified_at=None, password=PASSWORD)
        page = visit("/sign-in").fill({"email": user.email, "password": PASSWORD}).press("Sign in")
        assert page.path == "/verify-email" and "Before you go on" in page.text

    def test_may_sign_in_and_is_shown_how_to_verify(self, visit):
        user = make_user("Una Unverified", email_verified_at=None)
        page = visit("/account", as_=user)
        assert "isn't verified yet" in page.text
        assert "We sent a new link" in page.press("Send the link again").text
        assert templates(user.email) == ["verify_email"]

    def test_resending_is_limited(self, visit):
        user = make_user("Una Unverified", email_verified_at=None)
        page = visit("/verify-email", as_=user)
        for _ in range(4):
            page.press("Send the link again")
        assert page.press("Send the link again").status == 429

    def test_a_verified_one_needs_no_link(self, app, coder):
        with pytest.raises(NotPossible):
            registration.resend(coder)


def test_whoever_came_to_hire_lands_where_a_job_is_begun(app):
    from careercenter.accounts.models import Intent
    from careercenter.accounts.views.registration import landing_of
    from tests.cast import make_user

    with app.test_request_context():
        assert landing_of(make_user("Rita Recruiter", intent=Intent.HIRE)) == "/post-a-job"


@pytest.mark.parametrize(("where", "words"), [("/sign-in", "Register"), ("/register", "Sign in")])
def test_the_header_keeps_where_one_wanted_to_go(visit, where, words):
    page = visit(f"{where}?next=/jobs/7/apply%3Fa%3D1")
    [link] = page.soup.find_all("a", class_="cc-header-link", string=words)
    assert parse_qs(urlsplit(link["href"]).query) == {"next": ["/jobs/7/apply?a=1"]}
