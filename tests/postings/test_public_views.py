"""The pages on which jobs are found and read."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from careercenter.accounts.models import User
from careercenter.candidates.models import CandidateProfile
from careercenter.core import db, now, today
from careercenter.credentials.models import CredentialHolding
from careercenter.employers.models import Employer
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from careercenter.terms import EmploymentType, RoleFamily, Setting, WorkMode
from tests.browsing import Page, Visitor
from tests.cast import make_employer
from tests.postings.factories import make_live, make_posting
from tests.postings.finding import asks

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


class TestJob:
    def test_says_can_i_where_and_how_much(self, visit: Visitor, job: Job):
        posting = job(requirement=asks("RHIT", "CCS CIC", preferred=("RHIA",)), pay_min=5472, pay_max=7494)
        text = visit(f"/jobs/{posting.id}").text

        for words in ("RHIT, and either CCS or CIC", "RHIA preferred", "3+ years of experience",
                      "Remote from TX or OH", "$54.72 to $74.94 an hour", "a year at 40 hours a week", "95%",
                      "2 an hour", "inpatient charts", "ICD-10-PCS", "TruCode", "Epic", "CEUs paid",
                      "401(k) match", "Associate degree", "Texas", "Ohio"):
            assert words in text

    def test_has_one_address(self, visit: Visitor, job: Job):
        posting = job("Coder III (remote) – ED")
        address = f"/jobs/{posting.id}/coder-iii-remote-ed-mercy-hospital"

        for path in (f"/jobs/{posting.id}", f"/jobs/{posting.id}/coder"):
            response = visit.client().get(path + "?from=TX")
            assert (response.status_code, response.headers["Location"]) == (301, address + "?from=TX")
        page = visit(address)
        assert page.status == 200
        assert page.soup.select_one("link[rel=canonical]")["href"] == "http://localhost" + address  # type: ignore

    @pytest.mark.parametrize("title", ["Apply", "Go", "Report", "编码员", "!!!"])
    def test_never_takes_the_address_of_another_page(self, visit: Visitor, hospital: Employer, title: str):
        hospital.name = "医院"
        posting = make_live(make_posting(hospital, title=title))
        page = visit(f"/jobs/{posting.id}")

        assert page.status == 200 and "-" in page.path.rsplit("/", 1)[1]

    @pytest.mark.parametrize("query", ["posting_id=9&slug=x", "from=%00", "from=XX", "_external=1", "from=tx"])
    def test_bears_any_query(self, visit: Visitor, job: Job, query: str):
        assert visit(f"/jobs/{job().id}?{query}").status == 200

    def test_answers_from_which_state(self, visit: Visitor, job: Job):
        posting = job(remote_states=["TX", "OH"])
        page = visit(f"/jobs/{posting.id}")

        page = page.press("Check", **{"from": "TX"})
        assert "Yes, from Texas" in page.text
        assert page.soup.select_one("#from option[selected]")["value"] == "TX"  # type: ignore
        assert "Not from California" in page.press("Check", **{"from": "CA"}).text

    def test_answers_from_another_state_than_one_s_own_too(self, visit: Visitor, job: Job, coder: User):
        db.session.add(CandidateProfile(user_id=coder.id, home_state="TX"))
        db.session.commit()
        page = visit(f"/jobs/{job(remote_states=['TX', 'OH']).id}", as_=coder)

        assert "Yes, from Texas" in page.text
        assert "Not from Maine" in page.press("Check", **{"from": "ME"}).text

    def test_reads_the_states_aloud_as_a_list_of_those_that_are_open(self, visit: Visitor, job: Job):
        page = visit(f"/jobs/{job(remote_states=['TX', 'OH', 'PR']).id}")
        read = [tile.get_text(strip=True) for tile in page.soup.select(".state-tiles li:not([aria-hidden])")]

        assert read == ["OHOhio", "TXTexas", "PRPuerto Rico"]

    def test_a_coder_sees_item_by_item_how_she_stands(self, visit: Visitor, job: Job, coder: User):
        posting = job(requirement=asks("RHIT", "CCS CIC", preferred=("RHIA",), in_progress_months=6),
                      experience_by_setting=[{"setting": "ed", "years": 2, "is_required": True, "note": ""}])
        db.session.add_all([
            CredentialHolding(user_id=coder.id, code="CIC"),
            CredentialHolding(user_id=coder.id, code="RHIT", expected_on=today() + timedelta(days=60)),
            CandidateProfile(user_id=coder.id, home_state="CA", years_by_setting={"inpatient": 4.0})])
        db.session.commit()
        page = visit(f"/jobs/{posting.id}", as_=coder)
        lines = [" ".join(line.get_text(" ").split()) for line in page.soup.select(".checklist li")]

        assert [line.split(":")[0] for line in lines] == [
            "Met", "Met", "Not known", "Met", "Not known", "Missing"]
        assert "In progress" in lines[0] and "You hold CIC" in lines[1] and "Your profile says 4 years" in lines[3]
        assert "California isn’t among them" in lines[5] and "Not from California" in page.text

    def test_from_home_abroad_names_the_country(self, visit: Visitor, job: Job):
        posting = job(country="IN", city="Noida", region="Uttar Pradesh", work_modes=["remote"], remote_states=[],
                      remote_anywhere_us=False)

        assert "Remote from India" in visit(f"/jobs/{posting.id}").text

    def test_says_what_equipment_comes_also_where_the_work_is_on_site_or_abroad(self, visit: Visitor, job: Job):
        here = job(work_modes=["on_site"], equipment_provided=True, equipment_note="Two screens")
        abroad = job(country="IN", city="Noida", region="Uttar Pradesh", work_modes=["remote"], remote_states=[],
                     time_zone_hours="", equipment_provided=False)

        page = visit(f"/jobs/{here.id}")
        assert "Provided: Two screens" in page.text and "Hours and equipment" in page.text
        assert "Equipment Your own" in visit(f"/jobs/{abroad.id}").text

    def test_lists_its_other_conditions_one_by_one(self, visit: Visitor, job: Job):
        posting = job(education="", conditions="Flu shot\n- Background check\n\n2. Bandwidth of 10/30")

        page = visit(f"/jobs/{posting.id}")
        assert [item.text.strip() for item in page.soup.select("[aria-labelledby=also] li")] == [
            "Flu shot", "Background check", "Bandwidth of 10/30"]

    def test_names_the_country_of_its_place(self, visit: Visitor, job: Job):
        posting = job(country="IN", city="Noida", region="Uttar Pradesh", work_modes=["on_site"])

        assert "Noida, Uttar Pradesh, India" in visit(f"/jobs/{posting.id}").text

    def test_a_guest_is_told_what_is_asked_and_judged_by_nothing(self, visit: Visitor, job: Job):
        page = visit(f"/jobs/{job().id}")

        assert not page.soup.select(".checklist") and "What it asks for" in page.text

    def test_escapes_what_employers_write(self, visit: Visitor, job: Job):
        posting = job("<script>alert(1)</script>", description="</script><script>alert(2)</script>",
                      pay_note="<b>bold</b>", specialties=['"><img src=x>'])
        page = visit(f"/jobs/{posting.id}")

        assert "<script" not in data_of(page)["description"]
        assert not page.soup.find("img", src="x")
        assert all(script.get("src") or script.get("type") for script in page.soup.find_all("script"))

    def test_of_one_employer_stand_on_its_profile(self, visit: Visitor, job: Job, hospital: Employer):
        job("Radiology coder")
        set_state(job("Old"), PostingState.EXPIRED)
        page = visit(f"/companies/{hospital.slug}")

        assert "1 open job" in page.text and cards(page) == ["Radiology coder"]


class TestStates:
    @pytest.mark.parametrize("state", [
        PostingState.DRAFT, PostingState.AWAITING_PAYMENT, PostingState.IN_REVIEW, PostingState.CHANGES_REQUESTED,
        PostingState.REJECTED])
    def test_unpublished_ones_are_nobodys_business_but_the_employers(
            self, visit: Visitor, hospital: Employer, viewer: User, coder: User, moderator: User, state: PostingState):
        posting = make_posting(hospital, title="Secret plans", state=state)

        for person in (None, coder):
            page = visit(f"/jobs/{posting.id}", as_=person)
            assert page.status == 404 and not page.redirects and "Secret" not in page.text
        for person in (viewer, moderator):
            page = visit(f"/jobs/{posting.id}", as_=person)
            assert page.status == 200 and "Secret plans" in page.text
            assert not page.soup.find("script", attrs={"type": "application/ld+json"})

    def test_withdrawn_before_they_ran_neither(self, visit: Visitor, hospital: Employer):
        posting = make_posting(hospital, title="Secret plans", state=PostingState.WITHDRAWN, ended_at=now())

        assert visit(f"/jobs/{posting.id}").status == 404

    @pytest.mark.parametrize(("state", "words"), [
        (PostingState.EXPIRED, "This job has ended"), (PostingState.FILLED, "This job has been filled"),
        (PostingState.WITHDRAWN, "This job was withdrawn"), (PostingState.PAUSED, "This job is paused")])
    def test_ended_ones_say_so_and_show_similar_ones(self, visit: Visitor, job: Job, state: PostingState, words: str):
        job("Another coder")
        posting = job()
        set_state(posting, state, ended_at=None if state is PostingState.PAUSED else now())
        page = visit(f"/jobs/{posting.id}")

        assert page.status == 200 and words in page.text and cards(page) == ["Another coder"]
        assert page.soup.find("meta", attrs={"name": "robots", "content": "noindex"})
        assert not page.soup.find("script", attrs={"type": "application/ld+json"})
        assert ("You code complex" in page.text) is (state is not PostingState.WITHDRAWN)

    def test_one_whose_time_is_over_has_ended_whatever_its_state_says(self, visit: Visitor, job: Job):
        posting = job()
        with time_machine.travel(now() + timedelta(days=31), tick=False):
            assert "This job has ended" in visit(f"/jobs/{posting.id}").text

    @pytest.mark.parametrize("state", [PostingState.EXPIRED, PostingState.FILLED, PostingState.WITHDRAWN])
    def test_are_gone_after_ninety_days(self, visit: Visitor, job: Job, state: PostingState):
        posting = job()
        set_state(posting, state, ended_at=now() - timedelta(days=91))
        job("Another coder")
        page = visit(f"/jobs/{posting.id}/whatever")

        assert page.status == 410 and cards(page) == ["Another coder"] and not page.redirects

    def test_removed_ones_are_gone_without_their_text(self, visit: Visitor, job: Job):
        posting = job("Send me money")
        set_state(posting, PostingState.REMOVED, ended_at=now())
        page = visit(f"/jobs/{posting.id}")

        assert page.status == 410 and "taken down" in page.text and "Send me money" not in page.text

    def test_those_of_a_suspended_employer_are_gone(self, visit: Visitor, job: Job, hospital: Employer):
        posting = job()
        hospital.suspended_at = now()
        db.session.commit()

        assert visit(f"/jobs/{posting.id}").status == 410

    def test_one_that_never_was_is_not_found(self, visit: Visitor):
        assert visit("/jobs/999").status == 404
        assert visit("/jobs/999999999999999999999").status == 404


def check_by_googles_rules(data: dict[str, Any]) -> None:
    """developers.google.com/search/docs/appearance/structured-data/job-posting: what it asks for."""
    assert data["@context"] == "https://schema.org/" and data["@type"] == "JobPosting"
    assert data["title"] and data["description"].startswith("<")
    assert datetime.fromisoformat(data["datePosted"])
    assert datetime.fromisoformat(data["validThrough"]) > now()
    assert data["hiringOrganization"]["@type"] == "Organization" and data["hiringOrganization"]["name"]
    remote = data.get("jobLocationType")
    assert remote in (None, "TELECOMMUTE")
    assert remote or data["jobLocation"]["address"]["addressCountry"]
    if remote:  # at least a country or a state from which one may work
        places = data["applicantLocationRequirements"]
        for place in places if isinstance(places, list) else [places]:
            assert place["@type"] in ("Country", "State") and place["name"]
    assert set(data["employmentType"]) <= {
        "FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}
    if "baseSalary" in data:
        salary = data["baseSalary"]
        assert salary["@type"] == "MonetaryAmount" and len(salary["currency"]) == 3
        assert salary["value"]["@type"] == "QuantitativeValue"
        assert salary["value"]["unitText"] in ("HOUR", "DAY", "WEEK", "MONTH", "YEAR")
        assert {"value", "minValue", "maxValue"} & salary["value"].keys()
    assert isinstance(data["directApply"], bool)
    assert data["identifier"]["@type"] == "PropertyValue"
    assert None not in data.values() and "" not in data.values()


class TestStructuredData:
    def test_of_a_remote_job_names_its_states(self, visit: Visitor, job: Job):
        data = data_of(visit(f"/jobs/{job(pay_min=5472, pay_max=7494).id}"))

        check_by_googles_rules(data)
        assert data["jobLocationType"] == "TELECOMMUTE" and "jobLocation" not in data
        assert data["applicantLocationRequirements"] == [
            {"@type": "State", "name": "Texas, USA"}, {"@type": "State", "name": "Ohio, USA"}]
        assert data["baseSalary"]["value"] == {
            "@type": "QuantitativeValue", "minValue": 54.72, "maxValue": 74.94, "unitText": "HOUR"}
        assert data["experienceRequirements"]["monthsOfExperience"] == 36

    def test_of_a_hybrid_job_is_no_telecommuting(self, visit: Visitor, job: Job):
        data = data_of(visit(f"/jobs/{job(work_modes=['hybrid'], remote_states=[]).id}"))

        check_by_googles_rules(data)
        assert "jobLocationType" not in data and "applicantLocationRequirements" not in data
        assert data["jobLocation"]["address"] == {
            "@type": "PostalAddress", "addressLocality": "Houston", "addressRegion": "TX", "postalCode": "77002",
            "addressCountry": "US"}

    @pytest.mark.parametrize("fields", [
        {"work_modes": ["remote", "on_site"], "remote_anywhere_us": True, "remote_states": []},
        {"work_modes": ["remote"], "remote_states": [], "city": "", "region": "", "zip": ""},
        {"work_modes": ["on_site"], "country": "IN", "city": "Noida", "region": "Uttar Pradesh", "zip": ""},
        {"pay_min": None, "pay_max": None, "pay_unit": None}, {"pay_min": 200, "pay_max": 300, "pay_unit": "chart"},
        {"pay_max": None}, {"pay_min": 3000, "pay_max": 3000}, {"experience_years": 0.0},
        {"employment_types": [kind.value for kind in EmploymentType]},
        {"apply_method": "link", "apply_url": "https://example.com/jobs"}, {"requirement": {}}])
    def test_keeps_the_rules_whatever_a_job_says(self, visit: Visitor, job: Job, fields: dict[str, Any]):
        check_by_googles_rules(data_of(visit(f"/jobs/{job(**fields).id}")))

    def test_is_no_direct_application_where_one_is_sent_elsewhere(self, visit: Visitor, job: Job):
        assert data_of(visit(f"/jobs/{job().id}"))["directApply"] is True
        outside = job(apply_method="link", apply_url="https://example.com/jobs")
        assert data_of(visit(f"/jobs/{outside.id}"))["directApply"] is False


def test_every_choice_of_the_filters_opens(visit: Visitor, job: Job):
    job()
    for name, terms in (("setting", Setting), ("type", EmploymentType), ("role", RoleFamily)):
        for term in terms:
            assert visit(f"/jobs?{name}={term.value}").status == 200


@pytest.mark.parametrize("modes", [[], ["remote"], ["on_site"], ["hybrid"], [mode.value for mode in WorkMode]])
@pytest.mark.parametrize("bare", [True, False])
def test_a_page_stands_for_any_way_of_working(
        visit: Visitor, hospital: Employer, recruiter: User, modes: list[str], bare: bool):
    nothing: dict[str, Any] = {
        **dict.fromkeys(("role_family", "openings", "experience_years", "pay_min", "pay_max", "pay_unit",
                         "accuracy_percent", "equipment_provided")),
        **{name: [] for name in ("employment_types", "settings", "specialties", "code_systems", "encoders", "ehrs",
                                 "productivity", "benefits", "remote_states")},
        **dict.fromkeys(("title", "description", "city", "region"), "")} if bare else {}
    posting = make_posting(hospital, **{**nothing, "work_modes": modes, "requirement": {}})

    assert visit(f"/jobs/{posting.id}", as_=recruiter).status == 200
    make_live(posting)
    assert visit(f"/jobs/{posting.id}").status == 200
    assert visit("/jobs").status == 200


def test_an_unverified_employer_shows_no_mark(visit: Visitor):
    clinic = make_employer("New Clinic", domain=None, domain_verified_at=None)
    posting = make_live(make_posting(clinic))

    assert "Verified" not in visit("/jobs").text and "Verified" not in visit(f"/jobs/{posting.id}").text


def test_leads_to_applying_and_to_reporting_until_it_ends(visit: Visitor, job: Job):
    here, outside = job(), job(apply_method="link", apply_url="https://example.com/jobs")
    page = visit(f"/jobs/{here.id}")
    assert {f"/jobs/{here.id}/apply", f"/jobs/{here.id}/report"} <= {a["href"] for a in page.soup.find_all("a")}
    assert visit(f"/jobs/{outside.id}").follow("Apply at the employer’s site").path == f"/jobs/{outside.id}/go"

    set_state(here, PostingState.FILLED, ended_at=now())
    assert f"/jobs/{here.id}/apply" not in {a["href"] for a in visit(f"/jobs/{here.id}").soup.find_all("a")}
