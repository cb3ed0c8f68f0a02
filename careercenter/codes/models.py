"""Code systems in versioned releases: what a code is, and what each release says about it.

A `Code` is a place in a system that stays for good: addresses and people's lists point at it. Each release adds a
`CodeVersion` only where it says something new, so a code's versions are its history; the one that stands is marked.
"""

import enum
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from careercenter.codes import licensing
from careercenter.codes.clock import today
from careercenter.core import Model, now
from careercenter.terms.vocabulary import Term


class CodeSystem(Term):
    """What kind of code it is."""

    ICD10CM = "icd10cm", "ICD-10-CM"
    HCPCS = "hcpcs", "HCPCS Level II"
    CPT = "cpt", "CPT"
    MODIFIER = "modifier", "Modifier"
    POS = "pos", "Place of service"


class Dataset(Term):
    """What is published, and imported, as one thing: code systems, and tables that link codes."""

    ICD10CM = "icd10cm", "ICD-10-CM"
    HCPCS = "hcpcs", "HCPCS Level II with its modifiers"
    CPT = "cpt", "CPT"
    MODIFIERS = "modifiers", "Modifiers in our own words"
    POS = "pos", "Place of service codes"
    HCC = "hcc", "Diagnosis to HCC mappings"
    NCCI_PTP = "ncci-ptp", "NCCI procedure-to-procedure edits"
    NCCI_MUE = "ncci-mue", "NCCI medically unlikely edits"
    GEMS = "gems", "General equivalence mappings"
    COVERAGE = "coverage", "Medicare coverage determinations"


class ReleaseState(enum.StrEnum):
    """Where a release stands."""

    IMPORTING = "importing"  # nobody sees it
    READY = "ready"  # complete; its day is still to come
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"  # a table that another of its series took the place of
    ROLLED_BACK = "rolled_back"
    DISCARDING = "discarding"  # its rows are being removed: its import came to no end, or it is long superseded
    DISCARDED = "discarded"


STANDING = (ReleaseState.READY, ReleaseState.IN_FORCE)
_STANDING = text("state IN ('importing', 'ready', 'in_force')")
_IMPORTING = text("state = 'importing'")


