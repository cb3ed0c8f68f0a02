"""Rate limits: for each address and each account, with a sentence that says how long to wait."""

import pytest

from careercenter.accounts import limits
from careercenter.accounts.limits import Limit, TooManyTries

LIMIT = Limit("test", "2/15 minute", "tries")


def test_says_how_long_to_wait(app):
    LIMIT.spend("a")
    LIMIT.spend("a")
    with pytest.raises(TooManyTries, match=r"Too many tries in a short time\. Try again in 15 minutes\."):
        LIMIT.spend("a")
    LIMIT.spend("b")


def test_asking_uses_no_try(app):
    for _ in range(5):
        LIMIT.require("a")
    LIMIT.spend("a")
    LIMIT.spend("a")
    with pytest.raises(TooManyTries):
        LIMIT.require("a")


@pytest.mark.parametrize(("address", "key"), [
    ("203.0.113.7", "203.0.113.7"), ("2001:db8::1:2:3", "2001:db8::/64"), ("", "unknown")])
def test_an_ipv6_network_counts_as_one_address(app, address, key):
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert limits.here() == key
