"""Making the index: from entries to arrays."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from enum import IntEnum
from math import log
from typing import NamedTuple

import numpy as np

from careercenter.codes.lookup import slots as slot
from careercenter.codes.lookup.entries import Entry
from careercenter.codes.lookup.snapshot import BILLABLE, GONE, HEADING, OTHER, Snapshot, packed
from careercenter.codes.lookup.words import NEGATIONS, STOPWORDS, Span, Word, spans_of, stem, words_of

FULL, TITLE, INHERITED, ABOVE = 255, 200, 150, 70
"""What a word counts in the name, in its code's title, in a name of what is above, in a title above."""
ASIDE, BRACKETED = 0.25, 0.01
"""Of a word's weight in the mass: denied, or only said to be unspecified; in brackets, where it makes no difference
(ICD-10-CM Official Guidelines, I.A.7: nonessential modifiers)."""
LONGEST_INHERITED = 12  # names of an entry above; more are a list of examples
_SAYS_LITTLE = frozenset(("uncomplicated", "unilateral", "disease", "disorder"))
NOT = "~"  # before a term that is denied


class Surface(IntEnum):
    """What kind of name it is."""

    TITLE = 0
    SHORT = 1
    TERM = 2
    SAID = 3


class Postings(NamedTuple):
    """The surfaces that say a term, and what it counts in each: bytes, since there are millions."""

    surfaces: "array[int]"
    weights: bytearray


class Bag(NamedTuple):
    """What a name says: its terms with their part in the mass, its slots, its words as written."""

    terms: dict[str, float]
    slots: tuple[int, ...]
    words: tuple[tuple[str, str], ...]
    spans: tuple[Span, ...]


def build(entries: Iterable[Entry], stamp: str) -> Snapshot:
    """The index of entries, of which every parent stands before its children."""
    listed, parents = _sorted(list(entries))
    bags = [bag_of(entry.title) for entry in listed]
    surfaces = list(_surfaces(listed, parents, bags))
    postings: dict[str, Postings] = defaultdict(lambda: Postings(array("i"), bytearray()))
    words: Counter[tuple[str, str]] = Counter()
    for number, (entry, _, bag, _) in enumerate(surfaces):
        weights = dict(_from_above(entry, listed, parents, bags))
        weights |= dict.fromkeys(bags[entry].terms, TITLE)
        weights |= dict.fromkeys(bag.terms, FULL)
        for term, weight in weights.items():
            postings[term].surfaces.append(number)
            postings[term].weights.append(weight)
        words.update(bag.words)
    return _arrays(listed, parents, surfaces, postings, words, stamp)


def bag_of(text: str) -> Bag:
    """What a name says."""
    words = words_of(text)
    read, spans = slot.read_slots(words), spans_of(text)
    ends = {end for span in spans for end in span}  # what they are of no weight beside what lies between them
    terms: dict[str, float] = {}
    written: list[tuple[str, str]] = []
    previous = ""
    for place, word in enumerate(words):
        if place not in read.used and says_something(word):
            term = stem(word.text)
            is_aside = word.negated or previous == "unspecified" or word.text in _SAYS_LITTLE
            part = BRACKETED if word.aside or _is_one_of(word.text, ends) else ASIDE if is_aside else 1.0
            terms[NOT + term if word.negated else term] = max(
                terms.get(term, 0.0), part if place == 0 or not _is_joined(words, place) else 0.0)
            written.append((word.text, term))
        previous = word.text
    return Bag(terms, read.slots, tuple(written), tuple(spans))


def _is_one_of(word: str, numbers: Collection[float]) -> bool:
    return bool(numbers) and word[0].isdigit() and word.replace(".", "", 1).isdigit() and float(word) in numbers


def says_something(word: Word) -> bool:
    """Whether a word is worth looking for."""
    return word.text not in STOPWORDS and word.text not in NEGATIONS


def _is_joined(words: Sequence[Word], place: int) -> bool:
    # The joined form of a word with a hyphen says nothing more than its parts.
    return any(words[place].text == "".join(word.text for word in words[max(0, place - length):place])
               for length in (2, 3))


def _sorted(entries: list[Entry]) -> tuple[list[Entry], list[int]]:
    order = sorted(range(len(entries)), key=lambda place: (entries[place].system, entries[place].key))
    moved = {old: new for new, old in enumerate(order)}
    return [entries[old] for old in order], [
        -1 if (parent := entries[old].parent) is None else moved[parent] for old in order]


