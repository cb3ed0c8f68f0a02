"""Two codes side by side: what they share, and where they part."""

from typing import NamedTuple

from careercenter.codes import queries
from careercenter.codes.lookup.building import bag_of
from careercenter.codes.lookup.slots import labels_of
from careercenter.codes.lookup.words import stem, words_of
from careercenter.codes.models import CodeSystem, NoteKind
from careercenter.codes.queries import Place


class Piece(NamedTuple):
    """A word of a title, and whether the other title has none like it."""

    text: str
    differs: bool


class Side(NamedTuple):
    """One of the two."""

    place: Place
    path: list[Place]
    title: list[Piece]
    slots: list[str] | None  # the side, the encounter, the stage that it says; only diagnoses are read for them
    terms: list[str]  # what else it is called


class Comparison(NamedTuple):
    """The two, and what stands above both."""

    sides: tuple[Side, Side]
    shared: list[Place]


def compare(one: Place, other: Place) -> Comparison:
    """What two codes share and where they part. Two statements."""
    path, beside = queries.list_path(one.code), queries.list_path(other.code)
    first, second = _title(one), _title(other)
    shared = [above for above, its in zip(path, beside, strict=False) if above.code.id == its.code.id]
    return Comparison((_side(one, path, first, second), _side(other, beside, second, first)), shared)


def _title(place: Place) -> str:
    return place.version.long or place.version.short


def _side(place: Place, path: list[Place], title: str, other: str) -> Side:
    theirs = {stem(word.text) for word in words_of(other)}
    pieces = [Piece(word, any(stem(part.text) not in theirs for part in words_of(word))) for word in title.split()]
    # "Of its own right", "subsequent": elsewhere such words mean something else.
    slots = labels_of(bag_of(title).slots) if place.code.system is CodeSystem.ICD10CM else None
    return Side(place, path, pieces, slots,
                [note.text for note in place.version.read_notes() if note.kind is NoteKind.INCLUSION_TERM])
