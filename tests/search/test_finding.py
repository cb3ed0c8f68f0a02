"""Finding jobs: every filter finds what it says and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from careercenter.core import db, now
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from careercenter.search import finding
from careercenter.search.query import NOTHING, Query
from careercenter.terms import EmploymentType, PayUnit, RoleFamily, Setting, WorkMode
from tests.cast import make_employer
from tests.postings.factories import make_live, make_posting
from tests.postings.finding import Job, asks, counted_statements


@pytest.fixture
def job(hospital: Employer) -> Job:
    """Makes live jobs, each a minute older than the one before."""
    made: list[JobPosting] = []

    def make(title: str = "Coder", *, employer: Employer = hospital, days: float = 0, **fields: Any) -> JobPosting:
        posting = make_live(make_posting(employer, title=title, **fields))
        posting.live_at = now() - timedelta(days=days, minutes=len(made))
        db.session.commit()
        made.append(posting)
        return posting

    return make


def titles(**fields: Any) -> list[str]:
    """What a search finds, in order."""
    return [posting.title for posting, _ in finding.find(Query(**fields)).items]


class TestWhatIsFound:
    def test_featured_jobs_first_then_the_newest(self, job: Job):
        job("newest")
        job("older", days=2)
        job("featured", days=5, is_featured=True)

        assert titles() == ["featured", "newest", "older"]

    @pytest.mark.parametrize("state", [state for state in PostingState if state is not PostingState.LIVE])
    def test_only_live_ones(self, job: Job, state: PostingState):
        job().state = state
        db.session.commit()

        assert titles() == []

    def test_none_whose_time_is_over_even_before_the_nightly_task(self, job: Job):
        job().valid_through = now() - timedelta(minutes=1)
        db.session.commit()

        assert titles() == []

    def test_none_of_a_suspended_employer(self, job: Job, hospital: Employer):
        job()
        hospital.suspended_at = now()
        db.session.commit()

        assert titles() == []

    def test_in_pages_with_their_count(self, job: Job):
        for number in range(5):
            job(f"job {number}", requirement=asks("CPC"))

        for search in (Query(), Query(credentials=("CPC",))):
            page = finding.find(search, number=2, size=2)
            assert [posting.title for posting, _ in page.items] == ["job 2", "job 3"]
            assert (page.total, page.last) == (5, 3)


class TestWords:
    def test_stand_in_title_employer_city_specialty_or_description(self, job: Job):
        job("Orthopedics coder", specialties=[], description="", employer=make_employer("Lakeside Clinic"))
        job("Second", specialties=["Orthopedics"], description="")
        job("Third", description="Some orthopedics.")
        job("Fourth", city="Ortho Springs")

        assert titles(words="orthopedic") == ["Orthopedics coder", "Second", "Fourth", "Third"]
        assert titles(words="LAKESIDE") == ["Orthopedics coder"]
        assert titles(words="ortho springs") == ["Fourth"]

    @pytest.mark.parametrize(("said", "typed"), [
        ("Emergency room coding", "ed"), ("ED coder", "emergency department"), ("Pro-fee coder", "professional fee"),
        ("Risk adjustment coder", "hcc"), ("E/M auditor", "evaluation and management"), ("CDI specialist", "cdi"),
        ("Per diem coder", "prn"), ("MS-DRG validator", "drg"), ("OB/GYN coder", "obgyn"), ("Coders", "coder")])
    def test_find_what_the_field_calls_the_same(self, job: Job, said: str, typed: str):
        job(said, description="", specialties=[], settings=[], code_systems=[])

        assert titles(words=typed) == [said]

    def test_must_all_be_met(self, job: Job):
        job("Radiology auditor", description="")
        job("Radiology coder", description="")

        assert titles(words="radiology auditor") == ["Radiology auditor"]

    def test_short_ones_stand_alone(self, job: Job):
        job("Coded records of experienced coders", description="Fixed.")
        job("Coder, ED/observation", description="")

        assert titles(words="ed") == ["Coder, ED/observation"]

    def test_may_be_a_credential(self, job: Job):
        job("A", requirement=asks("CCS-P"))
        job("B", requirement=asks("CCS"))

        assert titles(words="ccs-p") == ["A"]

    @pytest.mark.parametrize("words", ["100%", "_", "(", "[a", "\\", "a\\", "'", '"', "*", "%%%", "é" * 9, "^$"])
    def test_are_taken_literally(self, job: Job, words: str):
        job("Coder", description="Plain text.", specialties=[])

        assert titles(words=words) == []

    def test_find_letters_with_accents(self, job: Job):
        job("Coder", specialties=["ménière"])

        assert titles(words="ménière") == ["Coder"]


class TestCredentials:
    @pytest.mark.parametrize(("requirement", "held", "fits"), [
        (asks("CPC"), ["CPC"], True),
        (asks("CPC"), ["CCS"], False),
        (asks("CPC CCS"), ["CCS"], True),
        (asks("CPC-A"), ["CPC"], True),  # a CPC satisfies a demand for a CPC-A
        (asks("CPC"), ["CPC-A"], False),
        (asks("CPC", apprentices_welcome=True), ["CPC-A"], True),
        (asks("CCS"), ["RHIA"], False),
        (asks("RHIT", "CCS CIC"), ["RHIT"], False),
        (asks("RHIT", "CCS CIC"), ["CIC"], False),
        (asks("RHIT", "CCS CIC"), ["RHIT", "CIC"], True),
        (asks("any"), ["CUC"], True),
        (asks("any"), ["CPC-A"], False),
        (asks("CCS", preferred=("CPC",)), ["CPC"], False),
        (asks(), ["CPC"], True),
    ])
    def test_held_are_enough(self, job: Job, requirement: dict[str, Any], held: list[str], fits: bool):
        job(requirement=requirement)

        assert bool(titles(credentials=tuple(held))) is fits
        assert finding.count(Query(credentials=tuple(held))) == int(fits)


class TestPlace:
    def test_is_mine_if_i_work_there_or_may_live_there(self, job: Job):
        remote = {"work_modes": ["remote"], "city": "", "region": ""}
        job("here", work_modes=["on_site"], region="TX")
        job("hybrid here", work_modes=["hybrid"], region="TX")
        job("elsewhere", work_modes=["on_site"], region="OH")
        job("remote from here", **remote, remote_states=["TX", "OH"])
        job("remote from elsewhere", work_modes=["remote"], region="TX", remote_states=["OH"])
        job("remote from anywhere", **remote, remote_anywhere_us=True, remote_states=[])
        job("remote from nowhere named", **remote, remote_states=[])
        job("abroad", work_modes=["remote", "on_site"], country="IN", region="TX", remote_anywhere_us=True)

        assert titles(state="TX") == ["here", "hybrid here", "remote from here", "remote from anywhere"]
        assert titles(state="TX", modes=(WorkMode.REMOTE,)) == ["remote from here", "remote from anywhere"]
        assert titles(state="TX", modes=(WorkMode.HYBRID, WorkMode.ON_SITE)) == ["here", "hybrid here"]

    def test_may_be_left_open(self, job: Job):
        job("both", work_modes=["remote", "hybrid"])
        job("hybrid", work_modes=["hybrid"])

        assert titles(modes=(WorkMode.REMOTE,)) == ["both"]
        assert titles(modes=(WorkMode.HYBRID,)) == ["both", "hybrid"]


class TestPay:
    def test_by_the_hour_and_by_the_year_are_one_measure(self, job: Job):
        job("hourly", pay_min=3000, pay_max=3500, pay_unit="hour")  # up to 72,800 a year
        job("yearly", pay_min=60_000_00, pay_max=72_800_00, pay_unit="year")
        job("weekly", pay_min=1_300_00, pay_max=1_400_00, pay_unit="week")
        job("low", pay_min=2000, pay_max=2500, pay_unit="hour")

        for search in ({"pay": 3500, "pay_per": PayUnit.HOUR}, {"pay": 72_800_00, "pay_per": PayUnit.YEAR}):
            assert titles(**search) == ["hourly", "yearly", "weekly"]
        assert titles(pay=3501, pay_per=PayUnit.HOUR) == []

    def test_with_one_end_counts_by_that_end(self, job: Job):
        job("from", pay_min=3600, pay_max=None)
        job("up to", pay_min=None, pay_max=3600)

        assert titles(pay=3600, pay_per=PayUnit.HOUR) == ["from", "up to"]

    def test_by_the_chart_stands_apart(self, job: Job):
        job("chart", pay_min=200, pay_max=300, pay_unit="chart", productivity=[], requirement=asks("CPC"))
        job("rvu", pay_min=200, pay_max=300, pay_unit="rvu")
        job("unstated", pay_min=None, pay_max=None, pay_unit=None)
        job("hour", pay_min=3000, pay_max=3500)

        wanted = Query(pay=3000, pay_per=PayUnit.HOUR)
        results = finding.search(wanted)
        assert [posting.title for posting, _ in results.page.items] == ["hour"]
        assert results.counts["apart"] == {"chart": 1, "rvu": 1} and results.counts["unstated"] == {"1": 1}
        assert titles(pay_per=PayUnit.CHART) == ["chart"]
        assert titles(pay=301, pay_per=PayUnit.CHART) == []
        assert titles(pay_stated=True) == ["chart", "rvu", "hour"]

    def test_in_another_currency_is_no_answer(self, job: Job):
        job("rupees", pay_min=500_000_00, pay_max=900_000_00, pay_unit="year", pay_currency="INR", country="IN")

        assert titles(pay=60_000_00, pay_per=PayUnit.YEAR) == []


class TestOtherFilters:
    def test_setting_employment_type_and_role(self, job: Job):
        job("a", settings=["ed", "outpatient"], employment_types=["full_time"], role_family="coder")
        job("b", settings=["inpatient"], employment_types=["part_time", "per_diem"], role_family="auditor")

        assert titles(settings=(Setting.ED,)) == ["a"]
        assert titles(settings=(Setting.ED, Setting.INPATIENT)) == ["a", "b"]
        assert titles(types=(EmploymentType.PER_DIEM,)) == ["b"]
        assert titles(roles=(RoleFamily.AUDITOR, RoleFamily.CDI)) == ["b"]
        assert titles(roles=(RoleFamily.AUDITOR,), settings=(Setting.ED,)) == []

    def test_apprentices_are_welcome_by_word_by_name_or_by_kind(self, job: Job):
        job("welcome", requirement=asks("CPC", apprentices_welcome=True))
        job("named", requirement=asks("CPC CPC-A"))
        job("apprenticeship", requirement=asks("CPC"), employment_types=["apprenticeship"])
        job("other", requirement=asks("CPC"))

        assert titles(apprentices=True) == ["welcome", "named", "apprenticeship"]

    def test_no_experience_means_that_none_is_asked_not_that_none_is_stated(self, job: Job):
        row = {"setting": "ed", "years": 2, "note": ""}
        job("none", experience_years=0.0, experience_by_setting=[{**row, "is_required": False}])
        job("by setting", experience_years=0.0, experience_by_setting=[{**row, "is_required": True}])
        job("unstated", experience_years=None)
        job("some", experience_years=1.0)

        assert titles(experience=0) == ["none"]

    def test_posted_within(self, job: Job):
        job("today")
        job("last week", days=6)
        job("last month", days=20)

        assert titles(posted_within=7) == ["today", "last week"]


class TestLooser:
    def test_says_which_filter_is_in_the_way(self, job: Job):
        job("Coder", work_modes=["on_site"], region="OH", remote_states=[], requirement=asks("CPC"))
        search = Query(state="TX", credentials=("CPC",))

        assert [(name, jobs) for name, _, jobs in finding.list_looser(search)] == [("state", 1)]

    def test_offers_each_alone_where_several_are_in_the_way(self, job: Job):
        job("Coder", requirement=asks("CPC"))
        search = Query(credentials=("CPC",), words="surgery", settings=(Setting.SNF,))

        assert [(name, jobs) for name, _, jobs in finding.list_looser(search)] == [("credentials", 1)]

    def test_helps_nobody_where_there_are_no_jobs(self, hospital: Employer):
        assert finding.list_looser(Query(state="TX")) == []


class TestStatements:
    @pytest.mark.parametrize("search", [
        Query(), Query(credentials=("CPC",)), Query(words="coder", state="TX", pay=1000, pay_per=PayUnit.HOUR)])
    def test_are_as_many_for_one_job_as_for_many(self, job: Job, search: Query):
        job(requirement=asks("CPC"))
        finding.find(search)
        with counted_statements() as few:
            finding.find(search)
        db.session.expunge_all()
        for number in range(12):
            job(requirement=asks("CPC"), employer=make_employer(f"Clinic {number}", domain=None,
                                                                domain_verified_at=None))
        finding.find(search)  # the index has heard of them
        db.session.expunge_all()
        with counted_statements() as many:
            assert len(finding.find(search).items) == 13

        assert len(many) == len(few)


def test_many_who_read_the_database_already_search_at_the_same_time(app):
    """Each thread holds a connection, and the index needs one more: a limit would let them wait for each other."""
    many = 24
    together = Barrier(many)

    def person(_: int) -> int:
        with app.app_context():
            db.session.execute(text("SELECT 1"))
            together.wait(30)
            return finding.count(NOTHING)

    with ThreadPoolExecutor(many) as people:
        assert list(people.map(person, range(many))) == [0] * many
