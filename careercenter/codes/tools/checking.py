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
from careercenter.codes.tools.findings import Finding
from careercenter.codes.tools.naming import Named, Undotted
from careercenter.codes.tools.pasting import Pasted
from careercenter.codes.tools.sequencing import Diagnosis, Order

LONGEST_TITLE = 90  # characters of what a code would be, read the other way

_PROCEDURES = (CodeSystem.HCPCS, CodeSystem.CPT)



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


class Checked(NamedTuple):
    """A list that was checked."""

    items: list[Item]
    words: list[str]  # what looks like a code and was taken for a word
    total: int  # of the codes that it has: more than `items`, if it has more than are checked at once
    rest: Pasted | None  # the first that wasn't checked
    has_pairs: bool  # whether NCCI edits are loaded: without them nothing is said about procedures together

    @property
    def bad(self) -> int:
        """How many codes need a change."""
        return sum(not item.is_fine for item in self.items)

    @property
    def doubtful(self) -> int:
        """How many others somebody should look at."""
        return sum(item.is_fine and any(finding.tone == "warn" for finding in item.findings) for item in self.items)


def check(text: str, undotted: Undotted = Undotted.BY_LIST) -> Checked:
    """Check every code of a pasted text, alone and beside the others, the first `naming.MOST_CODES` of them.

    The statements don't grow with the codes.
    """
    read = naming.read(text, undotted)
    items = [Item(one) for one in read.codes]
    notes = queries.list_notes_of([item.place.code.id for item in items if item.place])
    hccs = crosswalks.list_hccs({item.key for item in items if item.is_diagnosis})
    firsts: dict[object, Item] = {}
    diagnoses: list[tuple[Item, Diagnosis]] = []
    for item in items:
        held = notes[item.place.code.id] if item.place else []
        first = firsts.setdefault((item.key, item.system, item.pasted.modifiers), item) if item.system else item
        item.findings += _alone(item, held, None if first is item else first)
        item.hccs = _newest(hccs.get(item.key, []))
        if item.is_diagnosis and item.place and item.place.version.is_billable and first is item:
            diagnoses.append((item, Diagnosis(item.place, item.pasted.line, held)))  # the second is told that alone
    order = Order([diagnosis for _, diagnosis in diagnoses])
    for here, (item, _) in enumerate(diagnoses):
        item.findings += [*_excluded(order, here), *order.list_findings(here)]
    has_pairs = crosswalks.is_loaded(Dataset.NCCI_PTP)
    if has_pairs:
        _pair([item for item in items if item.is_procedure])
    return Checked(items, read.words, read.total, read.rest, has_pairs)


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
    nearest = [one.note for one in queries.nearest_seventh(held)]
    if nearest and len(item.key) >= 6:
        letters = ", ".join(f"{note.marker} ({note.text})" for note in nearest[:3])
        return Finding("bad", f"It needs a 7th character: {letters}{' and others' if len(nearest) > 3 else ''}.")
    if nearest:
        return Finding("bad", "It needs more characters, and a 7th one that says the encounter.")
    return Finding("bad", "It needs more characters: choose one of the codes below it.")


def _excluded(order: Order, here: int) -> Iterator[Finding]:
    """Excludes1: not coded here (guideline I.A.12.a)."""
    told = {here}
    for note, at in order.diagnoses[here].held:
        if note.kind is NoteKind.EXCLUDES1:
            for place in order.find(list_spans(note.text)):
                other = order.diagnoses[place]
                if place not in told and not other.key.startswith(at.key):
                    told.add(place)  # the nearest note says it
                    yield Finding("bad", f"Not beside {other}, unless the two have nothing to do with each other.",
                                  f"Excludes1 at {at.code}: {note.text}")


def _pair(procedures: Sequence[Item]) -> None:
    """NCCI procedure-to-procedure edits between the procedures of the list."""
    by_key = {item.key: item for item in reversed(procedures)}
    for edit, series in crosswalks.list_pairs_among(list(by_key)) if len(by_key) > 1 else []:
        second, first = by_key[edit.column2], by_key[edit.column1]
        rescued = edit.indicator == "1"
        text = f"NCCI ({series}): not paid beside {first.spelled} (line {first.pasted.line})" + (
            ", unless a modifier says that it was apart." if rescued else "; no modifier changes that.")
        second.findings.append(Finding("warn" if rescued and second.pasted.modifiers else "bad", text, edit.rationale))
