"""Who gets in: the decorators that all domains use, and every page of accounts by role."""

from datetime import timedelta
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from careercenter.accounts import access, policies, second_factor
from careercenter.accounts.models import SignInSession, StaffRole
from careercenter.core import db, now
from tests.cast import PASSWORD, make_user

PEOPLE = ["coder", "recruiter", "owner", "stranger"]
STAFF = ["moderator", "admin"]


def guarded(decorator, visit, user=None, method="GET"):
    """Calls a view behind the decorator as the person; the answer or what it was sent to."""
    with visit.app.test_request_context("/some/page?a=1", method=method):
        from flask import g, session

        for name in list(g):
            g.pop(name)
        if user is not None:
            with visit.client(user).session_transaction() as stored:
                session.update(stored)
        answer = decorator(lambda: "in")()
        return answer if isinstance(answer, str) else answer.location


class TestVerifiedRequired:
    def test_lets_the_verified_in(self, visit, coder):
        assert guarded(access.verified_required, visit, coder) == "in"

    def test_sends_a_guest_to_sign_in_and_the_unverified_to_the_notice(self, visit):
        una = make_user("Una", email_verified_at=None)
        assert guarded(access.verified_required, visit).startswith("/sign-in?next=")
        assert guarded(access.verified_required, visit, una) == "/verify-email?next=/some/page?a%3D1"


class TestStaffRequired:
    def test_lets_in_whom_the_policy_names(self, visit, moderator, admin):
        moderators = access.staff_required(policies.may_moderate)
        assert guarded(moderators, visit, moderator) == guarded(moderators, visit, admin) == "in"

    def test_refuses_others_and_asks_guests_to_sign_in(self, visit, coder, moderator):
        from careercenter.core import Forbidden

        for policy, user in ((policies.may_moderate, coder), (policies.is_admin, moderator)):
            with pytest.raises(Forbidden):
                guarded(access.staff_required(policy), visit, user)
        assert guarded(access.staff_required(policies.is_admin), visit).startswith("/sign-in")

    def test_the_role_alone_is_not_enough(self, visit, moderator):
        visit("/account", as_=moderator)
        db.session.execute(update(SignInSession).values(second_factor_at=None))
        db.session.commit()
        assert guarded(access.staff_required(policies.may_moderate), visit, moderator).startswith(
            "/account/two-step/set-up")


class TestStaffWithoutSecondStep:
    @pytest.fixture
    def fresh(self, visit, moderator):
        """A member of staff who has never set up a second step."""
        visit("/account/confirm", as_=moderator)
        db.session.execute(update(SignInSession).values(second_factor_at=None))
        db.session.commit()
        return moderator

    @pytest.mark.parametrize("path", ["/account", "/staff/people", "/account/profile", "/account/delete"])
    def test_gets_nowhere_but_to_setting_it_up(self, visit, fresh, path):
        page = visit(path, as_=fresh)
        assert page.path.startswith("/account/two-step/set-up?next=")
        assert "staff sign in with a second step" in page.text

    def test_nor_by_a_post(self, visit, fresh):
        page = visit.post("/account/profile", {"name": "Changed", "time_zone": "UTC"}, as_=fresh)
        assert page.path.startswith("/account/two-step/set-up")
        db.session.refresh(fresh)
        assert fresh.name == "Mo Moderator"

    def test_sets_it_up_and_goes_on(self, visit, fresh):
        from pyotp.totp import TOTP

        page = visit("/staff/people", as_=fresh)
        secret = page.soup.find("code").get_text()
        page = page.fill({"code": TOTP(secret).at(now())}).press("Turn it on")
        assert page.follow("I have kept them").path == "/staff/people"

    def test_one_who_has_it_uses_it_first(self, visit, fresh):
        from pyotp.totp import TOTP

        secret = second_factor.new_secret()
        with time_machine.travel(now() - timedelta(minutes=5)):
            second_factor.turn_on(fresh, secret, TOTP(secret).at(now()), session=None)
        db.session.execute(update(SignInSession).values(revoked_at=None))
        db.session.commit()
        page = visit("/staff/people", as_=fresh)
        assert page.path.startswith("/sign-in/second-step")
        assert page.fill({"code": TOTP(secret).at(now())}).press("Go on").path == "/staff/people"

    def test_signing_out_is_always_possible(self, visit, fresh):
        assert "You are signed out" in visit("/account", as_=fresh).press("Sign out").text

    def test_static_files_are_served(self, visit, fresh):
        assert visit.client(fresh).get("/static/js/passkeys.js").status_code == 200


