"""Packs of questions: what a person's own order gives stands in the meter's ledger. In the caller's transaction,
which is the payment's or the refund's: there is no moment at which one is so and the other isn't.
"""

from careercenter.accounts.deletion import is_erased
from careercenter.billing.models import Order
from careercenter.metering import ledger
from careercenter.metering.meters import BY_KEY
from careercenter.metering.models import GrantKind


def find_obstacle(order: Order) -> str | None:
    """Why nobody can be given what was paid for, in words for an admin; None if somebody can."""
    if is_erased(order.bought_by_id):
        return "The account was deleted before its payment came. Give the money back."
    return None


def give(order: Order) -> None:
    """Give what was paid for."""
    for line in order.lines:
        ledger.grant(BY_KEY[line.kind], order.bought_by_id, line.credits, key=f"order:{order.id}:{line.id}",
                     kind=GrantKind.PACK, reason=f"Order {order.number}")


def take_back(order: Order, *, refunded_before: int) -> int:
    """Take back what the money paid for that went back just now, as far as it isn't spent; parts of a question are
    left to the buyer. Returns how many."""
    return sum(
        ledger.take_back(BY_KEY[line.kind], order.bought_by_id,
                         _bought_by(order.refunded, order, line.credits)
                         - _bought_by(refunded_before, order, line.credits),
                         key=f"order:{order.id}:{line.id}:refunded:{order.refunded}", kind=GrantKind.PACK,
                         reason=f"Refund of order {order.number}")
        for line in order.lines)


def _bought_by(amount: int, order: Order, credits: int) -> int:
    return credits * amount // order.total
