"""The pages on which jobs are found and read."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from careercenter.accounts.models import User
from careercenter.core import db
from careercenter.credentials.models import CredentialHolding
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from careercenter.search.addresses import as_args, read_query
from tests.browsing import Page, Visitor
from tests.postings.factories import make_live, make_posting
from tests.postings.finding import asks, counted_statements

Job = Callable[..., JobPosting]


@pytest.fixture
def job(hospital: Employer) -> Job:
    """Makes live jobs of the hospital."""
    def make(title: str = "Inpatient Coder III", **fields: Any) -> JobPosting:
        return make_live(make_posting(hospital, title=title, **fields))
    return make


def set_state(posting: JobPosting, state: PostingState, **fields: Any) -> None:
    posting.state = state
    for name, value in fields.items():
        setattr(posting, name, value)
    db.session.commit()


def data_of(page: Page) -> dict[str, Any]:
    """The page's JSON-LD."""
    script = page.soup.find("script", attrs={"type": "application/ld+json"})
    assert script is not None
    return json.loads(script.get_text())


def cards(page: Page) -> list[str]:
    return [heading.get_text(strip=True) for heading in page.soup.select(".posting-card h3")]


class TestHome:
    def test_shows_the_newest_jobs_and_leads_to_all(self, visit: Visitor, job: Job):
        job("Radiology coder")
        page = visit("/")

        assert page.status == 200 and cards(page) == ["Radiology coder"]
        assert page.follow("See them with filters").path == "/jobs"

    def test_searches(self, visit: Visitor, job: Job):
        job("Radiology coder", requirement=asks("CPC"))
        job("ED coder", requirement=asks("CCS"))

        assert cards(visit("/").press("Find jobs", credential="CPC")) == ["Radiology coder"]

    def test_stands_without_jobs(self, visit: Visitor):
        assert visit("/").status == 200


class TestAddresses:
    def test_say_what_is_asked_and_nothing_more(self, visit: Visitor, job: Job):
        job("ED coder", requirement=asks("CPC"), remote_states=["TX"])
        page = visit("/jobs").press("Find jobs", q="coder", credential="CPC", state="TX", remote="1")

        assert page.path == "/jobs?q=coder&credential=CPC&state=TX&remote=1"
        assert cards(page) == ["ED coder"]

    @pytest.mark.parametrize("address", [
        "q=ed&credential=CPC&state=TX&remote=1", "credential=RHIT&credential=CCS&hybrid=1&onsite=1",
        "setting=ed&setting=snf&type=per_diem&role=coder&role=cdi", "pay=35&per=hour&pay_stated=1",
        "pay=72800&per=year", "pay=2.50&per=chart", "per=rvu", "apprentices=1&experience=0&posted=7",
        "credential=CPC&one_away=1&near=77002&miles=50&sort=distance", "specialty=Trauma&encoder=TruCode&ehr=Epic",
        "mentions=CCS&kind=payer&direct=1&employer=7&sort=pay"])
    def test_read_as_they_are_written(self, address: str):
        args = MultiDict([tuple(pair.split("=")) for pair in address.split("&")])
        search = read_query(args)

        assert MultiDict(as_args(search)) == args
        assert read_query(MultiDict(as_args(search))) == search

    @pytest.mark.parametrize("address", [
        "credential=XYZ", "state=Texas", "remote=maybe", "setting=moon", "type=0", "role=%00", "pay=much", "pay=-5",
        "pay=0", "pay=1e9", "pay=99999999999999999999", "pay=1.234", "per=month", "posted=8", "posted=x", "page=0",
        "page=-1", "page=x", "page=999999999999", "q=%00%01", "q=" + "a+" * 300, "unknown=1", "credential=%F0%9F",
        "pay=35&per=parsec", "posted=99999999999999999999999", "state=%27%3B--", "q=%5C%5C%25_"])
    def test_that_make_no_sense_are_left_out(self, visit: Visitor, job: Job, address: str):
        job()
        assert visit(f"/jobs?{address}").status == 200

    def test_lead_an_hourly_amount_to_hours_and_a_yearly_one_to_years(self):
        assert as_args(read_query(MultiDict({"pay": "70,000", "per": "hour"}))) == {"pay": "70000", "per": "year"}
        assert as_args(read_query(MultiDict({"pay": "$35"}))) == {"pay": "35", "per": "hour"}

    def test_beyond_the_last_page_show_the_last(self, visit: Visitor, job: Job):
        for number in range(21):
            job(f"Job {number}")

        assert len(cards(visit("/jobs?page=99"))) == 1
        assert len(cards(visit("/jobs").follow("Next"))) == 1


