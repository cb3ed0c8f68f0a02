"""Memberships in the books: what came in, what went back, what a dispute took. In the caller's transaction."""

from careercenter.billing import ledger
from careercenter.billing.ledger import Move
from careercenter.core import AlreadyDone
from careercenter.memberships.models import Subscription, SubscriptionInvoice


def book(row: Subscription, invoice: SubscriptionInvoice, *, refunded_before: int) -> None:
    """Bring the books to where an invoice stands; what is in them already is left alone."""
    cash, unit = f"payments:{row.gateway}", invoice.currency
    if invoice.status == "paid" and invoice.paid:
        _once(f"invoice:{invoice.gateway_id}:paid", "Membership",
              Move(cash, unit, invoice.paid), Move("sales:memberships", unit, invoice.tax - invoice.paid),
              Move("tax", unit, -invoice.tax))
    if more := invoice.refunded - refunded_before:  # below nothing, where a refund didn't arrive
        _once(f"invoice:{invoice.gateway_id}:refunded:{row.answered}", "Refund of a membership",
              Move(cash, unit, -more), Move("refunds", unit, more))


def book_loss(row: Subscription, invoice: SubscriptionInvoice) -> None:
    """Book what a lost dispute took."""
    cash, unit = f"payments:{row.gateway}", invoice.currency
    if invoice.lost:
        _once(f"invoice:{invoice.gateway_id}:lost", "Dispute of a membership's payment, lost",
              Move(cash, unit, -invoice.lost), Move("refunds", unit, invoice.lost))


def _once(key: str, what: str, *moves: Move) -> None:
    try:
        ledger.post(key, what, *moves)
    except AlreadyDone:
        return
