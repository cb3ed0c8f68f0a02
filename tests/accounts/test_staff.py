"""What staff do with accounts, and the commands."""

import pytest
from sqlalchemy import select

from careercenter.accounts import passwords, registration, second_factor, staff
from careercenter.accounts.models import AuthenticatorApp, StaffRole
from careercenter.accounts.secrets import encrypt
from careercenter.core import AlreadyDone, AuditEntry, Forbidden, NotPossible, db
from tests.accounts.mailbox import link, mails, templates
from tests.cast import PASSWORD, make_user


def audit(action):
    return db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)).one()


class TestSuspend:
    def test_signs_out_at_once_and_says_why(self, visit, coder, moderator):
        visit("/account", as_=coder)
        page = visit(f"/staff/people/{coder.public_id}", as_=moderator).fill({"reason": "Sells exam answers."})
        page = page.press("Suspend")

        assert "signed out everywhere" in page.text and "Suspended" in page.text and "Sells exam answers" in page.text
        assert visit("/account", as_=coder).path.startswith("/sign-in")
        assert templates(coder.email) == ["account_suspended"] and "Sells exam answers" in mails()[0].text
        assert audit("suspend").reason == "Sells exam answers." and audit("suspend").actor_id == moderator.id

    def test_needs_a_reason(self, visit, coder, moderator):
        page = visit(f"/staff/people/{coder.public_id}", as_=moderator).press("Suspend")
        assert page.status == 422 and "Say why" in page.text and coder.suspended_at is None

    def test_reinstating_lets_in_again(self, visit, coder, moderator):
        staff.suspend(coder, by=moderator, reason="r")
        page = visit(f"/staff/people/{coder.public_id}", as_=moderator).fill({"reason": "A mistake."})
        assert "can sign in again" in page.press("Reinstate").text
        assert coder.suspended_at is None
        with pytest.raises(NotPossible):
            staff.reinstate(coder, by=moderator, reason="r")

    def test_twice_is_refused(self, app, coder, moderator):
        staff.suspend(coder, by=moderator, reason="r")
        with pytest.raises(AlreadyDone):
            staff.suspend(coder, by=moderator, reason="r")
        assert len(mails()) == 1

    def test_moderators_cannot_suspend_colleagues_and_nobody_herself(self, app, moderator, admin, coder):
        for by, user in ((moderator, admin), (moderator, moderator), (admin, admin), (coder, moderator)):
            with pytest.raises(Forbidden):
                staff.suspend(user, by=by, reason="r")
        staff.suspend(moderator, by=admin, reason="r")
        with pytest.raises(Forbidden):
            staff.suspend(coder, by=moderator, reason="r")


class TestRoles:
    def test_an_admin_gives_and_takes_them_with_an_audit_row(self, visit, coder, admin):
        page = visit(f"/staff/people/{coder.public_id}", as_=admin).fill({"role": "consultant"})
        page = page.press("Give this role")
        assert "is a consultant now" in page.text and "grant role (consultant)" in page.text
        assert coder.staff_roles == {StaffRole.CONSULTANT}

        page = page.press("Take away consultant")
        assert "is no consultant" in page.text and coder.staff_roles == set()
        assert audit("grant_role").details == audit("revoke_role").details == {"role": "consultant"}

    def test_nobody_changes_her_own_so_an_admin_is_always_left(self, visit, admin):
        assert "Give this role" not in visit(f"/staff/people/{admin.public_id}", as_=admin).text
        with pytest.raises(Forbidden):
            staff.revoke_role(admin, StaffRole.ADMIN, by=admin)

    def test_twice_is_refused(self, app, coder, admin):
        staff.grant_role(coder, StaffRole.MODERATOR, by=admin)
        with pytest.raises(AlreadyDone):
            staff.grant_role(coder, StaffRole.MODERATOR, by=admin)
        staff.revoke_role(coder, StaffRole.MODERATOR, by=admin)
        with pytest.raises(NotPossible):
            staff.revoke_role(coder, StaffRole.MODERATOR, by=admin)

    def test_only_a_verified_person_gets_one(self, app, admin):
        with pytest.raises(NotPossible):
            staff.grant_role(make_user("Una", email_verified_at=None), StaffRole.ADMIN, by=admin)

    def test_takes_effect_in_the_open_session(self, visit, coder, admin):
        visit("/account", as_=coder)
        staff.grant_role(coder, StaffRole.MODERATOR, by=admin)
        assert visit("/staff/people", as_=coder).path.startswith("/account/two-step/set-up")


