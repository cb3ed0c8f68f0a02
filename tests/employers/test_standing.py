"""Suspending an employer, and what that takes from it."""

import pytest
from sqlalchemy import select

from careercenter import events
from careercenter.core import AlreadyDone, Forbidden, db
from careercenter.core.happenings import StoredEvent
from careercenter.employers import listeners, policies, standing
from tests.employers.conftest import audited, mails


def happened() -> list[str]:
    return list(db.session.scalars(select(StoredEvent.name).order_by(StoredEvent.id)))


def test_a_suspended_employer_can_be_read_and_nothing_else(hospital, owner, moderator):
    standing.suspend(hospital, by=moderator, reason="scam")

    assert policies.may_read(owner, hospital.id)
    assert not any(may(owner, hospital.id) for may in (
        policies.may_edit, policies.may_hire, policies.may_buy, policies.may_manage_members))
    assert audited(hospital) == ["suspended"] and happened() == ["EmployerSuspended"]


def test_a_reinstated_one_acts_again(hospital, owner, admin):
    standing.suspend(hospital, by=admin, reason="scam")
    standing.reinstate(hospital, by=admin, reason="our mistake")

    assert policies.may_edit(owner, hospital.id)
    assert audited(hospital) == ["suspended", "reinstated"]
    assert happened() == ["EmployerSuspended", "EmployerReinstated"]


def test_its_owners_are_told_once_each_time(hospital, owner, recruiter, moderator):
    standing.suspend(hospital, by=moderator, reason="scam")
    listeners.tell_suspended(events.EmployerSuspended(hospital.id))  # heard again
    standing.reinstate(hospital, by=moderator, reason="our mistake")
    standing.suspend(hospital, by=moderator, reason="scam after all")

    assert [mail.to for mail in mails("employer_suspended")] == [owner.email] * 2
    assert [mail.to for mail in mails("employer_reinstated")] == [owner.email]
    assert not any("scam" in mail.text for mail in mails("employer_suspended"))


def test_twice_is_once(hospital, moderator):
    with pytest.raises(AlreadyDone):
        standing.reinstate(hospital, by=moderator, reason="")
    standing.suspend(hospital, by=moderator, reason="scam")
    with pytest.raises(AlreadyDone):
        standing.suspend(hospital, by=moderator, reason="scam")
    assert happened() == ["EmployerSuspended"]


@pytest.mark.parametrize("who", ["stranger", "owner", "recruiter"])
def test_only_staff_suspends_and_reinstates(hospital, who, request):
    person = request.getfixturevalue(who)
    for deed in (standing.suspend, standing.reinstate):
        with pytest.raises(Forbidden):
            deed(hospital, by=person, reason="")
    assert hospital.suspended_at is None


def test_its_public_pages_are_gone_and_members_are_told(visit, hospital, owner, moderator):
    standing.suspend(hospital, by=moderator, reason="scam")

    assert visit(f"/companies/{hospital.slug}").status == 404
    assert visit.client().get(f"/employers/{hospital.slug}/logo").status_code == 404
    assert "is suspended" in visit(f"/employers/{hospital.id}", as_=owner).text
    assert visit(f"/employers/{hospital.id}/edit", as_=owner).status == 403
    assert "Suspended" in visit("/employers", as_=owner).text
