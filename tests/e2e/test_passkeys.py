"""A passkey in a real browser: made, and signed in with, and used as second step."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site

EMAIL, PASSWORD = "paula@passkeys.test", "three plain little words"


@pytest.fixture
def own_site(tmp_path) -> Iterator[Site]:
    """A site under a name: passkeys belong to a domain, and an IP address is none."""
    site = Site(tmp_path)
    site.url = f"http://localhost:{site.port}"
    site.environment["SITE_URL"] = site.url
    site.run("db", "upgrade")
    site.start()
    yield site
    site.stop(kill=True)


@pytest.fixture
def page(own_site: Site, browser: Browser) -> Iterator[Page]:
    """A browser with an authenticator built in, such as a phone has."""
    context = browser.new_context(base_url=own_site.url)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"a script broke on {page.url}: {error}"))
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})
    yield page
    context.close()


def test_make_one_and_sign_in_with_it(page: Page):
    page.goto("/register")
    page.get_by_label("Your name").fill("Paula Passkey")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")

    mailbox(page, "Verify your address")
    page.get_by_role("button", name="Verify my address").click()
    expect(page.get_by_text("Welcome to CareerCenter")).to_be_visible()

    page.goto("/account/two-step")
    page.get_by_label("Name of this device").fill("My test phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("[data-codes] li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("rowheader", name="My test phone")).to_be_visible()

    sign_out(page)
    page.goto("/sign-in?next=/account/sessions")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Devices")

    sign_out(page)
    page.goto("/sign-in?next=/account/profile")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Name and time zone")


def mailbox(page: Page, subject: str) -> None:
    """Open the link of a mail that has arrived in the mailbox page."""
    for _ in range(30):
        page.goto("/dev/mailbox")
        mail = page.get_by_role("link", name=subject)
        if mail.count():
            break
        page.wait_for_timeout(500)
    mail.first.click()
    page.goto(str(page.frame_locator("iframe").get_by_role("link", name="Verify my address").get_attribute("href")))


def sign_out(page: Page) -> None:
    page.goto("/account")
    page.locator("[data-menu] summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
