"""What the official rules say: passages of the library, and where a rule stands whose text isn't loaded."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from math import log

from careercenter.casepilot.answers import Citation, Sentence
from careercenter.casepilot.asking.intents import Intent, subject_of
from careercenter.casepilot.asking.questions import Question
from careercenter.casepilot.citing import cite_guidance, path_to, quoted
from careercenter.casepilot.library import finding
from careercenter.casepilot.library.finding import Hit
from careercenter.casepilot.library.models import Series
from careercenter.casepilot.library.terms import read_query, terms_of
from careercenter.casepilot.prose import bag, sentences_of
from careercenter.codes.guidance import Guidance, list_all, list_guidance
from careercenter.codes.lookup.building import NOT
from careercenter.codes.queries import Place

MOST_RULES, MOST_PASSAGES, MOST_QUOTED = 3, 3, 2
ENOUGH = 0.55  # of a query that a passage must say to be an answer by itself
_NEARLY = 0.6  # of the best score
_RULE_SAYS = 2.2  # the weight of what is shared by which a rule is about a subject
_RULE_PART = 0.28  # of what was asked, by weight

_CONVENTIONS = {section: re.compile(rf"\b(?:{name})\b", re.I) for section, name in {
    "I.A.6": r"nec|nos", "I.A.7": r"brackets?|parenthes[ei]s|punctuation", "I.A.16": r"see also",
    "I.A.13": r"code first|use additional(?: code)?|in diseases classified elsewhere", "I.A.17": r"code also",
    "I.B.10": r"sequelae?|late effects?",
}.items()}
"""Conventions whose names are words that say nothing elsewhere, or wants of a code."""

_ASKING = "mean meaning define definition explain difference between versus use do does rule guideline how why stand"
_DEFINES = re.compile(r"\s*(?:what(?:['’]?s| is| are) (?:an?|the) (?!(?:\w+ ){0,3}codes? for\b)|define|explain)", re.I)
_CODES_OF = re.compile(r"\b([A-Z])[- ]codes?\b", re.I)  # “Z codes”
_EVERYWHERE = frozenset(("I.A.12", "I.B.2", "IV.H", "II.H", "I"))
"""Sections that hold for all codes: named where the question's own words lead there."""


def list_rules(question: Question, found: Sequence[Place] = ()) -> list[Guidance]:
    """The sections that a question is about, by its codes and its words, the nearest first."""
    named = [rule for rule in list_all() if rule.section in question.sections]
    if named:
        return _each_once(named)
    letters = [one.upper() for one in _CODES_OF.findall(question.text)]
    of_letters = [rule for rule in list_all() if rule.system == "icd10cm" and rule.first.endswith("00")
                  and rule.first[:1] in letters and rule.last[:1] == rule.first[:1]]
    if of_letters:
        return _each_once(of_letters)
    by_words = _about(subject_of(question.text))
    places = question.places or tuple(found)
    of_codes = [rule for place in places for rule in list_guidance(place)]
    said = [rule for rule in of_codes if rule in by_words]
    own = [rule for rule in of_codes if rule.section not in _EVERYWHERE]
    chosen = [*said, *own, *by_words] if question.places else by_words or own
    return _each_once(chosen) or [rule for rule in of_codes if rule.document == "ncci"][:1]


def _each_once(rules: Sequence[Guidance]) -> list[Guidance]:
    return list({(rule.document, rule.section): rule for rule in reversed(rules)}.values())[::-1][:MOST_RULES]


def _about(text: str) -> list[Guidance]:
    """The rules whose subject shares words with a text, those that share the rarest first."""
    rarity, bags = _subjects()
    units = [[[term.removeprefix(NOT) for term in one.terms] for one in unit.alternatives]
             for unit in read_query(text).units]
    scored = [(sum(max(_shared(terms, own, rarity) for terms in unit) for unit in units if unit), -place)
              for place, own in enumerate(bags)]
    best = max(scored)[0]
    asked = sum(max(max((rarity.get(term, log(1 + len(bags))) for term in terms), default=0.0) for terms in unit)
                for unit in units if unit)
    least = max(_RULE_SAYS, _NEARLY * best, _RULE_PART * asked)
    wanted = sorted((one for one in scored if one[0] >= least), reverse=True)
    return [list_all()[-place] for _, place in wanted]


def _shared(terms: Sequence[str], own: frozenset[str], rarity: dict[str, float]) -> float:
    """The weight of what a subject says of several words for one thing: a third of them is hardly any of it."""
    said = [term for term in terms if term in own]
    return sum(rarity[term] for term in said) / len(terms) ** 0.5 * (len(said) / len(terms)) if said else 0.0


@cache
def _subjects() -> tuple[dict[str, float], list[frozenset[str]]]:
    bags = [frozenset(terms_of(f"{rule.about} {rule.words}")) for rule in list_all()]
    counts = Counter(term for own in {rule.about: own for rule, own in zip(list_all(), bags, strict=True)}.values()
                     for term in own)
    return {term: log(1 + len(bags) / count) for term, count in counts.items()}, bags


