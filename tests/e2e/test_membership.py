"""Becoming a member in a real browser, with the clock turned by hand, and coming back to where one was."""

from itertools import count

from playwright.sync_api import Page, expect

from tests.e2e.people import PASSWORD, fill, link_in_mail, press, read_mail

_numbers = count(1)


def register_from(page: Page, address: str) -> str:
    """A guest on the membership page registers, and comes back to it by the link in her mail; her address."""
    email = f"mia{next(_numbers)}@member.example"
    page.goto(address)
    page.get_by_role("link", name="Register first, then choose monthly").click()
    fill(page, {"name": "Mia Member", "email": email, "password": PASSWORD, "intent": "work"})
    press(page, "Make my account")
    page.goto(link_in_mail(page, to=email, subject="", words="erify"))
    page.locator("main form button[type=submit]").first.click()
    return email


def let_time_pass(page: Page) -> None:
    page.goto("/account/membership")
    press(page, "Cards and invoices")
    press(page, "Go to the next renewal or the next try")


def see(page: Page, words: str) -> None:
    """Wait until the membership's page says this: the gateway's events take a moment."""
    for _ in range(60):
        page.goto("/account/membership")
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(250)
    expect(page.get_by_text(words).first).to_be_visible()


def test_a_guest_becomes_a_member_and_goes_on_where_she_was(open_browser):
    page = open_browser()
    email = register_from(page, "/membership?next=/jobs")
    expect(page.get_by_role("heading", name="Membership", exact=True)).to_be_visible()
    page.get_by_role("button", name="Choose monthly").dblclick()
    press(page, "Have the card declined")
    expect(page.get_by_text("The card was declined.")).to_be_visible()
    page.get_by_role("button", name="Subscribe with card 0341, which fails at renewal").dblclick()
    page.wait_for_url("**/jobs")
    expect(page.get_by_text("You are a member now.")).to_be_visible()
    assert "free until" in read_mail(page, to=email, subject="Your free trial has begun")

    let_time_pass(page)  # the trial is over, and the card refuses
    see(page, "Your last payment was refused")
    assert "Enter another card" in read_mail(page, to=email, subject="was refused")
    press(page, "Cards and invoices")
    press(page, "Use the card 4242, which always works")
    see(page, "Next payment")

    page.get_by_role("link", name="Switch to yearly").click()
    expect(page.get_by_text("Your card is charged $130")).to_be_visible()
    press(page, "Switch to yearly")
    see(page, "$149 a year")
    page.once("dialog", lambda dialog: dialog.accept())
    press(page, "Cancel the membership")
    see(page, "You are a member until")
    press(page, "Go on after all")
    see(page, "Next payment")


def test_without_javascript_the_page_that_waits_asks_again_by_itself(open_browser, site):
    page = open_browser(javascript=False)
    register_from(page, "/membership")
    page.get_by_role("button", name="Choose yearly").click()
    expect(page.get_by_text("7 days free")).to_be_visible()
    site.stop("worker", kill=True)
    try:
        page.get_by_role("button", name="Subscribe with card 4242, which always works").click()
        page.get_by_text("Waiting for the payment").wait_for()
    finally:
        site.start("worker")
    page.get_by_text("You are a member now.").wait_for()
