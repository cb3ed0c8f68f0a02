"""Postings as employers really wrote them can be entered, through the page, without losing anything.

Their facts are public: Washington Hospital (jobs.jobvite.com), Surgical Notes (github.com/RemoteWLB/remote-jobs)
and an educator's job (github.com/throneless-tech/jobsboard).
"""

import pytest
from sqlalchemy import select

from careercenter.core import db
from careercenter.postings.completeness import list_problems, list_warnings
from careercenter.postings.models import JobPosting
from careercenter.postings.pay import pay_text
from careercenter.postings.requirement import match


@pytest.fixture
def enter(visit, hospital, recruiter):
    def enter(title, **fields) -> tuple[JobPosting, str]:
        page = visit(f"/employers/{hospital.id}/jobs/new", as_=recruiter).press("Start the job", title=title)
        for _ in range(fields.pop("groups", 1) - 1):
            page = page.press("Add a group that is asked for too")
        for _ in range(fields.pop("experiences", 1) - 1):
            page = page.press("Add experience in another setting")
        page = page.press("Save draft", **fields)
        assert page.status == 200
        db.session.expire_all()
        posting = db.session.scalars(select(JobPosting)).one()
        return posting, visit(f"/employers/jobs/{posting.id}", as_=recruiter).text
    return enter


def test_washington_hospital_asks_for_a_conjunction_of_alternatives(enter, hospital):
    posting, preview = enter(
        "Coder III - Per Diem", groups=2, employment_types=["per_diem"], role_family="coder",
        department="Revenue Cycle", reports_to="Director of Health Information Management",
        pay_min="54.72", pay_max="74.94", pay_unit="hour", differentials="plus applicable differentials",
        code_systems=["icd10cm", "icd10pcs", "cpt", "hcpcs"], settings=["inpatient", "outpatient"],
        education="Associate degree in Health Information Technology",
        preferred=["RHIA"], city="Fremont", region="CA", work_modes=["on_site"],
        description="Codes complex inpatient and outpatient encounters; precise DRG assignment and validation; expert "
                    "for documentation, coding and revenue cycle staff. Requires three (5) years of inpatient acute "
                    "care coding.",
        **{"groups-0-any_of": ["RHIT"], "groups-1-any_of": ["CCS", "CIC"], "experience-0-setting": "inpatient",
           "experience-0-years": "5", "experience-0-note": "acute care"})

    assert match(posting.asks, {"RHIT", "CIC"}).is_met and match(posting.asks, {"RHIT", "CCS"}).is_met
    assert not match(posting.asks, {"CCS", "CIC"}).is_met, "a flat list of tags would have let this through"
    assert not match(posting.asks, {"RHIA", "CCS"}).is_met
    assert pay_text(posting) == "$54.72 to $74.94 an hour, plus differentials"
    assert list_problems(posting, hospital) == []
    assert ["“three (5)”" in warning.message for warning in list_warnings(posting)] == [True]
    for words in ("RHIT, and either", "RHIA preferred.", "PRN / per diem", "plus applicable differentials",
                  "Revenue Cycle", "Director of Health Information Management", "ICD-10-PCS",
                  "5+ years, Inpatient, acute care", "Associate degree in Health Information Technology",
                  "Fremont, CA", "precise DRG assignment"):
        assert words in preview


def test_surgical_notes_is_in_india_remote_and_on_site_at_once_and_takes_any_credential(enter, hospital):
    posting, preview = enter(
        "Coder", experiences=2, role_family="coder", employment_types=["full_time"], work_modes=["on_site", "remote"],
        country="IN", city="Noida", region="Uttar Pradesh",
        code_systems=["cpt", "hcpcs", "icd10cm"], settings=["asc"],
        equipment_note="If working remotely: at least 2 Mbps up and down, 10/30 recommended",
        conditions="COVID-19 vaccination required",
        description="Abstracts operative reports of ambulatory surgical centers in our Noida office or remotely; "
                    "checks LCD and NCD; uses NCCI edits, CPT Assistant, Coding Clinic; starts physician queries.",
        **{"groups-0-any_credential": "y",
           "experience-0-setting": "outpatient", "experience-0-years": "2+", "experience-0-note": "surgical",
           "experience-1-setting": "asc", "experience-1-years": "2", "experience-1-is_required": "no"})

    assert posting.asks.sentence() == "Any coding credential."
    assert match(posting.asks, {"CRC"}).is_met and not match(posting.asks, set()).is_met
    assert (posting.country, posting.place) == ("IN", "Noida, Uttar Pradesh, India")
    assert list_problems(posting, hospital) == [], "no pay is stated, and no US state's law asks for it"
    assert [(row["years"], row["is_required"]) for row in posting.experience_by_setting] == [(2, True), (2, False)]
    for words in ("On site, Remote", "Noida, Uttar Pradesh", "10/30 recommended", "COVID-19 vaccination required",
                  "2+ years, Outpatient facility, surgical (required)", "Ambulatory surgery center (preferred)",
                  "LCD and NCD"):
        assert words in preview


def test_the_educator_may_have_an_equivalent(enter, hospital):
    posting, preview = enter(
        "Coding Quality Educator", role_family="educator", employment_types=["full_time"], work_modes=["remote"],
        remote_anywhere_us="y", equivalents_considered="y", description="Teaches coders and reviews what they code.",
        **{"groups-0-any_of": ["CPC", "CCS"]})

    assert posting.asks.sentence() == "CPC or CCS, or an equivalent."
    assert match(posting.asks, set()).equivalents_considered
    assert "CPC or CCS, or an equivalent." in preview and "Remote, anywhere in the US" in preview
    assert {problem.field for problem in list_problems(posting, hospital)} == {"pay_min", "benefits", "deadline_on"}, (
        "anywhere in the US includes states whose laws ask for these")
