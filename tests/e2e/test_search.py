"""Finding jobs as a coder does: by a sentence, by clicks, back and forth, with and without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import press, sign_in_demo

SENTENCE = "remote ed facility coder cpc no experience texas over 28/hr"


def jobs_found(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator("[data-results] [role=status]").inner_text()))


def chips(page: Page) -> list[str]:
    return [one.split("\n")[0] for one in page.locator(".find-chip > span:first-child").all_inner_texts()]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_sentence_is_understood_and_shown(open_browser, javascript):
    page = open_browser(javascript=javascript)
    page.goto("/jobs")
    page.get_by_label("What are you looking for?").fill(SENTENCE)
    press(page, "Find jobs")

    expect(page.get_by_role("link", name="Emergency Department Facility Coder", exact=True)).to_be_visible()
    assert chips(page) == ["“facility coder”", "I hold CPC", "Remote", "Open to Texas", "Emergency department",
                           "$28 an hour or more", "No experience needed"]
    before = jobs_found(page)
    page.get_by_role("link", name="No experience needed").click()
    expect(page.locator(".find-chip")).to_have_count(6)
    assert jobs_found(page) >= before


def test_each_count_is_what_a_click_finds_and_back_leads_back(open_browser):
    page = open_browser()
    page.goto("/jobs")
    whole = jobs_found(page)
    remote = page.locator("label.cc-choice").filter(has_text=re.compile(r"^Remote"))
    says = int(re.sub(r"\D", "", remote.locator(".find-count").inner_text().split("\n")[0]))

    remote.click()
    expect(page).to_have_url(re.compile(r"/jobs\?remote=1$"))
    assert jobs_found(page) == says < whole

    hybrid = page.locator("label.cc-choice").filter(has_text=re.compile(r"^Hybrid"))
    added = int(re.sub(r"\D", "", hybrid.locator(".find-count").inner_text().split("\n")[0]))
    hybrid.click()
    expect(page).to_have_url(re.compile(r"hybrid=1"))
    assert jobs_found(page) == says + added

    page.go_back()
    expect(page).to_have_url(re.compile(r"/jobs\?remote=1$"))
    expect(page.locator("[data-results] [role=status]")).to_have_text(f"{says} jobs")


def test_typing_finds_without_a_reload_and_suggests(open_browser):
    page = open_browser()
    page.goto("/jobs")
    page.evaluate("window.stays = true")
    field = page.get_by_label("What are you looking for?")
    field.press_sequentially("inpat", delay=30)
    expect(page.get_by_role("option").first).to_contain_text("Inpatient")
    field.fill("auditr")  # what nobody says is taken for the nearest word

    expect(page.locator(".find-corrected")).to_contain_text("“auditor”")
    assert page.evaluate("window.stays") is True
    assert jobs_found(page) > 0


def test_the_map_and_the_pay_of_what_is_found(open_browser):
    page = open_browser(phone=True)
    page.goto("/jobs")
    page.locator(".find-pictures > summary").click()
    expect(page.get_by_role("img", name=re.compile("What the jobs pay up to"))).to_be_visible()
    page.locator(".state-map .tile-TX a").click()

    assert "Open to Texas" in chips(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_jobs_for_me_say_why_and_a_hidden_one_is_gone(open_browser, site):
    page = open_browser()
    sign_in_demo(page, site, "candidate")
    page.goto("/jobs/for-me")
    first = page.locator(".posting-card").first
    expect(first.locator(".is-met").first).to_contain_text("You hold")
    title = first.get_by_role("heading").inner_text()

    first.locator(".shortlist-more > summary").click()
    first.get_by_role("button", name=re.compile(r"^Hide")).first.click()
    expect(page.locator(".posting-card").get_by_role("heading", name=title)).to_have_count(0)
    page.goto("/saved/hidden")
    page.get_by_role("button", name=re.compile(r"[Ss]how")).first.click()
