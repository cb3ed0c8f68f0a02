"""Paying in a real browser, with a worker that dies at the wrong moment."""

import json
import re

import pytest

from tests.e2e.conftest import Site


@pytest.fixture
def shopper(open_browser, site: Site):
    """The demo employer's owner at the price list, with the number of credits that she has."""
    def sign_in(**kind):
        accounts = json.loads((site.folder / "demo-accounts.json").read_text())
        owner = next(account for account in accounts if account["role"] == "employer: owner")
        page = open_browser(**kind)
        page.goto("/employers/1/billing")
        page.get_by_label("E-mail").fill(owner["email"])
        page.get_by_label("Password", exact=True).fill(owner["password"])
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.goto("/employers/1/billing")
        return page
    return sign_in


def credits(page) -> int:
    page.goto("/employers/1/billing")
    return int(re.search(r"(\d+) standard credit", page.inner_text("main").replace("\n", " ")).group(1))


def test_a_double_click_pays_once_and_the_page_shows_it_by_itself(shopper):
    page = shopper()
    before = credits(page)
    page.get_by_role("button", name="Buy Job posting").dblclick()
    page.get_by_role("button", name="Pay $149").dblclick()
    page.get_by_text("Paid. Thank you.").wait_for()

    assert credits(page) == before + 1


def test_without_javascript_the_page_asks_again_by_itself(shopper):
    page = shopper(javascript=False)
    page.get_by_role("button", name="Buy Job posting").click()
    page.get_by_role("button", name="Pay $149").click()
    page.get_by_text("Paid. Thank you.").wait_for()


def test_a_worker_killed_before_the_payment_was_heard_of_loses_nothing(shopper, site):
    page = shopper()
    before = credits(page)
    page.get_by_role("button", name="Buy 5 job postings").click()
    page.get_by_text("Sandbox: no real money").wait_for()
    site.stop("worker", kill=True)
    try:
        page.get_by_role("button", name="Pay $595").click()
        page.get_by_text("Waiting for the payment").wait_for()
        site.stop("web", kill=True)
        site.start("web")
    finally:
        site.start("worker")
    page.get_by_text("Paid. Thank you.").wait_for()

    assert credits(page) == before + 5
