"""Where the index gets its entries from: the codes as their releases have them now."""

from collections.abc import Iterator

from careercenter.codes import queries
from careercenter.codes.lookup.entries import Entry
from careercenter.codes.models import CodeKind, CodeSystem
from careercenter.codes.procedures import list_all

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
    """What ranges of CPT numbers are roughly about."""
    for one in list_all():
        number = one.first if one.first == one.last else f"{one.first}–{one.last}"
        yield Entry(CodeSystem.CPT.value, number, one.words, terms=one.also, billable=False, heading=True)


def stamp() -> str:
    """Another text whenever the entries are others."""
    return f"{FORMAT}:{queries.fingerprint()}"
