"""What somebody types, as what is looked for: units of meaning, slots, and what must not be said."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from careercenter.codes.lookup import slots as slot
from careercenter.codes.lookup.building import NOT, says_something
from careercenter.codes.lookup.synonyms import Meaning, longest_by_first, synonyms
from careercenter.codes.lookup.words import NEGATIONS, STOPWORDS, Word, stem, words_of

LITERAL = 0.85  # what the words as typed are worth beside what they are known to mean
LONGEST_QUERY = 24  # words
_NUMBERED = re.compile(r"([a-z]{2,})(\d+(?:\.\d+)?[a-z]?)")
_OTHER = frozenset(("other", "nec"))  # not elsewhere classified


class Alternative(NamedTuple):
    """Terms that together say a unit."""

    terms: tuple[str, ...]
    worth: float


class Unit(NamedTuple):
    """One thing that is looked for, in whatever words: any of its alternatives says it."""

    said: str  # as typed
    alternatives: tuple[Alternative, ...]
    meaning: str = ""  # the likeliest, where it isn't what was typed
    begun: bool = False  # the last word of a text that is still being typed


@dataclass(frozen=True, slots=True)
class Reading:
    """A text understood."""

    units: tuple[Unit, ...]
    slots: tuple[int, ...]
    denied: tuple[str, ...]  # terms that a code must not say
    corrected: tuple[tuple[str, str], ...] = ()  # what was typed, and what it was read as
    asks_for_other: bool = False  # what has no code of its own is looked for: "other chest pain"

    @property
    def understood(self) -> list[str]:
        """Slots in words."""
        return slot.labels_of(self.slots)


Correct = Callable[[str], str | None]


def read(text: str, *, says: Callable[[str], bool], correct: Correct, typing: bool = False) -> Reading:
    """Understand a text. `says(term)` is whether any code says it, `correct(word)` the nearest word that one says.

    With `typing`, its last word may be the beginning of one.
    """
    words = [part for word in words_of(text, reach=1) for part in _parted(word, says)][:LONGEST_QUERY]
    fixed: list[tuple[str, str]] = []
    unfinished = typing and bool(words) and not text.endswith(" ")
    words = [word if unfinished and place == len(words) - 1 else _correct(word, words, place, says, correct, fixed)
             for place, word in enumerate(words)]
    meant = slot.read_slots(words)
    slots, used = [meant.slots], meant.used
    units: list[Unit] = []
    denied: list[str] = []
    said: set[int] = set()
    for place, word in enumerate(words):
        phrase = () if place in said else _phrase_at(words, place, said, used)
        if phrase and not (len(phrase) == 1 and place in used):
            unit, filled = _known([words[one] for one in phrase], says)
            if word.negated:
                unit, denials = _deny(unit)
                denied += denials
            else:
                slots.append(filled)
            units += [unit] if unit.alternatives else []
            said.update(phrase)
        elif place not in said and place not in used:
            begun = unfinished and place == len(words) - 1
            if begun or says_something(word):
                term = stem(word.text)
                units.append(Unit(word.text, (Alternative(((NOT if word.negated else "") + term,), 1.0),), begun=begun))
                denied += [term] if word.negated else []
    return Reading(_merged(units), slot.union(slots), tuple(dict.fromkeys(denied)), tuple(fixed),
                   any(word.text in _OTHER for word in words))


def _parted(word: Word, says: Callable[[str], bool]) -> list[Word]:
    """A known abbreviation and the number written at its end, as two words: ckd3b, bmi42."""
    parts = _NUMBERED.fullmatch(word.text)
    if not parts or (word.text,) in synonyms() or says(word.text) or not _meanings([word._replace(text=parts[1])]):
        return [word]
    return [word._replace(text=part) for part in parts.groups()]


def _phrase_at(words: Sequence[Word], place: int, said: Collection[int], used: Collection[int]) -> Sequence[int]:
    """The places of the longest known phrase that begins here; slots and little words may stand in it: edema of the
    left leg."""
    known = longest_by_first()
    first = words[place].text
    longest = max(known.get(first, 0), known.get(stem(first), 0))
    following = [one for one in range(place, len(words)) if one not in said]
    bare = [one for one in following if one == place or (one not in used and words[one].text not in STOPWORDS)]
    return next((phrase for length in range(longest, 0, -1) for places in (following, bare)
                 if len(phrase := places[:length]) == length and _meanings([words[one] for one in phrase])), ())


def _meanings(words: Sequence[Word]) -> tuple[Meaning, ...]:
    return synonyms().get(tuple(word.text for word in words)) or synonyms().get(
        tuple(stem(word.text) for word in words), ())


def _known(words: Sequence[Word], says: Callable[[str], bool]) -> tuple[Unit, tuple[int, ...]]:
    """A known phrase as a unit, and the slots that its likeliest meaning fills."""
    meanings = _meanings(words)
    alternatives: list[Alternative] = []
    slots = slot.NO_SLOTS
    for number, meaning in enumerate(meanings):
        said = words_of(meaning.text)
        found = slot.read_slots(said)
        slots = found.slots if number == 0 else slots
        alternatives.append(Alternative(tuple(dict.fromkeys(
            (NOT if word.negated else "") + stem(word.text) for place, word in enumerate(said)
            if place not in found.used and says_something(word))), meaning.worth))
    literal = tuple(dict.fromkeys(stem(word.text) for word in words if says_something(word)))
    own = slot.read_slots(words)
    if literal and all(map(says, literal)) and own.slots == slot.NO_SLOTS:
        alternatives.append(Alternative(literal, LITERAL))
    unique = tuple(dict.fromkeys(one for one in alternatives if one.terms))
    typed = " ".join(word.text for word in words)
    meaning = meanings[0].text
    return Unit(typed, unique, meaning if meaning != typed else ""), slot.union((slots, own.slots))


def _deny(unit: Unit) -> tuple[Unit, list[str]]:
    """The unit of "no" and a phrase: its terms denied."""
    alternatives = tuple(Alternative(tuple(
        term if term.startswith(NOT) else NOT + term for term in one.terms), one.worth) for one in unit.alternatives)
    return unit._replace(alternatives=alternatives), [
        term for one in unit.alternatives[:1] for term in one.terms if not term.startswith(NOT)]


def _correct(word: Word, words: Sequence[Word], place: int, says: Callable[[str], bool], correct: Correct,
             fixed: list[tuple[str, str]]) -> Word:
    term = stem(word.text)
    starts = longest_by_first()
    is_known = (says(term) or says(NOT + term) or term in starts or word.text in starts
                or not says_something(word) or word.text in NEGATIONS or place in slot.read_slots(words).used)
    if is_known or any(one.isdigit() for one in word.text):
        return word
    nearest = correct(word.text)
    if nearest is None:
        return word
    fixed.append((word.text, nearest))
    return word._replace(text=nearest)


def _merged(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Each thing once, however often it was said."""
    return tuple({(unit.alternatives, unit.begun): unit for unit in units}.values())
