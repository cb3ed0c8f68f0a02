"""In what order diagnoses stand: what the tabular list's notes ask for, and what the guidelines say besides.

Notes at one place are one instruction where they list cases under a heading (“code to identify control using:”), and
several where each asks for a code of its own (“code to identify type of heart failure”, “… stage of kidney disease”).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import NamedTuple

from careercenter.codes.lookup.words import stem, words_of
from careercenter.codes.models import Code, CodeKind, NoteKind
from careercenter.codes.queries import Held, Place
from careercenter.codes.references import Span, list_spans
from careercenter.codes.tools.findings import Finding

LONGEST_SOURCE = 300  # characters of a note that are shown

_KINDS = (NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL, NoteKind.CODE_ALSO)
_ASKS_ANEW = re.compile(r"(?:external cause )?code(?:\(s\)|s)?(?!\w)")  # “use additional” goes on with it
_ONLY_FOR = re.compile(
    r"(?:codes?, if applicable, )?for (?:codes (?P<codes>[A-Z]\d[^a-z]*)|(?P<what>[a-z ]+)), (?!if\b)")
_OPTIONAL = re.compile(r"\b(?:if|any)\b")  # if applicable, if known, any associated
_OPEN = re.compile(r"\b(?:such as|including)\b")

_EXTERNAL = "VWXY"
_SECOND_ONLY = list_spans("R29.7-, R40.2-, Y90.-, Z28.3-, Z55-Z65, Z68.-")  # guideline I.B.14
_TITLES_NOT_FIRST = (
    (re.compile(r"(?!.*not elsewhere classified).*classified elsewhere"),
     "the disease that it comes from stands before it (guideline I.A.13)"),
    (re.compile(r"Underdosing of "), "what came of it stands before it (guideline I.C.19.e.5.c)"),
    (re.compile(r".*, sequela$"), "what is left of it now stands before it (guideline I.B.10)"),
)
_POISONING = re.compile(r"Poisoning by (?!.*, sequela$)")


@dataclass(frozen=True, slots=True)
class Instruction:
    """What notes at one place ask for together."""

    kind: NoteKind
    at: Code
    notes: tuple[str, ...]  # the heading first, if there is one

    @property
    def heading(self) -> str:
        """Its first line, which tells what the others are."""
        return self.notes[0]

    @property
    def is_list(self) -> bool:
        """Whether its first line is the heading of the others: “any associated:”."""
        return self.heading.endswith(":")

    @property
    def text(self) -> str:
        """All of it, in its own words."""
        others = "; ".join(self.notes[1:])
        return f"{self.heading} {others}" if others and self.is_list else "; ".join(self.notes)

    @property
    def spans(self) -> list[Span]:
        """The codes that it names."""
        texts = _ONLY_FOR.sub("", self.heading), *self.notes[1:]
        return [span for text in texts for span in list_spans(text)]

    @property
    def categories(self) -> list[Span]:
        """The categories of what it names."""
        return [Span(span.first[:3], span.last[:3]) for span in self.spans]

    @property
    def is_open(self) -> bool:
        """Whether what it names are examples, or it names nothing."""
        return _OPEN.search(self.heading) is not None or not self.spans

    @property
    def is_optional(self) -> bool:
        """Whether a code may stand without. Several notes without a heading are cases, none of which need be."""
        are_cases = len(self.notes) > 1 and not self.is_list
        return are_cases or _OPTIONAL.search(self.heading) is not None

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for one out of some codes of a category, such as a stage: any other is the wrong one."""
        spans = self.spans
        named = {end[:3] for span in spans for end in (span.first, span.last)}
        return (len(self.notes) == len(named) == 1 and not self.is_open and not self.is_optional
                and named.isdisjoint(span.first for span in spans)
                and (len(spans) > 1 or spans[0].first != spans[0].last))

    @property
    def is_of_a_code(self) -> bool:
        """Whether it stands at a code: what a block asks of everybody below it is told by the code's page."""
        return self.at.kind is CodeKind.CODE

    @property
    def lists_others(self) -> bool:
        """Whether it is a block's list of what else a patient may have, each of which may be why she came."""
        return not self.is_of_a_code and self.is_list

    def concerns(self, place: Place) -> bool:
        """Whether it is for this code: “for adverse effects, …” is for none but those."""
        said = _ONLY_FOR.match(self.heading)
        if said is None:
            return True
        if said["codes"]:
            return any(span.covers(place.code.key) for span in list_spans(said["codes"]))
        return _stems(said["what"]) <= _stems(place.version.long)


def list_instructions(place: Place, held: Iterable[Held]) -> list[Instruction]:
    """What the notes that hold for a diagnosis ask of it, the nearest first."""
    found: list[Instruction] = []
    for note, at in held:
        if note.kind not in _KINDS:
            continue
        asks_anew = note.kind is NoteKind.USE_ADDITIONAL and _ASKS_ANEW.match(note.text)
        if found and (found[-1].kind, found[-1].at) == (note.kind, at) and not asks_anew:
            found[-1] = Instruction(note.kind, at, (*found[-1].notes, note.text))
        else:
            found.append(Instruction(note.kind, at, (note.text,)))
    return [one for one in found if one.concerns(place)]


def _stems(text: str) -> set[str]:
    return {stem(word.text) for word in words_of(text)}


class Diagnosis(NamedTuple):
    """A diagnosis as it stands in a list."""

    place: Place
    line: int
    held: Sequence[Held]

    @property
    def key(self) -> str:
        """Its key."""
        return self.place.code.key

    def __str__(self) -> str:
        return f"{self.place.code.code} (line {self.line})"


