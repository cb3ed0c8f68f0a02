"""Prices change from the page, with their history."""

import pytest

from careercenter.billing import catalog
from careercenter.core import Money
from tests.billing.conftest import shop  # noqa: F401

LABEL = "Change the price of Job posting"


@pytest.fixture
def page(visit, shop, admin):  # noqa: F811
    return visit("/staff/prices", as_=admin)


def test_a_new_price_counts_from_now_on_and_the_old_one_stays_to_read(page):
    after = page.fill({"single-amount": "199.50"}).press(LABEL)
    assert "Job posting costs $199.50 from now on." in after.text
    assert catalog.get_offer("single")[1].money == Money(199_50)
    history = after.soup.find(id="product-single").find_parent("section").find("table").get_text(" ")
    assert "$199.50" in history and "$149" in history


@pytest.mark.parametrize("typed", ["", "free", "0", "-5", "1.999", "1000000", "NaN", "Infinity"])
def test_what_is_no_price_comes_back_with_the_reason(page, typed):
    after = page.fill({"single-amount": typed}).press(LABEL)
    assert after.status == 422 and "Please check" in after.text
    assert after.soup.find("input", {"name": "single-amount"})["value"] == typed
    assert catalog.get_offer("single")[1].money == Money(149_00)


def test_pressed_twice_changes_it_once(page):
    page.fill({"single-amount": "199"}).press(LABEL)
    after = page.fill({"single-amount": "199"}).press(LABEL)
    assert "costs $199 already" in after.text


def test_what_is_not_for_sale_keeps_its_history(page, visit, admin):
    from careercenter.core import db

    catalog.get_offer("single")[0].is_active = False
    db.session.commit()
    after = visit("/staff/prices", as_=admin)
    assert "Not for sale" in after.text and LABEL not in str(after.soup)
