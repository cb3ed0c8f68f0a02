"""Which codes a statement's words support: all that a code says, the statement says too."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from careercenter.casepilot.notes.lexicons import as_the_codes_say, find_history, parts_of_the_body
from careercenter.casepilot.notes.statements import Assertion, Statement
from careercenter.codes import queries
from careercenter.codes.lookup import finding
from careercenter.codes.lookup.building import NOT, says_something
from careercenter.codes.lookup.finding import Hit
from careercenter.codes.lookup.reading import read
from careercenter.codes.lookup.slots import FAMILIES, NO_SLOTS, PLACE, read_slots
from careercenter.codes.lookup.words import stem, words_of
from careercenter.codes.models import CodeSystem
from careercenter.codes.queries import Place

GOOD, ALONE = 0.55, 0.9  # the look-up's score, at least
_AS_WELL = 0.05  # of two scores that say the same
MOST_TRIED = 14  # hits of a piece

_SIDE, _ENCOUNTER, _WOUND = PLACE["side"], PLACE["encounter"], PLACE["wound"]
_CLOSED = 1  # a fracture that isn't said to be open is coded as closed (guideline I.C.19.c)

_JOINS = re.compile(r"\s*(?:,|;|:\s|\band\b|\balso\b|\bplus\b|\balong with\b|/(?=\s)|\n)\s*", re.I)
# What is the cause, and how it is treated: another condition, if no code says both.
_CAUSES = re.compile(r"\s*\b(?:due to|secondary to|because of|treated with|taking|on (?=(?:home|hemo|peritoneal|"
                     r"dialysis|oxygen|insulin|chronic)))\b\s*", re.I)
_ASIDE = re.compile(r"\b(?:(?:year|month|week|day)s?[- ]old|"
                    r"patient|pt|presents?|presented|with|has|had|have|is|was|here for|seen for|follow[- ]?up|f/u|"
                    r"for|complains? of|c/o|reports?|today|the|a|an|known|diagnosed|documented|chronic problems?|year|"
                    r"but|however|although|though|except|yet|now|because of|due to|secondary to|assessment|"
                    r"yo|y/o|male|female|man|woman|who|"
                    r"(?:in |since )?(?:19|20)\d\d)\b", re.I)
_LEADING = re.compile(rf"(?:{_ASIDE.pattern}|y/o|\d+\b(?!\s*weeks? (?:of )?(?:gestation|pregnan))|of\b)\W*", re.I)
_OTHER = re.compile(r"^other\b|\bother (?:specified|forms?|types?)\b", re.I)
_NOT_SPECIFIED = re.compile(r",?\s*not specified as [\w-]+|\bunspecified whether [^,]+", re.I)
_SAYS_LITTLE = frozenset(map(stem, (
    "disease", "disorder", "unspecified", "condition", "mellitus", "essential", "primary", "unilateral", "encounter",
    "initial", "subsequent", "sequela", "current", "uncomplicated", "status", "organism", "part", "site", "type",
    "side", "body", "region", "episode")))
"""Words of titles that a note needn't say: they say that nothing more is known, or what a title's form wants."""


class Supported(NamedTuple):
    """A code, and the words that support it."""

    key: str
    title: str
    begin: int
    end: int
    words: str


_OF_HISTORY = ("Z80", "Z81", "Z82", "Z83", "Z84", "Z85", "Z86", "Z87")
_WHOSE = {Assertion.HISTORY: ("personal", _OF_HISTORY[5:]), Assertion.FAMILY: ("family", _OF_HISTORY[:5])}


def list_supported(statement: Statement) -> list[Supported]:
    """The diagnoses that a statement supports, of each of its pieces the best; what was, as a history of it."""
    if statement.assertion in _WHOSE:
        return _list_histories(statement, *_WHOSE[statement.assertion])
    said = read_slots(words_of(statement.line)).slots[_ENCOUNTER]
    pieces = list(_pieces(statement.text, statement.begin))
    whole = _best("", statement.text, statement.begin, said, may_say_less=len(pieces) < 2)
    found = list[Supported]()
    for text, begin in pieces:
        if whole and (len(pieces) < 2 or _says(whole.title, text)):
            continue  # what the whole says needn't be said again
        best = _best("", text, begin, said)
        found += [best] if best else [
            one for its, at in _pieces(text, begin, _CAUSES) if its != text and (one := _best("", its, at, said))]
    if whole and not any(one.key == whole.key for one in found):
        found = [whole, *(one for one in found if not whole.key.startswith(one.key[:3]))]
    return list({one.key: one for one in found}.values())


def _list_histories(statement: Statement, whose: str, within: tuple[str, ...]) -> list[Supported]:
    found = list[Supported]()
    for text, begin in _pieces(statement.text, statement.begin):
        if key := find_history(text, whose):
            found.append(Supported(key, "", begin, begin + len(text), text))
        elif (best := _best(f"{whose} history of", text, begin, 0)) and best.key.startswith(within):
            found.append(best)
    return list({one.key: one for one in found}.values())


def _says(name: str, text: str) -> bool:
    """Whether a code says of a piece what it says: “diabetes with neuropathy, uncontrolled” is one thing."""
    words, own = words_of(text), read_slots(words_of(name)).slots
    its, used = read_slots(words)
    if any(mine and said and not mine & said for mine, said in zip(own, its, strict=True)):
        return False
    told = {*_terms(name), *_SAYS_LITTLE, *(stem(words[place].text) for place in used)}
    units = read(text, says=lambda _: True, correct=lambda _: None).units
    return all(any(set(one.terms) <= told for one in unit.alternatives) for unit in units)


def _pieces(text: str, at: int, joins: re.Pattern[str] = _JOINS) -> Iterator[tuple[str, int]]:
    begin = 0
    for join in [*joins.finditer(text), None]:
        end = join.start() if join else len(text)
        piece = text[begin:end]
        if re.search(r"[A-Za-z]{2}", piece):
            yield piece.strip(), at + begin + len(piece) - len(piece.lstrip())
        begin = join.end() if join else end


def _best(prefix: str, text: str, begin: int, encounter: int, *, may_say_less: bool = True) -> Supported | None:
    while aside := _LEADING.match(text):
        text, begin = text[aside.end():], begin + aside.end()
    found = _best_of(prefix, text, begin, GOOD, encounter)
    if not may_say_less:
        return found
    # “Gout of left ankle”: without a code for the place, the condition alone, if a code says just that.
    alone = re.split(r"\s+(?:of|in|at)\s+", text)[0]
    return found or (_best_of(prefix, alone, begin, ALONE, encounter) if alone != text and len(alone) > 3 else None)


def _best_of(prefix: str, text: str, begin: int, least: float, encounter: int) -> Supported | None:
    """The code that a piece supports best; `encounter` is what its sentence says of that."""
    spoken = as_the_codes_say(text)
    said = f"{prefix} {_ASIDE.sub(' ', spoken)}".strip()
    meant = _meant(f"{prefix} {spoken}")
    slots = list(read_slots(words_of(f"{prefix} {spoken}")).slots)
    slots[_ENCOUNTER] |= encounter
    if not slots[_WOUND]:
        slots[_WOUND] = _CLOSED
    results = finding.search(said)
    if results.by_number or (results.corrected and len(results.corrected) * 2 > len(said.split())):
        return None
    hits = [hit for hit in results.hits if hit.system is CodeSystem.ICD10CM and not hit.is_heading and not hit.is_gone
            and "classified elsewhere" not in hit.title]
    best: Hit | None = None
    for hit in hits[:MOST_TRIED]:
        is_history = hit.key.startswith(_OF_HISTORY)
        is_below = best is not None and hit.key.startswith(best.key) and hit.is_billable
        is_good = is_below if best is not None else hit.score >= least or _is_all(hit, said)
        if is_good and is_history == bool(prefix) and _is_said(hit, meant, slots):
            best = hit
            if hit.is_billable:
                best = _plainer(hit, hits, meant, slots)
                break
    if best is None:
        return None
    key, title = (best.key, f"{best.title} {best.also}") if best.is_billable else _below(best, meant, slots)
    return Supported(key, title, begin, begin + len(text), text)


def _plainer(hit: Hit, hits: Sequence[Hit], meant: set[str], slots: Sequence[int]) -> Hit:
    """Of two codes that are found as well, the one that isn't for another kind: unspecified, not “other”."""
    if not _OTHER.search(hit.title):
        return hit
    return next((one for one in hits if one.is_billable and hit.score - one.score < _AS_WELL
                 and one.key[:3] == hit.key[:3] and not _OTHER.search(one.title) and _is_said(one, meant, slots)), hit)


