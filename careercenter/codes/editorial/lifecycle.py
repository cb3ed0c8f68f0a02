"""The life of a text about a code, as a table: two people see each before everybody does."""

from enum import StrEnum

from careercenter.codes.editorial.models import RevisionState as S
from careercenter.core import Lifecycle


class RevisionAction(StrEnum):
    """What moves a text."""

    SUBMIT = "submit"
    TAKE_BACK = "take_back"  # its author writes on
    RETURN = "return"
    REVISE = "revise"  # another one is begun in its place; what was returned stays as it was
    APPROVE = "approve"
    REPLACE = "replace"  # a later one is published


A = RevisionAction

REVISION = Lifecycle("text", {
    (S.DRAFT, A.SUBMIT): S.IN_REVIEW,
    (S.IN_REVIEW, A.TAKE_BACK): S.DRAFT,
    (S.IN_REVIEW, A.RETURN): S.RETURNED,
    (S.RETURNED, A.REVISE): S.REPLACED,
    (S.IN_REVIEW, A.APPROVE): S.PUBLISHED,
    (S.PUBLISHED, A.REPLACE): S.REPLACED,
})
