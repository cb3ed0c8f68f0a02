"""Reading the tables that link codes, as the releases in force have them. Each is one statement, or says otherwise."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Select, and_, bindparam, or_, select

from careercenter.codes.clock import today
from careercenter.codes.links import CoverageLink, Equivalence, HccMapping, MueValue, PtpEdit
from careercenter.codes.models import CodeSystem, Dataset, Release, ReleaseState
from careercenter.codes.queries import Place, list_by_keys
from careercenter.codes.spelling import lies_within
from careercenter.core import db


class Hcc(NamedTuple):
    """A category of a risk adjustment model that a diagnosis counts for."""

    model: str  # such as "CMS-HCC V28"
    category: str
    label: str
    payment_year: str


class Pair(NamedTuple):
    """A procedure-to-procedure edit, and whose it is."""

    edit: PtpEdit
    series: str  # such as "practitioner" or "outpatient"


class Mue(NamedTuple):
    """The most units on a day, and for whom."""

    value: MueValue
    series: str


_NUMBERED = (CodeSystem.CPT, CodeSystem.HCPCS)
_DATA = Path(__file__).parent / "data"


def list_hccs(keys: Iterable[str]) -> dict[str, list[Hcc]]:
    """What each diagnosis counts for, by its key; by model, the newest payment year first."""
    found: dict[str, list[Hcc]] = defaultdict(list)
    for key, *what in db.session.execute(_hccs(), {"keys": list(keys)}):
        found[key].append(Hcc(*what))
    return dict(found)


def counts_below(key: str) -> bool:
    """Whether a diagnosis below this one counts for a category."""
    return db.session.scalar(_hccs_between(), {"first": f"{key}0", "last": f"{key}ZZZZ"}) is not None


@cache
def _hccs_between() -> Select[int]:
    return (select(HccMapping.id).join(Release, Release.id == HccMapping.release_id)
            .where(HccMapping.key.between(bindparam("first"), bindparam("last")),
                   Release.state == ReleaseState.IN_FORCE).limit(1))


@cache  # every diagnosis's page waits for it, and putting it together takes longer than the answer
def _hccs() -> Select[str, str, str, str, str]:
    return (select(HccMapping.key, HccMapping.model, HccMapping.category, HccMapping.label, Release.series)
            .join(Release, Release.id == HccMapping.release_id)
            .where(HccMapping.key.in_(bindparam("keys", expanding=True)), Release.state == ReleaseState.IN_FORCE)
            .order_by(HccMapping.model, Release.series.desc(), HccMapping.category))


def list_pairs(key: str, *, on: date | None = None, size: int = 200) -> list[Pair]:
    """The edits of a code in either column that hold on a day (today), at most `size`."""
    return _pairs(_holding(on).where(or_(PtpEdit.column1 == key, PtpEdit.column2 == key)).limit(size))


def list_pairs_among(keys: Sequence[str], *, on: date | None = None) -> list[Pair]:
    """The edits that hold on a day (today) between any two of these codes."""
    return _pairs(_holding(on).where(and_(PtpEdit.column1.in_(keys), PtpEdit.column2.in_(keys))))


def list_mues(keys: Iterable[str]) -> dict[str, list[Mue]]:
    """The medically unlikely edits of each code, by its key."""
    rows = db.session.execute(
        select(MueValue, Release.series).join(Release, Release.id == MueValue.release_id)
        .where(MueValue.key.in_(list(keys)), Release.state == ReleaseState.IN_FORCE).order_by(Release.series))
    found: dict[str, list[Mue]] = defaultdict(list)
    for row, series in rows:
        found[row.key].append(Mue(row, series))
    return dict(found)


def list_coverage(key: str, *, size: int = 100) -> list[CoverageLink]:
    """The coverage documents that name a code, national ones first, at most `size`."""
    return list(db.session.scalars(
        select(CoverageLink).join(Release, Release.id == CoverageLink.release_id)
        .where(CoverageLink.key == key, Release.state == ReleaseState.IN_FORCE)
        .order_by(CoverageLink.kind.desc(), CoverageLink.document).limit(size)))


def list_equivalences(key: str) -> list[Equivalence]:
    """What a code of one revision of the ICD is in the other, in both directions, as the mappings have it."""
    return list(db.session.scalars(
        select(Equivalence).join(Release, Release.id == Equivalence.release_id)
        .where(or_(Equivalence.source == key, Equivalence.target == key), Release.state == ReleaseState.IN_FORCE)
        .order_by(Equivalence.id)))


def list_modifiers(place: Place) -> list[Place]:
    """The modifiers that commonly go with a procedure of its kind: general knowledge, no payer's rule."""
    kinds = kinds_of(place)
    keys = [modifier for modifier, goes_with in _uses().items() if goes_with & kinds]
    return list(list_by_keys(CodeSystem.MODIFIER, keys).values()) if keys else []


def kinds_of(place: Place) -> frozenset[str]:
    """What kinds of service a procedure code is of, and on what part of the body, as far as its number says it: such
    as "surgery", "paired" and "eyelids". Empty for all that is no procedure."""
    if place.code.system not in _NUMBERED:
        return frozenset()
    key = place.code.key
    return frozenset(kind for kind, spans in _kinds().items() if any(span.has(key) for span in spans))


def is_loaded(dataset: Dataset) -> bool:
    """Whether a table is there at all: an empty answer means nothing otherwise."""
    return db.session.scalar(select(Release.id).where(
        Release.dataset == dataset, Release.state == ReleaseState.IN_FORCE).limit(1)) is not None


def list_in_force(dataset: Dataset) -> dict[str, Release]:
    """The releases of a table that are read, by their series."""
    return {release.series: release for release in db.session.scalars(select(Release).where(
        Release.dataset == dataset, Release.state == ReleaseState.IN_FORCE))}


class _Span(NamedTuple):
    first: str
    last: str

    def has(self, key: str) -> bool:
        return lies_within(key, self.first, self.last)


@cache
def _kinds() -> dict[str, list[_Span]]:
    return {row["kind"]: [_Span(*span.split("-")) for span in row["ranges"].split(";")]
            for row in _rows("service-kinds.csv")}


@cache
def _uses() -> dict[str, frozenset[str]]:
    return {row["modifier"]: frozenset(row["kinds"].split(";")) for row in _rows("modifier-use.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _holding(on: date | None) -> Select[PtpEdit, str]:
    # CMS deletes at a quarter's last day, on which the edit still holds, or with an indicator of 9 from the first day.
    day = on or today()
    return (select(PtpEdit, Release.series).join(Release, Release.id == PtpEdit.release_id)
            .where(Release.state == ReleaseState.IN_FORCE, PtpEdit.effective_on <= day,
                   or_(PtpEdit.deleted_on.is_(None), PtpEdit.deleted_on >= day), PtpEdit.indicator != "9")
            .order_by(PtpEdit.column1, PtpEdit.column2, Release.series))


def _pairs(statement: Select[PtpEdit, str]) -> list[Pair]:
    return [Pair(*row) for row in db.session.execute(statement)]
