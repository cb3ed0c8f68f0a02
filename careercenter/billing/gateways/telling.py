"""What Stripe's errors mean to people: the gateway is down, and nothing was charged."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from stripe import StripeError

from careercenter.billing.gateways.port import GatewayDown

log = structlog.get_logger()


@contextmanager
def telling(what: str) -> Iterator[None]:
    """Try something at Stripe.

    Raises:
        GatewayDown: in place of whatever Stripe's SDK raises and nobody handled.
    """
    try:
        yield
    except StripeError as error:
        log.warning("stripe refused or is out of reach", tried=what, error=type(error).__name__,
                    code=error.code, stripe_request=error.request_id)
        raise GatewayDown("Our payment provider doesn't answer right now, and nothing was charged. "
                          "Try again in a minute.") from error
