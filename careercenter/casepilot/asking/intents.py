"""What a question wants, told by its words: a table."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from careercenter.codes.models import CodeSystem
from careercenter.terms.vocabulary import Term


class Intent(Term):
    """What is asked of codes, in the order in which an answer takes them up."""

    TOGETHER = "together", "May they stand together?"
    COMPARE = "compare", "How do they differ?"
    BUNDLING = "bundling", "Which NCCI edits hold?"
    MUE = "mue", "How many units?"
    MODIFIER = "modifier", "Which modifiers go with it?"
    HCC = "hcc", "Does it count for an HCC?"
    CROSSWALK = "crosswalk", "What is it elsewhere?"
    COVERAGE = "coverage", "Does Medicare cover it?"
    SEVENTH = "seventh", "Which 7th character?"
    SEQUENCE = "sequence", "What comes before or after it?"
    NOTES = "notes", "What do its notes say?"
    BILLABLE = "billable", "May it be reported?"
    HISTORY = "history", "When did it change?"
    GUIDELINE = "guideline", "Which rules hold?"
    FIND = "find", "Which code is it?"
    DEFINE = "define", "What is it?"


DIAGNOSES = (CodeSystem.ICD10CM,)
PROCEDURES = (CodeSystem.CPT, CodeSystem.HCPCS)

ABOUT: dict[Intent, tuple[CodeSystem, ...]] = {
    Intent.BUNDLING: PROCEDURES, Intent.MUE: PROCEDURES, Intent.MODIFIER: PROCEDURES, Intent.COVERAGE: PROCEDURES,
    Intent.HCC: DIAGNOSES, Intent.CROSSWALK: DIAGNOSES, Intent.SEVENTH: DIAGNOSES, Intent.SEQUENCE: DIAGNOSES,
}
"""Of which systems it is asked: decides where a spelling names codes of two."""

_CUES = {
    Intent.TOGETHER: r"together|conflict|(?:same|one) (?:claim|day|encounter|time|visit|record)|both (?:be )?(?:codes?|"
                     r"coded|reported|billed)|(?:coded?|reported?|billed?|used?|assigned?|listed|go|goes) "
                     r"(?:along )?with|alongside|in addition to",
    Intent.COMPARE: r"compar\w+|differ\w*|versus|vs|distinguish|or should",
    Intent.BUNDLING: r"(?:un)?bundl\w*|n?cci|ptp|edit pairs?|edits?|mutually exclusive|column (?:1|2|one|two)|"
                     r"separately|part of",
    Intent.MUE: r"mues?|medically unlikely|max(?:imum)? (?:units?|number)|how many units|units? (?:of service|per|a|"
                r"limit)|unit limit",
    Intent.MODIFIER: r"mod(?:ifier)?s?",
    Intent.HCC: r"hccs?|risk[- ]adjust\w*|raf|cms-hcc|rxhcc",
    Intent.CROSSWALK: r"crosswalks?|gems?|icd-?9(?:-cm)?|map(?:s|ped|ping)? to|equivalents?|convert",
    Intent.COVERAGE: r"cover(?:s|ed|age)?|ncds?|lcds?|medical(?:ly)? necess\w+|reimburse\w*|payable|pays? (?:for|me)|"
                     r"medicare pays?|fee schedule",
    Intent.SEVENTH: r"7th|seventh|placeholder|extension",
    Intent.SEQUENCE: r"code first|sequenc\w+|comes? first|goes? first|first[- ]listed|principal|use additional|"
                     r"additional codes?|code also|secondary code|etiology|manifestation|first with|"
                     r"(?:an)?other codes?|anything (?:else|after|before|with)|second code|goes? (?:before|after|next)",
    Intent.NOTES: r"excludes? ?[12]?|includes?|inclusion terms?|notes?|tabular",
    Intent.BILLABLE: r"billable|valid|complete|specific(?:ity)?|active|reportable|as it is|truncated|report it|"
                     r"use it|still good",
    Intent.HISTORY: r"deleted|retired|replaced|replacement code|history(?! of)|when was|new code|changed|revised|"
                    r"effective|successor|discontinued",
    Intent.GUIDELINE: r"guid(?:e|eline|elines|ance)|rules?|polic(?:y|ies)|allowed|official|manual|chapters?|provision|"
                      r"when (?:do|does|should|can|may|to)",
    Intent.FIND: r"codes? (?:for|to use|do i|would|should)|(?:icd[- ]?(?:10)?(?:-?cm)?|hcpcs|cpt|dx|diagnosis|codes?) "
                 r"(?:codes? )?(?:is )?(?:for|of)|(?:how|can|could|may|should|do|to) (?:do |would |should |can )?"
                 r"(?:i |you |we )?(?:code|report|bill)|find|look ?up|which code|what code|code this|"
                 r"(?:codes?|icd-?10(?:-?cm)?|hcpcs|cpt|dx)\W*$",
    Intent.DEFINE: r"what(?:'s| is| are| does)?(?! about)|define|definition|meaning|means?|describe|description|"
                   r"explain|tell me about|stands? for",
}
_TABLE = {intent: re.compile(rf"(?<![\w-])(?:{cue})(?![\w])") for intent, cue in _CUES.items()}

FOLLOWS = re.compile(
    r"^\s*(?:and|but|or|also|then|so|what about|how about|what if|same for|ok)\b|\b(?:it|its|this|that|these|those|"
    r"they|them|the code|this code|here)\b", re.I)
"""Words by which a question leans on what was said before."""

_ENDS = re.compile(r"^(?:(?:of|for|in|on|at|by|from)(?: |$))+|(?:(?:^| )(?:of|for|in|on|at|by|from|with))+$")


@cache
def _fillers() -> re.Pattern[str]:
    lines = (files("careercenter.casepilot.asking") / "fillers.txt").read_text(encoding="utf-8").splitlines()
    words = [word.strip() for line in lines if not line.startswith("#") for word in line.split(",") if word.strip()]
    return re.compile(r"\b(?:and(?= *$)|" + "|".join(sorted(words, key=len, reverse=True)) + r")\b", re.I)


def intents_of(text: str) -> tuple[Intent, ...]:
    """What a question wants, by its words; nothing if they say nothing."""
    plain = text.lower().replace("’", "'")
    return tuple(intent for intent, cue in _TABLE.items() if cue.search(plain))


_NEEDS_CODE = frozenset(Intent) - {Intent.FIND, Intent.DEFINE, Intent.GUIDELINE}


def asks_of_code(intents: Iterable[Intent]) -> bool:
    """Whether something is wanted that can be told of a code alone."""
    return any(intent in _NEEDS_CODE for intent in intents)


def subject_of(text: str, intents: Iterable[Intent] = ()) -> str:
    """The words of a question that say what it is about, without those that say what is wanted of it; its clauses by
    commas."""
    for intent in intents:
        if intent in _NEEDS_CODE:
            text = _TABLE[intent].sub(" ", text.lower())
    plain = re.sub(r"[?!.,;:]+(?=\s|$)", ",", re.sub(r"(?<!\w)'|'(?!\w)|[“”\"]", " ", text.replace("’", "'")))
    clauses = (_ENDS.sub("", " ".join(clause.split())) for clause in _fillers().sub(" ", plain).split(", "))
    return ", ".join(filter(None, (clause.strip(", ") for clause in clauses)))