def tell_rules(question: Question, found: Sequence[Place] = ()) -> Iterator[Sentence]:
    """The rules for a question, quoted where their text is loaded; else where each stands and what it is about."""
    rules = list_rules(question, found)
    for section in question.sections:
        yield from (quote(hit, question.text) for series in (Series.GUIDELINES, Series.NCCI)
                    if not any(rule.section == section for rule in rules)
                    for hit in finding.find_section(series, section)[:MOST_PASSAGES])
    sections = [(Series(rule.document), rule.section) for rule in rules]
    codes = [place.code.code for place in question.places or found[:1]]
    hits = _good(finding.search(question.subject or question.text, codes=codes, sections=sections))
    told = {hit.passage.id for hit in hits}
    for hit in hits:
        yield quote(hit, question.text)
    for rule, (series, section) in zip(rules, sections, strict=True):
        own = finding.find_section(series, section)
        if any(hit.passage.id in told for hit in own):
            continue
        if own:
            yield quote(_likest(own, question.text), question.text)
        else:
            yield Sentence(f"{rule.name} is about this: {rule.about}. Its own text isn’t loaded here; read it at its "
                           "publisher.", (cite_guidance(rule),))


def tell_sections(question: Question) -> list[Sentence]:
    """The sections whose titles say all that a question is about: “what is a new patient”."""
    for section, name in _CONVENTIONS.items():
        if name.search(question.text) and not subject_of(name.sub(" ", question.text)):
            return [quote(hit, question.text) for hit in finding.find_section(Series.GUIDELINES, section)[:1]]
    asks_of_rules = question.wants(Intent.DEFINE, Intent.GUIDELINE, Intent.COMPARE)
    if not _DEFINES.match(question.text) and (question.wants(Intent.FIND) or not asks_of_rules):
        return []
    asked = bag(question.subject or question.text) - bag(_ASKING)
    hits = finding.search(question.subject or question.text) if asked else []
    return [quote(hit, question.text) for hit in hits
            if asked <= bag(hit.passage.title)][:MOST_PASSAGES]


def tell_passages(question: Question) -> list[tuple[Sentence, float]]:
    """What the library says to a question's words, and how much of them each passage says."""
    codes = [place.code.code for place in question.places]
    return [(quote(hit, question.text), hit.coverage)
            for hit in _good(finding.search(question.subject or question.text, codes=codes))]


def list_passages(question: Question) -> list[Citation]:
    """Passages that may bear on a question, for whoever words its answer."""
    hits = finding.search(question.subject or question.text, codes=[place.code.code for place in question.places])
    return [cite_passage(hit) for hit in hits if hit.coverage >= ENOUGH / 2]


def quote(hit: Hit, text: str) -> Sentence:
    """The sentences of a passage that say most of what was asked, in its own words."""
    said = _likest_sentences(_below_heading(hit), text)
    where = _where(hit)
    return Sentence(f"{hit.document.title}, {where}: “{said}”", (cite_passage(hit, said),))


def cite_passage(hit: Hit, said: str = "") -> Citation:
    """A passage of the library, at its own address."""
    page = f", page {hit.passage.page}" if hit.passage.page else ""
    return Citation(
        ", ".join(filter(None, (hit.document.title, hit.document.part))), _where(hit) + page, hit.document.dated,
        path_to("library.passage", document=hit.document.slug, address=hit.passage.address),
        quoted(said or hit.passage.text))


def _below_heading(hit: Hit) -> str:
    """A passage's text without the line that only names its section."""
    opening, _, below = hit.passage.text.partition("\n")
    return below if below and opening.endswith(hit.passage.title) else hit.passage.text


def _where(hit: Hit) -> str:
    if not hit.passage.section:
        return hit.passage.title or "text"
    named = {Series.GUIDELINES: "Section", Series.NCCI: "Chapter"}.get(hit.document.series, "Section")
    return f"{named} {hit.passage.section}"


def _good(hits: Sequence[Hit]) -> list[Hit]:
    good = [hit for hit in hits if hit.coverage >= ENOUGH and hit.score >= _NEARLY * hits[0].score]
    return good[:MOST_PASSAGES]


def _likest(hits: Sequence[Hit], text: str) -> Hit:
    asked = bag(text)
    return max(hits, key=lambda hit: (len(asked & bag(hit.passage.text)), -hit.passage.place))


def _likest_sentences(passage: str, text: str) -> str:
    """Up to two sentences that follow each other and say most of what was asked."""
    asked = bag(text)
    sentences = sentences_of(passage)
    windows = [sentences[at:at + MOST_QUOTED] for at in range(max(1, len(sentences) - MOST_QUOTED + 1))]
    best = max(windows, key=lambda window: len(asked & bag(*window)))
    return quoted(" ".join(best))
