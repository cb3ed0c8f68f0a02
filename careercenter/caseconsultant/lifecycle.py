"""The lives of a consultation and of a public answer, as tables."""

from enum import StrEnum

from careercenter.caseconsultant.models import ConsultationState as S
from careercenter.caseconsultant.models import PublicState as P
from careercenter.core import Lifecycle


class ConsultationAction(StrEnum):
    """What moves a consultation."""

    ADMIT = "admit"  # it is paid for
    SEND_AUTOMATIC = "send_automatic"
    QUEUE = "queue"
    TAKE = "take"
    HAND_OVER = "hand_over"
    PUT_BACK = "put_back"
    ANSWER = "answer"
    ASK_BACK = "ask_back"
    WRITE = "write"  # the asker says more
    OWE = "owe"  # what she says more of is a question of its own, and she has none left
    ASK_A_PERSON = "ask_a_person"
    CLOSE = "close"


A = ConsultationAction

CONSULTATION = Lifecycle("consultation", {
    (S.UNPAID, A.ADMIT): S.RECEIVED,
    (S.RECEIVED, A.SEND_AUTOMATIC): S.ANSWERED_AUTOMATICALLY,
    (S.RECEIVED, A.QUEUE): S.QUEUED,
    (S.QUEUED, A.TAKE): S.IN_HAND,
    (S.IN_HAND, A.HAND_OVER): S.IN_HAND,
    (S.IN_HAND, A.PUT_BACK): S.QUEUED,
    (S.QUEUED, A.ANSWER): S.ANSWERED,
    (S.IN_HAND, A.ANSWER): S.ANSWERED,
    (S.QUEUED, A.ASK_BACK): S.ASKED_BACK,
    (S.IN_HAND, A.ASK_BACK): S.ASKED_BACK,
    # What comes while it waits is read with the rest.
    (S.UNPAID, A.WRITE): S.UNPAID,
    (S.RECEIVED, A.WRITE): S.RECEIVED,
    (S.QUEUED, A.WRITE): S.QUEUED,
    (S.IN_HAND, A.WRITE): S.IN_HAND,
    (S.ASKED_BACK, A.WRITE): S.QUEUED,
    (S.ANSWERED_AUTOMATICALLY, A.WRITE): S.RECEIVED,
    (S.ANSWERED, A.WRITE): S.RECEIVED,
    (S.CLOSED, A.WRITE): S.RECEIVED,
    (S.ANSWERED_AUTOMATICALLY, A.OWE): S.UNPAID,
    (S.ANSWERED, A.OWE): S.UNPAID,
    (S.CLOSED, A.OWE): S.UNPAID,
    (S.ANSWERED_AUTOMATICALLY, A.ASK_A_PERSON): S.QUEUED,
    (S.CLOSED, A.ASK_A_PERSON): S.QUEUED,
    (S.ANSWERED_AUTOMATICALLY, A.CLOSE): S.CLOSED,
    (S.ANSWERED, A.CLOSE): S.CLOSED,
    (S.ASKED_BACK, A.CLOSE): S.CLOSED,
})

ANSWERED = (S.ANSWERED_AUTOMATICALLY, S.ANSWERED, S.CLOSED)
WITH_US = (S.QUEUED, S.IN_HAND)
"""States in which a person's answer is due."""


class PublicAction(StrEnum):
    """What moves a public answer."""

    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    DISMISS = "dismiss"
    WITHDRAW = "withdraw"


PUBLIC_ANSWER = Lifecycle("public answer", {
    (P.PROPOSED, PublicAction.SUBMIT): P.IN_REVIEW,
    (P.PROPOSED, PublicAction.DISMISS): P.DISMISSED,
    (P.IN_REVIEW, PublicAction.RETURN): P.PROPOSED,
    (P.IN_REVIEW, PublicAction.APPROVE): P.PUBLISHED,
    (P.IN_REVIEW, PublicAction.DISMISS): P.DISMISSED,
    (P.PUBLISHED, PublicAction.WITHDRAW): P.WITHDRAWN,
})
