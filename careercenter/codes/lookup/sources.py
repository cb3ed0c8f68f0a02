"""Where the index gets its entries from: the codes as their releases have them now."""

from collections.abc import Iterator

from careercenter.codes import queries
from careercenter.codes.lookup.entries import Entry
from careercenter.codes.models import CodeKind

FORMAT = "1"
"""Raised when what is built from the same codes changes, so that every server builds it anew."""


def entries() -> Iterator[Entry]:
    """Every code, chapter and block; a parent before its children."""
    places: dict[int, int] = {}
    for one in queries.iter_entries():
        places[one.code_id] = len(places)
        yield Entry(one.system.value, one.code, one.long or one.short, places.get(one.parent_id or 0),
                    one.short if one.long else "", tuple(one.terms), one.is_billable, one.kind is not CodeKind.CODE,
                    one.is_removed)


def stamp() -> str:
    """Another text whenever the entries are others."""
    return f"{FORMAT}:{queries.fingerprint()}"
