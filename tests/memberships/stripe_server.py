"""A local stand-in for Stripe Billing, on top of the one for Checkout: it refuses what Stripe's description doesn't
allow, and what it answers about subscriptions and invoices is held to the same description."""

import re
import time
from copy import deepcopy
from typing import Any

from tests.billing import stripe_spec
from tests.billing.stripe_server import DAY, FIXTURES, Refused, StripeServer

LENGTH = {"month": 30 * DAY, "year": 365 * DAY}


class SubscribingStripe(StripeServer):
    """Subscriptions, invoices and charges in memory."""

    def __init__(self) -> None:
        self.products: set[str] = set()
        self.subscriptions: dict[str, dict[str, Any]] = {}
        self.invoices: list[dict[str, Any]] = []
        self.charges: list[dict[str, Any]] = []
        self.balances: dict[str, int] = {}  # by customer; below nothing it is a credit
        self.emails: dict[str, str] = {}  # by customer
        self.refusing_cards: set[str] = set()  # by subscription
        super().__init__()

    def _route(self, method: str, path: str, sent: dict[str, Any], query: dict[str, Any]) -> dict[str, Any]:
        found = re.fullmatch(r"/v1/subscriptions/([^/]+)", path)
        if found:
            return self._subscription(method, found[1], sent, query)
        answers = {
            "/v1/products": lambda: self._add_product(sent),
            "/v1/invoices": lambda: _list(path, [
                each for each in self.invoices if each["_of"] == query["subscription"]]),
            "/v1/charges": lambda: _list(path, [
                each for each in self.charges if each["customer"] == query["customer"]]),
            "/v1/invoices/create_preview": lambda: self._preview(sent),
            "/v1/billing_portal/sessions": lambda: {
                **FIXTURES["billing_portal.session"], **sent, "url": f"https://billing.stripe.com/p/{sent['customer']}"},
            **{f"/v1/customers/{each['customer']}": lambda: self._customer(path, sent)
               for each in self.subscriptions.values()},
            "/v1/refunds": lambda: self._refund(sent),
        }
        return answers[path]() if path in answers else super()._route(method, path, sent, query)

    def _create(self, sent: dict[str, Any]) -> dict[str, Any]:
        if sent["mode"] == "payment":
            return super()._create(sent)
        unfit = {"customer_creation", "payment_intent_data", "invoice_creation"} & set(sent)
        if unfit or ("customer" in sent and "customer_email" in sent):
            raise Refused(400, "invalid_request_error", f"not in mode subscription: {unfit or 'customer_email'}")
        item, = sent["line_items"]
        if item["price_data"].get("product") not in self.products:
            raise Refused(400, "invalid_request_error", "No such product", "resource_missing")
        session = super()._create(sent)
        session.update(_price=item["price_data"], _trial=sent["subscription_data"].get("trial_period_days", 0),
                       _metadata=sent["subscription_data"]["metadata"], subscription=None)
        return session

    def _add_product(self, sent: dict[str, Any]) -> dict[str, Any]:
        if sent["id"] in self.products:
            raise Refused(400, "invalid_request_error", "Product already exists.", "resource_already_exists")
        self.products.add(sent["id"])
        return {**FIXTURES["product"], **sent}

    def _subscription(self, method: str, name: str, sent: dict[str, Any],
                      query: dict[str, Any]) -> dict[str, Any]:
        row = self.subscriptions.get(name)
        if row is None or (method == "DELETE" and row["status"] == "canceled"):
            raise Refused(404, "invalid_request_error", f"No such subscription: '{name}'", "resource_missing")
        if method == "DELETE":
            row.update(status="canceled", ended_at=int(time.time()), cancel_at_period_end=False, cancel_at=None)
        if "cancel_at_period_end" in sent:
            ends = sent["cancel_at_period_end"]
            row.update(cancel_at_period_end=ends, cancel_at=_item(row)["current_period_end"] if ends else None)
        if sent.get("cancel_at") == "":
            row.update(cancel_at=None)
        if "items" in sent:
            self._switch(row, sent)
        return self._shown(row, query.get("expand") or [])

    def _shown(self, row: dict[str, Any], expanded: list[str]) -> dict[str, Any]:
        shown = dict(row)
        if "customer" in expanded:
            shown["customer"] = {
                "id": row["customer"], "object": "customer", "created": 0, "livemode": False, "description": None,
                "metadata": {}, "shipping": None, "default_source": None, "email": None,
                "balance": self.balances.get(row["customer"], 0)}
        stripe_spec.check_object("subscription", shown)
        return shown

    def _switch(self, row: dict[str, Any], sent: dict[str, Any]) -> None:
        cost = _cost(row, sent["items"][0]["price_data"], sent["proration_date"])
        if cost > 0 and row["id"] in self.refusing_cards:
            raise Refused(402, "card_error", "Your card was declined.", "card_declined")
        _reprice(row, sent["items"][0]["price_data"])
        if row["status"] != "trialing":
            _begin(row, sent["proration_date"])
        self._bill(row, "subscription_update", cost)
        self.balances[row["customer"]] = self.balances.get(row["customer"], 0) + min(cost, 0)

    def _preview(self, sent: dict[str, Any]) -> dict[str, Any]:
        details, row = sent["subscription_details"], self.subscriptions[sent["subscription"]]
        total = _cost(row, details["items"][0]["price_data"], details["proration_date"])
        return {**FIXTURES["invoice"], "total": total, "currency": "usd"}

    def _customer(self, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        self.emails[path.rsplit("/", 1)[-1]] = sent["email"]
        return {"id": path.rsplit("/", 1)[-1], "object": "customer", "created": 0, "livemode": False, **sent}

    def _refund(self, sent: dict[str, Any]) -> dict[str, Any]:
        charge = next(each for each in self.charges if each["payment_intent"] == sent["payment_intent"])
        if sent["amount"] > charge["amount"] - charge["amount_refunded"]:
            raise Refused(400, "invalid_request_error", "Refund amount is greater than unrefunded amount on charge")
        charge["amount_refunded"] += sent["amount"]
        return {**FIXTURES["refund"], **sent}

    # What happens at Stripe; each answers the event that it sends.

    def subscribe(self, session_id: str) -> str:
        session = self._submit(session_id)
        name, start = f"sub_{session_id}", int(time.time())
        price, trial = session["_price"], session["_trial"] * DAY
        row = self.subscriptions[name] = {
            **deepcopy(FIXTURES["subscription"]), "id": name, "status": "trialing" if trial else "active",
            "customer": session["customer"], "metadata": session["_metadata"], "cancel_at_period_end": False,
            "cancel_at": None, "canceled_at": None, "ended_at": None, "pending_update": None, "schedule": None,
            "trial_start": start if trial else None, "trial_end": start + trial if trial else None,
            "default_payment_method": {**FIXTURES["payment_method"], "card": {
                **FIXTURES["payment_method"].get("card", {}), "brand": "visa", "last4": "4242"}}}
        _reprice(row, price)
        _begin(row, start, trial or None)
        session.update(payment_status="no_payment_required" if trial else "paid", payment_intent=None,
                       subscription=name)
        self._bill(row, "subscription_create", 0 if trial else price["unit_amount"])
        return self.event("checkout.session.completed", {k: v for k, v in session.items() if k[0] != "_"})

    def renew(self, name: str) -> str:
        row = self.subscriptions[name]
        row.update(status="active")
        _begin(row, int(time.time()))
        return self.event("invoice.paid", self._bill(row, "subscription_cycle", _item(row)["price"]["unit_amount"]))

    def miss(self, name: str) -> str:
        row = self.subscriptions[name]
        row.update(status="past_due")
        _begin(row, int(time.time()))
        invoice = self._bill(row, "subscription_cycle", _item(row)["price"]["unit_amount"], is_paid=False)
        return self.event("invoice.payment_failed", invoice)

    def cancel_for_a_date(self, name: str, at: int) -> None:
        self.subscriptions[name].update(cancel_at=at, cancel_at_period_end=False)

    def email_of(self, customer_id: str) -> str | None:
        return self.emails.get(customer_id)

    def refuse_cards(self, name: str) -> None:
        self.refusing_cards.add(name)

    def _bill(self, row: dict[str, Any], reason: str, total: int, *, is_paid: bool = True) -> dict[str, Any]:
        number = len(self.invoices) + 1
        paid = max(total, 0) if is_paid else 0
        invoice = {
            **deepcopy(FIXTURES["invoice"]), "id": f"in_{number}", "number": f"CC-{number:04}",
            "status": "paid" if is_paid else "open", "billing_reason": reason, "customer": row["customer"],
            "total": total, "amount_paid": paid, "amount_due": max(total, 0), "total_taxes": [],
            "amount_paid_off_stripe": 0,
            "attempt_count": 1, "created": int(time.time()), "hosted_invoice_url": f"https://invoice.stripe.com/{number}",
            "next_payment_attempt": None if is_paid else int(time.time()) + 3 * DAY,
            "parent": {"type": "subscription_details", "quote_details": None, "subscription_details": {
                "metadata": row["metadata"], "subscription": row["id"]}},
            "payments": {"object": "list", "has_more": False, "url": "/v1/invoice_payments", "data": []},
            "_of": row["id"]}
        if total > 0:
            intent = f"pi_{number}"
            invoice["payments"]["data"].append({
                "id": f"inpay_{number}", "object": "invoice_payment", "livemode": False, "created": int(time.time()),
                "amount_requested": total, "amount_paid": paid or None, "currency": "usd", "invoice": invoice["id"],
                "is_default": True, "status": "paid" if is_paid else "open",
                "status_transitions": {"canceled_at": None, "paid_at": None},
                "payment": {"type": "payment_intent", "payment_intent": intent}})
            if is_paid:
                self.charges.append({**deepcopy(FIXTURES["charge"]), "amount": paid, "amount_refunded": 0,
                                     "customer": row["customer"], "payment_intent": intent, "paid": True})
        self.invoices.insert(0, invoice)
        return {name: value for name, value in invoice.items() if name != "_of"}


def _list(path: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    shown = [{name: value for name, value in row.items() if name[0] != "_"} for row in rows]
    for each in shown:
        stripe_spec.check_object(each["object"], each)
    return {"object": "list", "url": path, "has_more": False, "data": shown}


def _item(row: dict[str, Any]) -> dict[str, Any]:
    return row["items"]["data"][0]


def _reprice(row: dict[str, Any], price: dict[str, Any]) -> None:
    item = _item(row)
    item["subscription"] = row["id"]
    item["price"].update(
        unit_amount=price["unit_amount"], unit_amount_decimal=str(price["unit_amount"]), currency=price["currency"],
        product=price["product"], recurring={**item["price"]["recurring"], **price["recurring"]})


def _begin(row: dict[str, Any], at: int, length: int | None = None) -> None:
    item = _item(row)
    length = length or LENGTH[item["price"]["recurring"]["interval"]]
    item.update(current_period_start=at, current_period_end=at + length)


def _cost(row: dict[str, Any], price: dict[str, Any], at: int) -> int:
    if row["status"] == "trialing":
        return 0
    item = _item(row)
    whole = item["current_period_end"] - item["current_period_start"]
    left = (item["current_period_end"] - at) / whole
    return price["unit_amount"] - round(item["price"]["unit_amount"] * left)
