"""Where the index gets its entries from: the codes as their releases have them now."""

import csv
from collections.abc import Iterator
from pathlib import Path

from careercenter.codes import queries
from careercenter.codes.lookup.entries import Entry
from careercenter.codes.models import CodeKind, CodeSystem

FORMAT = "4"
"""Raised when what is built from the same codes changes, so that every server builds it anew."""


def entries() -> Iterator[Entry]:
    """Every code, chapter and block; a parent before its children."""
    places: dict[int, int] = {}
    for one in queries.iter_entries():
        places[one.code_id] = len(places)
        yield Entry(one.system.value, one.code, one.long or one.short, places.get(one.parent_id or 0),
                    one.short if one.long else "", tuple(one.terms), one.is_billable, one.kind is not CodeKind.CODE,
                    one.is_removed, one.valid_from, one.valid_to)
    if places:
        yield from procedures()


def procedures() -> Iterator[Entry]:
    """What ranges of CPT numbers are roughly about, in our own words: CPT's descriptors are the AMA's."""
    with (Path(__file__).parent / "procedures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number = row["first"] if row["first"] == row["last"] else f"{row['first']}–{row['last']}"
            yield Entry(CodeSystem.CPT.value, number, row["words"], terms=tuple(row["also"].split(";")),
                        billable=False, heading=True)


def stamp() -> str:
    """Another text whenever the entries are others."""
    return f"{FORMAT}:{queries.fingerprint()}"
