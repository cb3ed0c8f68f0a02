"""Which official rules hold for a code: where they stand, in our own words what they are about.

The rules themselves are in the ICD-10-CM Official Guidelines for Coding and Reporting (CDC/NCHS and CMS) and in the
NCCI Policy Manual for Medicare Services (CMS); the sections are theirs. `data/guidelines.csv` says which span of codes
each is about.
"""

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from careercenter.codes.models import CodeKind
from careercenter.codes.queries import Place
from careercenter.codes.spelling import normalize

DOCUMENTS = {
    "guidelines": ("ICD-10-CM Official Guidelines", "Section", "https://www.cdc.gov/nchs/icd/icd-10-cm/"),
    "ncci": ("NCCI Policy Manual", "Chapter",
             "https://www.cms.gov/national-correct-coding-initiative-ncci/ncci-policy-manual"),
}


@dataclass(frozen=True, slots=True)
class Guidance:
    """A section of an official document that holds for a span of codes."""

    system: str
    first: str
    last: str
    document: str
    section: str
    about: str
    words: str  # how people call it, by which it is found

    @property
    def name(self) -> str:
        """Such as "ICD-10-CM Official Guidelines, Section I.C.4.a"."""
        title, part, _ = DOCUMENTS[self.document]
        return f"{title}, {part} {self.section}"

    @property
    def url(self) -> str:
        """Where its publisher keeps the document."""
        return DOCUMENTS[self.document][2]

    def holds_for(self, key: str) -> bool:
        """Whether a code's key lies in the span: the last one includes all that stands under it. Conventions and
        rules of selection have none: they hold for a record and not for a code."""
        return bool(self.last) and self.first <= key and key[:len(self.last)] <= self.last


def list_guidance(place: Place) -> list[Guidance]:
    """The sections that hold for a code, each once, those about the fewest codes first."""
    if place.code.kind is not CodeKind.CODE or not place.code.key[-1:].isalnum():
        return []
    key = place.code.key
    found: dict[tuple[str, str], Guidance] = {}
    for one in _list_near(place.code.system.value, key[:3]):
        if one.holds_for(key):
            found.setdefault((one.document, one.section), one)  # a section may be about several spans
    return list(found.values())


@lru_cache(4_000)
def _list_near(system: str, head: str) -> tuple[Guidance, ...]:
    """Those that can hold for a key that begins so."""
    return tuple(one for one in list_all() if one.system == system and one.last and one.first[:3] <= head
                 and head[:len(one.last)] <= one.last)


@cache
def list_all() -> tuple[Guidance, ...]:
    """Every section that we know of, those about the fewest codes first."""
    with (files("careercenter.codes") / "data" / "guidelines.csv").open(encoding="utf-8") as file:
        rows = [Guidance(**{**row, "first": normalize(row["first"]), "last": normalize(row["last"])})
                for row in csv.DictReader(file)]
    return tuple(sorted(rows, key=lambda one: int(one.last.ljust(5, "Z"), 36) - int(one.first.ljust(5, "0"), 36)))
