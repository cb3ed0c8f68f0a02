"""What waits for somebody of the staff, and how large the site is."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from careercenter import doctor
from careercenter.accounts.models import User
from careercenter.accounts.policies import is_admin, may_moderate
from careercenter.billing.models import WAITING, Order
from careercenter.console import orders
from careercenter.core import db, now
from careercenter.employers.models import Employer
from careercenter.memberships.queries import count_disputed
from careercenter.moderation.queries import count_open
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting

NEW = timedelta(days=7)

STAYED_OPEN = timedelta(hours=1)
"""A buyer who is still paying is done by then."""


class Waiting(NamedTuple):
    """A number of things that wait, and the page where they are dealt with."""

    label: str
    number: int
    endpoint: str
    values: dict[str, str]
    is_wrong: bool  # it shouldn't be so at all


class Figure(NamedTuple):
    """How many there are, and how many of them are new."""

    label: str
    number: int
    new: int


def list_waiting(by: User) -> list[Waiting]:
    """What waits and is `by`'s business, with the zeros."""
    return [Waiting(label, number := count(), endpoint, values, is_fault and number > 0)
            for policy, is_fault, label, count, endpoint, values in _WAITING if policy(by)]


def list_figures() -> list[Figure]:
    """The site in numbers."""
    since = now() - NEW
    people, employers = User.erased_at.is_(None), Employer.suspended_at.is_(None)
    live = (JobPosting.state == PostingState.LIVE, JobPosting.valid_through > now())
    return [
        Figure("accounts", _count(people), _count(people, User.created_at >= since)),
        Figure("employers", _count(employers), _count(employers, Employer.created_at >= since)),
        Figure("jobs live", _count(*live), _count(*live, JobPosting.live_at >= since)),
    ]


def count_stuck_deliveries() -> int:
    """Deliveries of events that are late or keep failing, whichever are more: a failing one may also be late."""
    return max(doctor.count_late_deliveries(), doctor.count_failing_deliveries())


def _count_flagged() -> int:
    return _count(orders.GROUPS["look"].criterion)


def _count_open_orders() -> int:
    return _count(Order.state.in_(WAITING), Order.created_at < now() - STAYED_OPEN)


def _count(*criteria: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).where(*criteria)) or 0


_WAITING: tuple[tuple[Callable[[User], bool], bool, str, Callable[[], int], str, dict[str, str]], ...] = (
    (may_moderate, False, "jobs, edits and reports to moderate", count_open, "moderation.index", {}),
    (is_admin, True, "payments for a person to look at", _count_flagged, "console.list_orders", {"state": "look"}),
    (is_admin, True, "memberships whose payment is disputed", count_disputed, "console.list_memberships",
     {"state": "disputed"}),
    (is_admin, False, "orders unpaid for over an hour", _count_open_orders, "console.list_orders",
     {"state": "waiting"}),
    (is_admin, True, "payment events that keep failing", doctor.count_failing_payment_events,
     "console.show_health", {}),
    (is_admin, True, "events stuck on their way", count_stuck_deliveries, "console.show_health", {}),
    (is_admin, True, "mails late by over ten minutes", doctor.count_late_mails, "console.list_mails",
     {"state": "waiting"}),
)
