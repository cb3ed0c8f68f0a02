"""The pay transparency laws: which apply, and what they make a posting say."""

from datetime import date

import pytest

from careercenter.postings import completeness
from careercenter.postings.transparency import laws, list_applying, needed
from careercenter.terms import EmployerSize
from tests.postings.factories import make_posting

ON = date(2026, 3, 1)
NOWHERE = {"work_modes": ["on_site"], "city": "Houston", "region": "TX", "zip": "", "remote_states": []}


@pytest.fixture
def job(app, hospital):
    def make(**fields):
        return make_posting(hospital, **{**NOWHERE, **fields})
    return make


def states(applying):
    return {one.law.place for one in applying}


def test_the_place_of_the_work_decides(job):
    assert list_applying(job(), EmployerSize.OVER, on=ON) == []
    denver = list_applying(job(city="Denver", region="CO"), EmployerSize.UP_TO_3, on=ON)
    assert needed(denver) == {"pay", "benefits", "deadline"}
    assert denver[0].text == ("Colorado’s law wants the pay range, the benefits and the application deadline in the "
                              "posting since 2021: the work is in Colorado.")


def test_so_does_where_a_remote_coder_may_live(job):
    remote = job(work_modes=["remote"], remote_states=["TX", "WA"])
    assert states(list_applying(remote, EmployerSize.OVER, on=ON)) == {"Washington"}
    anywhere = states(list_applying(job(work_modes=["remote"], remote_anywhere_us=True), EmployerSize.OVER, on=ON))
    assert {"Colorado", "California", "Maine"} <= anywhere


def test_states_of_a_job_on_site_say_nothing(job):
    assert list_applying(job(remote_states=["CO"]), EmployerSize.OVER, on=ON) == []


@pytest.mark.parametrize("state", ["CT", "RI", "NV"])
def test_laws_that_want_pay_only_on_request_want_nothing_here(job, state):
    assert list_applying(job(city="", region=state), EmployerSize.OVER, on=ON) == []


def test_a_law_of_the_future_waits_for_its_day(job):
    delaware = job(city="Dover", region="DE")
    assert list_applying(delaware, EmployerSize.OVER, on=date(2027, 9, 25)) == []
    assert list_applying(delaware, EmployerSize.OVER, on=date(2027, 9, 26))


@pytest.mark.parametrize(("size", "applies"), [
    (EmployerSize.UP_TO_14, False), (EmployerSize.UP_TO_49, True), (None, True)])
def test_a_small_employer_may_be_free_of_it_and_an_unknown_size_is_not(job, size, applies):
    assert bool(list_applying(job(city="Duluth", region="MN"), size, on=ON)) is applies


@pytest.mark.parametrize(("city", "zip_code"), [("Brooklyn", ""), ("new york", ""), ("Flushing", "11354")])
def test_a_city_may_have_its_own_law(job, city, zip_code):
    assert "New York City, NY" in states(
        list_applying(job(city=city, region="NY", zip=zip_code), EmployerSize.OVER, on=ON))


def test_cleveland_binds_though_ohio_does_not(job):
    assert states(list_applying(job(city="Cleveland", region="OH"), EmployerSize.OVER, on=ON)) == {"Cleveland, OH"}
    assert list_applying(job(city="Akron", region="OH"), EmployerSize.OVER, on=ON) == []


def test_no_law_of_a_us_state_binds_a_job_abroad(job):
    assert list_applying(job(country="IN", region="CO", remote_anywhere_us=True), EmployerSize.OVER, on=ON) == []


def test_every_law_names_its_source():
    assert all(law.source and law.checked for law in laws())


class TestWhatIsRefused:
    @pytest.mark.parametrize(("low", "high", "field"), [(None, 4000, "pay_min"), (3000, None, "pay_max"),
                                                        (None, None, "pay_min")])
    def test_an_open_range_where_a_law_wants_both_ends(self, job, hospital, low, high, field):
        posting = job(city="Fremont", region="CA", pay_min=low, pay_max=high)
        problems = completeness.list_problems(posting, hospital, on=ON)
        assert [problem.field for problem in problems] == [field]
        assert "California’s law" in problems[0].message

    def test_a_posting_without_benefits_or_deadline_where_a_law_wants_them(self, job, hospital):
        posting = job(city="Denver", region="CO", benefits=[])
        problems = completeness.list_problems(posting, hospital, on=ON)
        assert [problem.field for problem in problems] == ["benefits", "deadline_on"]

    def test_nothing_where_no_law_asks(self, job, hospital):
        assert completeness.list_problems(job(pay_min=None, pay_max=None, benefits=[]), hospital, on=ON) == []
