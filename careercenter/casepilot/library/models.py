"""Documents of the library and their passages, and the index by which passages are found."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model, now, today
from careercenter.terms.vocabulary import Term


class Series(Term):
    """What a document is an edition of. Of each series but `other`, the edition of the day is read."""

    GUIDELINES = "guidelines", "ICD-10-CM Official Guidelines"
    NCCI = "ncci", "NCCI Policy Manual"
    MANUAL = "manual", "CMS manual"
    COVERAGE = "coverage", "Coverage determination"
    OTHER = "other", "Document"


class Document(Model):
    """An edition of a published document, as it was imported. It is never changed: another edition is another one."""

    __tablename__ = "library_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)  # in addresses of its passages, for good
    series: Mapped[Series]
    part: Mapped[str] = mapped_column(default="")  # of a series in several files: "Chapter IV", "100-04 ch. 12"
    title: Mapped[str]
    version: Mapped[str] = mapped_column(default="")  # as its publisher calls it: "FY 2026"
    effective_on: Mapped[date]
    source_url: Mapped[str] = mapped_column(default="")
    terms: Mapped[str] = mapped_column(default="")  # under which it may be shown
    checksum: Mapped[str] = mapped_column(unique=True)  # of the file: a second import finds the first
    lengths: Mapped[bytes] = mapped_column(LargeBinary)  # terms of each passage, 32-bit, in their order
    is_withdrawn: Mapped[bool] = mapped_column(default=False)  # not answered from any more; its pages stay
    imported_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def is_due(self) -> bool:
        return self.effective_on <= today()

    @property
    def dated(self) -> str:
        """Its version and day, for people."""
        day = f"effective {self.effective_on:%B %-d, %Y}"
        return f"{self.version}, {day}" if self.version else day


class Passage(Model):
    """Some lines of a document that stand under one heading: what is found, quoted and cited."""

    __tablename__ = "library_passages"
    __table_args__ = (
        UniqueConstraint("document_id", "address"),
        UniqueConstraint("document_id", "place"),
        Index("ix_library_passages_section", "document_id", "section"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("library_documents.id"))
    place: Mapped[int]  # in the document, from 0
    address: Mapped[str]  # its section's number, or a number of its own: the same again for the same text
    section: Mapped[str]  # as its document numbers it: "I.C.4.a"; empty before the first heading
    heading: Mapped[str]  # the headings above it: "Chapter 4 … › Diabetes mellitus"
    page: Mapped[int | None]  # of the file, from 1
    text: Mapped[str]
    gives_orders: Mapped[bool] = mapped_column(default=False)  # to an assistant: read by people, never answered from

    @property
    def title(self) -> str:
        """Its section's own heading; empty before the first one."""
        return self.heading.split(" › ")[-1]


class Posting(Model):
    """Where a term stands in a document: the passages' places, and how often in each."""

    __tablename__ = "library_postings"

    document_id: Mapped[int] = mapped_column(ForeignKey("library_documents.id"), primary_key=True)
    term: Mapped[str] = mapped_column(primary_key=True)
    places: Mapped[bytes] = mapped_column(LargeBinary)  # 32-bit, ascending
    counts: Mapped[bytes] = mapped_column(LargeBinary)  # 8-bit, one a place