@pytest.mark.parametrize("target", ["/", "/jobs?q=a%20b&page=2", "/a//b"])
def test_local_paths_are_kept(target):
    assert access.local_path(target) == target


@pytest.mark.parametrize("target", [None, "", "jobs", "//evil.example", "/\\evil", "https://evil", "/\n/evil", "/ "])
def test_others_are_not(target):
    assert access.local_path(target) is None


@given(st.text(alphabet=st.sampled_from("/\\:.a?#@% \t\n\x00é"), max_size=12))
def test_no_path_that_is_kept_leaves_the_site(target):
    """Browsers read a backslash as a slash and skip white space (WHATWG URL, section 4.4)."""
    kept = access.local_path(target)
    if kept is not None:
        as_browsers_read = "".join(kept.split()).replace("\\", "/")
        assert urlsplit(urljoin("http://localhost/page", as_browsers_read)).netloc == "localhost"


GUESTS = ["/register", "/register/sent", "/sign-in", "/recover"]
OWN = ["/account", "/account/profile", "/account/email", "/account/password", "/account/sessions",
       "/account/two-step", "/account/two-step/set-up", "/account/data", "/account/data.json", "/account/delete",
       "/account/confirm"]
OWN_POSTS = ["/verify-email/resend", "/account/sessions/x/revoke", "/account/sessions/revoke-others",
             "/account/two-step/turn-off", "/account/two-step/codes", "/account/passkeys/options",
             "/account/passkeys", "/account/passkeys/1/remove", "/account/profile", "/account/email",
             "/account/password", "/account/delete", "/account/confirm", "/account/two-step/set-up"]
MODERATORS = ["suspend", "reinstate"]
ADMINS = ["reset-second-factor", "roles/grant", "roles/admin/revoke"]


@pytest.mark.parametrize("path", GUESTS)
def test_pages_for_everybody(visit, path):
    assert visit(path).status == 200


@pytest.mark.parametrize("path", OWN)
def test_one_s_own_pages_need_a_sign_in_and_no_role(visit, request, path):
    assert visit(path).path.startswith("/sign-in?next=")
    for role in [*PEOPLE, *STAFF]:
        assert visit(path, as_=request.getfixturevalue(role)).status == 200, role


@pytest.mark.parametrize("path", OWN_POSTS)
def test_a_guest_changes_nothing(visit, path):
    assert visit.post(path).path.startswith("/sign-in")


@pytest.mark.parametrize("path", [*OWN_POSTS, "/sign-out"])
def test_nothing_changes_without_a_csrf_token(visit, coder, path):
    visit("/account", as_=coder)
    assert visit.client(coder).post(path, data={"code": "1"}).status_code == 400


@pytest.mark.parametrize("role", PEOPLE)
def test_people_is_for_staff_alone(visit, request, role, admin):
    user = request.getfixturevalue(role)
    for path in ("/staff/people", f"/staff/people/{admin.public_id}"):
        assert visit(path, as_=user).status == 403
    for action in [*MODERATORS, *ADMINS]:
        page = visit.post(f"/staff/people/{admin.public_id}/{action}", {"reason": "r", "role": "admin"}, as_=user)
        assert page.status == 403, action


