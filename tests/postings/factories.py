"""Postings for tests: complete and valid unless a test says otherwise."""

from datetime import timedelta
from itertools import count
from typing import Any

from careercenter import events
from careercenter.accounts.models import User
from careercenter.billing import ledger
from careercenter.billing.ledger import Move
from careercenter.billing.models import CreditKind, Order, OrderState
from careercenter.core import db, now, transaction
from careercenter.employers.models import Employer
from careercenter.postings import content as contents
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from careercenter.postings.requirement import Group, Requirement

_numbers = count(1)

COMPLETE: dict[str, Any] = {
    "title": "Inpatient Coder III", "role_family": "coder", "department": "Revenue Cycle",
    "employment_types": ["full_time"], "openings": 1, "work_modes": ["remote"], "remote_states": ["TX", "OH"],
    "time_zone_hours": "8 to 5 Central", "equipment_provided": True, "city": "Houston", "region": "TX",
    "zip": "77002", "settings": ["inpatient"], "specialties": ["Trauma"],
    "code_systems": ["icd10cm", "icd10pcs", "ms_drg"], "encoders": ["TruCode"], "ehrs": ["Epic"],
    "requirement": Requirement((Group(("RHIT",)), Group(("CCS", "CIC"))), preferred=("RHIA",)).as_json(),
    "experience_years": 3.0, "education": "Associate degree in health information technology",
    "productivity": [{"amount": 2.0, "unit": "charts", "per": "hour", "kind": "inpatient"}],
    "accuracy_percent": 95.0, "pay_min": 3000, "pay_max": 3850, "pay_unit": "hour", "ceu_paid": True,
    "benefits": ["Health insurance", "401(k) match"],
    "description": "You code complex inpatient encounters and validate DRG assignment.\n\n- Queries\n- Audits",
}


def make_posting(employer: Employer, **fields: Any) -> JobPosting:
    """A complete draft; `fields` are content (JSON-ready) or other columns of JobPosting."""
    content = {name: value for name, value in fields.items() if name in contents.FIELDS}
    posting = contents.with_content({**contents.blank(), **COMPLETE, **content})
    posting.employer_id = employer.id
    for name in fields.keys() - content.keys():
        setattr(posting, name, fields[name])
    db.session.add(posting)
    db.session.commit()
    return posting


def make_live(posting: JobPosting) -> JobPosting:
    """Let a posting be live as if it had been paid for and approved just now."""
    posting.state = PostingState.LIVE
    posting.submissions = posting.runs = 1
    posting.live_at = posting.submitted_at = now()
    posting.paid_through = now() + timedelta(days=30)
    posting.set_end()
    db.session.commit()
    return posting


def give_credits(employer: Employer, credits: int = 1, kind: CreditKind = CreditKind.STANDARD) -> None:
    """Put credits into the employer's account."""
    with transaction():
        ledger.post(f"test:{next(_numbers)}", "Granted by a test",
                    Move(ledger.credits_of(employer.id), kind, credits), Move("promotions", kind, -credits))


def make_order(employer: Employer, buyer: User, credits: int = 1,
               kind: CreditKind = CreditKind.STANDARD) -> Order:
    """An order that was paid and booked just now, before anybody has heard of it."""
    order = Order(key=f"test:{next(_numbers)}", employer_id=employer.id, bought_by_id=buyer.id,
                  buyer_email=buyer.email, state=OrderState.PAID, currency="USD", subtotal=9900, total=9900,
                  gateway="sandbox", expires_at=now())
    with transaction():
        db.session.add(order)
        db.session.flush()
        ledger.post(f"order:{order.id}:paid", "Order", Move(ledger.credits_of(employer.id), kind, credits),
                    Move("credits:sold", kind, -credits), order=order)
    return order


def announce(order: Order) -> None:
    """Tell that an order was paid; again, if called again."""
    with transaction() as happened:
        happened.append(events.OrderPaid(order.id))