class TestIndex:
    def test_filters_are_chips_that_can_be_removed(self, visit: Visitor, job: Job):
        job("ED coder", settings=["ed"], requirement=asks("CPC"))
        job("Inpatient coder", settings=["inpatient"], requirement=asks("CPC"))
        page = visit("/jobs?credential=CPC&setting=ed")

        assert cards(page) == ["ED coder"] and "1 job" in page.text
        assert len(cards(page.follow("Emergency department"))) == 2
        assert page.follow("I hold CPC").path == "/jobs?setting=ed"
        assert page.follow("Remove all").path == "/jobs"

    def test_several_credentials_are_held_together(self, visit: Visitor, job: Job):
        job("Coder III", requirement=asks("RHIT", "CCS CIC"))
        page = visit("/jobs?credential=RHIT")
        assert cards(page) == []

        page = page.press("Find jobs", credential=["RHIT", "CIC"])
        assert cards(page) == ["Coder III"]
        assert "credential=RHIT" in page.path and "credential=CIC" in page.path

    def test_nothing_found_says_what_to_loosen(self, visit: Visitor, job: Job):
        job("ED coder", settings=["ed"], remote_states=["OH"])
        page = visit("/jobs?setting=ed&state=TX&remote=1")

        assert "No job meets all of this" in page.text
        assert cards(page.follow("Without Open to Texas")) == ["ED coder"]

    def test_a_demand_for_pay_names_those_paid_by_the_chart(self, visit: Visitor, job: Job):
        job("By the chart", pay_min=200, pay_max=300, pay_unit="chart", productivity=[])
        page = visit("/jobs?pay=30")

        assert cards(page) == []
        assert cards(page.follow("1 job paid by the chart")) == ["By the chart"]

    def test_the_card_says_all_that_decides(self, visit: Visitor, job: Job):
        job("ED coder", requirement=asks("CPC CCS", apprentices_welcome=True), is_featured=True, is_demo=True,
            remote_states=["TX", "OH", "CA", "NV"], pay_min=2750, pay_max=3400, experience_years=2.0)
        text = visit("/jobs").text

        for words in ("ED coder", "Mercy Hospital", "Verified", "Remote from 4 states", "CPC or CCS",
                      "$27.50 to $34 an hour", "2+ years of experience", "Posted today", "Featured", "Demo",
                      "Apprentices welcome", "Full time"):
            assert words in text

    def test_a_coder_sees_which_jobs_her_credentials_are_enough_for(self, visit: Visitor, job: Job, coder: User):
        job("Mine", requirement=asks("CPC"))
        job("Not mine", requirement=asks("CCS"))
        db.session.add(CredentialHolding(user_id=coder.id, code="CPC"))
        db.session.commit()
        page = visit("/jobs", as_=coder)

        assert page.text.count("You hold what it asks") == 1
        assert cards(page.follow("Only what fits my profile")) == ["Mine"]

    def test_statements_do_not_grow_with_the_jobs(self, visit: Visitor, job: Job, coder: User):
        job(requirement=asks("CPC"))
        visit("/jobs?credential=CPC&pay=20", as_=coder)
        with counted_statements() as few:
            visit("/jobs?credential=CPC&pay=20", as_=coder)
        for _ in range(10):
            job(requirement=asks("CPC"))
        visit("/jobs?credential=CPC&pay=20", as_=coder)
        with counted_statements() as many:
            assert len(cards(visit("/jobs?credential=CPC&pay=20", as_=coder))) == 11

        assert len(many) == len(few)