def test_a_guest_sees_nobody(visit, coder):
    assert visit("/staff/people").path.startswith("/sign-in")
    assert visit.post(f"/staff/people/{coder.public_id}/suspend", {"reason": "r"}).path.startswith("/sign-in")


@pytest.mark.parametrize("action", ADMINS)
def test_moderators_change_no_roles(visit, moderator, coder, action):
    page = visit.post(f"/staff/people/{coder.public_id}/{action}", {"reason": "r", "role": "admin"}, as_=moderator)
    assert page.status == 403


def test_every_route_of_accounts_stands_in_these_tests(app):
    """A new page must be named here with who may open it."""
    tested = {*GUESTS, *OWN, *OWN_POSTS, "/sign-out", "/verify-email", "/staff/people", "/staff/people/<public_id>",
              *(f"/staff/people/<public_id>/{action}" for action in [*MODERATORS, "reset-second-factor",
                                                                     "roles/grant", "roles/<role>/revoke"]),
              # For whoever has the link or the authenticator; in the tests of their topics.
              "/verify-email/<token>", "/recover/<token>", "/account/email/confirm/<token>",
              "/account/email/undo/<token>", "/account/two-step/undo/<token>", "/sign-in/second-step",
              "/sign-in/passkey", "/sign-in/passkey/options",
              "/sign-in/second-step/passkey", "/sign-in/second-step/passkey/options",
              "/account/sessions/<public_id>/revoke", "/account/passkeys/<int:passkey_id>/remove"}
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("accounts.")}
    assert rules <= tested


def test_policies_speak_of_open_accounts_alone(app):
    admin = make_user("Ada", StaffRole.ADMIN, suspended_at=now())
    assert not policies.is_admin(admin) and not policies.may_moderate(admin) and not policies.may_moderate(None)


class TestTheHeaderOfAPublicPage:
    @pytest.fixture(params=["Sign in", "Register"])
    def words(self, request):
        return request.param

    def test_leads_back_to_it(self, visit, words):
        assert header_goal(visit("/jobs?remote=1"), words) == "/jobs?remote=1"

    @pytest.mark.parametrize("path", ["/", "/sign-in", "/register", "/recover", "/codes/nothing/X99", "/no/such/page"])
    def test_leads_back_to_no_start_page_no_way_in_and_no_error(self, visit, words, path):
        assert header_goal(visit(path), words) is None

    def test_keeps_on_the_way_in_where_she_wanted_to_go(self, visit, words):
        assert header_goal(visit("/sign-in?next=/jobs"), words) == "/jobs"
        assert header_goal(visit("/sign-in?next=//evil.example"), words) is None

    def test_leads_back_to_the_form_that_was_sent(self, visit, words):
        assert header_goal(visit.post("/sign-in?next=/jobs", {"email": "x"}), words) == "/jobs"

    def test_leads_nowhere_after_signing_out(self, visit, coder, words):
        assert header_goal(visit("/jobs", as_=coder).press("Sign out"), words) is None


def header_goal(page, words):
    link = next(a for a in page.soup.find("header").find_all("a") if a.get_text() == words)
    return dict(parse_qsl(urlsplit(link["href"]).query)).get("next")


def test_who_signs_in_by_the_header_of_a_page_is_back_on_it(visit):
    user = make_user("Ann", password=PASSWORD)
    page = visit("/jobs?remote=1").follow("Sign in").fill({"email": user.email, "password": PASSWORD})
    assert page.press("Sign in").path == "/jobs?remote=1"


def test_who_was_sent_to_register_with_a_reason_signs_in_instead_and_is_where_she_was_going(visit):
    user = make_user("Ann", password=PASSWORD)
    page = visit("/codes/check")
    assert page.path.startswith("/register?next=") and "is free with an account" in page.text

    way = page.soup.select_one("main a[href*=sign-in]")["href"]
    assert visit(way).fill({"email": user.email, "password": PASSWORD}).press("Sign in").path == "/codes/check"
