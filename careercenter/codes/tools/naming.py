"""What the codes of a pasted text are: which system each is from, and which words only look like one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from careercenter.codes import queries
from careercenter.codes.formats import cpt
from careercenter.codes.models import CodeSystem
from careercenter.codes.queries import Place
from careercenter.codes.spelling import systems_of
from careercenter.codes.tools import pasting
from careercenter.codes.tools.pasting import Pasted, Stands
from careercenter.terms.vocabulary import Term

MOST_CODES = 1_000
MOST_CANDIDATES = 3_000  # that are looked up: many may be words

Found = dict[CodeSystem, dict[str, Place]]


class Undotted(Term):
    """What a code without its dot is read as where it is a diagnosis and a HCPCS code: J1100, J11.00."""

    BY_LIST = "list", "Decide by the rest of the list"
    HCPCS = "hcpcs", "Read it as HCPCS"
    ICD10CM = "icd10cm", "Read it as a diagnosis"


@dataclass(frozen=True, slots=True)
class Named:
    """A code of a text, and what our releases know of it."""

    pasted: Pasted
    place: Place | None = None
    other: Place | None = None  # what it would be, read the other way
    is_settled: bool = True  # False: the other way is as likely
    span: cpt.Span | None = None  # of a CPT number that no public list names: only a licensed file could tell


class Text(NamedTuple):
    """A text that was read."""

    codes: list[Named]  # what is no code has no place; a line without one stands here whole
    words: list[str]  # what looks like a code and was taken for a word
    total: int  # how many codes it has, also those behind MOST_CODES
    rest: Pasted | None  # the first of those


def read(text: str, undotted: Undotted = Undotted.BY_LIST) -> Text:
    """The codes of a pasted text, in order. The statements don't grow with it."""
    lines = {line.number: line for line in pasting.read(text)}
    pasted = [one for line in lines.values() for one in line.codes or [_whole(line)]]
    looked_up, behind = pasted[:MOST_CANDIDATES], pasted[MOST_CANDIDATES:]
    found = _look_up(looked_up)
    spans = _spans(found, looked_up)
    codes: list[Named] = []
    words: list[str] = []
    for number, ones in groupby(looked_up, key=lambda one: one.line):
        named = [_named(one, found, spans) for one in ones]
        kept = [one for one in named if _is_code(one)]
        if kept:
            words += [one.pasted.typed for one in named if not _is_code(one)]
        codes += kept or [Named(_whole(lines[number]))]
    rest = [one.pasted for one in codes[MOST_CODES:]] + [one for one in behind if one.is_meant or not one.key]
    return Text(_settle(codes[:MOST_CODES], undotted), list(dict.fromkeys(words)), len(codes[:MOST_CODES]) + len(rest),
                next(iter(rest), None))


def _whole(line: pasting.Line) -> Pasted:
    return Pasted(line.number, line.text[:40], "")


def _look_up(pasted: Iterable[Pasted]) -> Found:
    wanted: dict[CodeSystem, set[str]] = {}
    for one in pasted:
        for system in [CodeSystem.ICD10CM] if one.is_dotted else systems_of(one.key):
            wanted.setdefault(system, set()).update((one.key, _padded(one.key)))
    return {system: queries.list_by_keys(system, wanted.get(system, ()))
            for system in (CodeSystem.ICD10CM, CodeSystem.HCPCS, CodeSystem.CPT)}


def _padded(key: str) -> str:
    """`W11A` as `W11XXXA`: the placeholders that a seventh character needs (guideline I.A.4)."""
    return key[:-1].ljust(6, "X") + key[-1] if 3 < len(key) < 7 and key[-1].isalpha() else key


def _spans(found: Found, pasted: Iterable[Pasted]) -> list[cpt.Span]:
    """The ranges of CPT, where no licensed file says which numbers are in force."""
    unknown = any(CodeSystem.CPT in systems_of(one.key) and one.key not in found[CodeSystem.CPT] for one in pasted)
    return cpt.list_spans() if unknown and not queries.has_licensed_cpt() else []


def _named(one: Pasted, found: Found, spans: Sequence[cpt.Span]) -> Named:
    diagnosis = found[CodeSystem.ICD10CM].get(one.key) or found[CodeSystem.ICD10CM].get(_padded(one.key))
    if one.is_dotted:
        return Named(one, diagnosis)
    procedure = found[CodeSystem.HCPCS].get(one.key) or found[CodeSystem.CPT].get(one.key)
    if procedure:
        return Named(one, procedure, diagnosis, is_settled=diagnosis is None)
    is_cpt = diagnosis is None and CodeSystem.CPT in systems_of(one.key)
    return Named(one, diagnosis, span=cpt.span_of(one.key, spans) if is_cpt else None)


def _is_code(one: Named) -> bool:
    """Whether it is one, or only looks so: V28 among words is a model of CMS, E11 behind a comma a diagnosis."""
    if one.pasted.is_meant:
        return True
    if one.pasted.stands is Stands.BEGINS:
        return bool(one.place or one.span)
    return bool(one.place) and (len(one.pasted.key) > 3 or one.place.version.is_billable)


def _settle(codes: Sequence[Named], undotted: Undotted) -> list[Named]:
    """HCPCS has no dot, so that a dot decides; on claims diagnoses have none either, and then the others of the list
    tell how it writes them."""
    sure = [one for one in codes if one.place and one.is_settled]
    diagnoses = [one for one in sure if one.place and one.place.code.system is CodeSystem.ICD10CM]
    is_dotted = any(one.pasted.is_dotted for one in diagnoses)
    is_claim = not is_dotted and len(diagnoses) == len(sure) and any(len(one.pasted.key) > 3 for one in diagnoses)
    as_diagnosis = undotted is Undotted.ICD10CM or (undotted is Undotted.BY_LIST and is_claim)
    is_told = undotted is not Undotted.BY_LIST or is_dotted
    return list(_settled(codes, as_diagnosis=as_diagnosis, is_told=is_told))


def _settled(codes: Sequence[Named], *, as_diagnosis: bool, is_told: bool) -> Iterator[Named]:
    for one in codes:
        if one.is_settled:
            yield one
        elif one.pasted.modifiers:  # a diagnosis has none
            yield Named(one.pasted, one.place)
        elif as_diagnosis:
            yield Named(one.pasted, one.other, one.place, is_settled=is_told)
        else:
            yield Named(one.pasted, one.place, one.other, is_settled=is_told)
