"""The sandbox's subscriptions and invoices in Stripe's shape (docs.stripe.com/api, version 2026-05-27.dahlia)."""

from datetime import datetime
from typing import Any

from careercenter.billing.gateways.sandbox.models import SandboxInvoice, SandboxSubscription

BRANDS = {"4242": "visa", "0341": "visa"}


def subscription(row: SandboxSubscription) -> dict[str, Any]:
    """A `subscription`, with its payment method expanded."""
    currency, created = row.currency.lower(), _seconds(row.created_at)
    token = row.public_id.removeprefix("sub_")
    price = {
        "id": f"price_{token}_{row.interval}", "object": "price", "active": True, "billing_scheme": "per_unit",
        "created": created, "currency": currency, "livemode": False, "metadata": {}, "type": "recurring",
        "product": "careercenter-membership", "unit_amount": row.amount, "unit_amount_decimal": str(row.amount),
        "recurring": {"interval": row.interval, "interval_count": 1, "usage_type": "licensed", "meter": None,
                      "trial_period_days": None},
    }
    item = {
        "id": f"si_{token}", "object": "subscription_item", "created": created, "discounts": [], "metadata": {},
        "subscription": row.public_id, "quantity": 1, "tax_rates": [], "price": price, "plan": _plan(price),
        "current_period_start": _seconds(row.period_start), "current_period_end": _seconds(row.period_end),
    }
    return {
        "id": row.public_id, "object": "subscription", "livemode": False, "created": created, "start_date": created,
        "status": row.status, "customer": row.customer_id, "currency": currency,
        "metadata": {"membership": row.reference},
        "items": {"object": "list", "data": [item], "has_more": False, "url": "/v1/subscription_items"},
        "cancel_at_period_end": row.cancel_at_period_end,
        "cancel_at": _seconds(row.period_end) if row.cancel_at_period_end else None,
        "ended_at": _seconds(row.ended_at), "trial_end": _seconds(row.trial_end),
        "default_payment_method": _card(row),
        "automatic_tax": {"enabled": False, "liability": None, "disabled_reason": None},
        "billing_cycle_anchor": _seconds(row.period_start), "billing_mode": {"type": "flexible"},
        "billing_schedules": [], "collection_method": "charge_automatically", "discounts": [],
        "invoice_settings": {"issuer": {"type": "self"}},
    }


def customer(row: SandboxSubscription) -> dict[str, Any]:
    """The `customer` of a subscription; a balance below nothing is to her credit."""
    return {
        "id": row.customer_id, "object": "customer", "livemode": False, "created": _seconds(row.created_at),
        "email": row.email, "balance": -row.credit, "currency": row.currency.lower(), "default_source": None,
        "description": None, "metadata": {}, "shipping": None,
        "invoice_settings": {"custom_fields": None, "default_payment_method": None, "footer": None,
                             "rendering_options": None},
    }


def invoice(row: SandboxInvoice, of: SandboxSubscription, url: str) -> dict[str, Any]:
    """An `invoice` with its payments expanded; `url` is its page."""
    made = _seconds(row.made_at)
    return {
        "id": row.public_id, "object": "invoice", "livemode": False, "created": made, "number": f"SANDBOX-{row.id:04}",
        "status": row.status, "billing_reason": row.reason, "customer": of.customer_id,
        "currency": of.currency.lower(), "total": row.total, "subtotal": row.total, "total_taxes": [],
        "amount_due": row.due, "amount_paid": row.paid, "amount_remaining": row.due - row.paid,
        "amount_overpaid": 0, "amount_paid_off_stripe": 0, "amount_shipping": 0, "starting_balance": 0,
        "pre_payment_credit_notes_amount": 0, "post_payment_credit_notes_amount": 0,
        "attempt_count": row.attempts, "attempted": row.attempts > 0, "auto_advance": True,
        "next_payment_attempt": _seconds(row.next_attempt_at), "period_start": made, "period_end": made,
        "hosted_invoice_url": url, "invoice_pdf": None, "collection_method": "charge_automatically",
        "automatic_tax": {"enabled": False, "liability": None, "disabled_reason": None, "provider": None,
                          "status": None},
        "parent": {"type": "subscription_details", "quote_details": None, "subscription_details": {
            "metadata": {"membership": of.reference}, "subscription": of.public_id}},
        "payments": {"object": "list", "data": [_payment(row, of)] if row.due else [], "has_more": False,
                     "url": "/v1/invoice_payments"},
        "default_tax_rates": [], "discounts": [], "issuer": {"type": "self"},
        "lines": {"object": "list", "data": [], "has_more": False, "url": f"/v1/invoices/{row.public_id}/lines"},
        "payment_settings": {"default_mandate": None, "payment_method_options": None, "payment_method_types": None},
        "status_transitions": {"finalized_at": made, "marked_uncollectible_at": None, "voided_at": None,
                               "paid_at": made if row.status == "paid" else None},
    }


