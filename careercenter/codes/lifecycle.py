"""The life of a release, as a table."""

from enum import StrEnum

from careercenter.codes.models import ReleaseState as S
from careercenter.core import Lifecycle


class ReleaseAction(StrEnum):
    """What moves a release."""

    COMPLETE = "complete"
    ENFORCE = "enforce"  # its day has come
    SUPERSEDE = "supersede"
    REINSTATE = "reinstate"  # the one after it was rolled back
    ROLL_BACK = "roll_back"
    DISCARD = "discard"  # its import failed, or died; or it is too old to be reinstated
    EMPTY = "empty"  # its rows are removed


A = ReleaseAction

RELEASE = Lifecycle("release", {
    (S.IMPORTING, A.COMPLETE): S.READY,
    (S.IMPORTING, A.DISCARD): S.DISCARDING,
    (S.SUPERSEDED, A.DISCARD): S.DISCARDING,
    (S.DISCARDING, A.EMPTY): S.DISCARDED,
    (S.READY, A.ENFORCE): S.IN_FORCE,
    (S.READY, A.ROLL_BACK): S.ROLLED_BACK,
    (S.IN_FORCE, A.SUPERSEDE): S.SUPERSEDED,
    (S.IN_FORCE, A.ROLL_BACK): S.ROLLED_BACK,
    (S.SUPERSEDED, A.REINSTATE): S.IN_FORCE,
})
