"""Coding a case: candidate diagnoses for a de-identified note, each tied to the words that support it.

Nothing here is more than the note says. What it leaves open is listed as what to ask the provider for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from careercenter.casepilot.answers import Citation, Sentence, ShownCode
from careercenter.casepilot.citing import cite_code, cite_guidance, show
from careercenter.casepilot.notes.statements import Assertion, Statement, read_statements
from careercenter.casepilot.notes.supporting import Supported, list_supported, says_more
from careercenter.casepilot.tables.noting import find_conflicts, seventh_of
from careercenter.codes import crosswalks, guidance, queries
from careercenter.codes.crosswalks import Hcc
from careercenter.codes.lookup.slots import FAMILIES, read_slots
from careercenter.codes.lookup.words import words_of
from careercenter.codes.models import CodeSystem, NoteKind, Standing
from careercenter.codes.queries import Place
from careercenter.terms.vocabulary import Term

LONGEST = 20_000  # characters of a note
MOST_STATEMENTS = 200
MOST_CANDIDATES = 25


class CareSetting(Term):
    """Where the care was given: it decides whether an uncertain diagnosis is coded."""

    OUTPATIENT = "outpatient", "Office or outpatient"
    INPATIENT = "inpatient", "Inpatient"


class Span(NamedTuple):
    """Words of the note, and where they stand in it."""

    begin: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A diagnosis that the note supports."""

    code: ShownCode
    spans: tuple[Span, ...]
    citation: Citation  # its line in the tabular list
    missing: tuple[str, ...]  # what the note leaves open
    is_complete: bool  # whether it may be reported as it stands
    hccs: tuple[Hcc, ...]
    needs: tuple[Sentence, ...]  # 7th characters, and what the tabular list asks for beside it
    assertion: Assertion


@dataclass(frozen=True, slots=True)
class NotCoded:
    """Words that no code is given for, and why."""

    span: Span
    assertion: Assertion
    why: Sentence


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a note supports. `is_cut`: only its beginning was read."""

    candidates: tuple[Candidate, ...]
    not_coded: tuple[NotCoded, ...]
    conflicts: tuple[Sentence, ...]  # Excludes1 among the candidates
    reminders: tuple[Sentence, ...]  # rules that presume a link between two of them
    is_cut: bool = False


_TABULAR = "ICD-10-CM Official Guidelines"
_WHY = {
    Assertion.DENIED: "The note denies it or rules it out; only conditions that exist are coded.",
    Assertion.PLANNED: "It is asked about, planned or watched for, not documented as there.",
}


def suggest(note: str, *, setting: CareSetting = CareSetting.OUTPATIENT) -> Suggestions:
    """The diagnoses that a note supports.

    What is denied, uncertain (except inpatient, guideline II.H), or another person's isn't coded; a history is coded
    as one. The note must be de-identified before.
    """
    supported: dict[str, list[tuple[Statement, Supported]]] = {}
    not_coded: list[NotCoded] = []
    for number, statement in enumerate(read_statements(note[:LONGEST])):
        if number >= MOST_STATEMENTS:
            break
        coded, why = _rule_for(statement.assertion, setting)
        found = list_supported(statement)
        if coded:
            for one in found:
                supported.setdefault(one.key, []).append((statement, one))
        elif why is not None:
            not_coded += [NotCoded(Span(one.begin, one.end, one.words), statement.assertion, why) for one in found]
    places = queries.list_by_keys(CodeSystem.ICD10CM, list(supported)[:MOST_CANDIDATES])
    standing = [places[key] for key in supported
                if key in places and places[key].version.standing is Standing.IN_FORCE]
    kept = _most_specific(standing, supported)
    hccs = crosswalks.list_hccs(place.code.key for place in kept)
    return Suggestions(
        tuple(_candidate(place, supported[place.code.key], hccs.get(place.code.key, [])) for place in kept),
        tuple(not_coded), tuple(one.sentence for one in find_conflicts(kept) if one.is_forbidding),
        tuple(_reminders(kept)), len(note) > LONGEST)


def _rule_for(assertion: Assertion, setting: CareSetting) -> tuple[bool, Sentence | None]:
    """Whether what is asserted so is coded, else why not."""
    if assertion in (Assertion.PRESENT, Assertion.HISTORY, Assertion.FAMILY):
        return True, None
    if assertion is Assertion.UNCERTAIN:
        if setting is CareSetting.INPATIENT:
            return True, None
        return False, _by_rule("IV.H", "It isn’t certain; outpatient, code the sign or symptom instead.")
    return False, _by_rule("IV.J", _WHY[assertion])


_LINKED = (
    (("I10",), ("N18", "I50", "I51"), "I.C.9.a",
     "High blood pressure with heart failure or chronic kidney disease is presumed to be linked, unless the record "
     "says otherwise: one combination code takes the place of I10."),
    (("E08", "E09", "E10", "E11", "E13"), ("N18", "G62", "L97", "H35", "I73"), "I.C.4.a",
     "Diabetes “with” such a condition is presumed to be linked, unless the record says otherwise: its combination "
     "code takes the place of the one without complications."),
)


def _reminders(places: Sequence[Place]) -> Iterator[Sentence]:
    """The links that the guidelines presume (I.A.15, “with”): pointed out, never coded on its own."""
    keys = [place.code.key for place in places]
    for first, second, section, text in _LINKED:
        if any(key.startswith(first) for key in keys) and any(key.startswith(second) for key in keys):
            yield _by_rule(section, text)


def _by_rule(section: str, text: str) -> Sentence:
    rule = next((one for one in guidance.list_all() if one.section == section), None)
    return Sentence(text, (cite_guidance(rule) if rule else Citation(
        _TABULAR, f"Section {section}", "the edition in force", guidance.DOCUMENTS["guidelines"][2]),))


def _most_specific(places: Sequence[Place], supported: dict[str, list[tuple[Statement, Supported]]]) -> list[Place]:
    """Without codes above others, without those of which another code of the category says more, and without those
    whose words another code's words contain."""
    return [place for place in places if not any(
        other.code.key != place.code.key and (
            other.code.key.startswith(place.code.key) or says_more(other, place)
            or _contains(supported[other.code.key], supported[place.code.key]))
        for other in places)]


