"""Stripe Billing, through Stripe's own SDK: subscriptions, their invoices, the customer portal."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from stripe import CardError, InvalidRequestError, StripeClient

from careercenter.billing.gateways.port import CheckoutSession, id_of
from careercenter.billing.gateways.subscribing import (
    GatewayInvoice,
    GatewaySubscription,
    PaymentRefused,
    Terms,
    Wish,
)
from careercenter.billing.gateways.telling import telling
from careercenter.core import Money

if TYPE_CHECKING:
    from stripe.params import SubscriptionUpdateParamsItem
    from stripe.params.checkout import SessionCreateParams, SessionCreateParamsSubscriptionData

PRODUCT = "careercenter-membership"
"""The one product whose prices are asked. Prices themselves are sent along, so that ours are the only list."""

PRODUCT_NAME = "CareerCenter membership"

# Stripe's tax code for services in general (docs.stripe.com/tax/tax-codes).
SERVICES = "txcd_20030000"

EXPANDED = ["default_payment_method", "customer", "customer.invoice_settings.default_payment_method"]

MOST = 100


class StripeSubscriptions:
    """The subscriptions' side of the port, by Stripe."""

    def __init__(self, stripe: StripeClient, *, computes_tax: bool) -> None:
        self._stripe = stripe
        self._computes_tax = computes_tax
        self._has_product = False

    def open_checkout(self, wish: Wish, *, success_url: str, cancel_url: str) -> CheckoutSession:
        with telling("create a checkout session for a subscription"):
            self._ensure_product()
            # All that is sent follows from the wish: a retry says the same.
            session = self._stripe.v1.checkout.sessions.create(
                self._session_of(wish, success_url, cancel_url), {"idempotency_key": wish.key})
        return CheckoutSession.from_stripe(session.to_dict())

    def find(self, subscription_id: str) -> GatewaySubscription | None:
        with telling("retrieve a subscription"):
            try:
                found = self._stripe.v1.subscriptions.retrieve(subscription_id, {"expand": EXPANDED})
            except InvalidRequestError as error:
                if error.code == "resource_missing":
                    return None
                raise
        return GatewaySubscription.from_stripe(found.to_dict())

    def list_invoices(self, subscription: GatewaySubscription) -> list[GatewayInvoice]:
        with telling("list invoices"):
            invoices = self._stripe.v1.invoices.list(
                {"subscription": subscription.id, "limit": MOST, "expand": ["data.payments"]})
            # An invoice doesn't tell what was given back of its payment; the charge does.
            charges = self._stripe.v1.charges.list({"customer": subscription.customer_id, "limit": MOST})
        by_intent: dict[str, Any] = {
            id_of(charge["payment_intent"]) or "": charge
            for charge in charges.to_dict()["data"] if charge["paid"] and charge.get("payment_intent")}
        return [GatewayInvoice.from_stripe(invoice, by_intent) for invoice in invoices.to_dict()["data"]]

    def set_renewal(self, subscription_id: str, *, renews: bool) -> None:
        with telling("set whether a subscription renews"):
            there = self._stripe.v1.subscriptions.retrieve(subscription_id)
            if renews and there.cancel_at and not there.cancel_at_period_end:  # canceled for a date, as portals may
                self._stripe.v1.subscriptions.update(subscription_id, {"cancel_at": ""})
            else:
                self._stripe.v1.subscriptions.update(subscription_id, {"cancel_at_period_end": not renews})

    def end(self, subscription_id: str) -> None:
        with telling("end a subscription"):
            try:
                self._stripe.v1.subscriptions.cancel(subscription_id)
            except InvalidRequestError as error:
                if error.code != "resource_missing":  # what has ended can't be canceled again
                    raise

    def preview_switch(self, subscription: GatewaySubscription, to: Terms, *, at: datetime) -> Money:
        with telling("preview a switch"):
            preview = self._stripe.v1.invoices.create_preview({
                "subscription": subscription.id,
                "subscription_details": {
                    "items": [_item(subscription, to)], "proration_behavior": "always_invoice",
                    "proration_date": int(at.timestamp())}}).to_dict()
        return Money(preview["total"], preview["currency"].upper())

    def switch(self, subscription: GatewaySubscription, to: Terms, *, at: datetime, key: str) -> None:
        with telling("switch a subscription"):
            try:
                self._stripe.v1.subscriptions.update(subscription.id, {
                    "items": [_item(subscription, to)],
                    "proration_behavior": "always_invoice", "proration_date": int(at.timestamp()),
                    # All or nothing: a bank that refuses leaves everything as it was.
                    "payment_behavior": "error_if_incomplete",
                }, {"idempotency_key": key})
            except CardError as error:
                raise PaymentRefused("Your bank refused the payment, and nothing has changed: "
                                     f"{error.user_message or 'try another card'}") from error

    def open_portal(self, customer_id: str, *, return_url: str) -> str:
        with telling("open the customer portal"):
            return self._stripe.v1.billing_portal.sessions.create(
                {"customer": customer_id, "return_url": return_url}).url

    def set_email(self, customer_id: str, email: str) -> None:
        with telling("change a customer's address"):
            self._stripe.v1.customers.update(customer_id, {"email": email})

    def refund(self, payment_intent_id: str, amount: int, *, key: str) -> None:
        with telling("refund a payment"):
            try:
                self._stripe.v1.refunds.create(
                    {"payment_intent": payment_intent_id, "amount": amount}, {"idempotency_key": key})
            except InvalidRequestError as error:
                raise PaymentRefused("The payment provider refused this refund, and nothing has changed: "
                                     f"{error.user_message or 'look at the payment there'}") from error

    def _ensure_product(self) -> None:
        if self._has_product:
            return
        try:
            self._stripe.v1.products.create({"id": PRODUCT, "name": PRODUCT_NAME, "tax_code": SERVICES})
        except InvalidRequestError as error:
            if error.code != "resource_already_exists":
                raise
        self._has_product = True

    def _session_of(self, wish: Wish, success_url: str, cancel_url: str) -> "SessionCreateParams":
        reference = {"membership": wish.reference}
        subscription: SessionCreateParamsSubscriptionData = {"metadata": reference}
        if wish.trial_days:
            subscription["trial_period_days"] = wish.trial_days
        session: SessionCreateParams = {
            "mode": "subscription",
            "client_reference_id": wish.reference,
            "line_items": [{"quantity": 1, "price_data": {
                "currency": wish.terms.currency.lower(), "product": PRODUCT, "unit_amount": wish.terms.amount,
                "recurring": {"interval": wish.terms.interval.value}, "tax_behavior": "exclusive"}}],
            "metadata": reference,
            "subscription_data": subscription,
            "payment_method_collection": "always",  # a trial without a card would end in nothing
            "automatic_tax": {"enabled": self._computes_tax},
            "billing_address_collection": "required" if self._computes_tax else "auto",
            "expires_at": int(wish.expires_at.timestamp()),
            "success_url": success_url,
            "cancel_url": cancel_url,
        }
        if wish.customer_id:
            session["customer"] = wish.customer_id
            session["customer_update"] = {"address": "auto", "name": "auto"}
        else:
            session["customer_email"] = wish.email
        return session


def _item(subscription: GatewaySubscription, to: Terms) -> "SubscriptionUpdateParamsItem":
    return {"id": subscription.item_id, "price_data": {
        "currency": to.currency.lower(), "product": subscription.product_id, "unit_amount": to.amount,
        "recurring": {"interval": to.interval.value}, "tax_behavior": "exclusive"}}
