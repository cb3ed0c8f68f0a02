"""An answer from the tables and the library: what is told for what is wanted, or why nothing is."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from careercenter.casepilot.answers import Answer, Sentence, ShownCode, Why
from careercenter.casepilot.asking import intents, refusing
from careercenter.casepilot.asking.intents import Intent
from careercenter.casepilot.asking.questions import Question, turn
from careercenter.casepilot.asking.refusing import FALSE_CLAIMS, Refusal
from careercenter.casepilot.citing import show, title_of
from careercenter.casepilot.library.terms import read_query
from careercenter.casepilot.prose import bag
from careercenter.casepilot.tables import describing, linking, looking, noting, ruling
from careercenter.casepilot.tables.looking import Found
from careercenter.codes import queries
from careercenter.codes.lookup.building import NOT
from careercenter.codes.models import CodeKind, CodeSystem, Standing
from careercenter.codes.queries import Place

MOST_SENTENCES = 14
SURE, FAIRLY, HARDLY = 0.9, 0.6, 0.3
_PARTLY = 0.8
_DOUBT, _MOST_DOUBT = 0.15, 0.75  # what a word costs that the answer doesn't take up, and all of them together
_PROCEDURES = (CodeSystem.CPT, CodeSystem.HCPCS)

_LAW = Sentence("Coding or billing more than the record supports is a false claim. The False Claims Act makes whoever "
                f"does it liable who “{FALSE_CLAIMS.quote}”.", (FALSE_CLAIMS,))
_ASKS_PERSON = re.compile(r"\s*(?:who|where|why|when)\b", re.I)

Teller = Callable[[Question], Iterator[Sentence]]

_TELLERS: dict[Intent, Teller] = {
    Intent.TOGETHER: noting.tell_together, Intent.COMPARE: describing.differ, Intent.BUNDLING: linking.tell_edits,
    Intent.MUE: linking.tell_units, Intent.MODIFIER: linking.tell_modifiers, Intent.HCC: linking.tell_hccs,
    Intent.CROSSWALK: linking.tell_equivalences, Intent.COVERAGE: linking.tell_coverage,
    Intent.SEVENTH: noting.tell_seventh, Intent.SEQUENCE: noting.tell_order, Intent.NOTES: noting.tell_notes,
    Intent.BILLABLE: describing.tell_billable, Intent.HISTORY: describing.tell_history,
    Intent.GUIDELINE: ruling.tell_rules, Intent.DEFINE: describing.define,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be said, before it is: sentences are made when they are asked for."""

    question: Question
    sentences: Iterator[Sentence]
    places: tuple[Place, ...] = ()  # codes to show; only those in force are
    refusal: Refusal | None = None
    confidence: float = 0.0
    notice: str = ""

    def finish(self, sentences: Sequence[Sentence]) -> Answer:
        """The whole answer, once its sentences are made."""
        if self.refusal is None and not sentences:
            refusal = refusing.unanswered(self.question)
            return Answer(self.question.text, declined=refusal.why, refusal=refusal.text)
        shown = show_codes(self.places)
        if self.refusal:
            return Answer(self.question.text, tuple(sentences), shown, self.refusal.why, self.refusal.text,
                          notice=self.notice)
        return Answer(self.question.text, tuple(sentences), shown, notice=self.notice,
                      confidence=round(self.confidence * _checked(sentences) * _answers(self.question, sentences), 2),
                      follow_ups=_follow_ups(self.question, self.places))


def _checked(sentences: Sequence[Sentence]) -> float:
    """How far an answer rests on words that are here and not only on where they stand; what comes first counts most."""
    rests = [any(one.is_loaded for one in sentence.citations) for sentence in sentences]
    if rests[0]:
        return 1.0 if all(rests) else _PARTLY
    return sum(rests) / len(rests) / 2


def _answers(question: Question, sentences: Sequence[Sentence]) -> float:
    """Less for each thing that was asked about and that the answer says nothing of: it may answer something else."""
    said = bag(*(sentence.text for sentence in sentences), *(
        f"{one.title} {one.section} {one.quote}" for sentence in sentences for one in sentence.citations))
    silent = sum(not any(all(term.removeprefix(NOT) in said for term in one.terms) for one in unit.alternatives)
                 for unit in read_query(question.subject).units)
    return 1 - min(_MOST_DOUBT, _DOUBT * silent)


def show_codes(places: Sequence[Place]) -> tuple[ShownCode, ...]:
    """The codes that may be shown beside an answer: those that exist and are in force."""
    return tuple(show(place) for place in places
                 if place.code.kind is CodeKind.CODE and place.version.standing is Standing.IN_FORCE)