def _contains(mine: Iterable[tuple[Statement, Supported]], its: Iterable[tuple[Statement, Supported]]) -> bool:
    mine = list(mine)
    return all(any(one.begin <= other.begin and other.end <= one.end and one.end - one.begin > other.end - other.begin
                   and one.key[:3] == other.key[:3] for _, one in mine) for _, other in its)


def _candidate(place: Place, found: Sequence[tuple[Statement, Supported]], hccs: Sequence[Hcc]) -> Candidate:
    spans = tuple(dict.fromkeys(Span(one.begin, one.end, one.words) for _, one in found))
    newest = {hcc.model: hcc.payment_year for hcc in reversed(hccs)}
    return Candidate(
        show(place), spans, cite_code(place), tuple(_missing(place)), place.version.is_billable,
        tuple(hcc for hcc in hccs if hcc.payment_year == newest[hcc.model]), tuple(_needs(place)),
        found[0][0].assertion)


def _missing(place: Place) -> Iterator[str]:
    """What would make the code say more: the side, the encounter, what is unspecified."""
    title = place.version.long or place.version.short
    own = read_slots(words_of(title)).slots
    if not place.version.is_billable:
        asked: list[str] = []
        for child in queries.list_children(place.code):
            said = read_slots(words_of(child.version.long or child.version.short)).slots
            asked += [family.name for family, its, mine in zip(FAMILIES, said, own, strict=True) if its and not mine]
        named = ", ".join(dict.fromkeys(asked))
        yield f"More detail, such as the {named}" if named else "More detail: choose among the codes below it"
    for family, mine in zip(FAMILIES, own, strict=True):
        if any(mine >> number & 1 and value.startswith("unspec") for number, value in enumerate(family.values)):
            yield f"The {family.name}"
    if "unspecified" in title.lower() and place.version.is_billable:
        yield "What the code leaves unspecified"


def _needs(place: Place) -> Iterator[Sentence]:
    held = queries.list_notes(place.code)
    takes = any(one.note.kind is NoteKind.SEVENTH_CHARACTER and one.note.marker for one in held)
    if takes and len(place.code.key) < 7:
        yield from seventh_of(place)
    for one in held:
        if one.at.id == place.code.id and one.note.kind in (NoteKind.CODE_FIRST, NoteKind.USE_ADDITIONAL):
            yield Sentence(f"{one.note.kind.label}: {one.note.text}.", (Citation(
                place.version.release.title, f"{one.note.kind.label} at {one.at.code}", cite_code(place).dated,
                cite_code(place).url, one.note.text),))