def _is_all(hit: Hit, text: str) -> bool:
    """Whether a title says all that the text does, however far down denials and side remarks put it."""
    words = words_of(text)
    used = read_slots(words).used
    return {stem(word.text) for place, word in enumerate(words) if says_something(word) and not word.negated
            and place not in used} <= set(_terms(f"{hit.title} {hit.also}"))


def _below(hit: Hit, meant: set[str], slots: Sequence[int]) -> tuple[str, str]:
    """The one code below a code that says no more than the text does; what all of them say needn't be said."""
    place = queries.find_place(CodeSystem.ICD10CM, hit.key)
    key, title, implied = hit.key, hit.title, set(_terms(hit.title))
    while place is not None and not place.version.is_billable:
        children = queries.list_children(place.code)
        said = [set(_terms(_title(child))) for child in children]
        implied |= set[str].intersection(*said) if said else set()
        fitting = [child for child, terms in zip(children, said, strict=True)
                   if terms <= meant | implied and _fits(_title(child), slots)]
        said_most = [child for child in fitting if _slots_of(child) == max(map(_slots_of, fitting))]
        place = said_most[0] if len(said_most) == 1 else None
        if place is not None:
            key, title = place.code.key, _title(place)
    return key, title


def _slots_of(place: Place) -> int:
    """How many fixed choices a title makes."""
    return sum(map(bool, read_slots(words_of(_title(place))).slots))


