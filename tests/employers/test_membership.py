"""Roles, leaving, and the owner who has to stay."""

import re
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careercenter.accounts import deletion, exports
from careercenter.accounts.models import User
from careercenter.accounts.passwords import hash_password
from careercenter.core import DomainError, Forbidden, NotFound, NotPossible, db, now
from careercenter.employers import invitations, membership, queries, standing
from careercenter.employers.membership import LastOwner
from careercenter.employers.models import Employer, MemberRole
from tests.cast import PASSWORD, make_employer, make_member, make_user
from tests.employers.conftest import audited, mails


def membership_id(employer, user):
    found = queries.find_membership(employer.id, user.id)
    assert found is not None
    return found.id


class TestChangeRole:
    def test_tells_the_member(self, hospital, owner, viewer):
        membership.change_role(hospital, membership_id(hospital, viewer), MemberRole.RECRUITER, by=owner)

        assert queries.find_membership(hospital.id, viewer.id).role is MemberRole.RECRUITER
        [mail] = mails("employer_role_changed")
        assert mail.to == viewer.email and "recruiter" in mail.subject
        assert audited(hospital) == ["role_changed"]

    def test_to_the_same_changes_nothing(self, hospital, owner, viewer):
        membership.change_role(hospital, membership_id(hospital, viewer), MemberRole.VIEWER, by=owner)

        assert not mails("employer_role_changed") and not audited(hospital)

    def test_keeps_the_last_owner(self, hospital, owner):
        with pytest.raises(LastOwner, match="Make a colleague an owner first"):
            membership.change_role(hospital, membership_id(hospital, owner), MemberRole.VIEWER, by=owner)
        assert queries.find_membership(hospital.id, owner.id).role is MemberRole.OWNER

    def test_of_another_employers_member_is_not_found(self, hospital, owner):
        other = make_member(make_employer("Other"), MemberRole.OWNER)
        with pytest.raises(NotFound):
            membership.change_role(hospital, queries.list_employers_of(other)[0].employer.id + 10**6,
                                   MemberRole.VIEWER, by=owner)

    @pytest.mark.parametrize("who", ["stranger", "recruiter", "viewer", "finance", "moderator", "admin"])
    def test_is_for_owners(self, hospital, viewer, who, request):
        with pytest.raises(Forbidden):
            membership.change_role(hospital, membership_id(hospital, viewer), MemberRole.OWNER,
                                   by=request.getfixturevalue(who))


class TestRemove:
    def test_ends_the_membership_and_tells(self, hospital, owner, viewer):
        membership.remove(hospital, membership_id(hospital, viewer), by=owner)

        assert queries.find_membership(hospital.id, viewer.id) is None
        assert [mail.to for mail in mails("employer_member_removed")] == [viewer.email]

    def test_keeps_the_last_owner(self, hospital, owner):
        with pytest.raises(LastOwner):
            membership.remove(hospital, membership_id(hospital, owner), by=owner)

    def test_twice_finds_nobody(self, hospital, owner, viewer):
        gone = membership_id(hospital, viewer)
        membership.remove(hospital, gone, by=owner)
        with pytest.raises(NotFound):
            membership.remove(hospital, gone, by=owner)


class TestLeave:
    def test_is_open_to_every_role(self, hospital, owner, recruiter, viewer, finance):
        for person in (recruiter, viewer, finance):
            membership.leave(hospital, by=person)

        assert [user.id for _, user in queries.list_members(hospital.id)] == [owner.id]
        assert audited(hospital) == ["member_left"] * 3

    def test_is_refused_to_the_last_owner(self, hospital, owner, recruiter):
        with pytest.raises(LastOwner):
            membership.leave(hospital, by=owner)

    def test_is_open_to_an_owner_with_a_second_one(self, hospital, owner):
        second = make_member(hospital, MemberRole.OWNER, "Second")
        membership.leave(hospital, by=owner)
        assert queries.list_active_owner_ids(hospital.id) == [second.id]

    def test_does_not_count_an_owner_whose_account_is_closed(self, hospital, owner):
        second = make_member(hospital, MemberRole.OWNER, "Second")
        second.suspended_at = now()
        db.session.commit()
        with pytest.raises(LastOwner):
            membership.leave(hospital, by=owner)

    def test_of_a_suspended_employer_is_possible(self, hospital, recruiter, owner, moderator):
        standing.suspend(hospital, by=moderator, reason="scam")
        membership.leave(hospital, by=recruiter)
        assert queries.find_membership(hospital.id, recruiter.id) is None

    def test_of_a_stranger_is_refused(self, hospital, stranger):
        with pytest.raises(NotPossible):
            membership.leave(hospital, by=stranger)


