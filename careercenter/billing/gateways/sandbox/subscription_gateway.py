"""The subscriptions' side of the port, by rows of our own database."""

from datetime import datetime

from sqlalchemy import select, update

from careercenter.billing.gateways.port import CheckoutSession
from careercenter.billing.gateways.sandbox import checkout, shapes, subscription_shapes, subscriptions
from careercenter.billing.gateways.sandbox.models import SandboxInvoice, SandboxSession, SandboxSubscription
from careercenter.billing.gateways.subscribing import (
    GatewayInvoice,
    GatewaySubscription,
    PaymentRefused,
    Terms,
    Wish,
)
from careercenter.core import Money, NotFound, NotPossible, db, new_public_id, transaction
from careercenter.web.links import absolute


class SandboxSubscriptions:
    """Subscriptions that take no real money."""

    def open_checkout(self, wish: Wish, *, success_url: str, cancel_url: str) -> CheckoutSession:
        token = new_public_id()
        row = checkout.open_once(SandboxSession(
            public_id=f"cs_sandbox_{token}", idempotency_key=wish.key, order_public_id=wish.reference,
            mode="subscription", interval=wish.terms.interval.value, trial_days=wish.trial_days,
            currency=wish.terms.currency, subtotal=wish.terms.amount,
            lines=[{"name": f"CareerCenter membership, a {wish.terms.interval}", "quantity": 1,
                    "unit_amount": wish.terms.amount}],
            customer_id=wish.customer_id or f"cus_sandbox_{token}", payment_intent_id=f"pi_sandbox_{token}",
            email=wish.email, success_url=success_url, cancel_url=cancel_url, expires_at=wish.expires_at))
        return CheckoutSession.from_stripe(shapes.session(row, checkout.page_url(row)))

    def find(self, subscription_id: str) -> GatewaySubscription | None:
        row = subscriptions.find_subscription(subscription_id)
        if row is None:
            return None
        return GatewaySubscription.from_stripe(
            subscription_shapes.subscription(row) | {"customer": subscription_shapes.customer(row)})

    def list_invoices(self, subscription: GatewaySubscription) -> list[GatewayInvoice]:
        row = subscriptions.get_subscription(subscription.id)
        invoices, url = subscriptions.list_invoices(row), subscriptions.invoice_url(row)
        charges = {each.payment_intent_id: subscription_shapes.charge(each, row) for each in invoices if each.paid}
        return [GatewayInvoice.from_stripe(subscription_shapes.invoice(each, row, url), charges)
                for each in invoices]

    def set_renewal(self, subscription_id: str, *, renews: bool) -> None:
        subscriptions.set_renewal(subscriptions.get_subscription(subscription_id), renews=renews)

    def end(self, subscription_id: str) -> None:
        subscriptions.end(subscriptions.get_subscription(subscription_id))

    def preview_switch(self, subscription: GatewaySubscription, to: Terms, *, at: datetime) -> Money:
        row = subscriptions.get_subscription(subscription.id)
        return Money(subscriptions.cost_of_switch(row, to.amount, at), row.currency)

    def switch(self, subscription: GatewaySubscription, to: Terms, *, at: datetime, key: str) -> None:
        row = subscriptions.get_subscription(subscription.id)
        if (row.interval, row.amount) == (to.interval, to.amount):
            return  # the second of two clicks
        try:
            subscriptions.switch(row, interval=to.interval.value, amount=to.amount, at=at)
        except NotPossible as refusal:
            raise PaymentRefused(f"Your bank refused the payment, and nothing has changed: {refusal}") from refusal

    def open_portal(self, customer_id: str, *, return_url: str) -> str:
        with transaction():
            row = db.session.scalars(
                select(SandboxSubscription).where(SandboxSubscription.customer_id == customer_id)
                .order_by(SandboxSubscription.id.desc())).first()
            if row is None:
                raise NotFound("The sandbox knows no such customer.")
            row.portal_return_url = return_url
            return absolute("sandbox.portal", subscription_id=row.public_id)

    def set_email(self, customer_id: str, email: str) -> None:
        with transaction():
            db.session.execute(update(SandboxSubscription).where(SandboxSubscription.customer_id == customer_id)
                               .values(email=email))

    def refund(self, payment_intent_id: str, amount: int, *, key: str) -> None:
        public_id = f"in_{payment_intent_id.removeprefix('pi_')}"
        invoice = db.session.scalars(select(SandboxInvoice).where(SandboxInvoice.public_id == public_id)).one()
        try:
            subscriptions.refund(invoice, amount, key=key)
        except NotPossible as refusal:
            raise PaymentRefused("The payment provider refused this refund, and nothing has changed: "
                                 f"{refusal}") from refusal
