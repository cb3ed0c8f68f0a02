"""What other domains ask of employers."""

from careercenter.core import db, now
from careercenter.employers import queries
from careercenter.employers.models import MemberRole
from tests.cast import make_employer, make_member


def test_mails_go_to_members_of_the_roles_who_can_read_them(hospital, owner, recruiter, viewer):
    banned = make_member(hospital, MemberRole.RECRUITER, "Banned")
    banned.suspended_at = now()
    unverified = make_member(hospital, MemberRole.RECRUITER, "Unverified")
    unverified.email_verified_at = None
    db.session.commit()

    found = queries.list_member_addresses(hospital.id, {MemberRole.OWNER, MemberRole.RECRUITER})
    assert [(one.user_id, one.name, one.email) for one in found] == [
        (who.id, who.name, who.email) for who in (owner, recruiter)]


def test_names_come_by_id(hospital):
    other = make_employer("Other")
    assert queries.names_of([hospital.id, other.id, other.id, 10**6]) == {
        hospital.id: "Mercy Hospital", other.id: "Other"}
    assert queries.names_of([]) == {}


def test_a_person_sees_her_employers_by_name(owner, hospital, stranger):
    assert [own.employer.id for own in queries.list_employers_of(owner)] == [hospital.id]
    assert queries.list_employers_of(stranger) == []