def _title(place: Place) -> str:
    return place.version.long or place.version.short


def says_more(place: Place, other: Place) -> bool:
    """Whether a code says all that another of its category says, and more: E11.42 than E11.9, J44.1 than J44.9."""
    mine, its = (set(_terms(_title(one))) for one in (place, other))
    sides = (read_slots(words_of(_title(one))).slots[_SIDE] for one in (place, other))
    return place.code.key[:3] == other.code.key[:3] and its < mine and len(set(sides) - {0}) < 2


def _meant(text: str) -> set[str]:
    """The terms that a text says, as written and as what coders mean by them; what it denies isn't among them."""
    reading = read(text, says=lambda _: True, correct=lambda _: None)
    terms = {term for unit in reading.units for one in unit.alternatives for term in one.terms
             if not term.startswith(NOT)}
    words = words_of(text)
    asserted = {stem(word.text) for word in words if not word.negated}
    return (terms - {stem(word.text) for word in words if word.negated}) | asserted


def _terms(title: str) -> list[str]:
    title = _NOT_SPECIFIED.sub("", title)
    slots = read_slots(words_of(title))
    return [stem(word.text) for place, word in enumerate(words_of(title))
            if says_something(word) and not word.negated and not word.aside and place not in slots.used
            and stem(word.text) not in _SAYS_LITTLE]


def _is_said(hit: Hit, meant: set[str], slots: Sequence[int]) -> bool:
    """Whether the title, or the other name by which it was found, says nothing that the text doesn't."""
    names = (hit.also, "" if _OTHER.search(hit.title) else hit.title)  # “Other …” says of which kind by its terms alone
    for name in filter(None, names):
        terms = _terms(name)
        either = _either(name)
        if terms and all(term in meant or either.get(term) in meant for term in terms) and _fits(hit.title, slots):
            return True
    return False


def _either(title: str) -> dict[str, str]:
    """Of what a title joins by “or”, and of parts of the body by “and”, each with the other: one is enough."""
    pairs = [(first, second) for first, join, second in re.findall(r"(\w+) (and|or) (\w+)", title.lower())
             if join == "or" or {first, second} <= parts_of_the_body()]
    return {stem(one): stem(other) for pair in pairs for one, other in (pair, pair[::-1])}


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
