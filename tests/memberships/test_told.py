"""Which events are about a membership: by whatever each of them names it."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from careercenter.billing import webhooks
from careercenter.billing.gateways import signatures
from careercenter.billing.gateways.sandbox import shapes
from careercenter.billing.models import WebhookEvent
from careercenter.core import db
from careercenter.memberships import queries
from careercenter.memberships.models import Subscription
from tests.billing.conftest import webhook_secret
from tests.memberships.conftest import mails

ABOUT = {
    "customer.subscription.updated": lambda row: {"object": "subscription", "id": row.gateway_id},
    "customer.subscription.trial_will_end": lambda row: {
        "object": "subscription", "id": "sub_new", "metadata": {"membership": row.public_id}},
    "checkout.session.completed": lambda row: {
        "object": "checkout.session", "id": "cs_1", "metadata": {"membership": row.public_id}},
    "checkout.session.expired": lambda row: {
        "object": "checkout.session", "id": "cs_1", "subscription": row.gateway_id},
    "invoice.paid": lambda row: {
        "object": "invoice", "id": "in_1", "parent": {"type": "subscription_details", "subscription_details": {
            "metadata": None, "subscription": row.gateway_id}}},
    "invoice.payment_failed": lambda row: {"object": "invoice", "id": "in_1", "customer": {"id": row.customer_id}},
    "charge.refunded": lambda row: {"object": "charge", "id": "ch_1", "customer": row.customer_id, "metadata": {}},
    "payment_intent.payment_failed": lambda row: {"object": "payment_intent", "id": intent_of(row), "metadata": {}},
    "charge.dispute.created": lambda row: {
        "object": "dispute", "id": "dp_1", "payment_intent": intent_of(row), "status": "needs_response", "amount": 1},
}


def intent_of(row: Subscription) -> str:
    return str(queries.list_invoices(row)[0].payment_intent_id)


def outcome_of(kind: str, about: dict[str, Any]) -> str | None:
    payload = json.dumps(shapes.event(kind, about))
    webhooks.receive(payload.encode(), signatures.sign(payload, webhook_secret()))
    db.session.rollback()
    return db.session.scalars(
        select(WebhookEvent).where(WebhookEvent.event_id == json.loads(payload)["id"])).one().outcome


@pytest.mark.parametrize("kind", ABOUT)
def test_an_event_that_names_it_in_any_way_has_the_gateway_asked(member, kind):
    before = member.answered
    assert outcome_of(kind, ABOUT[kind](member)) == "membership asked about"
    assert member.answered == member.wanted == before + 1


@pytest.mark.parametrize(("kind", "about"), [
    ("invoice.paid", {"object": "invoice", "id": "in_1", "customer": "cus_other", "parent": None}),
    ("customer.subscription.updated", {"object": "subscription", "id": "sub_other", "metadata": {"membership": "x"}}),
])
def test_one_of_somebody_else_s_is_kept_and_changes_nothing(member, kind, about):
    before = member.wanted
    assert outcome_of(kind, about) == "kept"
    assert member.wanted == before


def test_an_inquiry_that_becomes_a_dispute_is_told_to_the_admins(member, admin):
    for status in ("warning_needs_response", "warning_under_review", "needs_response", "warning_closed"):
        outcome_of("charge.dispute.updated", {
            "object": "dispute", "id": "dp_1", "payment_intent": intent_of(member), "status": status, "amount": 1})
    assert mails().count("membership_alarm") == 3
    assert queries.list_invoices(member)[0].dispute_status == "needs_response"


def test_a_payment_that_is_not_known_yet_waits(member):
    """Stripe may tell of a dispute before we have seen the payment."""
    assert outcome_of("charge.dispute.created", {
        "object": "dispute", "id": "dp_1", "payment_intent": "pi_unknown", "status": "lost", "amount": 1}) is None
