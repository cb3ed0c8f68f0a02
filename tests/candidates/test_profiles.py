"""What a profile keeps."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from careercenter.accounts.models import User
from careercenter.candidates import policies, profiles
from careercenter.candidates.completeness import CREDENTIALS, RESUME, completeness_of
from careercenter.candidates.models import CandidateProfile
from careercenter.candidates.profiles import Facts
from careercenter.candidates.queries import find_profile, get_profile
from careercenter.core import Forbidden, NotFound, db, now
from careercenter.terms import CodeSystem, EmploymentType, PayUnit, Setting, WorkMode

FACTS = Facts(
    headline="Inpatient coder, 6 years", phone="512-555-0100", work_states=["OK", "NM"], work_modes=[WorkMode.REMOTE],
    employment_types=[EmploymentType.FULL_TIME], years_by_setting={Setting.INPATIENT: 6.0, Setting.ED: 0.5},
    years_by_specialty={"Cardiology": 2.0}, code_systems=[CodeSystem.ICD10CM], tools=["Epic"],
    pay_floor=3250, pay_floor_unit=PayUnit.HOUR)


class TestSave:
    def test_keeps_all_facts_and_knows_city_and_state_by_the_zip(self, coder):
        profiles.save(by=coder, home_zip="78701-1234", **FACTS)

        db.session.rollback()
        profile = find_profile(coder.id)
        assert (profile.home_zip, profile.home_city, profile.home_state) == ("78701", "Austin", "TX")
        assert profile.years_by_setting == {"inpatient": 6.0, "ed": 0.5}
        assert profile.pay_floor_unit is PayUnit.HOUR and profile.work_modes == ["remote"]

    def test_an_unknown_zip_is_refused_and_nothing_changes(self, coder):
        profiles.save(by=coder, home_zip="78701", **FACTS)
        with pytest.raises(NotFound):
            profiles.save(by=coder, home_zip="00000", **{**FACTS, "headline": "new"})
        assert get_profile(coder.id).headline == FACTS["headline"]

    def test_in_two_windows_at_once_makes_one_profile(self, app, coder):
        user_id = coder.id

        def save(number: int) -> None:
            with app.app_context():
                profiles.save(by=db.session.get_one(User, user_id), home_zip=None,
                              **{**FACTS, "headline": str(number)})

        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(save, number) for number in range(8)]:
                done.result()
        db.session.rollback()
        assert db.session.scalar(select(func.count(CandidateProfile.id))) == 1

    def test_by_a_closed_account_is_refused(self, coder):
        coder.suspended_at = now()
        db.session.commit()
        with pytest.raises(Forbidden):
            profiles.save(by=coder, home_zip=None, **FACTS)


@pytest.mark.parametrize("role", ["stranger", "owner", "recruiter", "viewer", "moderator", "admin"])
def test_a_profile_is_its_owner_s_alone(coder, role, request):
    profile = CandidateProfile.blank(coder.id)

    assert policies.may_edit(coder, profile)
    assert not policies.may_edit(request.getfixturevalue(role), profile)
    assert not policies.may_edit(None, profile)


class TestCompleteness:
    def test_of_nothing_is_zero_and_asks_for_the_resume_first(self, coder):
        found = completeness_of(CandidateProfile.blank(coder.id), has_credentials=False)

        assert found.percent == 0 and found.next_step is RESUME and found.missing[1] is CREDENTIALS

    def test_of_all_is_a_hundred(self, coder):
        profiles.save(by=coder, home_zip="78701", **FACTS)
        profile = get_profile(coder.id)

        assert completeness_of(profile, has_credentials=True).percent == 80
        profile.resume_file_id = 1
        full = completeness_of(profile, has_credentials=True)
        db.session.rollback()
        assert full.percent == 100 and full.next_step is None
