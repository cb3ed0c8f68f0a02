"""Payments that a person must look at: our admins are told by mail, and say when it is settled."""

from careercenter.accounts.models import User
from careercenter.accounts.staff import list_admins
from careercenter.billing.models import Order
from careercenter.billing.policies import may_settle
from careercenter.core import NotPossible, lock, record, require, transaction
from careercenter.mail import outbox
from careercenter.web.links import absolute


def tell_admins(order: Order, what: str, details: str) -> None:
    """Write a mail to every admin, once for each `what`; in the caller's transaction."""
    for admin in list_admins():
        outbox.post("payment_alarm", to=admin.email, key=f"payment_alarm:{order.id}:{what}:{admin.id}",
                    name=admin.name, order=order, what=what, details=details,
                    url=absolute("billing.show_order", public_id=order.public_id))


def settle(order: Order, *, by: User, reason: str) -> None:
    """Say that nobody need look at a flagged order any more.

    Raises:
        Forbidden: `by` doesn't administer the site.
        NotPossible: it isn't flagged, or waits: its payment would flag it again. A refund ends it.
    """
    with transaction():
        require(may_settle(by))
        lock(order)
        if order.flag is None:
            raise NotPossible("This order is settled already.")
        if order.is_waiting:
            raise NotPossible("Refund the payment at the gateway first: that ends the order.")
        record("settle", order, by=by, reason=reason, flag=order.flag)
        order.flag = None