def test_two_owners_who_leave_at_the_same_moment_leave_one_behind(app, hospital, owner):
    second = make_member(hospital, MemberRole.OWNER, "Second")
    employer_id, ids = hospital.id, [owner.id, second.id]
    db.session.rollback()
    start, refused = threading.Barrier(2), []

    def leave(user_id: int) -> None:
        with app.app_context():
            employer, user = db.session.get_one(Employer, employer_id), db.session.get_one(User, user_id)
            start.wait()
            try:
                membership.leave(employer, by=user)
            except LastOwner:
                refused.append(user_id)

    threads = [threading.Thread(target=leave, args=(user_id,)) for user_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert queries.list_active_owner_ids(employer_id) == refused


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(["role", "remove", "leave"]), st.integers(0, 3), st.integers(0, 3),
                          st.sampled_from(list(MemberRole))), max_size=12))
def test_whatever_members_do_an_owner_stays(app, deeds):
    employer = make_employer()
    people = [make_member(employer, role, f"P{number}") for number, role in enumerate(
        [MemberRole.OWNER, MemberRole.OWNER, MemberRole.RECRUITER, MemberRole.VIEWER])]
    for deed, actor, target, role in deeds:
        found = queries.find_membership(employer.id, people[target].id)
        try:
            if deed == "leave":
                membership.leave(employer, by=people[actor])
            elif found and deed == "role":
                membership.change_role(employer, found.id, role, by=people[actor])
            elif found:
                membership.remove(employer, found.id, by=people[actor])
        except DomainError:
            pass
        assert queries.list_active_owner_ids(employer.id)


class TestDeletion:
    def test_of_an_owners_account_asks_here_and_ends_her_memberships(self, app, hospital):
        boss = make_member(hospital, MemberRole.OWNER, "Bo Boss")
        boss.password_hash = hash_password(PASSWORD)
        db.session.commit()
        with pytest.raises(NotPossible, match="only owner of Mercy Hospital"):
            deletion.erase(boss, password=PASSWORD)
        second = make_member(hospital, MemberRole.OWNER, "Second")
        deletion.erase(boss, password=PASSWORD)

        assert [user.id for _, user in queries.list_members(hospital.id)] == [second.id]

    def test_keeps_no_address_of_hers(self, app, hospital, owner):
        nina = make_user("Nina", email="nina@example.com", password=PASSWORD)
        invitation = invitations.invite(hospital, nina.email, MemberRole.VIEWER, by=owner)
        token = re.search(r"invitations/(\S+)", mails("employer_invitation")[0].text)
        assert token
        invitations.accept(token[1], by=nina)
        deletion.erase(nina, password=PASSWORD)

        assert invitation.email == "erased"

    def test_comes_after_an_export_that_names_the_memberships(self, recruiter):
        [row] = exports.export(recruiter)["employers"]
        assert (row["employer"], row["role"]) == ("Mercy Hospital", "recruiter")

    def test_of_the_only_owners_account_is_objected_to(self, hospital, owner):
        assert "only owner of Mercy Hospital" in (membership.object_to_deletion(owner) or "")

    def test_of_other_accounts_is_not(self, hospital, owner, recruiter, stranger):
        make_member(hospital, MemberRole.OWNER, "Second")
        assert [membership.object_to_deletion(who) for who in (owner, recruiter, stranger)] == [None] * 3


class TestPages:
    def test_an_owner_changes_a_role_and_removes_a_member(self, visit, hospital, owner, viewer):
        page = visit(f"/employers/{hospital.id}/members", as_=owner)
        assert viewer.email in page.text
        page = page.press("Change the role of Viewer", role="recruiter")
        assert "The role is recruiter now" in page.text
        page = page.press("Remove Viewer")
        assert "Removed." in page.text and viewer.email not in page.text

    def test_the_last_owner_is_told_why_not(self, visit, hospital, owner):
        page = visit(f"/employers/{hospital.id}/members", as_=owner).press("Leave Mercy Hospital")
        assert "Make a colleague an owner first" in page.text

    def test_a_viewer_sees_colleagues_and_may_leave(self, visit, hospital, owner, viewer):
        page = visit(f"/employers/{hospital.id}/members", as_=viewer)
        assert owner.email in page.text and "Invite a colleague" not in page.text
        page = page.press("Leave Mercy Hospital")
        assert "You are no longer a member" in page.text
        assert visit(f"/employers/{hospital.id}", as_=viewer).status == 403