def _surfaces(entries: Sequence[Entry], parents: Sequence[int], bags: Sequence[Bag]
              ) -> Iterator[tuple[int, Surface, Bag, str]]:
    """Every name of every entry: its entry, kind, what it says, and its text unless it is the title."""
    sides = _sided(entries, parents, bags)
    for number, (entry, bag) in enumerate(zip(entries, bags, strict=True)):
        own = bag.slots
        if number in sides:  # "of knee" beside "of right knee": it leaves the side open
            own = (own[0] | slot.UNSPECIFIED_SIDE, *own[1:])
        yield number, Surface.TITLE, bag._replace(slots=own), ""
        if entry.short and entry.short.lower() != entry.title.lower():
            short = bag_of(entry.short)
            yield number, Surface.SHORT, short._replace(slots=own), ""
        for term in dict.fromkeys((*entry.terms, *_of_unspecified(entry, entries, parents[number]),
                                   *_of_same(number, entries, parents, bags))):
            said = bag_of_cached(term)
            yield number, Surface.TERM, said._replace(slots=slot.union((own, said.slots))), term
        for phrase in entry.said:
            yield number, Surface.SAID, bag_of(phrase), ""


def _of_unspecified(entry: Entry, entries: Sequence[Entry], above: int) -> tuple[str, ...]:
    """The names of the heading that a code repeats as "..., unspecified": they are its own as well."""
    is_it = above >= 0 and not entries[above].heading and entry.title == f"{entries[above].title}, unspecified"
    return entries[above].terms if is_it else ()


def _of_same(number: int, entries: Sequence[Entry], parents: Sequence[int], bags: Sequence[Bag]) -> Iterator[str]:
    """The names of what is above that a code only tells the side or the encounter of: "Fracture of ankle NOS", of
    other fractures of lower leg, is the name of other fracture of left lower leg, initial encounter, as well."""
    above = parents[number]
    while above >= 0 and _adds_slots_alone(bags[number], bags[above]) and (
            _is_other(entries[number]) == _is_other(entries[above])):
        if len(entries[above].terms) <= LONGEST_INHERITED:
            yield from entries[above].terms
        above = parents[above]


def _adds_slots_alone(own: Bag, above: Bag) -> bool:
    return own.terms.keys() == above.terms.keys() and own.slots != above.slots


def _sided(entries: Sequence[Entry], parents: Sequence[int], bags: Sequence[Bag]) -> set[int]:
    """Entries that leave the side open: without one though siblings have one, and what stands below them."""
    by_parent: dict[int, list[int]] = defaultdict(list)
    for number, parent in enumerate(parents):
        if parent >= 0:
            by_parent[parent].append(number)
    found = {number for siblings in by_parent.values() if any(bags[one].slots[slot.SIDE] for one in siblings)
             for number in siblings
             if not bags[number].slots[slot.SIDE] and "unspecified" in entries[number].title.lower()}
    waiting = list(found)
    while waiting:
        below = by_parent.get(waiting.pop(), [])
        found.update(below)
        waiting += below
    return found


def _from_above(number: int, entries: Sequence[Entry], parents: Sequence[int], bags: Sequence[Bag]
                ) -> Iterator[tuple[str, int]]:
    """Words that hold for an entry because they stand above it."""
    above, chain = parents[number], []
    while above >= 0:
        chain.append(above)
        above = parents[above]
    for above in reversed(chain):
        yield from dict.fromkeys(bags[above].terms, ABOVE).items()
    for above in chain:
        if not entries[above].heading and len(entries[above].terms) <= LONGEST_INHERITED:
            for term in entries[above].terms:
                yield from dict.fromkeys(bag_of_cached(term).terms, INHERITED).items()


_bags: dict[str, Bag] = {}


def bag_of_cached(text: str) -> Bag:
    """`bag_of`, remembered while an index is built: every child asks for its parents' names."""
    if text not in _bags:
        _bags[text] = bag_of(text)
    return _bags[text]


