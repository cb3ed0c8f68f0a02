"""Tables that link codes, by their keys alone: a table may name a code whose system isn't imported.

Rows belong to a release and are read through those that are in force (`crosswalks.py`). The tables take millions of
rows; none is ever changed.
"""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from careercenter.core import Model

_BIG = BigInteger().with_variant(Integer(), "sqlite")


class HccMapping(Model):
    """That a diagnosis counts for a category of one of CMS's risk adjustment models (42 CFR 422.308(c))."""

    __tablename__ = "hcc_mappings"
    __table_args__ = (Index("ix_hcc_mappings_key", "key", "release_id"),)

    id: Mapped[int] = mapped_column(_BIG, primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("code_releases.id"), index=True)
    key: Mapped[str]  # of the diagnosis
    model: Mapped[str]  # such as "CMS-HCC V28"
    category: Mapped[str]  # its number
    label: Mapped[str]


class PtpEdit(Model):
    """An NCCI procedure-to-procedure edit: column 2 isn't paid beside column 1."""

    __tablename__ = "ptp_edits"
    __table_args__ = (
        Index("ix_ptp_edits_column1", "column1", "release_id"),
        Index("ix_ptp_edits_column2", "column2", "release_id"),
    )

    id: Mapped[int] = mapped_column(_BIG, primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("code_releases.id"), index=True)
    column1: Mapped[str]
    column2: Mapped[str]
    effective_on: Mapped[date]
    deleted_on: Mapped[date | None]  # the last day on which it holds
    indicator: Mapped[str]  # 0: no modifier lifts it; 1: one may; 9: it was taken back and never held
    rationale: Mapped[str]


class MueValue(Model):
    """An NCCI medically unlikely edit: the most units of a code for one person on one day."""

    __tablename__ = "mue_values"
    __table_args__ = (Index("ix_mue_values_key", "key", "release_id"),)

    id: Mapped[int] = mapped_column(_BIG, primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("code_releases.id"), index=True)
    key: Mapped[str]
    units: Mapped[int]
    adjudication: Mapped[str]  # 1: a claim line; 2 and 3: a date of service
    rationale: Mapped[str]


class Equivalence(Model):
    """A row of CMS's general equivalence mappings between ICD-9-CM and ICD-10-CM."""

    __tablename__ = "code_equivalences"
    __table_args__ = (
        Index("ix_code_equivalences_source", "source", "release_id"),
        Index("ix_code_equivalences_target", "target", "release_id"),
    )

    id: Mapped[int] = mapped_column(_BIG, primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("code_releases.id"), index=True)
    source: Mapped[str]
    target: Mapped[str]  # empty: it has none
    is_approximate: Mapped[bool]
    scenario: Mapped[int]  # 0: one code is enough; else the alternatives to combine
    choice: Mapped[int]  # which part of a combination it is


class CoverageLink(Model):
    """That a coverage determination of Medicare (NCD, LCD, or a contractor's article) names a code."""

    __tablename__ = "coverage_links"
    __table_args__ = (Index("ix_coverage_links_key", "key", "release_id"),)

    id: Mapped[int] = mapped_column(_BIG, primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("code_releases.id"), index=True)
    key: Mapped[str]
    kind: Mapped[str]  # NCD, LCD or Article
    document: Mapped[str]  # its number, such as L34522
    title: Mapped[str]
    contractor: Mapped[str]
    supports: Mapped[bool]  # False: listed as not supporting medical necessity
