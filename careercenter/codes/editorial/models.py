"""What we say about a code in everyday words, in revisions."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now


class RevisionState(StrEnum):
    """Where a text stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"  # its reviewer wants something changed
    PUBLISHED = "published"
    REPLACED = "replaced"  # by a later one


OPEN = (RevisionState.DRAFT, RevisionState.IN_REVIEW, RevisionState.RETURNED)
_OPEN = text("state IN ('draft', 'in_review', 'returned')")
_PUBLISHED = text("state = 'published'")


class PlainWords(Model):
    """One revision of a code's common language description and tips. Of each code one is open at most, one published.

    The words are our own: never a paraphrase of a CPT descriptor, which is the AMA's.
    """

    __tablename__ = "code_plain_words"
    __table_args__ = (
        Index("uq_code_plain_words_open", "code_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("uq_code_plain_words_published", "code_id", unique=True,
              sqlite_where=_PUBLISHED, postgresql_where=_PUBLISHED),
        Index("ix_code_plain_words_code_id", "code_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("codes.id"))
    description: Mapped[str]  # Markdown
    tips: Mapped[str] = mapped_column(default="")  # Markdown
    state: Mapped[RevisionState] = mapped_column(default=RevisionState.DRAFT)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: it came with the program
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(default="")  # why it was returned
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
    published_at: Mapped[datetime | None]
