"""How a candidate fits, in the words that she and the employer read."""

from datetime import date, timedelta

import pytest

from careercenter.applications.fit import fit_of
from careercenter.applications.models import MatchLevel
from careercenter.candidates.models import CandidateProfile
from careercenter.core import today
from careercenter.credentials.held import Held
from careercenter.postings import content
from careercenter.postings.requirement import Group, Requirement
from careercenter.terms import PayUnit
from tests.postings.factories import COMPLETE

MET, MISSING, UNKNOWN = "met", "missing", "unknown"
ASKS = Requirement((Group(("RHIT",)), Group(("CCS", "CIC"))), in_progress_months=6).as_json()


def job(**fields):
    return content.with_content({**content.blank(), **COMPLETE, "requirement": {}, **fields})


def profile(**fields):
    found = CandidateProfile.blank(1)
    for name, value in fields.items():
        setattr(found, name, value)
    return found


def held(*codes, **in_progress: date):
    return Held(frozenset(codes), in_progress)


class TestCredentials:
    def test_that_have_expired_are_named_and_do_not_count(self):
        fit = fit_of(job(requirement=ASKS), profile(), Held(frozenset({"CIC"}), expired=frozenset({"RHIT"})))
        assert fit.level is MatchLevel.ONE_AWAY
        assert ("missing", "RHIT", "RHIT has expired.") in fit.told
        assert ("missing", "RHIT", "RHIT has expired.") in fit.shown
        assert [state for state, _, _ in fit.told[:2]] == [MISSING, MET]

    @pytest.mark.parametrize(("has", "level"), [
        (held("RHIT", "CCS"), MatchLevel.MET),
        (held("RHIT", "CIC", "CPC"), MatchLevel.MET),
        (held("CCS", RHIT=today() + timedelta(days=60)), MatchLevel.IN_PROGRESS),
        (held("CCS", RHIT=today() + timedelta(days=400)), MatchLevel.ONE_AWAY),
        (held("CCS"), MatchLevel.ONE_AWAY),
        (held("RHIA"), MatchLevel.FURTHER),
        (held(), MatchLevel.FURTHER),
    ])
    def test_have_a_level_to_filter_by(self, has, level):
        assert fit_of(job(requirement=ASKS), profile(), has).level is level

    def test_are_told_to_her_and_of_her_item_by_item(self):
        fit = fit_of(job(requirement=ASKS, remote_anywhere_us=True), profile(), held("CCS"))

        assert fit.told[:2] == [("missing", "RHIT", "Not among your credentials."),
                                ("met", "CCS or CIC", "You hold CCS.")]
        assert fit.shown[:2] == [("missing", "RHIT", "Not among the credentials."),
                                 ("met", "CCS or CIC", "Holds CCS.")]

    def test_that_nobody_asks_for_are_met_by_everybody(self):
        assert fit_of(job(), profile(), held()).level is MatchLevel.MET


def test_the_employer_is_never_spoken_to_as_if_it_were_the_candidate():
    asked = [{"setting": "inpatient", "years": 2, "is_required": True, "note": ""}]
    for who in (profile(), profile(home_state="TX", years_by_setting={"inpatient": 1}), profile(home_state="VT")):
        for has in (held(), held("CCS"), held(RHIT=today() + timedelta(days=400))):
            for states in ([], ["TX"]):
                posting = job(requirement=ASKS, experience_by_setting=asked, remote_states=states)
                assert "you" not in str(fit_of(posting, who, has).as_json()).lower()


class TestPay:
    @pytest.mark.parametrize(("floor", "unit", "fields", "standing"), [
        (3000, PayUnit.HOUR, {}, MET),
        (3200, PayUnit.HOUR, {}, MET),
        (4000, PayUnit.HOUR, {}, MISSING),
        (62_000_00, PayUnit.YEAR, {}, MET),
        (90_000_00, PayUnit.YEAR, {}, MISSING),
        (1_300_00, PayUnit.WEEK, {}, MET),
        (500, PayUnit.CHART, {}, UNKNOWN),
        (500, PayUnit.CHART, {"pay_unit": "chart", "pay_min": 400, "pay_max": 600}, MET),
        (3000, PayUnit.HOUR, {"pay_min": None, "pay_max": None, "pay_unit": None}, UNKNOWN),
        (3000, PayUnit.HOUR, {"pay_currency": "CAD"}, UNKNOWN),
    ])
    def test_is_compared_with_what_she_wants(self, floor, unit, fields, standing):
        fit = fit_of(job(**fields), profile(pay_floor=floor, pay_floor_unit=unit), held())
        assert [line[0] for line in fit.pay] == [standing]

    def test_says_when_only_the_upper_end_reaches_it(self):
        fit = fit_of(job(), profile(pay_floor=3500, pay_floor_unit=PayUnit.HOUR), held())
        assert "Only the upper end of the range reaches it." in fit.pay[0][2]

    def test_is_never_told_to_the_employer(self):
        fit = fit_of(job(), profile(pay_floor=3512, pay_floor_unit=PayUnit.HOUR), held())
        assert "35.12" in fit.pay[0][2] and "35.12" not in str(fit.as_json())
