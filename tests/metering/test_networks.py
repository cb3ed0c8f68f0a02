"""Clearing cookies is no endless supply, and a network of many isn't locked out by one."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from careercenter.core import aside, db
from careercenter.metering import networks, tasks
from careercenter.metering.meters import CODE_PAGES
from careercenter.metering.models import NetworkDay
from tests.metering.conftest import NETWORK_LIMIT
from tests.metering.pages import left

HERE = "203.0.113.7"


@pytest.fixture
def noon():
    with time_machine.travel(datetime.now(UTC).replace(hour=12), tick=False) as traveller:
        yield traveller


def open_as_new(ask, browser, times: int, address: str) -> list[str]:
    return [ask("a", browser(), address=address)["why"] for _ in range(times)]


def test_whoever_clears_her_cookies_comes_to_an_end(ask, browser, noon):
    assert open_as_new(ask, browser, NETWORK_LIMIT + 2, HERE) == ["opened_now"] * NETWORK_LIMIT + ["network"] * 2


def test_the_others_of_the_network_are_asked_to_register_and_opened_pages_stay_open(ask, browser, noon):
    first = browser()
    ask("a", first, address=HERE)
    open_as_new(ask, browser, NETWORK_LIMIT, HERE)

    stopped = ask("a", browser(), address="203.0.113.200")
    assert (stopped["level"], stopped["next"], stopped["left"]) == ("locked", "register", 0)
    assert ask("a", first, address=HERE)["level"] == "teaser"


def test_who_was_stopped_by_the_network_keeps_her_own_view_for_another_day(ask, browser, noon):
    open_as_new(ask, browser, NETWORK_LIMIT, HERE)
    client = browser()
    assert ask("a", client, address=HERE)["why"] == "network" and client.get_cookie("guest") is None

    noon.shift(timedelta(days=1))

    assert ask("a", client, address=HERE)["why"] == "opened_now"


def test_another_network_has_its_own(ask, browser, noon):
    open_as_new(ask, browser, NETWORK_LIMIT + 1, HERE)
    assert open_as_new(ask, browser, 1, "203.0.114.7") == ["opened_now"]


def test_a_network_of_ipv6_is_what_a_customer_has(ask, browser, noon):
    for number in range(NETWORK_LIMIT):
        open_as_new(ask, browser, 1, f"2001:db8:1:{number:x}::1")

    assert open_as_new(ask, browser, 1, "2001:db8:1:ff::9") == ["network"]
    assert open_as_new(ask, browser, 1, "2001:db8:1:100::9") == ["opened_now"]


def test_whoever_is_signed_in_never_suffers_from_it(ask, browser, coder, noon):
    open_as_new(ask, browser, NETWORK_LIMIT + 1, HERE)

    assert [ask(subject, as_=coder, address=HERE)["why"] for subject in "abcde"] == ["opened_now"] * 5
    assert left(coder) == 0


def test_addresses_of_our_own_tell_no_networks_apart(ask, browser, noon):
    for address in ("127.0.0.1", "10.1.2.3", "::ffff:192.168.1.9", "fd00::1", "unix"):
        assert "network" not in open_as_new(ask, browser, NETWORK_LIMIT + 2, address)
    assert db.session.query(NetworkDay).count() == 0


def test_behind_a_trusted_proxy_they_do(settings, app):
    trusting = settings.model_copy(update={"trusted_proxies": 1})
    app.extensions["settings"] = trusting
    try:
        assert networks.prefix_of("10.1.2.3") == "10.1.2.0/24"
    finally:
        app.extensions["settings"] = settings


def test_what_says_a_forwarded_header_counts_for_nothing_without_a_trusted_proxy(ask, browser, noon):
    answers = [ask("a", browser(), address=HERE, X_Forwarded_For=f"198.51.{number}.1")["why"]
               for number in range(NETWORK_LIMIT + 1)]
    assert answers[-1] == "network"


def test_what_is_kept_of_a_network_is_gone_the_next_day(ask, browser, noon):
    open_as_new(ask, browser, 2, HERE)
    [row] = db.session.query(NetworkDay).all()
    assert row.views == 2 and len(row.network) == 16 and b"203.0.113" not in row.network

    noon.shift(timedelta(days=1))
    db.session.rollback()
    tasks.forget_guests()

    assert db.session.query(NetworkDay).count() == 0


def test_a_limit_of_nothing_is_none(settings, app):
    app.extensions["settings"] = settings.model_copy(update={"guest_views_per_network": 0})
    try:
        with aside() as connection:
            assert all(networks.spend(connection, CODE_PAGES, HERE) for _ in range(60))
    finally:
        app.extensions["settings"] = settings