class Release(Model):
    """One publication of a dataset. Releases of a code system lie over each other; of a table's series, one is read."""

    __tablename__ = "code_releases"
    __table_args__ = (
        Index("uq_code_releases_checksum", "dataset", "series", "checksum", unique=True,
              sqlite_where=_STANDING, postgresql_where=_STANDING),
        Index("uq_code_releases_importing", "dataset", "series", unique=True,
              sqlite_where=_IMPORTING, postgresql_where=_IMPORTING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dataset: Mapped[Dataset]
    series: Mapped[str] = mapped_column(default="")  # of a table, such as "practitioner" or "2026"
    title: Mapped[str]
    valid_from: Mapped[date]
    source: Mapped[str]
    notice: Mapped[str] = mapped_column(default="")  # the owner's copyright line, for every page that shows its text
    is_whole: Mapped[bool] = mapped_column(default=True)  # else it says nothing about what it doesn't list
    checksum: Mapped[str]  # of what was imported, so that a second time does nothing
    state: Mapped[ReleaseState] = mapped_column(default=ReleaseState.IMPORTING)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(default=now)
    beat_at: Mapped[datetime] = mapped_column(default=now)  # the last sign of life of its import

    @property
    def is_due(self) -> bool:
        return self.valid_from <= today()


class CodeKind(enum.StrEnum):
    """What part of a system's tree a code is."""

    CHAPTER = "chapter"
    BLOCK = "block"
    CODE = "code"


class Code(Model):
    """A code, chapter or block of a system. It has no text of its own: releases have."""

    __tablename__ = "codes"
    __table_args__ = (UniqueConstraint("system", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    system: Mapped[CodeSystem]
    key: Mapped[str]  # upper case without the dot; siblings sort by it
    code: Mapped[str]  # as it is officially written: E11.40
    kind: Mapped[CodeKind] = mapped_column(default=CodeKind.CODE)

    @property
    def is_owned(self) -> bool:
        """Whether its words are somebody's: read them by `licensing.show`."""
        return is_owned(self.system, self.kind)


def is_owned(system: CodeSystem, kind: CodeKind) -> bool:
    """Whether what a release says of such codes is its owner's: CPT's is the AMA's, but for the names of ranges."""
    return system is CodeSystem.CPT and kind is CodeKind.CODE


class NoteKind(Term):
    """What a note of the tabular list, or of a release file, tells."""

    INCLUDES = "includes", "Includes"
    INCLUSION_TERM = "inclusion_term", "Also known as"
    EXCLUDES1 = "excludes1", "Excludes1"
    EXCLUDES2 = "excludes2", "Excludes2"
    CODE_FIRST = "code_first", "Code first"
    USE_ADDITIONAL = "use_additional", "Use additional code"
    CODE_ALSO = "code_also", "Code also"
    SEVENTH_CHARACTER = "seventh_character", "7th character"
    NOTE = "note", "Note"


INHERITED = frozenset(NoteKind) - {NoteKind.INCLUSION_TERM}
"""What holds for everything below too (ICD-10-CM Official Guidelines, section I.A); a term names one code alone."""


class Note(NamedTuple):
    """One line of a note; a seventh character's line has it as its marker."""

    kind: NoteKind
    text: str
    marker: str = ""


class Change(enum.StrEnum):
    """What a release did to a code."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


_CURRENT = text("is_current")
_CURRENT_1 = text("is_current = 1")  # as SQLAlchemy asks SQLite, which takes the index for the very same words alone


class CodeVersion(Model):
    """All that one release says about a code, where that isn't what the release before it said."""

    __tablename__ = "code_versions"
    __table_args__ = (
        UniqueConstraint("code_id", "release_id"),
        Index("uq_code_versions_current", "code_id", unique=True,
              sqlite_where=_CURRENT_1, postgresql_where=_CURRENT),
        Index("ix_code_versions_children", "parent_id", sqlite_where=_CURRENT_1, postgresql_where=_CURRENT),
        Index("ix_code_versions_release_id", "release_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("codes.id"))
    release_id: Mapped[int] = mapped_column(ForeignKey("code_releases.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("codes.id"))
    change: Mapped[Change]
    is_current: Mapped[bool] = mapped_column(default=False)  # what readers see
    is_billable: Mapped[bool]
    written_short: Mapped[str] = mapped_column("short")  # as the release has it; people read `short` and `long`
    written_long: Mapped[str] = mapped_column("long")
    valid_from: Mapped[date | None]  # None: before our first release of this system
    valid_to: Mapped[date | None]  # the last day on which it may be reported
    notes: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # read `read_notes()`
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)  # of its system: coverage, pricing, section
    fingerprint: Mapped[str]  # of all of this, by which the next release sees what it changes

    code: Mapped[Code] = relationship(foreign_keys=[code_id], lazy="raise_on_sql")
    release: Mapped[Release] = relationship(lazy="raise_on_sql")

    @property
    def short(self) -> str:
        """Its short description; empty where only the number may be shown."""
        return licensing.show(self.written_short) if self.code.is_owned else self.written_short

    @property
    def long(self) -> str:
        """Its description; empty where only the number may be shown."""
        return licensing.show(self.written_long) if self.code.is_owned else self.written_long

    def read_notes(self) -> Iterator[Note]:
        """Its own notes, in the order of the release; those of its ancestors hold too, see `queries.list_notes`."""
        for note in self.notes:
            yield Note(NoteKind(note["kind"]), note["text"], note.get("marker", ""))

    @property
    def standing(self) -> "Standing":
        """Whether it may be reported today."""
        return Standing.today(self.change, self.valid_from, self.valid_to)


class Standing(Term):
    """Whether a code may be reported on a day."""

    IN_FORCE = "in_force", "In force"
    NOT_YET = "not_yet", "Not yet in force"
    DELETED = "deleted", "Deleted"

    @classmethod
    def today(cls, change: Change, valid_from: date | None, valid_to: date | None) -> "Standing":
        """Of what was last said of a code."""
        day = today()
        if change is Change.REMOVED or (valid_to is not None and valid_to < day):
            return cls.DELETED
        return cls.NOT_YET if valid_from is not None and valid_from > day else cls.IN_FORCE