def _arrays(entries: Sequence[Entry], parents: Sequence[int], surfaces: Sequence[tuple[int, Surface, Bag, str]],
            postings: dict[str, Postings], words: Counter[tuple[str, str]], stamp: str) -> Snapshot:
    _bags.clear()
    systems = tuple(sorted({entry.system for entry in entries}))
    number_of = {system: number for number, system in enumerate(systems)}
    terms = sorted(postings)
    total = len(surfaces)
    idf = {term: log(1 + total / (0.5 + postings[term].weights.count(FULL))) for term in terms}
    first = np.zeros(len(terms) + 1, np.int64)
    np.cumsum([len(postings[term].weights) for term in terms], out=first[1:])
    spoken: Counter[str] = Counter()
    for (word, _), count in words.items():
        spoken[word] += count
    frequent = [word for word, _ in spoken.most_common() if not word.isdigit()]
    place = {term: number for number, term in enumerate(terms)}
    title, name = packed(entry.title for entry in entries), packed(text for *_, text in surfaces)
    term, word = packed(terms), packed(frequent)
    others = _others(entries, parents)
    spans = [(number, *span) for number, (*_, bag, _) in enumerate(surfaces) for span in bag.spans]
    return Snapshot(
        system=np.array([number_of[entry.system] for entry in entries], np.uint8),
        keys=np.array([entry.key.encode() for entry in entries], "S16"),
        codes=np.array([entry.code.encode() for entry in entries], "S24"),
        flags=np.array([BILLABLE * entry.billable | HEADING * entry.heading | GONE * entry.gone
                        | OTHER * (number in others) for number, entry in enumerate(entries)], np.uint8),
        begins=np.array([entry.begins.toordinal() if entry.begins else 0 for entry in entries], np.int32),
        ends=np.array([(entry.ends or date.max).toordinal() for entry in entries], np.int32),
        parent=np.array(parents, np.int32), title_bytes=title[0], title_starts=title[1],
        prior=np.array([_prior(entry, is_other=number in others) for number, entry in enumerate(entries)], np.float32),
        entry=np.array([entry for entry, *_ in surfaces], np.int32),
        kind=np.array([kind for _, kind, *_ in surfaces], np.uint8),
        slots=np.array([bag.slots for *_, bag, _ in surfaces], np.uint8).reshape(-1, len(slot.FAMILIES)),
        mass=np.array([sum(idf[term] * part for term, part in bag.terms.items()) or 1.0 for *_, bag, _ in surfaces],
                      np.float32),
        name_bytes=name[0], name_starts=name[1], term_bytes=term[0], term_starts=term[1], first=first,
        idf=np.array([idf[term] for term in terms], np.float32),
        surfaces=np.frombuffer(b"".join(postings[term].surfaces for term in terms), np.int32),
        weights=np.frombuffer(b"".join(postings[term].weights for term in terms), np.uint8),
        span_surfaces=np.array([number for number, *_ in spans], np.int32),
        spans=np.array([span for _, *span in spans], np.float64).reshape(-1, 2),
        word_bytes=word[0], word_starts=word[1],
        word_counts=np.array([spoken[one] for one in frequent], np.int32),
        word_terms=np.array([place.get(stem(one), -1) for one in frequent], np.int32),
        systems=systems, stamp=stamp)


# Chapters for some patients, or for how it came about, and what is reported of quality alone: others are meant unless
# something says so.
_OF_FEW = {"icd10cm": {"O": 0.86, "P": 0.86, "V": 0.9, "W": 0.9, "X": 0.9, "Y": 0.9},
           "hcpcs": {"G8": 0.85, "G9": 0.85, "M1": 0.85}}

_OF_WEAK_BONES = ("M48", "M84")
"""A fracture of which no more is said is an injury; who means one by fatigue or disease says so. (M80 says so itself,
by its osteoporosis.)"""


def _prior(entry: Entry, *, is_other: bool) -> float:
    """What a code is worth, other things being equal: one that can be billed before a heading, and of a family first
    the one where those go who are told no more."""
    worth = (0.9 if entry.system == "cpt" else 0.75) if entry.heading else 1.0 if entry.billable else 0.95
    if is_other:
        worth *= 0.93
    elif _has_nos(entry):
        worth *= 1.04
    elif entry.billable and _is_unspecified(entry):
        worth *= 1.002  # of names that fit alike it comes first, and none gets better by it
    if entry.system == "icd10cm" and entry.code.startswith(_OF_WEAK_BONES) and "fracture" in entry.title.lower():
        worth *= 0.88
    few = _OF_FEW.get(entry.system, {})
    return worth if entry.heading else worth * few.get(entry.code[:1], few.get(entry.code[:2], 1.0))


def _others(entries: Sequence[Entry], parents: Sequence[int]) -> set[int]:
    """The codes for what has none of its own ("Other chest pain").

    One that takes in what isn't specified too ("Pulmonary embolism NOS") is among them only if its family has a
    code for that: then its "NOS" is of something smaller ("Anterior chest-wall pain NOS"), as R07.9 shows of R07.89.
    """
    families = {parent for entry, parent in zip(entries, parents, strict=True) if _is_unspecified(entry)}

    def has_unspecified(number: int) -> bool:
        above = parents[number]
        while above >= 0 and above not in families and _is_other(entries[above]):
            above = parents[above]
        return above in families and above >= 0

    return {number for number, entry in enumerate(entries)
            if _is_other(entry) and (not _has_nos(entry) or has_unspecified(number))}


def _is_other(entry: Entry) -> bool:
    title = entry.title.lower()
    return title.startswith("other ") or ", other" in title


def _is_unspecified(entry: Entry) -> bool:
    title = entry.title.lower()
    return title.startswith("unspecified ") or title.endswith(", unspecified")


def _has_nos(entry: Entry) -> bool:
    """Whether it is where one goes that is told no more: "not otherwise specified"."""
    return any(term.endswith(("NOS", "(NOS)")) for term in entry.terms)
