"""Whoever reads the mail "a second step was added" or "your address was changed" takes the account back from an
intruder, and can't use that to get around a second step that has stood for a while."""

from datetime import timedelta

import pytest
import time_machine
from flask import current_app
from pyotp.totp import TOTP
from sqlalchemy import select

from careercenter.accounts import email_changes, mailed_links, recovery, second_factor, taking_back
from careercenter.accounts.mailed_links import LinkGone
from careercenter.accounts.models import AuthenticatorApp, LinkPurpose, Passkey, RecoveryCode, StaffRole, User
from careercenter.core import NotPossible, db, now, transaction
from tests.accounts.mailbox import link, mails, templates
from tests.browsing import Visitor
from tests.cast import PASSWORD, make_user

MINE, THEIRS = "cora@example.com", "thief@example.com"
AGAIN = "a wholly new password"


@pytest.fixture
def user(app):
    return make_user("Cora Coder", email=MINE, password=PASSWORD)


def ago(**time):
    return time_machine.travel(now() - timedelta(**time))


def add_app(user) -> None:
    secret = second_factor.new_secret()
    second_factor.turn_on(user, secret, TOTP(secret).at(now()), session=None)


def add_passkey(user) -> None:
    with transaction():
        db.session.add(Passkey(user_id=user.id, name="Phone", credential_id=f"{now().timestamp()}", public_key="",
                               sign_count=0))


def change_address(user, to=THEIRS) -> str:
    """The token of the link that undoes it."""
    email_changes.ask(user, to)
    email_changes.confirm(token_of("email_change_confirm"))
    return token_of("email_changed_notice")


def token_of(template: str) -> str:
    return link(template).rsplit("/", 1)[-1]


def factors(user: User) -> int:
    db.session.rollback()
    return sum(len(db.session.scalars(select(kind).where(kind.user_id == user.id)).all())
               for kind in (AuthenticatorApp, Passkey))


def signs_in_with_a_new_password_alone(user: User, email: str) -> bool:
    recovery.choose_password(token_of("recover_password"), AGAIN)
    page = Visitor(current_app)("/sign-in").fill({"email": email, "password": AGAIN}).press("Sign in")
    return "second-step" not in page.path and user.email == email


class TestSecondFactor:
    def test_the_mail_of_one_that_was_added_gives_the_account_back(self, visit, user):
        add_app(user)
        visit("/account", as_=user)  # the intruder's session
        page = Visitor(visit.app)(link("second_factor_added")).press("Undo it and lock others out")

        assert "The account is yours again" in page.text
        assert factors(user) == 0 and user.password_hash is None
        assert db.session.scalars(select(RecoveryCode)).all() == []
        assert visit("/account", as_=user).path != "/account"
        assert signs_in_with_a_new_password_alone(user, MINE)

    def test_looking_at_the_page_changes_nothing(self, visit, user):
        add_app(user)
        assert "removed" in visit(link("second_factor_added")).text
        assert factors(user) == 1

    def test_any_of_the_mails_removes_all_that_was_added_in_the_last_days(self, user):
        with ago(days=2):
            add_app(user)
        first = token_of("second_factor_added")
        with ago(days=1):
            add_passkey(user)
        taking_back.undo_second_factor(first)
        assert factors(user) == 0

    def test_what_stood_before_stays_and_is_asked_for(self, user):
        with ago(days=8):
            add_app(user)
        add_passkey(user)
        with transaction():
            token = mailed_links.make(user, LinkPurpose.UNDO_SECOND_FACTOR, email=user.email)
        taking_back.undo_second_factor(token)

        assert factors(user) == 1 and not signs_in_with_a_new_password_alone(user, MINE)

    def test_ends_after_seven_days(self, user):
        with ago(days=7, minutes=1):
            add_app(user)
        with pytest.raises(LinkGone):
            taking_back.undo_second_factor(token_of("second_factor_added"))
        assert factors(user) == 1

    def test_also_if_the_intruder_moved_the_account_away_since(self, user):
        add_app(user)
        undo = token_of("second_factor_added")
        change_address(user)
        taking_back.undo_second_factor(undo)

        assert factors(user) == 0 and signs_in_with_a_new_password_alone(user, MINE)

    def test_staff_ask_an_administrator(self, app):
        moderator = make_user("Mo", StaffRole.MODERATOR)
        add_app(moderator)
        assert templates(moderator.email) == ["second_factor_changed"]
        with transaction():
            token = mailed_links.make(moderator, LinkPurpose.UNDO_SECOND_FACTOR, email=moderator.email)
        with pytest.raises(NotPossible, match="administrator"):
            taking_back.undo_second_factor(token)
        assert factors(moderator) == 1


class TestEmailChange:
    def test_takes_along_the_second_step_that_the_intruder_added_first(self, user):
        with ago(days=6):
            add_app(user)
        taking_back.undo_email_change(change_address(user))

        assert factors(user) == 0 and signs_in_with_a_new_password_alone(user, MINE)

    def test_and_the_one_that_he_added_afterwards(self, user):
        undo = change_address(user)
        add_passkey(user)
        taking_back.undo_email_change(undo)
        assert factors(user) == 0

    def test_whoever_reads_the_old_mailbox_doesn_t_get_around_one_that_stood_before(self, user):
        with ago(days=8):
            add_app(user)
        taking_back.undo_email_change(change_address(user, "cora@new.example"))
        assert factors(user) == 1 and not signs_in_with_a_new_password_alone(user, MINE)

    def test_nor_around_a_young_one_of_staff(self, app):
        moderator = make_user("Mo", StaffRole.MODERATOR)
        with ago(days=1):
            add_app(moderator)
        taking_back.undo_email_change(change_address(moderator, "mo@new.example"))
        assert factors(moderator) == 1

    def test_the_address_that_loses_the_account_is_told(self, user):
        taking_back.undo_email_change(change_address(user))
        assert [mail.to for mail in mails() if mail.template == "email_change_undone"] == [THEIRS]

    def test_an_intruder_s_own_undo_doesn_t_take_the_owner_s_away(self, user):
        mine = change_address(user)
        his = change_address(user, "thief@else.example")
        taking_back.undo_email_change(his)
        assert user.email == THEIRS

        taking_back.undo_email_change(mine)
        assert user.email == MINE

    def test_the_owner_s_undo_ends_the_intruder_s(self, user):
        mine = change_address(user)
        his = change_address(user, "thief@else.example")
        taking_back.undo_email_change(mine)
        with pytest.raises(LinkGone):
            taking_back.undo_email_change(his)
        assert user.email == MINE
