"""Which code says what somebody describes: the look-up's best, and what would be nearer."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from careercenter.casepilot.answers import Sentence
from careercenter.casepilot.citing import cite_code, title_of
from careercenter.casepilot.library.terms import read_query, terms_of
from careercenter.casepilot.tables.describing import children
from careercenter.codes import queries
from careercenter.codes.lookup import finding
from careercenter.codes.lookup.finding import Hit, Results
from careercenter.codes.lookup.words import plain, stem, words_of
from careercenter.codes.models import CodeSystem, Standing
from careercenter.codes.queries import Place

VERY_GOOD, GOOD, FAIR, HARDLY = 0.6, 0.42, 0.3, 0.1
"""Scores of the look-up: what says what was asked and little more; all of it; enough to look at; one word of many."""
NAMED_WHOLE, WHOLE = 0.85, 0.5
"""From what part of a diagnosis's name that was said it is one that was named, whatever else was; its score then."""
SURE = 0.9  # of what is known by the name that people give it
ALIKE = 0.8  # of a typed word and what it is corrected to, at least
NEARLY = 0.8  # of the best score: as good an answer
MOST = 4
MOST_CLAUSES = 6

_NAMES_SYSTEM = re.compile(r"\b(?:pos|places? of service|modifiers?)\b", re.I)
_SAYS_TYPE = re.compile(
    r"\btype|\b[td]m?[12]\b|\bdm ?[12i]|\biddm|juvenile|drug|secondary|due to|other specified", re.I)
_SAID = {
    CodeSystem.POS: r"pos|places? of service", CodeSystem.MODIFIER: r"mod(?:ifier)?s?",
    CodeSystem.HCPCS: r"hcpcs|[aegjlq][- ]codes?", CodeSystem.CPT: r"cpt",
    CodeSystem.ICD10CM: r"icd\S*|dx|diagnos[ei]s|[frstvwxyz][- ]codes?"}


@dataclass(frozen=True, slots=True)
class Found:
    """Codes that answer a description, the best first."""

    places: tuple[Place, ...]
    score: float  # of the best
    is_named: bool = False  # whether the question names its system
    corrected: tuple[tuple[str, str], ...] = ()  # what was typed, and what it was read as
    left_out: tuple[str, ...] = ()  # words that no code says

    @property
    def is_good(self) -> bool:
        return bool(self.places) and self.score >= GOOD

    @property
    def is_of_kind(self) -> bool:
        """Whether it is a diagnosis, or of the system that was named: few other words mean a procedure or a place."""
        return bool(self.places) and (self.is_named or self.places[0].code.system is CodeSystem.ICD10CM)

    @property
    def notice(self) -> str:
        """What was read otherwise than it was typed."""
        read = " and ".join(f"“{typed}” as “{ours}”" for typed, ours in self.corrected)
        left = " and ".join(f"“{one}”" for one in self.left_out)
        return " ".join(filter(None, (
            f"I read {read}. If something else is meant, say it in other words." if read else "",
            f"No code says {left}, so I left that out." if left else "")))


def look_up(subject: str, text: str = "") -> Found:
    """The codes that say it; of the system that the question's `text` names, if it names one."""
    wanted = next((system for system, word in _SAID.items() if re.search(rf"\b(?:{word})\b", text, re.I)), None)
    called = _called(text, wanted) if wanted else None
    if called:
        return Found((called,), SURE, is_named=True)
    subject = _NAMES_SYSTEM.sub(" ", subject)
    results = _search(subject)
    if results.by_number and re.search(r"[^\w\s.-]", subject):  # 2+2 is no modifier 22
        return Found((), 0.0)
    # A word that no code says may only look like one that some do: pseudogout isn't a pseudohole.
    strange = [typed for typed, ours in results.corrected if Levenshtein.normalized_similarity(typed, ours) < ALIKE]
    if strange:
        subject = re.sub("|".join(rf"\b{re.escape(one)}\b" for one in strange), " ", plain(subject))
        results = _search(subject)
    hits = [hit for hit in results.hits if not hit.is_heading and not hit.is_gone]
    hits = [hit for hit in hits if hit.system is wanted] or ([] if wanted else hits)
    hits = [hit for hit in hits if _is_named(hit)] if strange else hits
    if not hits or max(map(_worth, hits)) < FAIR:
        return Found((), hits[0].score if hits else 0.0)
    best = max(hits, key=_worth)
    places = [*_places(hits, subject), *_beside(best, subject)]
    return Found(tuple(places), _worth(best), wanted is not None, results.corrected, tuple(strange))


def _search(subject: str) -> Results:
    """The look-up's answer to all of it; where that is none, to the clause that names a diagnosis best."""
    whole = finding.search(subject)
    clauses = subject.split(", ")
    if len(clauses) == 1 or any(_worth(hit) >= GOOD for hit in whole.hits[:1]):
        return whole
    said = [one for one in map(finding.search, clauses[:MOST_CLAUSES])
            if not one.by_number and not one.corrected and one.hits and one.hits[0].score >= VERY_GOOD
            and one.hits[0].system is CodeSystem.ICD10CM]
    return max(said, key=lambda one: one.hits[0].score, default=whole)


