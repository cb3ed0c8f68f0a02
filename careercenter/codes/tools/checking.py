"""Checking a pasted list of codes: whether each may be reported, and whether they may stand together.

The rules are the tabular list's own notes and the conventions of the ICD-10-CM Official Guidelines, section I. What
the notes say in words alone (a condition without a code) is shown, not decided.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import shorten
from typing import NamedTuple

from careercenter.codes import crosswalks, queries
from careercenter.codes.models import CodeKind, CodeSystem, Dataset, NoteKind, Standing
from careercenter.codes.queries import Held, Place
from careercenter.codes.references import list_spans
from careercenter.codes.tools import naming
from careercenter.codes.tools.naming import Named, Undotted
from careercenter.codes.tools.pasting import Pasted

LONGEST_SOURCE = 300  # characters of a note that are shown
LONGEST_TITLE = 90  # characters of what a code would be, read the other way

_PROCEDURES = (CodeSystem.HCPCS, CodeSystem.CPT)

_EXTERNAL = "VWXY"
_WHERE = {NoteKind.CODE_FIRST: "before", NoteKind.USE_ADDITIONAL: "after", NoteKind.CODE_ALSO: "beside"}
_IF_ANY = ("if applicable", "if any", "any associated", "if known")


class Finding(NamedTuple):
    """Something about a code of the list."""

    tone: str  # "bad": it can't stay so; "warn": look at it; "info": good to know
    text: str
    source: str = ""  # the note in the tabular list's own words, and where it stands


@dataclass
class Item:
    """A code of the list with all that was found about it."""

    named: Named
    findings: list[Finding] = field(default_factory=list[Finding])
    hccs: list[crosswalks.Hcc] = field(default_factory=list[crosswalks.Hcc])

    @property
    def pasted(self) -> Pasted:
        return self.named.pasted

    @property
    def place(self) -> Place | None:
        return self.named.place

    @property
    def key(self) -> str:
        return self.place.code.key if self.place else self.pasted.key

    @property
    def system(self) -> CodeSystem | None:
        """Of what is a code, also of one that only a licensed file could tell of."""
        return self.place.code.system if self.place else CodeSystem.CPT if self.named.span else None

    @property
    def spelled(self) -> str:
        """In its official spelling, with its modifiers; as typed if it is no code."""
        if self.system is None:
            return self.pasted.typed
        return "-".join((self.place.code.code if self.place else self.key, *self.pasted.modifiers))

    @property
    def is_diagnosis(self) -> bool:
        return self.system is CodeSystem.ICD10CM

    @property
    def is_procedure(self) -> bool:
        return self.system in _PROCEDURES

    @property
    def is_fine(self) -> bool:
        return not any(finding.tone == "bad" for finding in self.findings)

    def repeats(self, other: "Item") -> bool:
        """Whether it says the same once more."""
        return (self.key, self.system, self.pasted.modifiers) == (other.key, other.system, other.pasted.modifiers)


class Checked(NamedTuple):
    """A list that was checked."""

    items: list[Item]
    words: list[str]  # what looks like a code and was taken for a word
    is_cut: bool  # it has more codes than are checked at once
    has_pairs: bool  # whether NCCI edits are loaded: without them nothing is said about procedures together

    @property
    def bad(self) -> int:
        return sum(not item.is_fine for item in self.items)

    @property
    def is_undecided(self) -> bool:
        """Whether a code of it may be of either of two systems."""
        return any(item.named.other for item in self.items)


def check(text: str, undotted: Undotted = Undotted.BY_LIST) -> Checked:
    """Check every code of a pasted text, alone and beside the others, the first `naming.MOST_CODES` of them.

    The statements don't grow with the codes.
    """
    codes, words, is_cut = naming.read(text, undotted)
    items = [Item(one) for one in codes]
    known = [item for item in items if item.system]
    notes = queries.list_notes_of([item.place.code.id for item in known if item.place])
    hccs = crosswalks.list_hccs({item.key for item in known if item.is_diagnosis})
    diagnoses: list[Item] = []
    for place, item in enumerate(items):
        held = notes[item.place.code.id] if item.place else []
        first = next((one for one in items[:place] if item.system and item.repeats(one)), None)
        item.findings += _alone(item, held, first)
        item.hccs = _newest(hccs.get(item.key, []))
        if item.is_diagnosis and item.place and item.place.version.is_billable and first is None:
            diagnoses.append(item)  # what stands there again is told that alone
    for item in diagnoses:
        held = notes[item.place.code.id] if item.place else []
        item.findings += [*_excluded(item, held, diagnoses), *_sequenced(item, held, diagnoses)]
    if diagnoses:
        diagnoses[0].findings += _first(diagnoses[0])
    has_pairs = crosswalks.is_loaded(Dataset.NCCI_PTP)
    if has_pairs:
        _pair([item for item in items if item.is_procedure])
    return Checked(items, words, is_cut, has_pairs)


def _newest(hccs: Sequence[crosswalks.Hcc]) -> list[crosswalks.Hcc]:
    """Of each model the newest payment year, which stands first."""
    years = {hcc.model: hcc.payment_year for hcc in reversed(hccs)}
    return [hcc for hcc in hccs if hcc.payment_year == years[hcc.model]]


def _alone(item: Item, held: Sequence[Held], first: Item | None) -> Iterator[Finding]:
    """What is so about a code, whatever else stands beside it; `first` is where it stands already."""
    if first and item.is_diagnosis:
        yield Finding("bad", f"It stands in line {first.pasted.line} already. A diagnosis is reported once "
                             "(guideline I.B.12).")
    elif first:
        yield Finding("warn", f"It stands in line {first.pasted.line} already: report units, or a modifier that says "
                              "why it is there again.")
    if item.named.span:
        yield Finding("info", f"Only the AMA’s licensed file says whether this CPT number is in force, and it isn’t "
                              f"loaded here. It stands among those of {item.named.span.name} (in our words).")
    elif item.place is None:
        yield Finding("bad", f"“{item.pasted.typed}” is no code that our releases know. Look for a slip of the finger, "
                             "or type it into the look-up.")
    if item.place is None:
        return
    code, version = item.place
    if item.named.other:
        yield _read_otherwise(item.named, item.named.other)
    if item.key != item.pasted.key:
        yield Finding("warn", f"Written in full it is {code.code}: the placeholder X fills what its seventh character "
                              "needs.")
    if version.standing is Standing.DELETED:
        named = ", ".join(version.attributes.get("cross_references", []))
        last = f" Its last day was {version.valid_to:%B %-d, %Y}." if version.valid_to else ""
        yield Finding("bad", f"It was deleted.{last}" + (f" Its release points to {named}." if named else ""))
    elif version.standing is Standing.NOT_YET:
        yield Finding("bad", f"It isn’t in force before {version.valid_from:%B %-d, %Y}.")
    if code.kind is not CodeKind.CODE:
        yield Finding("bad", "It is a heading, no code.")
    elif not version.is_billable and code.system is CodeSystem.ICD10CM:
        yield _incomplete(item, held)


def _read_otherwise(named: Named, other: Place) -> Finding:
    """That its spelling names a code of another system too, and how that one is meant."""
    title = shorten(other.version.long or other.version.short, LONGEST_TITLE, placeholder="…")
    if other.code.system is CodeSystem.ICD10CM:
        text = (f"Read as HCPCS, which has no dot. As a diagnosis it would be {other.code.code} ({title}): write its "
                "dot.")
    else:
        text = (f"Read as a diagnosis without its dot. As HCPCS it would be {other.code.code} ({title}): choose so "
                "below.")
    return Finding("info" if named.is_settled else "warn", text)


def _incomplete(item: Item, held: Sequence[Held]) -> Finding:
    seventh = [one for one in held if one.note.kind is NoteKind.SEVENTH_CHARACTER and one.note.marker]
    nearest = [one.note for one in seventh if one.at.id == seventh[0].at.id]
    if nearest and len(item.key) >= 6:
        letters = ", ".join(f"{note.marker} ({note.text})" for note in nearest[:3])
        return Finding("bad", f"It needs a 7th character: {letters}{' and others' if len(nearest) > 3 else ''}.")
    if nearest:
        return Finding("bad", "It needs more characters, and a 7th one that says the encounter.")
    return Finding("bad", "It needs more characters: choose one of the codes below it.")


def _excluded(item: Item, held: Sequence[Held], diagnoses: Sequence[Item]) -> Iterator[Finding]:
    """Excludes1: not coded here (guideline I.A.12.a)."""
    others = [other for other in diagnoses if other is not item]
    for one in held:
        if one.note.kind is NoteKind.EXCLUDES1:
            for other in list(others):
                if _names(one, other.key) and not other.key.startswith(one.at.key):
                    others.remove(other)  # the nearest note says it
                    yield Finding("bad", f"Not beside {_code(other)} (line {other.pasted.line}), unless the two have "
                                         "nothing to do with each other.",
                                  f"Excludes1 at {one.at.code}: {one.note.text}")


def _sequenced(item: Item, held: Sequence[Held], diagnoses: Sequence[Item]) -> Iterator[Finding]:
    """Etiology before manifestation (guideline I.A.13): code first, use additional code, code also."""
    here = diagnoses.index(item)
    for (kind, at), notes in _by_place(held).items():
        there = [other for other in diagnoses if other is not item and any(_names(note, other.key) for note in notes)]
        wrong = [other for other in there if (diagnoses.index(other) > here) == (kind is NoteKind.CODE_FIRST)]
        text = "; ".join(note.note.text.rstrip(":") for note in notes)
        source = f"{kind.label} at {at}: {text[:LONGEST_SOURCE]}{'…' if len(text) > LONGEST_SOURCE else ''}"
        if wrong and kind is not NoteKind.CODE_ALSO:
            where = "before" if kind is NoteKind.CODE_FIRST else "after"
            yield Finding("bad", f"{_code(wrong[0])} (line {wrong[0].pasted.line}) must stand {where} it.", source)
        elif not there:
            must = kind is NoteKind.CODE_FIRST and not any(word in text for word in _IF_ANY)
            yield Finding("warn", "Another code must stand before it.", source) if must else Finding(
                "info", f"Another code may be needed {_WHERE[kind]} it.", source)


def _by_place(held: Sequence[Held]) -> dict[tuple[NoteKind, str], list[Held]]:
    """Notes about order, those that stand together together: one of them met is enough."""
    found: dict[tuple[NoteKind, str], list[Held]] = {}
    for one in held:
        # What a whole chapter asks of everybody is on the code's page; what must come first is always said.
        if one.note.kind in _WHERE and (one.at.kind is CodeKind.CODE or one.note.kind is NoteKind.CODE_FIRST):
            found.setdefault((one.note.kind, one.at.code), []).append(one)
    return found


def _first(item: Item) -> Iterator[Finding]:
    """What may not be the first diagnosis."""
    title = item.place.version.long if item.place else ""
    if "classified elsewhere" in title and "not elsewhere classified" not in title:
        yield Finding("bad", "It can’t be the first diagnosis: the disease that it comes from stands before it "
                             "(guideline I.A.13).")
    elif item.key[0] in _EXTERNAL:
        yield Finding("bad", "It can’t be the first diagnosis: it says how something came about "
                             "(guideline I.C.20.a.6).")


def _pair(procedures: Sequence[Item]) -> None:
    """NCCI procedure-to-procedure edits between the procedures of the list."""
    by_key = {item.key: item for item in reversed(procedures)}
    for edit, series in crosswalks.list_pairs_among(list(by_key)) if len(by_key) > 1 else []:
        second, first = by_key[edit.column2], by_key[edit.column1]
        rescued = edit.indicator == "1"
        text = f"NCCI ({series}): not paid beside {_code(first)} (line {first.pasted.line})" + (
            ", unless a modifier says that it was apart." if rescued else "; no modifier changes that.")
        second.findings.append(Finding("warn" if rescued and second.pasted.modifiers else "bad", text, edit.rationale))


def _names(held: Held, key: str) -> bool:
    return any(span.covers(key) for span in list_spans(held.note.text))


def _code(item: Item) -> str:
    return item.place.code.code if item.place else item.key
