"""Buying: an order is written down, then its payment page is opened at the gateway.

The gateway is never called inside a transaction. Whatever dies between the two steps leaves a pending order,
and opening it again asks for the same payment page.
"""

from datetime import timedelta

from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.billing import catalog, fulfillment, policies
from careercenter.billing.gateways import gateway
from careercenter.billing.lifecycle import ORDER, OrderAction
from careercenter.billing.models import GatewayCustomer, Order, OrderLine, OrderState
from careercenter.core import AlreadyDone, NotPossible, add_once, db, lock, now, record, require, transaction
from careercenter.web.going_back import local_path
from careercenter.web.links import absolute

LIFETIME = timedelta(hours=12)
"""How long a payment page stays open. Stripe allows 30 minutes to 24 hours."""

LAST_CALL = timedelta(minutes=31)
"""A page that would close sooner than this isn't opened any more."""

UNPAID = (OrderState.PENDING, OrderState.AWAITING_PAYMENT)

MOST = 20
"""Of one product in an order."""


def start(employer_id: int | None, product_code: str, *, by: User, key: str, quantity: int = 1,
          return_to: str | None = None) -> Order:
    """Order a product for an employer, or with None for herself, and open its payment page (`order.checkout_url`).

    `key` names the form that was sent: a second click finds the first one's order, wherever it stands by
    then. `return_to` is a path of this site where the buyer goes on after paying; any other is dropped.

    Raises:
        Forbidden: `by` doesn't buy for this employer, or has no proven address.
        NotFound: the product isn't for sale.
        NotPossible: the quantity makes no sense.
        GatewayDown: the order is kept, and opening it later asks for the same page.
    """
    whole_key = f"{employer_id or 'own'}:{by.id}:{product_code}:{quantity}:{key}"
    try:
        with transaction():
            require(policies.may_buy(by, employer_id), "Verify your e-mail address first: receipts go there."
                    if employer_id is None else "Ask an owner of your organization to buy this.")
            order = _write(employer_id, product_code, quantity, by=by, key=whole_key, return_to=return_to)
            order_id = order.id
    except AlreadyDone:
        order_id = db.session.scalars(select(Order.id).where(Order.key == whole_key)).one()
    order = db.session.get_one(Order, order_id)
    open_page(order)
    return order


def find_open(employer_id: int | None, product_code: str, *, by: User, quantity: int = 1,
              return_to: str | None = None) -> Order | None:
    """The buyer's own order of the same at today's price that can still be paid for: whoever goes back from the
    payment page and buys again pays for that one, and not for two."""
    _, price = catalog.get_offer(product_code, personal=employer_id is None)
    if not 1 <= quantity <= MOST:
        return None
    return db.session.scalars(
        select(Order).join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.employer_id == employer_id, Order.bought_by_id == by.id, Order.state.in_(UNPAID),
               Order.expires_at > now() + LAST_CALL, OrderLine.price_id == price.id, OrderLine.quantity == quantity,
               Order.return_to == local_path(return_to))
        .order_by(Order.id.desc())).first()


def open_page(order: Order) -> None:
    """Open a pending order's payment page; nothing to do for any other order.

    Raises:
        GatewayDown: as in `start`.
    """
    if order.state is not OrderState.PENDING:
        return
    if order.expires_at - now() < LAST_CALL:
        with transaction():
            ORDER.advance(order, OrderAction.EXPIRE, by=None, reason="its payment page was never opened")
        return
    session = gateway.create_checkout(
        order, success_url=absolute("billing.show_order", public_id=order.public_id),
        cancel_url=absolute("billing.left_payment", public_id=order.public_id))
    with transaction():
        lock(order)
        if order.state is OrderState.PENDING:  # a second click may have been faster
            order.session_id, order.checkout_url = session.id, session.url
            order.payment_intent_id = session.payment_intent_id
            ORDER.advance(order, OrderAction.OPEN, by=None)


def resume(order: Order, *, by: User) -> None:
    """Open a pending order's payment page after the gateway was down.

    Raises:
        Forbidden: it isn't `by`'s to pay.
        GatewayDown: as in `start`.
    """
    require(policies.may_pay(by, order))
    open_page(order)


def cancel(order: Order, *, by: User | None) -> None:
    """Give an order up: its payment page is closed first, so that nobody pays for it any more.

    `by` is None for the site itself: the buyer's account is deleted.

    Raises:
        Forbidden: it isn't `by`'s to pay.
        NotPossible: it is paid or being paid; it may have happened just now.
        GatewayDown: nothing has changed.
    """
    require(by is None or policies.may_pay(by, order))
    if order.state is OrderState.AWAITING_PAYMENT and order.session_id:
        session = gateway.expire_session(order.session_id)
        if session.status == "complete":
            fulfillment.follow(session)
    with transaction():
        lock(order)
        if order.flag is not None:
            raise NotPossible("We are looking at the payment of this order, and write to you.")
        if order.state is not OrderState.EXPIRED:  # the gateway may have told us that first
            ORDER.advance(order, OrderAction.CANCEL, by=by)


def _write(employer_id: int | None, product_code: str, quantity: int, *, by: User, key: str,
           return_to: str | None) -> Order:
    if not 1 <= quantity <= MOST:
        raise NotPossible(f"Order between 1 and {MOST} of a product at a time.")
    product, price = catalog.get_offer(product_code, personal=employer_id is None)
    subtotal = price.amount * quantity
    order = Order(
        key=key, employer_id=employer_id, bought_by_id=by.id, buyer_email=by.email,
        return_to=local_path(return_to), currency=price.currency, subtotal=subtotal,
        tax=0, total=subtotal, gateway=gateway.name, customer_id=_find_customer(employer_id),
        expires_at=(now() + LIFETIME).replace(microsecond=0))
    order.lines = [OrderLine(
        price_id=price.id, name=product.name, description=product.description, tax_code=product.tax_code,
        kind=product.kind, unit_amount=price.amount, quantity=quantity, credits=product.credits * quantity)]
    add_once(order, "This order is written down already.")
    record("order", order, by=by, product=product_code, quantity=quantity)
    return order


def _find_customer(employer_id: int | None) -> str | None:
    return db.session.scalars(
        select(GatewayCustomer.customer_id)
        .where(GatewayCustomer.employer_id == employer_id, GatewayCustomer.gateway == gateway.name)).first()

