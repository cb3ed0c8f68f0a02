"""The life of a membership, as a table. The gateway decides; each action says that it told us so."""

from enum import StrEnum

from careercenter.core import Lifecycle
from careercenter.memberships.models import MembershipState as S


class MembershipAction(StrEnum):
    """What the gateway tells of a membership."""

    TRY = "try"  # the trial runs
    ACTIVATE = "activate"  # paid
    MISS = "miss"  # a payment was refused
    SUSPEND = "suspend"  # the gateway gave up asking
    END = "end"
    ABANDON = "abandon"  # nobody paid on the page


A = MembershipAction

_LEADS_TO = {A.TRY: S.TRIALING, A.ACTIVATE: S.ACTIVE, A.MISS: S.PAST_DUE, A.SUSPEND: S.UNPAID, A.END: S.ENDED}

MEMBERSHIP = Lifecycle("membership", {
    # What happened in between may have been told late or not at all, so each state may follow each other one.
    # Only an end is an end: the gateway never begins anew what has ended.
    **{(state, action): goal
       for state in (S.OPENING, S.TRIALING, S.ACTIVE, S.PAST_DUE, S.UNPAID)
       for action, goal in _LEADS_TO.items() if goal is not state},
    (S.OPENING, A.ABANDON): S.ABANDONED,
})

# docs.stripe.com/billing/subscriptions/overview, "Subscription statuses".
ACTION_OF = {
    "trialing": A.TRY, "active": A.ACTIVATE, "past_due": A.MISS, "unpaid": A.SUSPEND, "paused": A.SUSPEND,
    "canceled": A.END, "incomplete_expired": A.ABANDON,
}
"""What a subscription's status tells; one that is `incomplete` tells nothing yet."""