def _beside(best: Hit, subject: str) -> Iterator[Place]:
    """Another condition that was named beside the best one: “obesity, bmi 42” asks for two codes."""
    if not _is_named(best) or best.score >= VERY_GOOD:
        return
    said = set(terms_of(f"{best.title} {best.also}"))
    rest = [unit.said.replace("_", "/") for unit in read_query(subject).units
            if not any(said.issuperset(one.terms) for one in unit.alternatives)]
    hits = [hit for hit in finding.search(" ".join(rest)).hits if not hit.is_heading and not hit.is_gone]
    if hits and _is_named(hits[0]) and hits[0].score >= VERY_GOOD and hits[0].key[:3] != best.key[:3]:
        yield from _places(hits[:1], subject)


def _is_named(hit: Hit) -> bool:
    """Whether a diagnosis's whole name was said, though more was: people tell of the patient, too."""
    return hit.system is CodeSystem.ICD10CM and hit.explained >= NAMED_WHOLE and hit.score >= HARDLY


def _worth(hit: Hit) -> float:
    return max(hit.score, WHOLE) if _is_named(hit) else hit.score


def _called(subject: str, system: CodeSystem) -> Place | None:
    """The modifier or place that people call so: of several names that are said, the one that says most."""
    said = _words(subject)
    named = [(len(name), code) for its, code, name in _nicknames() if its is system and name <= said]
    return queries.find_place(system, max(named)[1]) if named else None


@cache
def _nicknames() -> list[tuple[CodeSystem, str, frozenset[str]]]:
    with (files("careercenter.casepilot.tables") / "nicknames.csv").open(encoding="utf-8") as file:
        return [(CodeSystem(row["system"]), row["code"], _words(name))
                for row in csv.DictReader(file) for name in row["words"].split(";")]


_ALIKE = {stem(word): ours for ours, words in {
    "physician": "doc docs doctor doctors dr provider clinician surgeon md", "surgery": "operation surgical",
    "repeat": "repeated again redo redid", "return": "returned returns", "postop": "postoperative",
    "unrelated": "nothing", "bilateral": "both", "visit": "em", "xray": "film", "stop": "abort terminated discontinue",
}.items() for word in words.split()}
_OPERATING_ROOM = re.compile(r"\b(?:the|to) OR\b|\boperating theat(?:er|re)\b")
_VISIT = re.compile(r"\bE\s?[/&]\s?M\b", re.I)


def _words(text: str) -> frozenset[str]:
    """The stems of a name or a question, one for words that mean the same to who asks for a modifier."""
    text = _VISIT.sub("visit", _OPERATING_ROOM.sub("operating room", text))
    stems = (stem(word.text) for word in words_of(re.sub(r"\bpost[- ]?op\b", "postop", text, flags=re.I)))
    return frozenset(_ALIKE.get(one, one) for one in stems)


def _places(hits: list[Hit], subject: str) -> Iterator[Place]:
    best = max(hits, key=_worth)  # the first of those worth most
    near = [best, *(hit for hit in hits if hit is not best and hit.score >= NEARLY * best.score
                    and hit.system is best.system)]
    if not _SAYS_TYPE.search(subject):  # diabetes of no documented type is type 2 (guideline I.C.4.a.2)
        near.sort(key=lambda hit: hit.key.startswith(("E08", "E09", "E10", "E13")))
    near = near[:MOST]
    by_key = queries.list_by_keys(best.system, [hit.key for hit in near])
    for hit in near:
        place = by_key.get(hit.key) or next((one for one in by_key.values() if one.code.code == hit.code), None)
        if place and place.version.standing is Standing.IN_FORCE:
            yield place


def tell_found(found: Found) -> Iterator[Sentence]:
    """The best code with what is below it, then others that say as much."""
    best, *others = found.places
    title = title_of(best)
    if not title:
        yield Sentence(f"{best.code.code} is the nearest number.", (cite_code(best),))
    elif best.version.is_billable and found.score < VERY_GOOD:
        yield Sentence(f"The nearest that I find is {best.code.code}, “{title}”: check that the record says so.",
                       (cite_code(best),))
    elif best.version.is_billable:
        yield Sentence(f"{best.code.code} is “{title}”.", (cite_code(best),))
    else:
        yield Sentence(f"{best.code.code} is “{title}”, but it isn’t billable: the record must say more.",
                       (cite_code(best),))
        below = [one for one in queries.list_children(best.code) if one.version.standing is Standing.IN_FORCE]
        if below:
            yield children(below, "Choose among the codes below it")
    told = [place for place in others if title_of(place) and not best.code.key.startswith(place.code.key)]
    if told:
        yield children(told, "Near it, if the record says so")
