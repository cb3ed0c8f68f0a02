"""Inviting colleagues, and what the mailed link does."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from careercenter.core import AlreadyDone, Forbidden, NotFound, NotPossible, db, now
from careercenter.employers import invitations, queries, standing
from careercenter.employers.invitations import MOST_SENDINGS, OtherAddress
from careercenter.employers.models import Invitation, InvitationState, MemberRole
from tests.cast import make_user
from tests.employers.conftest import audited, mails


def path_in_last_mail() -> str:
    mail = mails("employer_invitation")[-1]
    found = re.search(r"http://localhost(/employers/invitations/\S+)", mail.text)
    assert found
    return found[1]


def token_in_last_mail() -> str:
    return path_in_last_mail().rsplit("/", 1)[1]


@pytest.fixture
def invited(hospital, owner):
    """An invitation of nina@example.com as recruiter."""
    return invitations.invite(hospital, "Nina@Example.com ", MemberRole.RECRUITER, by=owner)


@pytest.fixture
def nina(app):
    return make_user("Nina", email="nina@example.com")


class TestInvite:
    def test_mails_a_link_whose_token_is_not_stored(self, invited, hospital):
        [mail] = mails("employer_invitation")
        assert mail.to == "nina@example.com" and "Mercy Hospital" in mail.subject
        assert token_in_last_mail() not in (invited.token_hash, "")
        assert audited(invited) == ["invite"]

    def test_once_an_address(self, invited, hospital, owner):
        with pytest.raises(AlreadyDone, match="waits already"):
            invitations.invite(hospital, "nina@example.com", MemberRole.VIEWER, by=owner)
        assert len(mails("employer_invitation")) == 1

    def test_again_after_it_expired(self, invited, hospital, owner):
        with time_machine.travel(now() + timedelta(days=15)):
            invitations.invite(hospital, "nina@example.com", MemberRole.VIEWER, by=owner)
            assert db.session.get_one(Invitation, invited.id).state is InvitationState.EXPIRED
        assert len(mails("employer_invitation")) == 2

    def test_not_a_member(self, hospital, owner, viewer):
        with pytest.raises(AlreadyDone, match="member already"):
            invitations.invite(hospital, viewer.email.upper(), MemberRole.VIEWER, by=owner)

    def test_not_without_end(self, hospital, owner, monkeypatch):
        monkeypatch.setattr(invitations, "MOST_PENDING", 2)
        for number in range(2):
            invitations.invite(hospital, f"n{number}@example.com", MemberRole.VIEWER, by=owner)
        with pytest.raises(NotPossible, match="Withdraw some"):
            invitations.invite(hospital, "n3@example.com", MemberRole.VIEWER, by=owner)

    @pytest.mark.parametrize("who", ["stranger", "recruiter", "viewer", "finance", "moderator", "admin"])
    def test_only_as_an_owner(self, hospital, who, request):
        with pytest.raises(Forbidden):
            invitations.invite(hospital, "x@example.com", MemberRole.OWNER, by=request.getfixturevalue(who))
        assert not mails("employer_invitation")

    def test_not_for_a_suspended_employer(self, hospital, owner, moderator):
        standing.suspend(hospital, by=moderator, reason="scam")
        with pytest.raises(Forbidden):
            invitations.invite(hospital, "x@example.com", MemberRole.OWNER, by=owner)


class TestAccept:
    def test_makes_a_member_in_the_role(self, invited, hospital, nina):
        invitations.accept(token_in_last_mail(), by=nina)

        assert queries.find_membership(hospital.id, nina.id).role is MemberRole.RECRUITER
        assert (invited.state, invited.accepted_by_id) == (InvitationState.ACCEPTED, nina.id)

    def test_works_once(self, invited, nina, stranger):
        token = token_in_last_mail()
        invitations.accept(token, by=nina)
        with pytest.raises(NotFound):
            invitations.accept(token, by=stranger, with_other_address=True)

    def test_twice_by_the_same_person_is_once(self, invited, hospital, nina, visit):
        token = token_in_last_mail()
        assert {invitations.accept(token, by=nina).id for _ in range(2)} == {hospital.id}
        assert audited(hospital) == ["member_joined"]
        assert visit(path_in_last_mail(), as_=nina).path == f"/employers/{hospital.id}"

    def test_with_another_address_has_to_be_meant(self, invited, hospital, stranger):
        token = token_in_last_mail()
        with pytest.raises(OtherAddress):
            invitations.accept(token, by=stranger)
        assert queries.find_membership(hospital.id, stranger.id) is None
        invitations.accept(token, by=stranger, with_other_address=True)
        assert queries.find_membership(hospital.id, stranger.id).role is MemberRole.RECRUITER

    def test_by_a_member_keeps_the_role(self, invited, hospital, viewer):
        invitations.accept(token_in_last_mail(), by=viewer, with_other_address=True)
        assert queries.find_membership(hospital.id, viewer.id).role is MemberRole.VIEWER

    def test_ends_after_14_days(self, invited, nina):
        with time_machine.travel(now() + timedelta(days=14, seconds=1)), pytest.raises(NotFound):
            invitations.accept(token_in_last_mail(), by=nina)

    def test_needs_a_verified_address(self, invited):
        newcomer = make_user("Nina", email="nina@example.com", email_verified_at=None)
        with pytest.raises(Forbidden, match="Verify"):
            invitations.accept(token_in_last_mail(), by=newcomer)

    def test_of_a_withdrawn_one_is_refused(self, invited, owner, nina):
        invitations.revoke(invited, by=owner)
        with pytest.raises(NotFound):
            invitations.accept(token_in_last_mail(), by=nina)
        with pytest.raises(NotPossible):
            invitations.revoke(invited, by=owner)

    def test_of_a_suspended_employer_is_refused(self, invited, hospital, moderator, nina):
        standing.suspend(hospital, by=moderator, reason="scam")
        with pytest.raises(NotFound):
            invitations.accept(token_in_last_mail(), by=nina)

    def test_of_a_made_up_link_is_refused(self, nina):
        with pytest.raises(NotFound):
            invitations.accept("guess", by=nina)


class TestResend:
    def test_sends_a_new_link_and_ends_the_old(self, invited, owner, nina):
        old = token_in_last_mail()
        with time_machine.travel(now() + timedelta(days=13)):
            invitations.resend(invited, by=owner)
        with time_machine.travel(now() + timedelta(days=20)):
            with pytest.raises(NotFound):
                invitations.accept(old, by=nina)
            invitations.accept(token_in_last_mail(), by=nina)
        assert len(mails("employer_invitation")) == 2

    def test_is_not_a_way_to_flood_a_mailbox(self, invited, owner):
        for _ in range(MOST_SENDINGS - 1):
            invitations.resend(invited, by=owner)
        with pytest.raises(NotPossible, match="mailed this invitation"):
            invitations.resend(invited, by=owner)
        assert len(mails("employer_invitation")) == MOST_SENDINGS

    def test_after_the_answer_is_refused(self, invited, owner, nina):
        invitations.accept(token_in_last_mail(), by=nina)
        with pytest.raises(NotPossible):
            invitations.resend(invited, by=owner)


class TestPages:
    def test_an_owner_invites_resends_and_withdraws(self, visit, hospital, owner):
        page = visit(f"/employers/{hospital.id}/members", as_=owner)
        page = page.press("Send the invitation", email="nina@example.com", role="finance")
        assert "We have written to nina@example.com" in page.text and "1 open invitation" in page.text
        page = page.press("Send again to nina@example.com")
        assert "with a new link" in page.text
        page = page.press("Withdraw the one to nina@example.com")
        assert "is withdrawn" in page.text and "open invitation" not in page.text

    def test_a_wrong_address_comes_back(self, visit, hospital, owner):
        page = visit(f"/employers/{hospital.id}/members", as_=owner).press(
            "Send the invitation", email="nina at example", role="finance")
        assert page.status == 422 and "This is no e-mail address" in page.text
        assert page.soup.find("input", {"name": "email"})["value"] == "nina at example"
        assert page.soup.find("input", {"name": "role", "value": "finance"}).has_attr("checked")

    def test_a_member_is_not_invited_again(self, visit, hospital, owner, viewer):
        page = visit(f"/employers/{hospital.id}/members", as_=owner).press(
            "Send the invitation", email=viewer.email)
        assert page.status == 422 and "is a member already" in page.text

    def test_the_invited_accepts(self, visit, invited, nina, hospital):
        page = visit(path_in_last_mail(), as_=nina)
        assert "Join Mercy Hospital" in page.text
        page = page.press("Accept the invitation")
        assert "Welcome to Mercy Hospital" in page.text and page.path == f"/employers/{hospital.id}"

    def test_another_account_is_asked_first(self, visit, invited, stranger):
        page = visit(path_in_last_mail(), as_=stranger)
        assert "This is another address" in page.text
        page = page.press("Accept the invitation")
        assert page.status == 422 and "Check this box" in page.text
        page = page.press("Accept the invitation", with_other_address="y")
        assert "Welcome to Mercy Hospital" in page.text

    def test_a_guest_sees_who_invites_and_is_asked_to_sign_in(self, visit, invited):
        page = visit(path_in_last_mail())
        assert page.status == 200 and "Sign in, or register" in page.text
        assert f"next={path_in_last_mail()}" in page.soup.find("a", string="Register", class_="btn")["href"]
        assert db.session.scalar(select(Invitation.state)) is InvitationState.PENDING

    def test_a_member_is_told_so(self, visit, invited, viewer):
        assert "You are a member already" in visit(path_in_last_mail(), as_=viewer).text

    def test_an_old_link_says_what_to_do(self, visit, stranger):
        page = visit("/employers/invitations/guess", as_=stranger)
        assert page.status == 404 and "send it again" in page.text
