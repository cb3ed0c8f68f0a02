"""A stranger looks codes up: one page as a guest, five more with an account, and as many as she needs as a member."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import PASSWORD, fill, link_in_mail, press, sign_in_demo

EMAIL = "sam.stranger@codes.example"
FIVE = ("E11.42", "E11.9", "E11", "S06", "T66")


@pytest.fixture(scope="module")
def codes(site) -> None:
    """A small part of the tabular list, looked up through its index."""
    site.run("codes", "import", "icd10cm", "tests/codes/files/tabular.xml")
    site.run("codes", "index")


def remaining(page: Page, words: str) -> None:
    expect(page.locator(".allowance-left")).to_have_text(words)


def test_a_stranger_reads_registers_comes_back_and_becomes_a_member(open_browser, codes):
    page = open_browser()
    page.goto("/codes")
    page.get_by_label("A code, or what it is about").fill("dm2 w neuropathy")
    page.get_by_role("button", name="Look up").click()
    page.locator("a.code-hit-code", has_text="E11.40").click()
    remaining(page, "0 code page views remaining.")
    expect(page.get_by_role("heading", name="Official description")).to_be_visible()
    expect(page.get_by_text("Create a free account to unlock this content.")).to_have_count(4)

    page.goto("/codes/icd10cm/E11.42")
    expect(page.get_by_role("heading", name="Official description")).to_have_count(0)
    page.get_by_role("link", name="Register free account to get 5 more views.").click()
    fill(page, {"name": "Sam Stranger", "email": EMAIL, "password": PASSWORD, "intent": "work"})
    press(page, "Make my account")
    page.goto(link_in_mail(page, to=EMAIL, subject="", words="erify"))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/codes/icd10cm/E11.42")
    remaining(page, "4 code page views remaining.")
    expect(page.locator(".code-section")).to_have_count(4)

    page.goto("/codes/icd10cm/E11.40")  # the guest's: it came along
    remaining(page, "4 code page views remaining.")
    for left, code in zip((4, 3, 2, 1, 0), FIVE, strict=True):
        page.goto(f"/codes/icd10cm/{code}")
        remaining(page, f"{left} code page view{'' if left == 1 else 's'} remaining.")
    page.goto("/codes/icd10cm/S06.1X7A")
    expect(page.get_by_text("A membership unlocks this content.").first).to_be_visible()
    page.get_by_role("link", name="See the membership.").click()
    page.get_by_role("button", name="Choose monthly").click()
    press(page, "Subscribe with card 4242, which always works")
    page.wait_for_url("**/codes/icd10cm/S06.1X7A")
    expect(page.locator(".code-section")).to_have_count(4)
    expect(page.locator(".allowance")).to_have_count(0)


def test_without_javascript_a_code_is_found_and_kept(open_browser, codes):
    page = open_browser(javascript=False)
    page.goto("/codes")
    page.get_by_label("A code, or what it is about").fill("e114")
    page.get_by_role("button", name="Look up").click()
    expect(page.locator("a.code-hit-code", has_text="E11.40")).to_be_visible()
    page.goto("/codes/icd10cm/E11.40")
    expect(page.get_by_role("heading", name="Common language description")).to_be_visible()


def test_without_javascript_the_way_back_from_a_code_finds_the_checked_list(open_browser, codes, site):
    page = open_browser(javascript=False)
    sign_in_demo(page, site, "candidate")
    page.goto("/codes/check")
    page.get_by_label("Codes", exact=True).fill("E11.40\nE11.9")
    page.get_by_role("button", name="Check").click()
    page.locator("table a", has_text="E11.40").click()
    expect(page.get_by_role("heading", level=1, name="E11.40")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="2 codes")).to_be_visible()
    expect(page.get_by_label("Codes", exact=True)).to_have_value("E11.40\nE11.9")
