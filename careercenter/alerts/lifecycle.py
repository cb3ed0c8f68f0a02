"""The life of a saved search, and of what is to be told about it: two tables."""

from enum import StrEnum

from careercenter.core import Lifecycle
from careercenter.terms.vocabulary import Term


class SearchState(StrEnum):
    """Where a saved search stands."""

    UNCONFIRMED = "unconfirmed"  # a guest's, until she opens the link in her mailbox
    ACTIVE = "active"
    PAUSED = "paused"  # no mail; its feed goes on
    ENDED = "ended"


class SearchAction(StrEnum):
    """What can happen to a saved search."""

    CONFIRM = "confirm"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"


class PauseReason(Term):
    """Why a saved search rests."""

    ASKED = "asked", "You paused it."
    UNSUBSCRIBED = "unsubscribed", "You unsubscribed from its mails."
    BOUNCED = "bounced", "A mail to your address was refused for good. Check the address, then resume."
    COMPLAINED = "complained", "A mail of ours was reported as unwanted from your mailbox."


class DeliveryState(StrEnum):
    """Where one job for one saved search stands."""

    WAITING = "waiting"
    TOLD = "told"
    DROPPED = "dropped"  # never told: the job or the search was over first


class DeliveryAction(StrEnum):
    """What can happen to it."""

    TELL = "tell"
    DROP = "drop"
    MATCH_AGAIN = "match_again"


S, A = SearchState, SearchAction

SAVED_SEARCH: Lifecycle[SearchState, SearchAction] = Lifecycle("saved search", {
    (S.UNCONFIRMED, A.CONFIRM): S.ACTIVE,
    (S.ACTIVE, A.PAUSE): S.PAUSED,
    (S.PAUSED, A.RESUME): S.ACTIVE,
    (S.UNCONFIRMED, A.END): S.ENDED,
    (S.ACTIVE, A.END): S.ENDED,
    (S.PAUSED, A.END): S.ENDED,
})

OPEN = frozenset({S.ACTIVE, S.PAUSED})
"""Its owner sees it."""

DELIVERY: Lifecycle[DeliveryState, DeliveryAction] = Lifecycle("alert", {
    (DeliveryState.WAITING, DeliveryAction.TELL): DeliveryState.TOLD,
    (DeliveryState.WAITING, DeliveryAction.DROP): DeliveryState.DROPPED,
    (DeliveryState.DROPPED, DeliveryAction.MATCH_AGAIN): DeliveryState.WAITING,
})
"""Millions a day: they move in bulk, by `step`, and a row's own columns say when and by which mail."""


def step(action: DeliveryAction) -> tuple[DeliveryState, DeliveryState]:
    """From which state an action leads to which."""
    (found,) = [(before, after) for (before, named), after in DELIVERY.table.items() if named is action]
    return found
