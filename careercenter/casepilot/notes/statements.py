"""A note as statements: pieces of it that say one thing, each with where it stands and what it asserts.

The cues are those of NegEx and ConText (Chapman 2001, Harkema 2009), cut to what decides a code: what is denied, what
isn't certain, what is over, what another person has.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from careercenter.terms.vocabulary import Term


class Assertion(Term):
    """What a note says of a condition."""

    PRESENT = "present", "Documented"
    DENIED = "denied", "Denied or ruled out"
    UNCERTAIN = "uncertain", "Not certain"
    HISTORY = "history", "History"
    FAMILY = "family", "Family history"
    PLANNED = "planned", "Planned or asked about"


@dataclass(frozen=True, slots=True)
class Statement:
    """A piece of a note."""

    text: str
    begin: int  # where it stands in the note
    end: int
    assertion: Assertion
    line: str  # the whole sentence around it


# “E. coli” and “H. pylori” end no sentence.
_SENTENCE = re.compile(r"(?:[^\n.;!?]|(?<=\d)\.(?=\w)|(?<=\b[A-Z])\.(?=[ ][a-z])|\?(?=\w))+")
_HEADING = re.compile(
    r"^\s*(?:\d+[.)]\s*|[-•*]\s*)?(history of present illness|hpi|past medical history|pmh|past surgical history|psh|"
    r"family history|fh|fhx|social history|sh|review of systems|ros|assessment(?: and plan)?|a/p|a&p|plan|impression|"
    r"diagnos[ei]s|dx|chief complaint|cc|medications?|meds|allergies|exam|physical exam|pe|vitals|labs?|indications?|"
    r"final diagnos[ei]s|discharge diagnos[ei]s|preoperative diagnosis|postoperative diagnosis|procedures?|operations?|"
    r"recommendations?|instructions?|orders?|disposition|dispo|follow[- ]?up|code status|education)\s*[:\-–]\s*", re.I)
# “Peds:”, “Findings:”: whatever it is called, what follows is said as anywhere else.
_ANY_HEADING = re.compile(r"^\s*(?:\d+[.)]\s*|[-•*]\s*)?[A-Z][A-Za-z/&]*(?:[ ][A-Za-z/&]+){0,2}\s*:\s+(?=\S)")
_POSTOPERATIVE = re.compile(r"postoperative diagnosis\s*[:\-–]\s*(?!same\b)\w", re.I)
_UNCODED = frozenset(("medications", "medication", "meds", "allergies", "plan", "labs", "lab", "vitals", "exam",
                      "physical exam", "pe", "social history", "sh", "procedure", "procedures", "operation",
                      "operations", "recommendation", "recommendations", "instruction", "instructions", "order",
                      "orders", "disposition", "dispo", "follow-up", "follow up",
                      "followup", "code status", "education"))
_DENIES = re.compile(
    r"\b(?:denies|denied|denying|no (?:evidence|signs?|history|h/o|complaints?|current|acute|longer|known) (?:of )?|no|"
    r"not(?! (?:recurrent|traumatic|intractable|specified|stated|otherwise|controlled|well|in (?:remission|crisis)|"
    r"elsewhere|due|related|associated|healing|improving|better|at goal|taking)\b)|negative for|neg for|"
    r"ruled out|r/o'?d|rules out|free of|absence of|absent|resolved|never had|"
    r"isn't|doesn't have|does not have|unremarkable for)\b", re.I)
_DENIED_AFTER = re.compile(
    r"\b(?:is |was |has been |were )?(?:ruled out|negative|not (?:seen|found|present|identified|visuali[sz]ed|"
    r"appreciated|noted|demonstrated|evident|suspected|likely)|absent|resolved|excluded|unlikely|"
    r"improbable|denied)\b", re.I)
# What stands behind a condition and makes it uncertain: “gout of the foot, possible”, “cancer can't be excluded”.
_UNCERTAIN_AFTER = re.compile(
    r"[\s,(–-]*\b(?:is |was |are |remains? )?(?:(?:can|could)(?: ?not|'t)(?: be)? (?:excluded?|ruled out)|not (?:yet )?"
    r"(?:excluded|ruled out)|to be ruled out|possible|probable|suspected|questionable|(?:is|was) considered|likely|"
    r"presumed|in the differential|in question|under (?:evaluation|investigation)|work-?up pending)\s*\)?\s*$", re.I)
_UNCERTAIN = re.compile(
    r"\b(?:rule out|r/o|possible|possibly|probable|probably|suspected|suspect|suspicious for|suspicion of|likely|"
    r"questionable|consistent with|compatible with|indicative of|suggestive of|comparable with|concern(?:ing)? for|"
    r"differential|versus|vs|may have|might have|could be|may be|working diagnosis|presumed|presumptive|evaluate for|"
    r"eval for|evaluation (?:for|of)|assess for|cannot exclude|can't exclude|could not exclude|favors?|"
    r"appears to be|thought to be|to be ruled out|workup for|work-up for|testing for|query)\b|\?(?=\s*\w)", re.I)
_HISTORY = re.compile(
    r"\b(?:(?:personal |past |prior |remote )?(?:medical )?(?:history|hx) of|h/o|hx|status post|s/p|previous|prior|"
    r"formerly|former|in the past|past|ex(?=-smoker))\b", re.I)
_FAMILY = re.compile(r"\b(?:family (?:history|hx)|fhx?|mother|father|sister|brother|maternal|paternal|grand(?:mother|"
                     r"father)|aunt|uncle|sibling|parents?|son|daughter)\b", re.I)
_PLANNED = re.compile(r"\b(?:screening for|screen for|to prevent|prophylaxis|return if|call if|if (?:he|she|they|you)|"
                      r"in case of|risk (?:of|for)|at risk|monitor for|watch for|educated (?:on|about)|counsel\w* "
                      r"(?:on|about|regarding)|precautions)\b", re.I)
_ENDS = re.compile(r"\b(?:but|however|although|though|except|yet|aside from|apart from|presents? with|now with|"
                   r"today has|reports|complains of|c/o)\b", re.I)
# A cue reaches no further than a cause; without a cue “sepsis due to E. coli” is one thing.
_CAUSES = re.compile(r"\b(?:because of|due to|secondary to)\b", re.I)


def read_statements(note: str) -> Iterator[Statement]:
    """The statements of a note in order; what stands under medications, allergies or the plan isn't coded from."""
    section = ""
    operated = _POSTOPERATIVE.search(note) is not None  # then what was thought before isn't coded (guideline IV.N)
    for found in _SENTENCE.finditer(note):
        sentence, at = found[0], found.start()
        heading = _HEADING.match(sentence)
        if heading:
            section = heading[1].lower()
            sentence, at = sentence[heading.end():], at + heading.end()
        elif heading := _ANY_HEADING.match(sentence):
            section = ""
            sentence, at = sentence[heading.end():], at + heading.end()
        elif "\n\n" in note[max(0, at - 2):at]:
            section = ""
        if section not in _UNCODED and not (operated and section == "preoperative diagnosis"):
            yield from _parts(sentence, at, section)


