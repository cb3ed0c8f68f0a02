"""The sandbox's objects in Stripe's shape (docs.stripe.com/api, version 2026-05-27.dahlia)."""

from typing import Any

from careercenter.billing.gateways.sandbox.models import SandboxSession
from careercenter.core import new_public_id, now


def session(row: SandboxSession, url: str) -> dict[str, Any]:
    """A `checkout.session`; `url` is its page."""
    is_order = row.mode == "payment"
    return {
        "id": row.public_id, "object": "checkout.session", "livemode": False, "mode": row.mode,
        "created": int(row.created_at.timestamp()), "expires_at": int(row.expires_at.timestamp()),
        "status": row.status, "payment_status": row.payment_status,
        "url": url if row.status == "open" else None,
        "success_url": row.success_url, "cancel_url": row.cancel_url,
        "client_reference_id": row.order_public_id, "metadata": _reference(row),
        "currency": row.currency.lower(), "amount_subtotal": row.subtotal, "amount_total": row.subtotal,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "customer": row.customer_id, "customer_email": row.email,
        "payment_intent": row.payment_intent_id if is_order else None, "subscription": row.subscription_id,
        "payment_method_types": ["card"],
        "custom_fields": [], "shipping_options": [],
        "custom_text": {"after_submit": None, "shipping_address": None, "submit": None,
                        "terms_of_service_acceptance": None},
    }


def payment_intent(row: SandboxSession, decline: str) -> dict[str, Any]:
    """A `payment_intent` whose last try was declined, with the reason in words."""
    return {
        "id": row.payment_intent_id, "object": "payment_intent", "livemode": False,
        "created": int(row.created_at.timestamp()), "amount": row.subtotal, "currency": row.currency.lower(),
        "status": "requires_payment_method", "metadata": _reference(row),
        "customer": row.customer_id, "payment_method_types": ["card"],
        "last_payment_error": {"type": "card_error", "code": "card_declined", "message": decline},
    }


def charge(row: SandboxSession) -> dict[str, Any]:
    """A `charge` that was paid, and perhaps refunded."""
    nobody = {"address": None, "email": row.email, "name": None, "phone": None, "tax_id": None}
    return {
        "id": f"ch_{row.payment_intent_id.removeprefix('pi_')}", "object": "charge", "livemode": False,
        "created": int(row.created_at.timestamp()), "amount": row.subtotal, "amount_captured": row.subtotal,
        "amount_refunded": row.refunded, "refunded": row.refunded == row.subtotal,
        "currency": row.currency.lower(), "captured": True, "paid": True, "disputed": False,
        "status": "succeeded", "payment_intent": row.payment_intent_id, "customer": row.customer_id,
        "billing_details": nobody, "metadata": {"order": row.order_public_id},
    }


def event(kind: str, about: dict[str, Any]) -> dict[str, Any]:
    """An `event` of now."""
    return {
        "id": f"evt_sandbox_{new_public_id()}", "object": "event", "type": kind, "livemode": False,
        "created": int(now().timestamp()), "api_version": "2026-05-27.dahlia", "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None}, "data": {"object": about},
    }


def _reference(row: SandboxSession) -> dict[str, str]:
    return {"order" if row.mode == "payment" else "membership": row.order_public_id}
