"""Payments that go wrong for a job that waits for one: it goes to review once, and costs once."""

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import fill, press, register

_numbers = count(1)

JOB = {
    "role_family": "educator", "employment_types": ["full_time"], "work_modes": ["remote"],
    "remote_states": ["TX", "OH"], "groups-0-any_of": ["CPC", "CCS"], "equivalents_considered": True,
    "description": "Teaches coders what the quality reviews find, in short lessons that they finish.",
}


@pytest.fixture
def waiting(open_browser) -> Page:
    """A new employer's job that waits for payment, with its owner at the price list."""
    number = next(_numbers)
    page = open_browser()
    register(page, name="Paula Payer", email=f"paula@hospital{number}.example", to="hire")
    page.get_by_role("link", name="Enter your organization").click()
    fill(page, {"name": f"Hospital {number}", "kind": "hospital"})
    press(page, "Enter the organization")
    page.get_by_role("banner").get_by_role("link", name="Post a job").click()
    fill(page, {"title": "Coding Quality Educator"})
    press(page, "Start the job")
    fill(page, JOB)
    press(page, "Submit for review")
    page.get_by_text("goes to review by itself as soon as the payment is in").wait_for()
    return page


def go_to_payment(page: Page) -> None:
    page.get_by_role("button", name="Buy Job posting").dblclick()
    page.get_by_role("button", name="Pay $149").wait_for()


def expect_reviewed_once(page: Page) -> None:
    """The job is in review, for one order and one credit."""
    page.get_by_text("Paid. Thank you.").wait_for()
    page.get_by_role("link", name="Go on where you left off").click()
    for _ in range(60):
        if page.get_by_text("We are reading it").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(page.get_by_text("We are reading it")).to_be_visible()
    page.get_by_role("link", name="What changed when").click()
    expect(page.locator("main").get_by_text(re.compile("^Revision 2"))).to_have_count(0)
    page.goto("/employers")
    page.get_by_role("link", name=re.compile("^Hospital")).first.click()
    page.get_by_role("link", name="Credits", exact=True).click()
    for tab, rows in (("Orders", 1), ("Credits", 2)):
        page.get_by_role("link", name=tab, exact=True).click()
        expect(page.locator("main tbody tr")).to_have_count(rows)
    assert page.locator("main td[data-label=Credits]").all_inner_texts() == ["-1", "+1"]


def test_declines_a_bank_that_refuses_and_second_thoughts_cost_nothing_and_lose_nothing(waiting: Page):
    page = waiting
    go_to_payment(page)
    press(page, "Have the card declined")
    expect(page.get_by_text("The card was declined.")).to_be_visible()
    press(page, "Have the bank ask (3-D Secure)")
    press(page, "No, refuse")
    expect(page.get_by_text("The card was declined.")).to_be_visible()
    page.get_by_role("link", name="Leave without paying").click()
    expect(page.get_by_text("Nothing was charged for order")).to_be_visible()
    page.get_by_role("link", name="Back to where you were").click()
    expect(page.get_by_text("It waits for a credit")).to_be_visible()

    page.go_back()
    press(page, "Go to the payment page")
    press(page, "Have the bank ask (3-D Secure)")
    page.get_by_role("button", name="Yes, approve").dblclick()
    expect_reviewed_once(page)


def test_a_tab_that_closes_at_the_moment_of_paying_changes_nothing(waiting: Page):
    page = waiting
    go_to_payment(page)
    checkout = page.url
    page.get_by_role("button", name="Pay $149").click(no_wait_after=True)
    other = page.context.new_page()
    # Chromium forgets a close that meets the moment when the next page comes in: it is told until it does it.
    for _ in range(100):
        page.close(run_before_unload=True)
        other.wait_for_timeout(50)
        if page.is_closed():
            break
    assert page.is_closed()
    other.goto(checkout)
    paid, unpaid = other.get_by_role("link", name="Back to CareerCenter"), other.get_by_role("button", name="Pay $149")
    expect(paid.or_(unpaid)).to_be_visible()
    (unpaid if unpaid.count() else paid).click()
    expect_reviewed_once(other)


@pytest.mark.parametrize("later", [0, 400, 1500])
def test_a_server_and_a_worker_killed_between_payment_and_publishing_lose_nothing(waiting: Page, site, later: int):
    """Killed at once after the payment, and while it is heard of and the job goes on."""
    page = waiting
    go_to_payment(page)
    page.get_by_role("button", name="Pay $149").dblclick()
    page.wait_for_url("**/billing/orders/**", wait_until="commit")
    order = page.url
    page.goto("about:blank")
    page.wait_for_timeout(later)
    site.stop("worker", "web", kill=True)
    site.start("web", "worker")
    page.goto(order)
    expect_reviewed_once(page)


def test_a_job_that_waits_goes_on_though_the_worker_was_dead_for_the_whole_payment(waiting: Page, site):
    page = waiting
    go_to_payment(page)
    site.stop("worker", kill=True)
    try:
        page.get_by_role("button", name="Pay $149").click()
        page.get_by_text("Waiting for the payment").wait_for()
        page.reload()
        site.stop("web", kill=True)
        site.start("web")
    finally:
        site.start("worker")
    expect_reviewed_once(page)
