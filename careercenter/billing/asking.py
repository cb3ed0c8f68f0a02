"""Asking the gateway about many things at once: what it doesn't answer about now is asked about next time."""

from collections import Counter
from collections.abc import Callable, Iterable

import structlog

from careercenter.billing.gateways.port import GatewayDown

log = structlog.get_logger()


def ask_each(what: str, ids: Iterable[int], ask: Callable[[int], str]) -> dict[str, int]:
    """Ask about each of them; `ask` tells in words what came of it. Returns how many came to what, and logs it."""
    outcomes: Counter[str] = Counter()
    for each in ids:
        try:
            outcomes[ask(each)] += 1
        except GatewayDown:
            outcomes["gateway out of reach"] += 1
    if outcomes:
        log.info(f"{what} reconciled", **{outcome.replace(" ", "_"): number for outcome, number in outcomes.items()})
    return dict(outcomes)