class Order:
    """The diagnoses of a list in their order, each of them once."""

    def __init__(self, diagnoses: Sequence[Diagnosis]) -> None:
        self.diagnoses = diagnoses
        self._at = {one.key: here for here, one in enumerate(diagnoses)}
        self._keys = sorted(self._at)
        self._covered: dict[Span, list[int]] = {}
        self._instructions = [list_instructions(one.place, one.held) for one in diagnoses]
        self._asked_for: dict[int, int] = {}  # where a diagnosis stands that is asked for as additional: by which first
        for here, instructions in enumerate(self._instructions):
            for one in instructions:
                if one.kind is NoteKind.USE_ADDITIONAL:
                    for other in self.find(one.spans):
                        if other != here:
                            self._asked_for.setdefault(other, here)

    def find(self, spans: Iterable[Span]) -> list[int]:
        """Where the diagnoses stand that any of these spans covers, in order."""
        return sorted({here for span in spans for here in self._within(span)})

    def _within(self, span: Span) -> list[int]:
        # Not each by each: a chart has a thousand diagnoses, and they hold tens of thousands of notes.
        if span not in self._covered:
            near = self._keys[bisect_left(self._keys, span.first):bisect_right(self._keys, f"{span.last}~")]
            self._covered[span] = [self._at[key] for key in near if span.covers(key)]
        return self._covered[span]

    def list_findings(self, here: int) -> Iterator[Finding]:
        """What is so about where one of them stands (guidelines I.A.13 and I.A.17)."""
        if here == 0:
            yield from _first(self.diagnoses[0].place)
        told: set[int] = set()
        for one in self._instructions[here]:
            named = [other for other in self.find(one.spans) if other != here]
            wrong = [other for other in self._misplaced(one, here, named) if other not in told]
            if wrong:
                told.update(wrong)  # the nearest note says it
                yield self._in_wrong_order(one, wrong)
            elif not named:
                yield from self._missed(one, here)
        yield from self._preceded(here, told)

    def _misplaced(self, one: Instruction, here: int, named: Sequence[int]) -> list[int]:
        if one.kind is NoteKind.CODE_FIRST:  # of examples, one that stands there may be the cause
            is_met = one.is_open and any(other < here for other in named)
            return [] if is_met else [other for other in named if other > here]
        if one.kind is NoteKind.USE_ADDITIONAL:  # what stands behind another that asks for it stands well
            return [other for other in named if other < here and self._asked_for[other] > other]
        return []

    def _in_wrong_order(self, one: Instruction, wrong: Sequence[int]) -> Finding:
        names = self._name(wrong)
        if one.kind is NoteKind.CODE_FIRST:
            return Finding("bad", f"{names} must stand before it.", _source(one))
        if one.lists_others:
            return Finding("warn", f"{names} belongs after it, unless the patient came for that.", _source(one))
        return Finding("bad", f"{names} must stand after it.", _source(one))

    def _missed(self, one: Instruction, here: int) -> Iterator[Finding]:
        akin = [other for other in self.find(one.categories) if other != here]
        if one.kind is NoteKind.CODE_FIRST:
            if one.is_open and any(other < here for other in akin):
                return  # such as sepsis, unspecified (A41.9): so also any other sepsis
            if one.is_optional:
                yield Finding("info", "Another code may be needed before it.", _source(one))
            elif one.is_open and here > 0:
                yield Finding("info", "See that what it asks for stands before it.", _source(one))
            else:
                yield Finding("warn", "Another code must stand before it.", _source(one))
        elif one.is_of_a_code and one.kind is NoteKind.USE_ADDITIONAL and one.is_narrow:
            yield Finding("warn", f"{self._name(akin)} is not what it asks for." if akin else
                          "Another code must stand after it.", _source(one))
        elif one.is_of_a_code and not (akin and one.is_open):
            where = "after" if one.kind is NoteKind.USE_ADDITIONAL else "beside"
            yield Finding("info", f"Another code may be needed {where} it.", _source(one))

    def _preceded(self, here: int, told: set[int]) -> Iterator[Finding]:
        """What stands before others whatever the notes say."""
        one, before = self.diagnoses[here], [self.diagnoses[other] for other in range(here) if other not in told]
        if one.key.startswith("O") and not all(other.key.startswith("O") for other in before):
            yield Finding("bad", "It must stand before codes of other chapters (guideline I.C.15.a.1).")
        elif _is_poisoning(one) and not all(_is_poisoning(other) for other in before):
            yield Finding("warn", "A poisoning stands before what came of it (guideline I.C.19.e.5.b).")

    def _name(self, places: Iterable[int]) -> str:
        return " and ".join(str(self.diagnoses[place]) for place in places)


def _is_poisoning(one: Diagnosis) -> bool:
    return _POISONING.match(one.place.version.long) is not None


def _first(place: Place) -> Iterator[Finding]:
    """What may not be the first diagnosis."""
    key, title = place.code.key, place.version.long
    why = next((why for said, why in _TITLES_NOT_FIRST if said.match(title)), "")
    if any(span.covers(key) for span in _SECOND_ONLY):
        why = "it is reported beside others alone (guideline I.B.14)"
    elif key[0] in _EXTERNAL:
        why = "it says how something came about (guideline I.C.20.a.6)"
    if why:
        yield Finding("bad", f"It can’t be the first diagnosis: {why}.")


def _source(one: Instruction) -> str:
    return f"{one.kind.label} at {one.at.code}: {shorten(one.text, LONGEST_SOURCE, placeholder='…')}"
