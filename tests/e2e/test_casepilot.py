"""Asking CasePilot in a real browser: a guest's one question, coming back to the second, stopping, sharing, rating."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import PASSWORD, fill, link_in_mail, press

EVERYDAY = "tests/codes/files/everyday.xml"


@pytest.fixture(scope="module", autouse=True)
def codes(site) -> None:
    """An excerpt of the tabular list, in force."""
    site.run("codes", "import", "icd10cm", EVERYDAY, "--valid-from", "2026-01-01")


def ask(page: Page, question: str) -> None:
    page.get_by_label(re.compile("Ask about codes|Ask the next question")).fill(question)
    press(page, "Ask")


def test_a_guest_asks_is_stopped_registers_and_goes_on(open_browser):
    page = open_browser()
    page.goto("/casepilot")
    expect(page.get_by_text("1 CasePilot question remaining.")).to_be_visible()
    ask(page, "Pt: John Smith. What is E11.9?")
    expect(page.locator("mark")).to_contain_text("John Smith")
    press(page, "Take out and ask")
    told = page.locator(".pilot-sentence").first
    expect(told).to_contain_text("E11.9")
    expect(page.get_by_text("0 CasePilot questions remaining.")).to_be_visible()
    expect(page.get_by_text("Pt: [name]. What is E11.9?").first).to_be_visible()
    page.get_by_role("button", name="Source 1").first.click()
    expect(page.locator(".pilot-pop:popover-open .pilot-quote")).to_be_visible()
    page.keyboard.press("Escape")

    ask(page, "What is I10?")
    expect(page.get_by_text("Register to get your answer.")).to_be_visible()
    waiting = page.url.split("#")[0]
    page.locator(".locked-section").get_by_role("link", name="Register free").click()
    fill(page, {"name": "Gina Guest", "email": "gina@pilot.example", "password": PASSWORD, "intent": "work"})
    press(page, "Make my account")
    page.goto(link_in_mail(page, to="gina@pilot.example", subject="", words="erify"))
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(re.escape(waiting)))
    press(page, "Ask it now")
    expect(page.locator(".pilot-exchange").last.locator(".pilot-sentence").first).to_contain_text("I10")
    expect(page.get_by_text("4 CasePilot questions remaining.")).to_be_visible()

    # By a stream, in the same conversation, without leaving the page.
    ask(page, "What does Excludes1 at E11 say?")
    last = page.locator(".pilot-exchange").last
    expect(last.locator(".pilot-sources")).to_be_visible()
    expect(page.get_by_text("3 CasePilot questions remaining.")).to_be_visible()
    last.get_by_role("button", name="Good answer").click()
    expect(last.get_by_text("You rated it: good answer")).to_be_visible()
    last.locator("summary", has_text="Not good").click()
    last.get_by_label("What is wrong with it?").fill("It could name the section.")
    last.get_by_role("button", name="Send").click()
    expect(last.get_by_text("It could name the section.")).to_be_visible()
    last.locator("summary", has_text="Share").click()
    last.get_by_role("button", name="Make the link").click()
    link = last.locator("input[readonly]").input_value()

    reader = open_browser(javascript=False)
    reader.goto(link)
    expect(reader.get_by_role("heading", level=1)).to_have_text("What does Excludes1 at E11 say?")
    expect(reader.locator(".pilot-sentence").first).to_be_visible()
    assert "Gina" not in reader.content()
    last.get_by_role("button", name="Take the link back").click()
    expect(last.locator("input[readonly]")).to_have_count(0)
    assert reader.goto(link).status == 404


def test_a_stream_that_is_stopped_keeps_what_came(open_browser):
    page = open_browser()
    page.goto("/casepilot")
    # The answer stands faster than a hand could stop it, and may come in one piece: the page is given its beginning
    # and its first sentence, and the rest is held.
    page.add_init_script("""
        const read = ReadableStreamDefaultReader.prototype.read;
        let came = "", held = false;
        ReadableStreamDefaultReader.prototype.read = async function () {
            if (held) await new Promise(() => {});
            while (came.split("\\n\\n").length < 3) came += (await read.call(this)).value;
            held = true;
            return { value: came.split("\\n\\n").slice(0, 2).join("\\n\\n") + "\\n\\n", done: false };
        };
    """)
    page.reload()
    ask(page, "What are E11.9 and I10?")
    expect(page.locator(".pilot-sentence").first).to_be_visible()
    seen = page.locator(".pilot-sentence").all_inner_texts()
    press(page, "Stop")
    expect(page).to_have_url(re.compile("/casepilot/c/"))
    expect(page.locator(".pilot-sources")).to_be_visible()

    assert page.locator(".pilot-sentence").all_inner_texts() == seen


def test_without_javascript_it_is_a_question_and_its_answer(open_browser):
    page = open_browser(javascript=False, phone=True)
    page.goto("/casepilot")
    ask(page, "What is E11.9?")

    expect(page).to_have_url(re.compile("/casepilot/c/"))
    expect(page.locator(".pilot-sentence").first).to_contain_text("E11.9")
    page.locator(".pilot-sources summary").click()
    expect(page.locator(".pilot-sources .pilot-quote").first).to_be_visible()
