"""What follows a payment."""

from careercenter.billing import queries, retention
from careercenter.billing.gateways import gateway
from careercenter.billing.models import Order
from careercenter.core import db, lock, transaction
from careercenter.events import AccountErased, OrderPaid, listen
from careercenter.mail import outbox
from careercenter.web.links import absolute


@listen(OrderPaid)
def send_receipt(event: OrderPaid) -> None:
    """Mail the receipt to the buyer and to the employer's finance members."""
    with transaction():
        order = db.session.get_one(Order, event.order_id)
        employer = queries.get_employer(order.employer_id)
        for reader in queries.list_receipt_readers(order):
            outbox.post("order_paid", to=reader.email, key=f"order_paid:{order.id}:{reader.id}",
                        name=reader.name, order=order, employer=employer.name,
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
def forget_buyer(_event: AccountErased) -> None:
    """The orders stay the employer's; who paid for them is forgotten."""
    retention.forget_buyers()


def _next_step(order: Order) -> str:
    if order.return_to:
        return absolute("billing.show_order", public_id=order.public_id)
    return absolute("billing.prices", employer_id=order.employer_id)
