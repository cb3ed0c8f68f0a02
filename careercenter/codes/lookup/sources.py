"""Where the index gets its entries from: the codes as their releases have them now, and our words about CPT's."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from careercenter.codes import numbers, queries
from careercenter.codes.editorial.queries import fingerprint, list_published_in
from careercenter.codes.lookup.entries import Entry
from careercenter.codes.models import CodeKind, CodeSystem
from careercenter.codes.procedures import list_all
from careercenter.web.markdown import render_markdown

FORMAT = "6"
"""Raised when what is built from the same codes changes, so that every server builds it anew."""


def entries() -> Iterator[Entry]:
    """Every code, chapter and block; a parent before its children."""
    places: dict[int, int] = {}
    ours = _our_words()
    for one in queries.iter_entries():
        places[one.code_id] = len(places)
        yield Entry(one.system.value, one.code, one.long or one.short, places.get(one.parent_id or 0),
                    one.short if one.long else "", (*one.terms, *ours.pop(one.code_id, ())), one.is_billable,
                    one.kind is not CodeKind.CODE, one.is_removed, one.valid_from, one.valid_to,
                    said=_modifiers_said().get(one.code, ()) if one.system is CodeSystem.MODIFIER else ())
    if not numbers.are_all_listed():
        yield from _unlisted(ours, places)
    if places:
        yield from procedures()


@cache
def _modifiers_said() -> Mapping[str, tuple[str, ...]]:
    """How coders call modifiers, each in a few words of everyday speech."""
    with (Path(__file__).parent / "modifiers.csv").open(encoding="utf-8") as file:
        return {row["code"]: tuple(row["said"].split(";")) for row in csv.DictReader(file)}


def _our_words() -> dict[int, tuple[str, ...]]:
    """What everybody reads first about each CPT code: where its official words may not be shown, it has no others."""
    return {code_id: (render_markdown(words.description.split("\n\n")[0]).striptags(),)
            for code_id, words in list_published_in(CodeSystem.CPT).items()}


def _unlisted(words: Mapping[int, tuple[str, ...]], places: Mapping[int, int]) -> Iterator[Entry]:
    """CPT numbers that no list of ours has, about which somebody wrote (docs/adr/0031)."""
    for code_id, (code, version) in numbers.list_held(words).items():
        yield Entry(code.system.value, code.code, "", places.get(version.parent_id or 0), terms=words[code_id],
                    billable=False)


def procedures() -> Iterator[Entry]:
    """What ranges of CPT numbers are roughly about."""
    for one in list_all():
        number = one.first if one.first == one.last else f"{one.first}–{one.last}"
        yield Entry(CodeSystem.CPT.value, number, one.words, terms=one.also, billable=False, heading=True)


def stamp() -> str:
    """Another text whenever the entries are others."""
    return f"{FORMAT}:{queries.fingerprint()}:{fingerprint(CodeSystem.CPT)}"
