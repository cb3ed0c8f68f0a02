"""What follows a payment."""

from contextlib import suppress

from careercenter.billing import checkout, queries, retention
from careercenter.billing.gateways import gateway
from careercenter.billing.models import Order
from careercenter.core import NotPossible, db, lock, transaction
from careercenter.events import AccountErased, OrderPaid, listen
from careercenter.mail import outbox
from careercenter.web.links import absolute


@listen(OrderPaid)
def send_receipt(event: OrderPaid) -> None:
    """Mail the receipt to the buyer and to the employer's finance members."""
    with transaction():
        order = db.session.get_one(Order, event.order_id)
        for reader in queries.list_receipt_readers(order):
            outbox.post("order_paid", to=reader.email, key=f"order_paid:{order.id}:{reader.id}",
                        name=reader.name, order=order, owner=queries.name_owner(order),
                        receipt_url=absolute("billing.receipt", public_id=order.public_id),
                        next_url=_next_step(order))


@listen(OrderPaid)
def keep_receipt_url(event: OrderPaid) -> None:
    """Ask the gateway for the address of its own receipt: its events don't tell."""
    order = db.session.get_one(Order, event.order_id)
    session = gateway.find_session(order.session_id) if order.session_id and not order.receipt_url else None
    if session is not None and session.receipt_url:
        with transaction():
            lock(order)
            order.receipt_url = session.receipt_url


@listen(AccountErased)
def forget_buyer(event: AccountErased) -> None:
    """What she hasn't paid for yet is given up; of all that she ordered, who paid for it is forgotten."""
    for order in queries.list_own_waiting(event.user_id):
        if order.state in checkout.UNPAID and order.gateway == gateway.name:
            with suppress(NotPossible):  # paid, or being paid: what comes of it is for an admin to look at
                checkout.cancel(order, by=None)
    retention.forget_buyers()


def _next_step(order: Order) -> str:
    if order.return_to:
        return absolute("billing.show_order", public_id=order.public_id)
    return absolute("billing.packs") if order.is_personal else absolute("billing.prices", employer_id=order.employer_id)
