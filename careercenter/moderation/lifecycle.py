"""From the queue to a decision: one moderator at a time, decided once."""

from careercenter.core import Lifecycle
from careercenter.moderation.models import ItemAction as A
from careercenter.moderation.models import ItemState as S

ITEM = Lifecycle("item", {
    (S.WAITING, A.CLAIM): S.CLAIMED,
    (S.CLAIMED, A.CLAIM): S.CLAIMED,  # over from somebody whose claim ran out
    (S.CLAIMED, A.RELEASE): S.WAITING,
    (S.CLAIMED, A.DECIDE): S.DECIDED,
    (S.WAITING, A.DROP): S.OBSOLETE,
    (S.CLAIMED, A.DROP): S.OBSOLETE,
})
