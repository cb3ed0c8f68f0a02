"""From when until when a membership lifts the limits: a function of what the gateway said, and of nothing else."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from careercenter.memberships.models import MembershipState as S
from careercenter.memberships.models import Subscription, SubscriptionInvoice

LEEWAY = timedelta(days=3)
"""How long a membership that renews itself goes on after its period while nobody told us of the next one: the
gateway's events may come late, and who has paid must not wait for them."""


def end_of(row: Subscription, invoices: Sequence[SubscriptionInvoice], *, grace: timedelta) -> datetime | None:
    """The first moment at which the membership no longer lifts anything; None if it never did.

    A payment that was refused leaves `grace` from the end of what was paid. The gateway begins the new period
    before it is paid (docs.stripe.com/billing/subscriptions/overview), so that is where this one starts; and it may
    begin further ones while it asks for the first, which is among the `invoices` (the newest first).
    """
    if row.period_start is None or row.period_end is None:
        return None
    if row.state in (S.TRIALING, S.ACTIVE):
        renewed = row.period_end + LEEWAY
        return min(row.cancel_at, renewed) if row.cancel_at else renewed
    if row.state is S.PAST_DUE:
        unpaid = [invoice.made_at for invoice in takewhile(lambda one: one.status == "open", invoices)]
        return min(min([row.period_start, *unpaid]) + grace, row.period_end)
    if row.state is S.UNPAID:
        return row.period_start
    if row.state is S.ENDED:
        return row.ended_at or row.period_end
    return None
