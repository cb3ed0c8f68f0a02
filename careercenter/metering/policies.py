"""Who sees how much, and what to do next. Both are tables: changing what is promised is changing a line."""

from enum import StrEnum

from careercenter.accounts.models import User
from careercenter.accounts.policies import is_admin


class Viewer(StrEnum):
    """Who looks, as far as it decides what is shown."""

    GUEST = "guest"
    UNVERIFIED = "unverified"  # has an account, whose allowance begins when its address is verified
    REGISTERED = "registered"
    MEMBER = "member"
    PASSER_BY = "passer_by"  # doesn't count: a search engine, a link preview, a HEAD, a browser fetching in advance


class Level(StrEnum):
    """How much of a page is open. Which of its sections that is, each page says in a table of its own."""

    FULL = "full"
    TEASER = "teaser"
    LOCKED = "locked"


class Why(StrEnum):
    """What decided it."""

    OPENED_NOW = "opened_now"  # a view was spent
    OPENED_BEFORE = "opened_before"
    MEMBERSHIP = "membership"
    NOT_COUNTED = "not_counted"
    NOTHING_LEFT = "nothing_left"
    NETWORK = "network"  # other guests of her network opened what is free there today
    UNAVAILABLE = "unavailable"  # the meter can't be read now


class NextStep(StrEnum):
    """What brings somebody further."""

    NONE = "none"
    REGISTER = "register"
    SIGN_IN = "sign_in"  # what this browser opened is in an account already
    VERIFY_ADDRESS = "verify_address"
    BECOME_MEMBER = "become_member"
    BUY_PACK = "buy_pack"
    TRY_AGAIN = "try_again"


# Viewer, whether she is within her allowance (or opened the page before) -> what is open.
# Who hasn't verified her address opens as much as a guest; what an account opened, it has whole.
# A search engine sees what a guest first sees: sampling that shows it more would be cloaking.
LEVELS = {
    (Viewer.GUEST, True): Level.TEASER,
    (Viewer.UNVERIFIED, True): Level.FULL,
    (Viewer.REGISTERED, True): Level.FULL,
    (Viewer.MEMBER, True): Level.FULL,
    (Viewer.PASSER_BY, True): Level.TEASER,
    (Viewer.GUEST, False): Level.LOCKED,
    (Viewer.UNVERIFIED, False): Level.LOCKED,
    (Viewer.REGISTERED, False): Level.LOCKED,
}

# Viewer, why -> the next step, where that isn't NONE.
NEXT_STEPS = {
    (Viewer.GUEST, Why.OPENED_NOW): NextStep.REGISTER,
    (Viewer.GUEST, Why.OPENED_BEFORE): NextStep.REGISTER,
    (Viewer.GUEST, Why.NOT_COUNTED): NextStep.REGISTER,
    (Viewer.GUEST, Why.NOTHING_LEFT): NextStep.REGISTER,
    (Viewer.GUEST, Why.NETWORK): NextStep.REGISTER,
    (Viewer.GUEST, Why.UNAVAILABLE): NextStep.TRY_AGAIN,
    (Viewer.PASSER_BY, Why.NOT_COUNTED): NextStep.REGISTER,
    (Viewer.REGISTERED, Why.NOTHING_LEFT): NextStep.BECOME_MEMBER,
    (Viewer.UNVERIFIED, Why.OPENED_NOW): NextStep.VERIFY_ADDRESS,
    (Viewer.UNVERIFIED, Why.OPENED_BEFORE): NextStep.VERIFY_ADDRESS,
    (Viewer.UNVERIFIED, Why.NOT_COUNTED): NextStep.VERIFY_ADDRESS,
    (Viewer.UNVERIFIED, Why.NOTHING_LEFT): NextStep.VERIFY_ADDRESS,
    (Viewer.UNVERIFIED, Why.NETWORK): NextStep.VERIFY_ADDRESS,
    (Viewer.UNVERIFIED, Why.UNAVAILABLE): NextStep.TRY_AGAIN,
    (Viewer.REGISTERED, Why.UNAVAILABLE): NextStep.TRY_AGAIN,
}


def may_adjust(by: User | None) -> bool:
    """Whether the person changes what others may open: admins."""
    return is_admin(by)
