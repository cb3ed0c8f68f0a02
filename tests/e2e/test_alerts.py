"""A search is saved with an address alone, told of a new job once, and stopped with a click."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.people import press, read_mail, sign_in_demo

ADDRESS = "nora.nomad@example.com"


def approve_the_waiting_job(page: Page) -> None:
    page.goto("/staff/moderation")
    page.get_by_role("link", name="Lead Coder, Cancer Center").first.click()
    press(page, "Claim it")
    press(page, "Approve")
    page.get_by_text("The employer is told by mail", exact=False).wait_for()


def count_mails(page: Page, *, about: str) -> int:
    page.goto("/dev/mailbox")
    return page.locator("main li, main tr").filter(has_text=ADDRESS).filter(has_text=about).count()


def test_a_guest_saves_a_search_is_told_once_and_stops_it(open_browser, site):
    guest = open_browser(phone=True)
    guest.goto("/jobs?specialty=Hematology+and+oncology&state=OH")
    guest.locator(".save-search > summary").click()
    guest.get_by_label("E-mail").fill(ADDRESS)
    guest.get_by_label("Tell me").select_option("instantly")
    press(guest, "Save this search")
    expect(guest.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    guest.goto(re.findall(r"http\S+confirm\S*", read_mail(guest, to=ADDRESS, subject=""))[0])
    press(guest, "Save my search")

    moderator = open_browser()
    sign_in_demo(moderator, site, "moderator")
    approve_the_waiting_job(moderator)

    mail = read_mail(guest, to=ADDRESS, subject="Lead Coder")
    assert "Lead Coder, Cancer Center" in mail and "Lakeside" in mail
    found = open_browser()
    found.goto("/jobs?specialty=Hematology+and+oncology&state=OH")
    expect(found.get_by_role("link", name="Lead Coder, Cancer Center", exact=True)).to_be_visible()
    assert count_mails(moderator, about="Lead Coder") == 1

    guest.goto(re.findall(r"http\S+", mail)[-1])
    press(guest, "Stop the mails")
    expect(guest.get_by_role("heading", level=1)).to_have_text("No more mails")