def compose(question: Question) -> Plan:
    """How a question is answered without a model."""
    refusal = refusing.refuse_first(question)
    if refusal is refusing.OFF_TOPIC and (question.places or (" " in question.subject and any(
            coverage >= _PARTLY for _, coverage in ruling.tell_passages(question)))):
        refusal = None  # it names a code; or what somebody imported says it all, which one word alone may do anywhere
    if refusal:
        return Plan(question, iter([_LAW] if refusal.why is Why.FRAUD else []), refusal=refusal)
    cpt = [place for place in question.places if place.code.system is CodeSystem.CPT]
    refusal = refusing.refuse_descriptor(question, has_titles=bool(cpt) and all(map(title_of, cpt)))
    if refusal:
        return Plan(question, describing.define(question), question.places, refusal)
    if question.unknown and not question.places:
        return _nearest(question)
    return _of_codes(question) if question.places else _of_words(question)


def _nearest(question: Question) -> Plan:
    """Of a code that doesn't exist, what it would stand under."""
    refusal = refusing.unknown_codes(question.unknown)
    key = question.unknown[0].replace(".", "").upper()
    if not key[0].isalpha():
        return Plan(question, describing.stand_in_range(question.unknown), refusal=refusal)
    above = queries.list_by_keys(CodeSystem.ICD10CM, [key[:length] for length in range(3, len(key))])
    if not above:
        return Plan(question, iter(()), refusal=refusal)
    place = max(above.values(), key=lambda one: len(one.code.key))
    below = queries.list_children(place.code)
    told = [describing.name(place), *([describing.children(below, f"Below {place.code.code} stand")] if below else [])]
    return Plan(question, iter(told), (), refusal)


def _of_codes(question: Question) -> Plan:
    wanted = _wanted(question)
    told = chain(chain.from_iterable(_TELLERS[intent](question) for intent in wanted),
                 describing.stand_in_range(question.unknown))
    notice = "" if not question.unknown else refusing.unknown_codes(question.unknown).text
    without_words = [place for place in question.places if place.code.system is CodeSystem.CPT and not title_of(place)]
    if without_words and Intent.DEFINE in wanted:
        notice = " ".join(filter(None, (notice, (
            "The official descriptor is the AMA’s and isn’t loaded here, so I describe the code by what is public."))))
    confidence = HARDLY if question.unknown else FAIRLY if question.is_about_earlier or without_words else SURE
    return Plan(question, told, question.places, confidence=confidence, notice=notice)


def _wanted(question: Question) -> list[Intent]:
    """What is told of the codes: only what can be said of them, and not what they are if more is asked."""
    systems = [place.code.system for place in question.places]
    procedures = sum(system in _PROCEDURES for system in systems) + sum(one.isdigit() for one in question.unknown)
    wanted = set(question.intents)
    if Intent.TOGETHER in wanted and procedures > 1:
        wanted = wanted - {Intent.TOGETHER} | {Intent.BUNDLING}
    if Intent.TOGETHER in wanted and systems.count(CodeSystem.ICD10CM) < 2:
        wanted = wanted - {Intent.TOGETHER} | ({Intent.SEQUENCE} if CodeSystem.ICD10CM in systems else set())
    can = {
        Intent.TOGETHER: True, Intent.COMPARE: len(systems) > 1, Intent.BUNDLING: procedures > 0,
        Intent.MUE: procedures > 0, Intent.COVERAGE: True, Intent.FIND: False,
        Intent.MODIFIER: procedures > 0 or CodeSystem.MODIFIER in systems,
        Intent.HCC: CodeSystem.ICD10CM in systems, Intent.CROSSWALK: CodeSystem.ICD10CM in systems,
        Intent.SEVENTH: CodeSystem.ICD10CM in systems,
    }
    wanted = {intent for intent in wanted if can.get(intent, True)}
    if Intent.TOGETHER in wanted:
        wanted -= {Intent.NOTES, Intent.SEQUENCE}
    if set(systems) == {CodeSystem.MODIFIER}:
        wanted -= {Intent.COMPARE} if Intent.MODIFIER in wanted else set()
    if Intent.BILLABLE in wanted and len(wanted - {Intent.DEFINE}) > 1 and Intent.SEVENTH in wanted:
        wanted -= {Intent.BILLABLE}
    if not wanted - {Intent.DEFINE}:
        several = systems.count(CodeSystem.ICD10CM) > 1 and len(set(systems)) == 1
        return [Intent.TOGETHER, Intent.DEFINE] if several else [Intent.DEFINE]
    return [intent for intent in Intent if intent in wanted - {Intent.DEFINE}]


