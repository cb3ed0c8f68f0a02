"""A question understood, with what was asked before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from careercenter.casepilot.asking.intents import ABOUT, FOLLOWS, Intent, asks_of_code, intents_of, subject_of
from careercenter.casepilot.asking.naming import find_codes, find_sections
from careercenter.codes.lookup.slots import NO_SLOTS, read_slots
from careercenter.codes.lookup.words import words_of
from careercenter.codes.queries import Place

LONGEST = 2_000  # characters of a question that are read
MOST_EARLIER = 6
_SHORT = 4  # words: too few to stand alone, if they name no code


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to know."""

    text: str
    intents: tuple[Intent, ...]
    places: tuple[Place, ...]  # codes that it is about
    unknown: tuple[str, ...]  # spellings of codes that nobody knows
    subject: str  # the words that say what it is about
    is_about_earlier: bool = False
    sections: tuple[str, ...] = ()  # of documents, that it names
    leans: bool = False  # on something said before

    def wants(self, *intents: Intent) -> bool:
        """Whether it asks for one of these."""
        return any(intent in self.intents for intent in intents)


def understand(text: str, *, about: Place | None = None, earlier: Sequence[str] = ()) -> Question:
    """A question, filled from the code beside which it is asked and the questions before it."""
    before = Question("", (), (about,) if about else (), (), "")
    for said in earlier[-MOST_EARLIER:]:
        before = _understand(said, before, is_first=before.text == "")
    return _understand(text, before, is_first=not earlier)


def _understand(text: str, before: Question, *, is_first: bool) -> Question:
    text = " ".join(text[:LONGEST].split())
    named = find_codes(text)
    intents = intents_of(named.rest)
    question = Question(text, intents, _of_its_systems(named.places, intents), named.unknown,
                        subject_of(named.rest, intents))
    leans = bool(FOLLOWS.search(text)) or len(question.subject.split()) < _SHORT
    question = replace(question, leans=bool(FOLLOWS.search(text)) or not question.subject,
                       sections=find_sections(text))
    if question.sections and not named.places:
        return replace(question, intents=(Intent.GUIDELINE,), subject=question.subject or text)
    if named.places or named.unknown:
        return question if intents or is_first or not leans else replace(
            question, intents=before.intents, is_about_earlier=True)
    if not leans:
        return question
    if before.places and (is_first or not before.wants(Intent.FIND)) and not _turns(question):
        if is_first and question.subject and not FOLLOWS.search(text) and question.wants(Intent.FIND):
            return question  # on a code's page, but about something else
        return replace(question, intents=intents or before.intents, is_about_earlier=True,
                       places=_of_its_systems(before.places, intents))
    if asks_of_code(intents) and not question.subject and before.subject:
        return replace(question, subject=before.subject, leans=False, is_about_earlier=True)
    if _turns(question) and (before.subject or before.places):
        return replace(question, intents=(Intent.FIND,), is_about_earlier=True, subject=_turned(before, question))
    return question


def _of_its_systems(places: Sequence[Place], intents: Sequence[Intent]) -> tuple[Place, ...]:
    """Of a spelling that names codes of two systems, the code that such questions are about."""
    systems = {system for intent in intents for system in ABOUT.get(intent, ())}
    meant = {place.code.key for place in places if place.code.system in systems}
    return tuple(place for place in places if place.code.system in systems or place.code.key not in meant)


def _turns(question: Question) -> bool:
    """Whether it says another side, encounter or stage: “and with sequela?”, “and the left one?”."""
    return read_slots(words_of(question.subject)).slots != NO_SLOTS and len(question.subject.split()) <= _SHORT


def _turned(before: Question, question: Question) -> str:
    """What was asked for before, with what this question changes of it."""
    place = before.places[0] if before.places else None
    said = (place.version.long or place.version.short) if place and not before.wants(Intent.FIND) else before.subject
    return turn(said, question.subject)


def turn(said: str, change: str) -> str:
    """A description with another side, encounter or stage; what says something else instead stays as it is."""
    new = read_slots(words_of(change)).slots
    if new == NO_SLOTS:
        return change
    kept = []
    for word in said.replace(",", " ").split():
        own = read_slots(words_of(word)).slots
        if not any(mine and its for mine, its in zip(own, new, strict=True)) and word.lower() != "encounter":
            kept.append(word)
    return " ".join([*kept, change])
