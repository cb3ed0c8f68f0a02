"""What a member notices of it all: the page that was locked is open."""

import pytest

from careercenter.billing.gateways.sandbox import subscriptions
from careercenter.memberships import managing
from tests.memberships.conftest import press
from tests.memberships.test_views import WORKS
from tests.metering.conftest import _site, ask, site  # noqa: F401


@pytest.fixture
def used_up(price_list, ask, coder) -> None:  # noqa: F811
    """The coder has opened all that comes with an account."""
    for subject in "abcde":
        assert ask(subject, as_=coder)["why"] == "opened_now"


def test_who_has_used_up_what_is_free_is_led_to_the_membership_and_back_unlocked(used_up, site, coder):  # noqa: F811
    page = site("/metered/f", as_=coder)
    link, *_ = [a for a in page.soup.select("main a") if "/membership" in str(a["href"])]
    page = site(str(link["href"]), as_=coder).press("Choose yearly").press(WORKS)
    assert page.path == "/metered/f"
    assert "You are a member now." in page.text


def test_a_member_opens_without_counting_and_keeps_it_afterwards(used_up, ask, member, coder, admin):  # noqa: F811
    assert ask("f", as_=coder)["why"] == "membership"
    managing.end(member, by=admin, reason="test")
    assert ask("f", as_=coder)["why"] == "opened_before"
    assert ask("g", as_=coder)["why"] == "nothing_left"


def test_a_refused_payment_locks_nothing_before_its_grace_is_over(used_up, ask, trial, coder):  # noqa: F811
    press(subscriptions.set_card, trial, subscriptions.FAILS_AT_RENEWAL)
    press(subscriptions.advance, trial)
    assert ask("f", as_=coder)["why"] == "membership"