def _of_words(question: Question) -> Plan:
    """Without a code: the rules, the library and the look-up, whichever answers the words."""
    asks_of_code = intents.asks_of_code(question.intents)
    if refusing.is_about_fraud(question):
        return Plan(question, chain([_LAW], (one for one, _ in ruling.tell_passages(question))), confidence=FAIRLY)
    sections = ruling.tell_sections(question)
    if not question.subject:
        said = sections or [one for one, _ in ruling.tell_passages(replace(question, subject=question.text))]
        return Plan(question, iter(said), refusal=None if said else refusing.WHICH_CODE,
                    confidence=SURE if sections else FAIRLY)
    found = looking.look_up(question.subject, question.text)
    if question.wants(Intent.GUIDELINE) and not question.wants(Intent.FIND):
        rules = ruling.tell_rules(question, found.places if found.score >= looking.VERY_GOOD else ())
        return Plan(question, _each_once(chain(sections[:1], rules)), confidence=FAIRLY)
    if sections and not (found.is_named and found.is_good):
        return Plan(question, iter(sections), confidence=SURE)
    if question.wants(Intent.COMPARE) and (two := _two(question)):
        return Plan(question, describing.differ(replace(question, places=two)), two, confidence=FAIRLY)
    passages = ruling.tell_passages(question)
    is_asked = question.wants(Intent.FIND) or (found.score >= looking.VERY_GOOD and not found.corrected)
    if asks_of_code and found.is_good and is_asked:
        best = replace(question, places=found.places[:1])
        plan = _of_codes(best)
        code = chain(looking.tell_found(replace(found, places=best.places)), plan.sentences)
        told = chain(_rules_said(question), code) if question.wants(Intent.SEQUENCE) else code
        return replace(plan, sentences=told, confidence=min(FAIRLY, found.score), notice=found.notice)
    if question.wants(Intent.FIND) and found.is_good and not (found.left_out and passages):
        return Plan(question, chain(looking.tell_found(found), _rules_said(question)), found.places,
                    confidence=min(FAIRLY if found.notice else SURE, found.score), notice=found.notice)
    is_meant = found.is_of_kind and ((found.is_named and found.is_good) or _says_all(found))
    if passages and not is_meant:
        return Plan(question, _each_once(chain((one for one, _ in passages), _rules_said(question))),
                    confidence=max(coverage for _, coverage in passages) * SURE)
    said = list(_rules_said(question))
    # Nobody asked for a code: what is shown all the same must say what was asked, and nothing guessed.
    is_good = (found.is_good and found.is_of_kind and not _ASKS_PERSON.match(question.text)
               and (not said or is_meant))
    if said or is_good:
        return Plan(question, chain(looking.tell_found(found) if is_good else (), said),
                    found.places if is_good else (), confidence=HARDLY, notice=found.notice if is_good else "")
    nearest = [describing.children(found.places, "The nearest that I find")] if found.is_of_kind else []
    leans = asks_of_code and question.leans and not nearest
    return Plan(question, iter(nearest), refusal=refusing.WHICH_CODE if leans else refusing.unanswered(question))


def _says_all(found: Found) -> bool:
    """Whether a code says all that was written, read as it was written."""
    return found.score >= looking.VERY_GOOD and not found.corrected and not found.left_out


def _each_once(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    return iter({sentence.text: sentence for sentence in sentences}.values())


def _two(question: Question) -> tuple[Place, ...]:
    """The codes of two things described: “CKD stage 3a and 3b”."""
    first, *others = re.split(r"\s+(?:and|or|vs\.?|versus|from)\s+", question.subject)
    found = [looking.look_up(first)] + [looking.look_up(turn(first, other)) for other in others[:1]]
    return tuple(one.places[0] for one in found) if len(found) > 1 and all(
        one.is_good and not one.corrected for one in found) else ()


def _rules_said(question: Question) -> Iterator[Sentence]:
    """Rules to which the question's own words lead."""
    return ruling.tell_rules(question) if ruling.list_rules(question) else iter(())


def _follow_ups(question: Question, places: Sequence[Place]) -> tuple[str, ...]:
    if not places:
        return ()
    code, system = places[0].code.code, places[0].code.system
    offered = {
        CodeSystem.ICD10CM: ((Intent.GUIDELINE, f"Which guidelines hold for {code}?"),
                             (Intent.HCC, f"Does {code} count for an HCC?"),
                             (Intent.NOTES, f"What do the notes at {code} say?")),
        CodeSystem.CPT: ((Intent.MODIFIER, f"Which modifiers go with {code}?"),
                         (Intent.BUNDLING, f"Which NCCI edits name {code}?"),
                         (Intent.MUE, f"How many units of {code}?")),
        CodeSystem.HCPCS: ((Intent.COVERAGE, f"Does Medicare cover {code}?"),
                           (Intent.MODIFIER, f"Which modifiers go with {code}?"),
                           (Intent.MUE, f"How many units of {code}?")),
    }
    return tuple(text for intent, text in offered.get(system, ()) if not question.wants(intent))
