"""Deleting an account: at once, for good, and not while others depend on it."""

import pytest
from sqlalchemy import func, select

from careercenter.accounts import deletion, registration, second_factor
from careercenter.accounts.models import (
    AuthenticatorApp,
    Intent,
    MailedLink,
    Passkey,
    RecoveryCode,
    SignInSession,
    StaffGrant,
    StaffRole,
    User,
)
from careercenter.core import AuditEntry, Forbidden, NotPossible, db, now
from careercenter.core.happenings import StoredEvent
from tests.accounts.mailbox import mails, templates
from tests.cast import PASSWORD, make_user


@pytest.fixture
def user(app):
    return make_user("Cora Coder", email="cora@example.com", password=PASSWORD)


@pytest.fixture
def objecting(app):
    """A domain that objects for as long as the set holds the person's id."""
    ids: set[int] = set()

    def objection(user: User) -> str | None:
        return "You are the last owner of Mercy. Hand it over first." if user.id in ids else None

    deletion.register_objection(objection)
    yield ids
    deletion._objections.remove(objection)


class TestErase:
    def test_leaves_a_row_that_tells_nothing(self, visit, user):
        page = visit("/account/delete", as_=user).fill({"password": PASSWORD}).press("Delete my account")

        assert page.redirects == ["/"] and "Your account is deleted" in page.text
        db.session.refresh(user)
        assert user.name == "Deleted account" and user.email == f"erased-{user.public_id}@invalid"
        assert user.password_hash is None and user.email_verified_at is None and user.erased_at is not None
        assert templates("cora@example.com") == ["account_erased"]
        assert db.session.scalars(select(StoredEvent.payload).where(
            StoredEvent.name == "AccountErased")).all() == [{"user_id": user.id}]
        assert db.session.scalar(select(AuditEntry).where(AuditEntry.action == "erase")).actor_id == user.id

    def test_takes_every_secret_session_and_role_along(self, app, user):
        db.session.add_all([
            AuthenticatorApp(user_id=user.id, secret="s"), RecoveryCode(user_id=user.id, code_hash="h"),
            Passkey(user_id=user.id, name="n", credential_id="c", public_key="k", sign_count=0),
            SignInSession(user_id=user.id, token_hash="t", completed_at=now()),
            MailedLink(user_id=user.id, purpose="verify_email", email="cora@example.com", token_hash="l",
                       expires_at=now()),
            StaffGrant(user_id=user.id, role=StaffRole.CONSULTANT)])
        db.session.commit()
        deletion.erase(user, password=PASSWORD)
        for kind in (AuthenticatorApp, RecoveryCode, Passkey, SignInSession, MailedLink, StaffGrant):
            assert db.session.scalar(select(func.count()).select_from(kind)) == 0, kind
        assert not second_factor.is_on(user) and user.staff_roles == set()

    def test_signs_out_everywhere_and_the_password_is_void(self, visit, app, user):
        visit("/account", as_=user)
        deletion.erase(user, password=PASSWORD)
        assert visit("/account", as_=user).path.startswith("/sign-in")
        page = visit("/sign-in").fill({"email": "cora@example.com", "password": PASSWORD}).press("Sign in")
        assert page.status == 422

    def test_the_address_can_be_registered_again(self, app, user):
        deletion.erase(user, password=PASSWORD)
        registration.register(name="Cora", email="cora@example.com", password=PASSWORD, intent=Intent.WORK)
        assert registration.find_user("cora@example.com").id != user.id

    def test_a_wrong_password_deletes_nothing_and_guessing_is_limited(self, visit, user):
        page = visit("/account/delete", as_=user)
        for _ in range(5):
            refused = page.fill({"password": "wrong one here"}).press("Delete my account")
            assert refused.status == 422 and "Nothing was deleted" in refused.text
        assert page.fill({"password": PASSWORD}).press("Delete my account").status == 429
        assert user.erased_at is None and mails() == []

    def test_twice_is_refused(self, app, user):
        deletion.erase(user, password=PASSWORD)
        with pytest.raises((Forbidden, NotPossible)):
            deletion.erase(user, password=PASSWORD)


class TestObjection:
    def test_nothing_goes_while_somebody_objects(self, app, user, objecting):
        objecting.add(user.id)
        with pytest.raises(NotPossible, match="Hand it over first"):
            deletion.erase(user, password=PASSWORD)
        db.session.refresh(user)
        assert user.email == "cora@example.com" and mails() == []

    def test_the_page_says_what_to_do_first(self, visit, user, objecting):
        objecting.add(user.id)
        page = visit("/account/delete", as_=user)
        assert "last owner of Mercy" in page.text and not page.soup.find("input", id="password")

    def test_one_that_came_up_meanwhile_is_shown(self, visit, user, objecting):
        page = visit("/account/delete", as_=user)
        objecting.add(user.id)
        page = page.fill({"password": PASSWORD}).press("Delete my account")
        assert page.status == 409 and "last owner of Mercy" in page.text


def test_the_last_owner_of_an_employer_hands_it_over_first(visit, owner):
    page = visit("/account/delete", as_=owner)
    assert "Something must be done first" in page.text and not page.soup.find("input", id="password")
