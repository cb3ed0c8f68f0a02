"""Live jobs as rows to be searched. On SQLite the tables exist and stay empty."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model
from careercenter.search.documents import WEIGHTS, Document

TEXTS = ARRAY(Text).with_variant(JSON(), "sqlite")
NUMBERS = JSONB().with_variant(JSON(), "sqlite")

QUIET = WEIGHTS["description"]
"""How much a term counts that the description alone says: most do, so it isn't written down."""


UNCOUNTED = ("at:", "title:", "word:", "employer:")
PLACES = ("at:", "mode:")
"""Tokens of which a choice has several, while jobs have few different sets of them."""

BETWEEN = "\x1f"
"""Between the tokens of a set."""


class SearchDocument(Model):
    """A `Document` of careercenter.search.documents."""

    __tablename__ = "search_documents"
    __table_args__ = (
        Index("ix_search_documents_tokens", "tokens", postgresql_using="gin"),
        Index("ix_search_documents_terms", "terms", postgresql_using="gin"),
    )

    posting_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    employer_id: Mapped[int]
    is_featured: Mapped[bool]
    live_at: Mapped[float]  # seconds since 1970, as are ends_at
    ends_at: Mapped[float]
    tokens: Mapped[list[str]] = mapped_column(TEXTS)
    facts: Mapped[list[str]] = mapped_column(TEXTS)  # the tokens that are counted
    places: Mapped[str] = mapped_column(Text)  # those of them that say where one works, BETWEEN them
    terms: Mapped[list[str]] = mapped_column(TEXTS)
    weights: Mapped[dict[str, int]] = mapped_column(NUMBERS)  # of the terms that count more than QUIET
    requirement: Mapped[str] = mapped_column(Text, index=True)
    yearly_pay: Mapped[int | None] = mapped_column(BigInteger)  # US cents
    piece_unit: Mapped[str | None]
    piece_pay: Mapped[int | None] = mapped_column(BigInteger)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class SearchProgress(Model):
    """How far the documents follow the database: one row."""

    __tablename__ = "search_progress"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    through: Mapped[int]  # careercenter.search.changes.Seen
    beyond: Mapped[list[int]] = mapped_column(JSON)
    version: Mapped[int]  # counts the changes of the documents


def row_of(document: Document) -> dict[str, Any]:
    """A document as a row of SearchDocument."""
    places = sorted(token for token in document.tokens if token.startswith(PLACES))
    return {
        "facts": [token for token in document.tokens if not token.startswith(UNCOUNTED)],
        "places": BETWEEN.join(places),
        "posting_id": document.posting_id, "employer_id": document.employer_id, "is_featured": document.is_featured,
        "live_at": document.live_at, "ends_at": document.ends_at, "tokens": list(document.tokens),
        "terms": list(document.terms), "requirement": document.requirement, "yearly_pay": document.yearly_pay,
        "weights": {term: weight for term, weight in document.terms.items() if weight != QUIET},
        "piece_unit": document.piece_unit, "piece_pay": document.piece_pay, "latitude": document.latitude,
        "longitude": document.longitude}
