"""The life of a job posting: one table, and names for sets of states."""

from enum import StrEnum

from careercenter.core import Lifecycle


class PostingState(StrEnum):
    """Where a posting stands."""

    DRAFT = "draft"
    AWAITING_PAYMENT = "awaiting_payment"  # submitted without a credit; the next payment sends it on
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"  # keeps its credit
    REJECTED = "rejected"  # its credit went back
    LIVE = "live"
    PAUSED = "paused"
    EXPIRED = "expired"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"  # by a moderator


class PostingAction(StrEnum):
    """What can happen to a posting."""

    AWAIT_PAYMENT = "await_payment"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    APPROVE = "approve"
    REJECT = "reject"
    REQUEST_CHANGES = "request_changes"
    PAUSE = "pause"
    RESUME = "resume"
    EXPIRE = "expire"
    RENEW = "renew"
    FILL = "fill"
    WITHDRAW = "withdraw"
    REMOVE = "remove"


S, A = PostingState, PostingAction

UNPUBLISHED = frozenset({S.DRAFT, S.AWAITING_PAYMENT, S.CHANGES_REQUESTED, S.REJECTED})
"""Nobody but the employer sees it, and it may be edited freely."""

APPROVED = frozenset({S.LIVE, S.PAUSED, S.EXPIRED})
"""Its text was approved; an edit of its substance waits as a revision."""

PUBLIC = frozenset({S.LIVE, S.PAUSED, S.EXPIRED, S.FILLED})
"""Its page exists for everybody; only a live one takes applications."""

ENDED = frozenset({S.EXPIRED, S.FILLED, S.WITHDRAWN, S.REMOVED})

POSTING = Lifecycle("job posting", {
    (S.DRAFT, A.AWAIT_PAYMENT): S.AWAITING_PAYMENT,
    (S.REJECTED, A.AWAIT_PAYMENT): S.AWAITING_PAYMENT,
    (S.CHANGES_REQUESTED, A.AWAIT_PAYMENT): S.AWAITING_PAYMENT,
    (S.DRAFT, A.SUBMIT): S.IN_REVIEW,
    (S.AWAITING_PAYMENT, A.SUBMIT): S.IN_REVIEW,
    (S.CHANGES_REQUESTED, A.SUBMIT): S.IN_REVIEW,
    (S.REJECTED, A.SUBMIT): S.IN_REVIEW,
    (S.AWAITING_PAYMENT, A.TAKE_BACK): S.DRAFT,
    (S.IN_REVIEW, A.TAKE_BACK): S.DRAFT,
    (S.IN_REVIEW, A.APPROVE): S.LIVE,
    (S.IN_REVIEW, A.REJECT): S.REJECTED,
    (S.IN_REVIEW, A.REQUEST_CHANGES): S.CHANGES_REQUESTED,
    (S.LIVE, A.PAUSE): S.PAUSED,
    (S.PAUSED, A.RESUME): S.LIVE,
    (S.LIVE, A.EXPIRE): S.EXPIRED,
    (S.PAUSED, A.EXPIRE): S.EXPIRED,
    (S.LIVE, A.RENEW): S.LIVE,
    (S.EXPIRED, A.RENEW): S.LIVE,
    (S.LIVE, A.FILL): S.FILLED,
    (S.PAUSED, A.FILL): S.FILLED,
    (S.EXPIRED, A.FILL): S.FILLED,
    **{(state, A.WITHDRAW): S.WITHDRAWN for state in (
        S.DRAFT, S.AWAITING_PAYMENT, S.IN_REVIEW, S.CHANGES_REQUESTED, S.REJECTED, S.LIVE, S.PAUSED)},
    **{(state, A.REMOVE): S.REMOVED for state in (S.LIVE, S.PAUSED, S.EXPIRED, S.FILLED)},
})
