"""The editor of a job in a real browser: it saves by itself, and two tabs don't overwrite each other."""

import json

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def editor(site, open_browser) -> Page:
    """A new job in the editor, with the demo recruiter."""
    page = open_browser()
    page.goto("/sign-in")
    sign_in(site, page)
    page.goto("/employers")
    page.locator(".cc-card h2 a, .cc-card h3 a").first.click()
    page.get_by_role("link", name="Post a job").last.click()
    page.get_by_label("Title of the job").fill("ED Coder")
    page.get_by_role("button", name="Start the job").click()
    return page


def sign_in(site, page: Page) -> None:
    accounts = json.loads((site.folder / "demo-accounts.json").read_text())
    recruiter = next(one for one in accounts if one["role"] == "employer: recruiter")
    page.get_by_label("E-mail").first.fill(recruiter["email"])
    page.get_by_label("Password", exact=True).first.fill(recruiter["password"])
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def wait_until_saved(page: Page) -> None:
    expect(page.locator("[data-editor][data-unsaved]")).to_have_count(0)
    expect(page.locator("[data-saved]")).to_contain_text("Saved")


def test_what_is_typed_is_saved_by_itself_and_two_tabs_do_not_overwrite_each_other(editor: Page):
    expect(editor.locator("[data-saved]")).to_contain_text("Saved")
    editor.get_by_label("Title", exact=True).fill("ED Coder II")
    editor.locator("#groups-0-any_of").get_by_label("RHIT", exact=True).check()
    editor.get_by_role("button", name="Add a group that is asked for too").click()
    editor.locator("#groups-1-any_of").get_by_label("CIC", exact=True).check()
    expect(editor.locator("[data-sentence]")).to_have_text("RHIT, and CIC.")
    editor.get_by_label("At most").fill("lots")
    expect(editor.locator("[data-live-error]")).to_contain_text("isn’t an amount")
    editor.get_by_label("At most").fill("40")
    editor.locator("[name=work_modes][value=remote]").check()
    editor.get_by_text("Remote from certain states").click()
    editor.get_by_label("Colorado").check()
    expect(editor.locator("[data-laws]")).to_contain_text("Colorado’s law wants")
    editor.locator("#description").fill("**Bold** words")
    expect(editor.locator("[data-preview-text] strong")).to_have_text("Bold")
    wait_until_saved(editor)

    other = editor.context.new_page()
    other.goto(editor.url)
    expect(other.get_by_label("Title", exact=True)).to_have_value("ED Coder II")
    expect(other.locator("[data-sentence]")).to_have_text("RHIT, and CIC.")
    other.get_by_label("Title", exact=True).fill("From the other tab")
    wait_until_saved(other)

    editor.get_by_label("Title", exact=True).fill("From the first tab")
    expect(editor.locator("[data-saved]")).to_contain_text("another tab or by a colleague")
    other.reload()
    expect(other.get_by_label("Title", exact=True)).to_have_value("From the other tab")


def test_whoever_is_signed_out_while_writing_signs_in_elsewhere_and_loses_nothing(site, editor: Page):
    expect(editor.locator("[data-saved]")).to_contain_text("Saved")
    editor.context.clear_cookies()
    editor.get_by_label("Title", exact=True).fill("Typed while signed out")
    expect(editor.locator("[data-saved]")).to_contain_text("you are signed out")

    with editor.expect_popup() as opened:
        editor.get_by_role("link", name="Sign in in a new tab").click()
    sign_in(site, opened.value)
    editor.evaluate("window.dispatchEvent(new Event('focus'))")
    wait_until_saved(editor)
    editor.reload()
    expect(editor.get_by_label("Title", exact=True)).to_have_value("Typed while signed out")


def test_rows_end_at_the_most_and_are_called_by_their_order(editor: Page):
    add = editor.get_by_role("button", name="Add a group that is asked for too")
    for _ in range(11):
        add.click()
    expect(add).to_be_hidden()
    expect(editor.locator("#groups [data-most-said]")).to_have_text("12 is the most.")
    editor.get_by_role("button", name="Remove group 1", exact=True).click()
    expect(add).to_be_visible()
    expect(editor.locator("#groups [data-row] > legend").first).to_have_text("Group 1")
    expect(editor.locator("#groups [data-row] > legend").last).to_have_text("And: group 11")


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_words_without_an_end_break_no_page(editor: Page, width: int):
    endless = "W" * 110
    editor.get_by_label("Title", exact=True).fill(endless)
    editor.locator("#benefits_other").fill(endless)
    editor.locator("#pay_note").fill(endless)
    editor.locator("#conditions").fill(endless)
    wait_until_saved(editor)
    job = editor.url.removesuffix("/edit")
    editor.set_viewport_size({"width": width, "height": 800})
    for path in (editor.url, job, f"{job}/preview"):
        editor.goto(path)
        jobs = editor.get_by_role("link", name="Jobs of").first.get_attribute("href") if path == job else ""
        assert editor.evaluate("document.documentElement.scrollWidth") <= width, path
        if jobs:
            editor.goto(jobs)
            assert editor.evaluate("document.documentElement.scrollWidth") <= width, jobs
