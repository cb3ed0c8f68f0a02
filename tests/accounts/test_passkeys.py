"""Passkeys, by an authenticator in software: the ceremonies of WebAuthn, and what breaks them."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from careercenter.accounts import passkeys, second_factor
from careercenter.accounts.models import Passkey, PasskeyChallenge, SignInSession
from careercenter.core import db, now
from tests.accounts.authenticator import Authenticator
from tests.accounts.mailbox import templates
from tests.browsing import Visitor, csrf_token
from tests.cast import PASSWORD, make_user


@pytest.fixture
def user(app):
    return make_user("Cora Coder", email="cora@example.com", password=PASSWORD)


@pytest.fixture
def device():
    return Authenticator()


def post(client, path, data=None):
    return client.post(path, json=data or {}, headers={"X-CSRFToken": csrf_token(client),
                                                       "Accept": "application/json"})


def add(visit, user, device, name="My phone"):
    client = visit.client(user)
    options = post(client, "/account/passkeys/options").get_json(force=True)
    return post(client, "/account/passkeys", {"credential": device.make(options), "name": name})


def sign_in(client, device, **fields):
    options = post(client, "/sign-in/passkey/options").get_json(force=True)
    return post(client, "/sign-in/passkey", {"credential": device.sign(options), **fields})


class TestAdd:
    def test_keeps_the_public_key_and_gives_recovery_codes(self, visit, user, device):
        answer = add(visit, user, device)

        assert answer.status_code == 200 and len(answer.get_json()["codes"]) == 10
        kept = db.session.scalars(select(Passkey)).one()
        assert kept.user_id == user.id and kept.name == "My phone" and kept.transports == ["internal"]
        assert "My phone" in visit("/account/two-step", as_=user).text
        assert templates(user.email) == ["second_factor_added"]

    def test_a_second_one_keeps_the_codes(self, visit, user, device):
        add(visit, user, device)
        assert add(visit, user, Authenticator()).get_json()["codes"] == []

    def test_the_same_twice_is_refused(self, visit, user, device):
        add(visit, user, device)
        answer = add(visit, user, device)
        assert answer.status_code == 409 and "already" in answer.get_json()["detail"]

    def test_for_another_site_is_refused(self, visit, user):
        answer = add(visit, user, Authenticator(origin="http://localhost.evil.example"))
        assert answer.status_code == 422 and db.session.scalars(select(Passkey)).all() == []

    def test_a_challenge_works_once_and_for_its_purpose(self, visit, user, device):
        client = visit.client(user)
        options = post(client, "/account/passkeys/options").get_json(force=True)
        with client.session_transaction() as session:
            challenge = session["passkey_challenge"]
        assert post(client, "/account/passkeys", {"credential": device.make(options)}).status_code == 200
        with client.session_transaction() as session:
            session["passkey_challenge"] = challenge
        assert post(client, "/account/passkeys", {"credential": Authenticator().make(options)}).status_code == 422

    def test_a_challenge_lasts_five_minutes(self, visit, user, device):
        client = visit.client(user)
        options = post(client, "/account/passkeys/options").get_json(force=True)
        with time_machine.travel(now() + timedelta(minutes=6)):
            assert post(client, "/account/passkeys", {"credential": device.make(options)}).status_code == 422
            passkeys.drop_old_challenges()
        assert db.session.scalars(select(PasskeyChallenge)).all() == []

    @pytest.mark.parametrize("broken", [
        {}, {"credential": {}}, {"credential": []}, {"credential": {"id": "x", "rawId": "y", "response": "z"}},
        {"credential": {"id": "x", "rawId": "x", "type": "public-key", "response": {}}}])
    def test_what_is_no_answer_is_refused(self, visit, user, broken):
        client = visit.client(user)
        post(client, "/account/passkeys/options")
        assert post(client, "/account/passkeys", broken).status_code == 422

    def test_asks_who_one_is_after_a_while(self, visit, user, device):
        visit("/account", as_=user)
        client = visit.client(user)
        with time_machine.travel(now() + timedelta(minutes=16)):
            answer = client.post("/account/passkeys/options", json={}, headers={
                "X-CSRFToken": csrf_token(client), "Referer": "http://localhost/account/two-step"})
        assert answer.status_code == 303 and answer.location == "/account/confirm?next=/account/two-step"


class TestSignIn:
    def test_by_the_passkey_alone_counts_as_both_factors(self, visit, app, user, device):
        add(visit, user, device)
        browser = Visitor(app)
        answer = sign_in(browser.client(), device)

        assert answer.get_json() == {"next": "/"}
        assert "cora@example.com" in browser("/account").text
        row = db.session.scalars(select(SignInSession).order_by(SignInSession.id.desc())).first()
        assert row.second_factor_at is not None

    def test_a_device_that_verified_nobody_is_refused(self, visit, app, user):
        device = Authenticator(verifies=False)
        add(visit, user, device)
        assert sign_in(app.test_client(), device).status_code == 422

    def test_an_unknown_passkey_is_refused(self, app, user, device):
        assert sign_in(app.test_client(), device).status_code == 422

    def test_a_suspended_person_s_is_refused(self, visit, app, user, device):
        add(visit, user, device)
        user.suspended_at = now()
        db.session.commit()
        assert sign_in(app.test_client(), device).status_code == 422

    def test_a_forged_signature_is_refused(self, visit, app, user, device):
        add(visit, user, device)
        thief = Authenticator()
        thief.id = device.id
        assert sign_in(app.test_client(), thief).status_code == 422

    def test_an_answer_works_once(self, visit, app, user, device):
        add(visit, user, device)
        client = app.test_client()
        options = post(client, "/sign-in/passkey/options").get_json(force=True)
        answer = device.sign(options)
        with client.session_transaction() as session:
            challenge = session["passkey_challenge"]
        assert post(client, "/sign-in/passkey", {"credential": answer}).status_code == 200
        other = app.test_client()
        with other.session_transaction() as session:
            session["passkey_challenge"] = challenge
        assert post(other, "/sign-in/passkey", {"credential": answer}).status_code == 422

    def test_a_copied_authenticator_is_found_out_by_its_count(self, visit, app, user, device):
        add(visit, user, device)
        sign_in(app.test_client(), device)
        sign_in(app.test_client(), device)
        device.count = 0
        assert sign_in(app.test_client(), device).status_code == 422

    def test_never_leads_to_another_site(self, visit, app, user, device):
        add(visit, user, device)
        client = app.test_client()
        options = post(client, "/sign-in/passkey/options").get_json(force=True)
        answer = post(client, "/sign-in/passkey?next=//evil.example", {"credential": device.sign(options)})
        assert answer.get_json()["next"] == "/"

    def test_needs_a_csrf_token(self, app):
        assert app.test_client().post("/sign-in/passkey/options", json={}).status_code == 400

    def test_is_limited(self, app):
        client = app.test_client()
        for _ in range(20):
            post(client, "/sign-in/passkey/options")
        assert post(client, "/sign-in/passkey/options").status_code == 429


class TestSecondStep:
    def first_step(self, browser):
        return browser("/sign-in").fill({"email": "cora@example.com", "password": PASSWORD}).press("Sign in")

    def second_step(self, client, device):
        options = post(client, "/sign-in/second-step/passkey/options").get_json(force=True)
        return options, post(client, "/sign-in/second-step/passkey", {"credential": device.sign(options)})

    def test_after_the_password(self, visit, app, user, device):
        add(visit, user, device)
        browser = Visitor(app)
        page = self.first_step(browser)
        assert page.path.startswith("/sign-in/second-step") and "Use my passkey" in page.text
        options, answer = self.second_step(browser.client(), device)

        assert answer.status_code == 200 and len(options["allowCredentials"]) == 1
        assert browser("/account").path == "/account"

    def test_a_key_without_pin_will_do_there(self, visit, app, user):
        device = Authenticator(verifies=False)
        add(visit, user, device)
        browser = Visitor(app)
        self.first_step(browser)
        assert self.second_step(browser.client(), device)[1].status_code == 200

    def test_somebody_else_s_is_refused(self, visit, app, user, device):
        add(visit, user, device)
        other = Authenticator()
        add(visit, make_user("Sam"), other)
        browser = Visitor(app)
        self.first_step(browser)
        assert self.second_step(browser.client(), other)[1].status_code == 422
        assert browser("/account").path.startswith("/sign-in")

    def test_without_a_first_step_is_refused(self, app):
        assert post(app.test_client(), "/sign-in/second-step/passkey/options").status_code == 409

    def test_confirms_too(self, visit, user, device):
        add(visit, user, device)
        with time_machine.travel(now() + timedelta(minutes=16)):
            assert visit("/account/password", as_=user).path.startswith("/account/confirm")
            self.second_step(visit.client(user), device)
            assert visit("/account/password", as_=user).path == "/account/password"


class TestRemove:
    def test_takes_the_codes_along_if_nothing_is_left(self, visit, user, device):
        add(visit, user, device)
        page = visit("/account/two-step", as_=user).press("Remove")
        assert "The passkey is removed" in page.text
        assert not second_factor.is_on(user) and second_factor.count_codes(user) == 0

    def test_of_somebody_else_is_not_found(self, visit, user, stranger, device):
        add(visit, user, device)
        passkey = db.session.scalars(select(Passkey)).one()
        assert visit.post(f"/account/passkeys/{passkey.id}/remove", as_=stranger).status == 404
        assert second_factor.has_passkey(user)


def test_pages_are_whole_without_javascript(visit, user):
    """What needs JavaScript is hidden until it runs."""
    for page in (visit("/sign-in"), visit("/account/two-step", as_=user)):
        blocks = page.soup.select("[data-passkey]")
        assert blocks and all(block.has_attr("hidden") for block in blocks)


class TestAtANumber:
    """Browsers make no passkey for an IP address, and `make run` prints one."""

    @pytest.mark.parametrize(("opened", "says"), [
        ("http://127.0.0.1:8000", "Open http://localhost:8000/account/two-step , sign in there"),
        ("http://192.168.0.7:8000", "Open the site by its name")])
    def test_the_page_says_why_there_is_none_and_where_there_is(self, visit, user, opened, says):
        client = visit.client(user)
        with client.session_transaction() as kept:
            word = kept["sign_in"]
        with client.session_transaction(base_url=opened) as kept:
            kept["sign_in"] = word
        page = visit._page(client.get("/account/two-step", base_url=opened), "/account/two-step", client)

        assert "this page’s address is a number" in page.text and says in page.text
        assert not page.soup.select("[data-passkey]")

    def test_so_does_one_at_this_machine_s_newer_number(self):
        assert passkeys.named_address("http://[::1]:8000/account") == "http://localhost:8000/account"

    def test_a_page_with_a_name_says_nothing_of_it(self, visit, user):
        page = visit("/account/two-step", as_=user)
        assert "is a number" not in page.text and page.soup.select("[data-passkey]")

    def test_a_site_at_this_machine_s_number_takes_passkeys_of_its_name(self, visit, app, user, monkeypatch):
        monkeypatch.setitem(app.extensions, "settings", app.extensions["settings"].model_copy(
            update={"site_url": "http://127.0.0.1:8000"}))
        device = Authenticator(origin="http://localhost:8000")
        assert add(visit, user, device).status_code == 200
        assert sign_in(Visitor(app).client(), device).status_code == 200