def _parts(sentence: str, at: int, section: str) -> Iterator[Statement]:
    """A sentence cut where a cue's reach ends, each part with the last cue before it."""
    ends = [end.start() for end in _ENDS.finditer(sentence)]
    ends += [cause.start() for cause in _CAUSES.finditer(sentence) if _has_cue(sentence[:cause.start()])]
    for begin, end in pairwise([0, *sorted(ends), len(sentence)]):
        part = sentence[begin:end]
        if (late := _UNCERTAIN_AFTER.search(part)) and re.search(r"\w", part[:late.start()]):
            # It is said of what stands right before it, and of nothing before the last comma.
            split = max(part.rfind(mark, 0, late.start()) for mark in (",", " and ")) + 1
            yield from _parts(part[:split], at + begin, section)
            denied = _cue(part[split:late.start()], section, part)[1]
            yield from _strip(part[split:late.start()], at + begin + split,
                              Assertion.UNCERTAIN if denied is _base(section) else denied, sentence)
            continue
        cue, assertion = _cue(part, section, sentence)
        # What stands before the cue is as if it weren't there.
        if cue is not None and cue[0] > 0 and re.search(r"\w", part[:cue[0]]):
            yield from _strip(part[:cue[0]], at + begin, _base(section), sentence)
            yield from _strip(part[cue[1]:], at + begin + cue[1], assertion, sentence)
        else:
            yield from _strip(part[cue[1]:] if cue else part, at + begin + (cue[1] if cue else 0), assertion, sentence)


def _has_cue(sentence: str) -> bool:
    return any(cue.search(sentence) for cue in (_PLANNED, _UNCERTAIN, _DENIES, _DENIED_AFTER, _HISTORY, _FAMILY))


def _cue(part: str, section: str, sentence: str) -> tuple[tuple[int, int] | None, Assertion]:
    if _FAMILY.search(sentence) or section in ("family history", "fh", "fhx"):
        found = _FAMILY.search(part)
        return (found.span() if found and found.start() == 0 else None), Assertion.FAMILY
    after = _DENIED_AFTER.search(part)
    if after and re.search(r"\w", part[:after.start()]):
        return None, Assertion.DENIED
    for cue, assertion in ((_PLANNED, Assertion.PLANNED), (_UNCERTAIN, Assertion.UNCERTAIN),
                           (_DENIES, Assertion.DENIED), (_HISTORY, Assertion.HISTORY)):
        if found := cue.search(part):
            return found.span(), assertion
    return None, _base(section)


def _base(section: str) -> Assertion:
    return Assertion.FAMILY if section in ("family history", "fh", "fhx") else Assertion.PRESENT


def _strip(text: str, at: int, assertion: Assertion, line: str) -> Iterator[Statement]:
    """The text without what is around it; nothing if no word is left."""
    inner = re.sub(r"^[\s,:()\-–•*\d.]*?(?=[A-Za-z]|\d+\s*(?:mm|cm|%|weeks? (?:of )?(?:gestation|pregnan)))", "", text)
    begin = at + len(text) - len(inner)
    inner = inner.rstrip(" ,:()-–")
    if re.search(r"[A-Za-z]{2}", inner):
        yield Statement(inner, begin, begin + len(inner), assertion, line.strip())
