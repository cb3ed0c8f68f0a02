"""The main job, end to end: an employer posts, pays, a moderator approves, a coder finds it and applies."""

from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.e2e.people import fill, press, read_mail, register, sign_in_demo

WASHINGTON = {
    "role_family": "coder", "employment_types": ["per_diem"], "department": "Revenue Cycle",
    "reports_to": "Director of Health Information Management", "work_modes": ["on_site"], "city": "Fremont",
    "region": "CA", "settings": ["inpatient", "outpatient"], "code_systems": ["icd10cm", "icd10pcs", "cpt", "hcpcs"],
    "groups-0-any_of": ["RHIT"], "groups-1-any_of": ["CCS", "CIC"], "preferred": ["RHIA"],
    "experience-0-setting": "inpatient", "experience-0-years": "5", "experience-0-note": "acute care",
    "education": "Associate degree in Health Information Technology", "pay_min": "54.72", "pay_max": "74.94",
    "pay_unit": "hour", "differentials": "plus applicable differentials",
    "description": "Codes complex inpatient and outpatient encounters; precise DRG assignment and validation; expert "
                   "for documentation, coding and revenue cycle staff.",
}
SURGICAL_NOTES = {
    "role_family": "coder", "employment_types": ["full_time"], "work_modes": ["on_site", "remote"], "country": "IN",
    "city": "Noida", "region": "Uttar Pradesh", "settings": ["asc"], "code_systems": ["cpt", "hcpcs", "icd10cm"],
    "groups-0-any_credential": True, "experience-0-setting": "outpatient", "experience-0-years": "2",
    "experience-0-note": "surgical",
    "equipment_note": "If working remotely: at least 2 Mbps up and down, 10/30 recommended",
    "conditions": "COVID-19 vaccination required",
    "description": "Abstracts operative reports of ambulatory surgical centers; checks LCD and NCD; uses NCCI edits, "
                   "CPT Assistant, Coding Clinic; starts physician queries.",
}
EDUCATOR = {
    "role_family": "educator", "employment_types": ["full_time"], "work_modes": ["remote"],
    "remote_states": ["TX", "OH"], "settings": ["vendor"], "groups-0-any_of": ["CPC", "CCS"],
    "equivalents_considered": True, "pay_min": "72000", "pay_max": "88000", "pay_unit": "year",
    "description": "Teaches coders what the quality reviews find, in short lessons that they finish.",
}


@pytest.fixture
def resume(tmp_path: Path) -> Path:
    path = tmp_path / "resume.docx"
    document = Document()
    document.add_paragraph("Riley Coder, RHIT, CCS. Five years of acute inpatient coding.")
    document.save(str(path))
    return path


def enter(page: Page, title: str, fields: dict, *, groups: int = 1) -> str:
    """Write a job in the editor; its address."""
    page.locator("main").get_by_role("link", name="Post a job").first.click()
    fill(page, {"title": title})
    press(page, "Start the job")
    for _ in range(groups - 1):
        press(page, "Add a group that is asked for too")
        page.wait_for_load_state()
    fill(page, fields)
    press(page, "Save draft")
    page.wait_for_load_state()
    return page.url


def test_from_an_employer_s_draft_to_a_coder_s_application(site, open_browser, resume):
    recruiter = open_browser()
    register(recruiter, name="Hanna Hiring", email="hanna@washington.example", to="hire")
    recruiter.goto("/employers")
    recruiter.get_by_role("link", name="Enter your organization").click()
    fill(recruiter, {"name": "Washington Hospital", "kind": "hospital", "size": "1000-4999",
                     "website": "https://washington.example", "locations-0-city": "Fremont", "locations-0-state": "CA"})
    recruiter.locator("main form button[type=submit]").last.click()
    expect(recruiter.get_by_role("heading", name="What to do next")).to_be_visible()

    edit = enter(recruiter, "Coder III - Per Diem", WASHINGTON, groups=2)
    expect(recruiter.get_by_text("RHIT, and either CIC or CCS", exact=False).first).to_be_visible()
    for title, fields in (("Coder", SURGICAL_NOTES), ("Coding Quality Educator", EDUCATOR)):
        recruiter.goto("/employers")
        recruiter.get_by_role("link", name="Washington Hospital").first.click()
        enter(recruiter, title, fields)

    recruiter.goto(edit)
    press(recruiter, "Submit for review")
    expect(recruiter.get_by_text("Sandbox: no real money")).to_be_visible()
    press(recruiter, "Buy Job posting")
    press(recruiter, "Pay $149")
    recruiter.get_by_text("Paid. Thank you.").wait_for()

    moderator = open_browser()
    sign_in_demo(moderator, site, "moderator")
    for _ in range(20):
        moderator.goto("/staff/moderation")
        if moderator.get_by_role("link", name="Coder III - Per Diem").count():
            break
        moderator.wait_for_timeout(250)
    moderator.get_by_role("link", name="Coder III - Per Diem").click()
    press(moderator, "Claim it")
    expect(moderator.get_by_text("hasn't proven a domain")).to_be_visible()
    press(moderator, "Approve")
    expect(moderator.get_by_text("The employer is told by mail", exact=False)).to_be_visible()
    assert "live" in read_mail(recruiter, to="hanna@washington.example", subject="Coder III")

    guest = open_browser(phone=True)
    guest.goto("/jobs?q=Per+Diem&credential=RHIT&credential=CCS")
    guest.get_by_role("link", name="Coder III - Per Diem", exact=True).click()
    expect(guest.get_by_text("$54.72 to $74.94 an hour").first).to_be_visible()
    job = guest.url

    coder = open_browser(phone=True)
    register(coder, name="Riley Coder", email="riley@coder.example", to="work")
    for code in ("RHIT", "CCS"):
        coder.goto("/profile")
        coder.get_by_role("link", name="Add a credential").first.click()
        fill(coder, {"code": code})
        coder.locator("main form button[type=submit]").last.click()
        coder.wait_for_load_state()
    coder.goto(job)
    coder.get_by_role("link", name="Apply").first.click()
    fill(coder, {"resume": resume, "cover_note": "I code trauma inpatient charts today."})
    coder.locator("main form button[type=submit]").last.click()
    expect(coder.get_by_text("Coder III - Per Diem").first).to_be_visible()

    assert "Riley Coder" in read_mail(recruiter, to="hanna@washington.example", subject="Riley")
    recruiter.goto("/employers")
    recruiter.get_by_role("link", name="Washington Hospital").first.click()
    recruiter.get_by_role("link", name="Applicants").first.click()
    recruiter.get_by_role("link", name="Riley Coder").first.click()
    expect(recruiter.get_by_text("met", exact=False).first).to_be_visible()
    with recruiter.expect_download() as download:
        recruiter.get_by_role("link", name="resume", exact=False).first.click()
    assert Path(download.value.path()).read_bytes() == resume.read_bytes()
    press(recruiter, "Move to interview")
    assert "wants to talk with you" in read_mail(coder, to="riley@coder.example", subject="Interview")
    coder.goto("/applications")
    expect(coder.get_by_text("Interview").first).to_be_visible()
