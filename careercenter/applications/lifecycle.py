"""The pipeline of an application: one table, and names for sets of stages."""

from careercenter.core import Lifecycle
from careercenter.terms.vocabulary import Term


class Stage(Term):
    """Where an application stands."""

    NEW = "new", "New"
    REVIEWED = "reviewed", "Reviewed"
    INTERVIEW = "interview", "Interview"
    OFFER = "offer", "Offer"
    HIRED = "hired", "Hired"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Move(Term):
    """What moves an application."""

    REVIEW = "review", "Mark as reviewed"
    INTERVIEW = "interview", "Move to interview"
    OFFER = "offer", "Move to offer"
    HIRE = "hire", "Mark as hired"
    DECLINE = "decline", "Decline"
    WITHDRAW = "withdraw", "Withdraw"  # the candidate's alone


S, M = Stage, Move

OPEN = frozenset({S.NEW, S.REVIEWED, S.INTERVIEW, S.OFFER})
"""Somebody still waits for something. Only these can be declined or withdrawn."""

APPLICATION: Lifecycle[Stage, Move] = Lifecycle("application", {
    (S.NEW, M.REVIEW): S.REVIEWED,
    (S.NEW, M.INTERVIEW): S.INTERVIEW,
    (S.NEW, M.OFFER): S.OFFER,
    (S.REVIEWED, M.INTERVIEW): S.INTERVIEW,
    (S.REVIEWED, M.OFFER): S.OFFER,
    (S.INTERVIEW, M.OFFER): S.OFFER,
    (S.OFFER, M.HIRE): S.HIRED,
    # One step back: a wrong click, a second interview, an offer that fell through, a second thought.
    (S.INTERVIEW, M.REVIEW): S.REVIEWED,
    (S.OFFER, M.INTERVIEW): S.INTERVIEW,
    (S.HIRED, M.OFFER): S.OFFER,
    (S.DECLINED, M.REVIEW): S.REVIEWED,
    **{(stage, M.DECLINE): S.DECLINED for stage in (S.NEW, S.REVIEWED, S.INTERVIEW, S.OFFER)},
    **{(stage, M.WITHDRAW): S.WITHDRAWN for stage in (S.NEW, S.REVIEWED, S.INTERVIEW, S.OFFER)},
})
