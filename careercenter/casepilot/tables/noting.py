"""What the tabular list's notes say: what may stand together, what comes first, 7th characters."""

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby
from typing import NamedTuple

from careercenter.casepilot.answers import Sentence
from careercenter.casepilot.asking.questions import Question
from careercenter.casepilot.citing import cite_code, cite_note, cite_release, page_of, title_of
from careercenter.codes import queries
from careercenter.codes.models import CodeKind, CodeSystem, NoteKind, Release
from careercenter.codes.queries import Held, Place
from careercenter.codes.references import list_spans
from careercenter.codes.sections import Section

MOST_NOTES = 12  # of a kind at one place

_TELLS = {
    NoteKind.INCLUDES: "includes", NoteKind.EXCLUDES1: "excludes (Excludes1: not coded here)",
    NoteKind.EXCLUDES2: "leaves out (Excludes2: code it besides, if it is there too)",
    NoteKind.CODE_FIRST: "says to code first", NoteKind.USE_ADDITIONAL: "says to use an additional code",
    NoteKind.CODE_ALSO: "says to code also", NoteKind.NOTE: "notes",
}
_ORDERS = (NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL, NoteKind.CODE_ALSO)
_EXCLUDES = (NoteKind.EXCLUDES1, NoteKind.EXCLUDES2)


class Conflict(NamedTuple):
    """A note at one code, or above it, that names another."""

    place: Place
    other: Place
    held: Held

    @property
    def is_forbidding(self) -> bool:
        """Excludes1 forbids (guideline I.A.12.a); Excludes2 only says that it is something else (I.A.12.b)."""
        return self.held.note.kind is NoteKind.EXCLUDES1

    @property
    def sentence(self) -> Sentence:
        """What it means for the two."""
        note, source = self.held, cite_note(self.held, self.place.version.release)
        if self.is_forbidding:
            return Sentence(
                f"{self.other.code.code} isn’t coded beside {self.place.code.code}, unless the two conditions have "
                f"nothing to do with each other: Excludes1 at {note.at.code} names “{note.note.text}”.", (source,))
        return Sentence(
            f"{self.place.code.code} doesn’t include {self.other.code.code}: Excludes2 at {note.at.code} names "
            f"“{note.note.text}”. Both may be reported if both are there.", (source,))


def find_conflicts(places: Sequence[Place]) -> list[Conflict]:
    """The Excludes notes by which diagnoses name each other. Two statements, however many codes."""
    diagnoses = [place for place in places if place.code.system is CodeSystem.ICD10CM]
    notes = queries.list_notes_of([place.code.id for place in diagnoses])
    found: dict[tuple[int, int, str], Conflict] = {}
    for one, two in combinations(diagnoses, 2):
        for place, other in ((one, two), (two, one)):
            for held in notes[place.code.id]:
                if held.note.kind in _EXCLUDES and not _stands_under(other, held) and any(
                        span.covers(other.code.key) for span in list_spans(held.note.text)):
                    low, high = sorted((place.code.id, other.code.id))
                    found.setdefault((low, high, held.note.kind), Conflict(place, other, held))
    return list(found.values())


def _stands_under(place: Place, held: Held) -> bool:
    """A note at a heading that holds for both says nothing of the two beside each other."""
    return held.at.kind is CodeKind.CODE and place.code.key.startswith(held.at.key)


def tell_together(question: Question) -> Iterator[Sentence]:
    """Whether diagnoses may stand beside each other, by their Excludes notes."""
    conflicts = find_conflicts(question.places)
    for conflict in sorted(conflicts, key=lambda one: not one.is_forbidding):
        yield conflict.sentence
    beside = list(_named_beside(question.places))
    yield from beside
    if not conflicts:
        named = " and ".join(place.code.code for place in question.places)
        yield Sentence(f"No Excludes note at {named}, or above them, names the other: the tabular list doesn’t keep "
                       "them apart.", tuple(cite_release(place.version.release, f"Notes at {place.code.code}",
                                                         page_of(place.code, Section.TREE), title_of(place))
                                            for place in question.places))


def _named_beside(places: Sequence[Place]) -> Iterator[Sentence]:
    """The notes by which one code asks for the other."""
    for place in places:
        for held in queries.list_notes(place.code):
            named = [other.code.code for other in places if other.code.id != place.code.id
                     and any(span.covers(other.code.key) for span in list_spans(held.note.text))]
            if held.note.kind in _ORDERS and named:
                yield Sentence(f"{held.at.code} {_TELLS[held.note.kind]}: {held.note.text}. That names "
                               f"{' and '.join(named)}.", (cite_note(held, place.version.release),))


def tell_notes(question: Question) -> Iterator[Sentence]:
    """The notes of each code; those of the kinds that the question names, where it names some."""
    text = question.text.lower()
    wanted = [kind for word, kinds in (("exclude", _EXCLUDES), ("include", (NoteKind.INCLUDES,))) if word in text
              for kind in kinds] or list(_TELLS)
    for place in question.places:
        yield from _told(place, wanted)


def tell_order(question: Question) -> Iterator[Sentence]:
    """What stands before, after or beside each code (guidelines I.A.13 and I.A.17)."""
    for place in question.places:
        told = list(_told(place, _ORDERS))
        yield from told or [Sentence(
            f"Neither {place.code.code} nor what it stands under says to code another first, additionally or also.",
            (cite_release(place.version.release, f"Notes at {place.code.code}", page_of(place.code, Section.TREE),
                          title_of(place)),))]


def _told(place: Place, kinds: Sequence[NoteKind]) -> Iterator[Sentence]:
    held = [one for one in queries.list_notes(place.code) if one.note.kind in kinds]
    held.sort(key=lambda one: kinds.index(one.note.kind))
    for (kind, at), several in groupby(held, key=lambda one: (one.note.kind, one.at.code)):
        notes = list(several)
        shown = notes[:MOST_NOTES]
        listed = "; ".join(one.note.text.rstrip(":") for one in shown)
        more = f"; and {len(notes) - len(shown)} more" if len(notes) > len(shown) else ""
        source = cite_release(place.version.release, f"{kind.label} at {at}", page_of(shown[0].at, Section.TREE),
                              listed)
        yield Sentence(f"{at} {_TELLS[kind]}: {listed.removesuffix('.')}{more}.", (source,))


def tell_seventh(question: Question) -> Iterator[Sentence]:
    """The 7th characters with which each code is completed."""
    for place in question.places:
        yield from seventh_of(place)


def seventh_of(place: Place) -> Iterator[Sentence]:
    """The 7th characters of a code, or that it takes none."""
    release: Release = place.version.release
    nearest = queries.nearest_seventh(queries.list_notes(place.code))
    if not nearest:
        yield Sentence(f"{place.code.code} takes no 7th character: neither it nor what it stands under defines one.",
                       (cite_code(place),))
        return
    is_complete = len(place.code.key) == 7
    lead = f"{place.code.code} has its 7th character already" if is_complete else (
        f"{place.code.code} needs a 7th character")
    listed = "; ".join(f"{one.note.marker} {one.note.text}" for one in nearest)
    pad = "" if is_complete or len(place.code.key) >= 6 else " Fill the places before it with X."
    yield Sentence(f"{lead}, by the list at {nearest[0].at.code}: {listed}.{pad}", (
        cite_release(release, f"7th character at {nearest[0].at.code}", page_of(nearest[0].at, Section.TREE), listed),))