def charge(row: SandboxInvoice, of: SandboxSubscription) -> dict[str, Any]:
    """The `charge` of a paid invoice, perhaps refunded."""
    nobody = {"address": None, "email": of.email, "name": None, "phone": None, "tax_id": None}
    return {
        "id": f"ch_{row.public_id.removeprefix('in_')}", "object": "charge", "livemode": False,
        "created": _seconds(row.made_at), "amount": row.paid, "amount_captured": row.paid,
        "amount_refunded": row.refunded, "refunded": row.refunded == row.paid, "currency": of.currency.lower(),
        "captured": True, "paid": True, "disputed": False, "status": "succeeded", "metadata": {},
        "payment_intent": row.payment_intent_id, "customer": of.customer_id, "billing_details": nobody,
    }


def dispute(row: SandboxInvoice, of: SandboxSubscription, status: str) -> dict[str, Any]:
    """A `dispute` of an invoice's payment."""
    return {
        "id": f"dp_{row.public_id.removeprefix('in_')}", "object": "dispute", "livemode": False,
        "created": _seconds(row.made_at), "amount": row.paid, "currency": of.currency.lower(), "status": status,
        "reason": "general", "charge": f"ch_{row.public_id.removeprefix('in_')}", "metadata": {},
        "payment_intent": row.payment_intent_id, "is_charge_refundable": False, "balance_transactions": [],
        "enhanced_eligibility_types": [],
        "evidence": dict.fromkeys(EVIDENCE) | {"enhanced_evidence": {}},
        "evidence_details": {"due_by": None, "has_evidence": False, "past_due": False, "submission_count": 0,
                             "enhanced_eligibility": {}},
    }


EVIDENCE = (
    "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure",
    "cancellation_rebuttal", "customer_communication", "customer_email_address", "customer_name",
    "customer_purchase_ip", "customer_signature", "duplicate_charge_documentation", "duplicate_charge_explanation",
    "duplicate_charge_id", "product_description", "receipt", "refund_policy", "refund_policy_disclosure",
    "refund_refusal_explanation", "service_date", "service_documentation", "shipping_address", "shipping_carrier",
    "shipping_date", "shipping_documentation", "shipping_tracking_number", "uncategorized_file",
    "uncategorized_text")


def _plan(price: dict[str, Any]) -> dict[str, Any]:
    return {
        **{name: price[name] for name in ("active", "billing_scheme", "created", "currency", "livemode", "metadata",
                                          "product")},
        "id": price["id"], "object": "plan", "amount": price["unit_amount"],
        "amount_decimal": price["unit_amount_decimal"], "interval": price["recurring"]["interval"],
        "interval_count": 1, "usage_type": "licensed"}


def _card(row: SandboxSubscription) -> dict[str, Any]:
    return {
        "id": f"pm_{row.public_id.removeprefix('sub_')}_{row.card}", "object": "payment_method", "livemode": False,
        "created": _seconds(row.created_at), "type": "card", "customer": row.customer_id, "metadata": {},
        "billing_details": {"address": None, "email": row.email, "name": None, "phone": None, "tax_id": None},
        "card": {"brand": BRANDS.get(row.card, "visa"), "last4": row.card, "exp_month": 12, "exp_year": 2034,
                 "country": "US", "funding": "credit", "fingerprint": None, "checks": None, "generated_from": None,
                 "networks": None, "three_d_secure_usage": None, "wallet": None, "display_brand": None},
    }


def _payment(row: SandboxInvoice, of: SandboxSubscription) -> dict[str, Any]:
    made = _seconds(row.made_at)
    return {
        "id": f"inpay_{row.public_id.removeprefix('in_')}", "object": "invoice_payment", "livemode": False,
        "created": made, "amount_requested": row.due, "amount_paid": row.paid or None,
        "currency": of.currency.lower(), "invoice": row.public_id, "is_default": True,
        "status": "paid" if row.status == "paid" else "open",
        "status_transitions": {"canceled_at": None, "paid_at": made if row.status == "paid" else None},
        "payment": {"type": "payment_intent", "payment_intent": row.payment_intent_id},
    }


def _seconds(at: datetime | None) -> Any:
    return int(at.timestamp()) if at is not None else None
