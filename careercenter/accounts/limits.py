"""How often something may be tried, by address and by account."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from math import ceil
from time import time

from flask import request
from limits import RateLimitItem, parse

from careercenter.core import DomainError
from careercenter.extensions import limiter


class TooManyTries(DomainError):
    """It was tried too often in a short time."""

    status = 429

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Limit:
    """How often one thing may be done, for each key."""

    name: str
    rate: str
    what: str  # completes "Too many ..."

    @property
    def _item(self) -> RateLimitItem:
        return parse(self.rate)

    def require(self, key: str) -> None:
        """Go on if there is a try left; uses none.

        Raises:
            TooManyTries: the sentence says how long to wait.
        """
        if not limiter.limiter.test(self._item, self.name, key):
            raise self._refusal(key)

    def spend(self, key: str) -> None:
        """Use one try.

        Raises:
            TooManyTries: none was left.
        """
        if not limiter.limiter.hit(self._item, self.name, key):
            raise self._refusal(key)

    def _refusal(self, key: str) -> TooManyTries:
        seconds = limiter.limiter.get_window_stats(self._item, self.name, key).reset_time - time()
        minutes = max(1, ceil(seconds / 60))
        return TooManyTries(f"Too many {self.what} in a short time. Try again in "
                            f"{minutes} minute{'s' if minutes != 1 else ''}.", retry_after=max(1, ceil(seconds)))


def here() -> str:
    """The address that asks; of IPv6 its /64 network, all of which one person has to herself."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ip_network(f"{address}/64", strict=False) if address.version == 6 else address)


SIGN_IN_BY_ADDRESS = Limit("sign-in-address", "10/minute", "tries to sign in")
SIGN_IN_BY_ACCOUNT = Limit("sign-in-account", "5/15 minute", "wrong passwords")
SECOND_STEP = Limit("second-step", "5/15 minute", "wrong codes")
CONFIRM = Limit("confirm", "5/15 minute", "wrong passwords")
REGISTER = Limit("register", "20/hour", "new accounts from here")
REGISTER_SAME = Limit("register-account", "4/hour", "mails to this address")
RECOVER = Limit("recover", "10/hour", "requests for a new password")
RECOVER_SAME = Limit("recover-account", "4/hour", "mails to this address")
RESEND = Limit("resend", "4/hour", "verification mails")
CHANGE_EMAIL = Limit("change-email", "5/hour", "changes of the address")
FOLLOW_LINK = Limit("follow-link", "30/minute", "links opened")
PASSKEY = Limit("passkey", "20/minute", "passkey tries")
EXPORT = Limit("export", "10/hour", "downloads")