class TestPeople:
    def test_are_found_by_a_part_of_the_address_or_name(self, visit, admin, coder, stranger):
        page = visit("/staff/people", as_=admin).fill({"q": coder.email[:9].upper()}).press("Search")
        assert "Cora Coder" in page.text and "Sam Stranger" not in page.text
        assert "Sam Stranger" in visit("/staff/people?q=stranger", as_=admin).text
        assert "Nobody found" in visit("/staff/people?q=100%25", as_=admin).text

    def test_staff_only(self, visit, admin, coder, moderator):
        page = visit("/staff/people?staff=1", as_=admin)
        assert "Mo Moderator" in page.text and "Cora Coder" not in page.text

    def test_the_staff_s_pages_name_each_other(self, visit, admin):
        tabs = visit("/staff/people", as_=admin).soup.find("nav", {"aria-label": "Staff"})
        assert "People" in tabs.find(attrs={"aria-current": "page"}).get_text()

    def test_an_unknown_person_is_not_found(self, visit, admin):
        assert visit("/staff/people/nobody", as_=admin).status == 404


def test_a_lost_second_step_is_removed_with_a_reason(visit, coder, admin):
    db.session.add(AuthenticatorApp(user_id=coder.id, secret=encrypt("s")))
    db.session.commit()
    page = visit(f"/staff/people/{coder.public_id}", as_=admin).fill({"reason": "Checked by phone."})
    page = page.press("Remove the second step")
    assert "password alone" in page.text and not second_factor.is_on(coder)
    assert templates(coder.email) == ["second_factor_changed"] and audit("reset_second_factor").reason


class TestCommands:
    def run(self, app, *arguments, **options):
        return app.test_cli_runner().invoke(args=["accounts", *arguments], **options)

    def test_create_admin_mails_a_link_to_choose_a_password(self, app, visit):
        done = self.run(app, "create-admin", "Ada@Example.com", "--name", "Ada")
        assert done.exit_code == 0, done.output
        user = registration.find_user("ada@example.com")
        assert user.staff_roles == {StaffRole.ADMIN} and user.is_verified and user.password_hash is None
        page = visit(link("recover_password")).fill({"password": PASSWORD, "again": PASSWORD})
        assert page.press("Save my new password").path == "/sign-in"

    def test_create_admin_takes_a_password(self, app):
        done = self.run(app, "create-admin", "ada@example.com", "--password-stdin", input=PASSWORD + "\n")
        assert done.exit_code == 0, done.output
        assert passwords.verify(registration.find_user("ada@example.com"), PASSWORD)

    @pytest.mark.parametrize(("arguments", "typed", "says"), [
        (["ada@example.com", "--password-stdin"], "short\n", "10 characters"), (["nobody"], "", "@-sign")])
    def test_create_admin_refuses(self, app, arguments, typed, says):
        done = self.run(app, "create-admin", *arguments, input=typed)
        assert done.exit_code == 1 and says in done.output and "Traceback" not in done.output

    def test_create_admin_of_an_existing_account_keeps_its_password(self, app):
        user = make_user("Cora", email="cora@example.com", password=PASSWORD)
        assert self.run(app, "create-admin", "cora@example.com").exit_code == 0
        db.session.refresh(user)
        assert user.staff_roles == {StaffRole.ADMIN} and passwords.verify(user, PASSWORD)
        assert self.run(app, "create-admin", "cora@example.com").exit_code == 1

    def test_roles(self, app, coder):
        assert self.run(app, "grant-role", coder.email, "moderator").exit_code == 0
        db.session.refresh(coder)
        assert coder.staff_roles == {StaffRole.MODERATOR}
        assert self.run(app, "revoke-role", coder.email, "moderator").exit_code == 0
        assert self.run(app, "revoke-role", coder.email, "moderator").exit_code == 1
        assert "Nobody has the address" in self.run(app, "grant-role", "x@example.com", "admin").output

    def test_reset_second_factor(self, app, coder):
        assert self.run(app, "reset-second-factor", coder.email, "--reason", "by phone").exit_code == 0
