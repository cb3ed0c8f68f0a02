"""Which codes a statement's words support: all that a code says, the statement says too."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from careercenter.casepilot.notes.statements import Statement
from careercenter.codes.lookup import finding
from careercenter.codes.lookup.building import NOT, says_something
from careercenter.codes.lookup.finding import Hit
from careercenter.codes.lookup.reading import read
from careercenter.codes.lookup.slots import FAMILIES, NO_SLOTS, PLACE, read_slots
from careercenter.codes.lookup.words import stem, words_of
from careercenter.codes.models import CodeSystem

GOOD, ALONE = 0.55, 0.9  # the look-up's score, at least
MOST_TRIED = 14  # hits of a piece

_ENCOUNTER, _WOUND = PLACE["encounter"], PLACE["wound"]
_CLOSED = 1  # a fracture that isn't said to be open is coded as closed (guideline I.C.19.c)

_JOINS = re.compile(r"\s*(?:,|;|\band\b|\balso\b|\bplus\b|\balong with\b|/(?=\s)|\n)\s*", re.I)
_ASIDE = re.compile(r"\b(?:patient|pt|presents?|presented|with|has|had|have|is|was|here for|seen for|follow[- ]?up|f/u|"
                    r"for|complains? of|c/o|reports?|today|the|a|an|known|diagnosed|documented|chronic problems?|year|"
                    r"but|however|although|though|except|yet|now|because of|due to|secondary to|assessment|"
                    r"old|yo|y/o|male|female|man|woman|who)\b", re.I)
_LEADING = re.compile(rf"(?:{_ASIDE.pattern}|y/o|\d+|of)\W*", re.I)
_OTHER = re.compile(r"^other\b|\bother (?:specified|forms?|types?)\b", re.I)
_SAYS_LITTLE = frozenset(map(stem, (
    "disease", "disorder", "unspecified", "condition", "mellitus", "essential", "primary", "unilateral", "encounter",
    "initial", "subsequent", "sequela", "current", "uncomplicated", "status", "organism", "part", "site", "type",
    "side", "body", "region", "episode")))
"""Words of titles that a note needn't say: they say that nothing more is known, or what a title's form wants."""


class Supported(NamedTuple):
    """A code, and the words that support it."""

    hit: Hit
    begin: int
    end: int
    words: str


_OF_HISTORY = ("Z80", "Z81", "Z82", "Z83", "Z84", "Z85", "Z86", "Z87")


def list_supported(statement: Statement, prefix: str = "") -> list[Supported]:
    """The diagnoses that a statement supports, of each of its pieces the best; `prefix` is read before each piece."""
    said = read_slots(words_of(statement.line)).slots[_ENCOUNTER]
    whole = _best(prefix, statement.text, statement.begin, said)
    pieces = list(_pieces(statement))
    if whole and (len(pieces) < 2 or _says_all(whole.hit, pieces)):
        return [whole]
    found = [best for text, begin in pieces if (best := _best(prefix, text, begin, said))]
    if whole and not any(one.hit.key == whole.hit.key for one in found):
        found = [whole, *(one for one in found if not whole.hit.key.startswith(one.hit.key[:3]))]
    return list({one.hit.key: one for one in found}.values())


def _says_all(hit: Hit, pieces: Iterable[tuple[str, int]]) -> bool:
    """Whether a code says something of each piece: “diabetes with neuropathy, uncontrolled” is one thing."""
    title, own = set(_terms(f"{hit.title} {hit.also}")), read_slots(words_of(hit.title)).slots
    return all(title & _meant(text) and not any(
        mine and its and not mine & its for mine, its in zip(own, read_slots(words_of(text)).slots, strict=True))
        for text, _ in pieces)


def _pieces(statement: Statement) -> Iterator[tuple[str, int]]:
    begin = 0
    for join in [*_JOINS.finditer(statement.text), None]:
        end = join.start() if join else len(statement.text)
        if re.search(r"[A-Za-z]{2}", statement.text[begin:end]):
            yield statement.text[begin:end].strip(), statement.begin + begin
        begin = join.end() if join else end


def _best(prefix: str, text: str, begin: int, encounter: int) -> Supported | None:
    while aside := _LEADING.match(text):
        text, begin = text[aside.end():], begin + aside.end()
    found = _best_of(prefix, text, begin, GOOD, encounter)
    # “Gout of left ankle”: without a code for the place, the condition alone, if a code says just that.
    alone = re.split(r"\s+(?:of|in|at)\s+", text)[0]
    return found or (_best_of(prefix, alone, begin, ALONE, encounter) if alone != text and len(alone) > 3 else None)


def _best_of(prefix: str, text: str, begin: int, least: float, encounter: int) -> Supported | None:
    """The code that a piece supports best; `encounter` is what its sentence says of that."""
    said = f"{prefix} {_ASIDE.sub(' ', text)}".strip()
    meant = _meant(f"{prefix} {text}")
    slots = list(read_slots(words_of(f"{prefix} {text}")).slots)
    slots[_ENCOUNTER] |= encounter
    if not slots[_WOUND]:
        slots[_WOUND] = _CLOSED
    results = finding.search(said)
    if results.by_number or (results.corrected and len(results.corrected) * 2 > len(said.split())):
        return None
    hits = [hit for hit in results.hits if hit.system is CodeSystem.ICD10CM and not hit.is_heading and not hit.is_gone]
    best: Hit | None = None
    for hit in hits[:MOST_TRIED]:
        is_history = hit.key.startswith(_OF_HISTORY)
        is_below = best is not None and hit.key.startswith(best.key) and hit.is_billable
        if (hit.score >= least if best is None else is_below) and is_history == bool(prefix) and _is_said(
                hit, meant, slots):
            best = hit
            if hit.is_billable:
                break
    return Supported(best, begin, begin + len(text), text) if best else None


def _meant(text: str) -> set[str]:
    """The terms that a text says, as written and as what coders mean by them; what it denies isn't among them."""
    reading = read(text, says=lambda _: True, correct=lambda _: None)
    terms = {term for unit in reading.units for one in unit.alternatives for term in one.terms
             if not term.startswith(NOT)}
    return terms | {stem(word.text) for word in words_of(text) if not word.negated}


def _terms(title: str) -> list[str]:
    slots = read_slots(words_of(title))
    return [stem(word.text) for place, word in enumerate(words_of(title))
            if says_something(word) and not word.negated and not word.aside and place not in slots.used
            and stem(word.text) not in _SAYS_LITTLE]


def _is_said(hit: Hit, meant: set[str], slots: Sequence[int]) -> bool:
    """Whether the title, or the other name by which it was found, says nothing that the text doesn't."""
    names = (hit.also, "" if _OTHER.search(hit.title) else hit.title)  # “Other …” says of which kind by its terms alone
    for name in filter(None, names):
        terms = _terms(name)
        if terms and all(term in meant for term in terms) and _fits(name if name == hit.title else hit.title, slots):
            return True
    return False


def _fits(title: str, said: Sequence[int]) -> bool:
    """Whether the title's side, stage and encounter are said; what is unspecified or in brackets needn't be."""
    own = read_slots([word for word in words_of(title) if not word.aside]).slots
    if own == NO_SLOTS:
        return True
    for place, family in enumerate(FAMILIES):
        open_ones = sum(1 << number for number, value in enumerate(family.values) if value.startswith("unspec"))
        needed = own[place] & ~open_ones
        if needed and not needed & said[place]:
            return False
    return True
