"""Postings that wait for a moderator, as employers send them."""

import pytest

from careercenter.billing import ledger
from careercenter.core import db, happenings, transaction
from careercenter.moderation.models import ModerationItem
from careercenter.postings import publishing
from careercenter.tasks import delivery
from tests.cast import make_employer, make_member, make_user
from tests.postings.factories import make_posting


@pytest.fixture
def submit(admin, recruiter, hospital):
    """`submit(**fields)` sends a complete posting of the hospital to review."""
    def send(**fields):
        posting = make_posting(hospital, **fields)
        kind = "featured" if posting.is_featured else "standard"
        ledger.grant(hospital.id, kind, 1, by=admin, reason="for a test", key=f"test:{posting.id}")
        publishing.submit(posting, by=recruiter)
        return posting
    return send


@pytest.fixture
def stopped_worker(monkeypatch):
    """Nothing is heard until this is called."""
    monkeypatch.setattr(happenings, "_nudges", [])
    return delivery.deliver_due


@pytest.fixture
def item(submit):
    """The queue's item of one submitted posting."""
    return item_of(submit())


def item_of(posting) -> ModerationItem:
    db.session.rollback()
    return db.session.query(ModerationItem).filter_by(posting_id=posting.id).order_by(ModerationItem.id.desc()).first()


__all__ = ["item_of", "make_employer", "make_member", "make_user", "transaction"]
