"""Names of people: by titles, labels and signatures, and by lists of common given and family names.

The lists are the US Census Bureau's of 1990 (public domain) with names from elsewhere that have become common since.
`names-that-are-words.txt` holds those that are ordinary words or eponyms too; one of them is a name only beside one
that isn't.
"""

import re
from collections.abc import Iterator

from careercenter.deidentification.kinds import Kind
from careercenter.deidentification.lists import EPONYMS, FAMILY, GIVEN, NEVER, WORDS

_WORD = r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ]*(?:['’\-][A-Za-zÀ-ÖØ-öø-ÿ]+)*"
_INITIAL = r"[A-Z]\b\.?"
_PARTICLE = r"(?:(?:de|del|de la|van|van der|von|bin|al|la|le|di|da|dos|st\.?)[ ])"
_BETWEEN = re.compile(r"[A-Z]\.?|de|del|la|van|der|von|bin|al|le|di|da|dos|st\.?")
_SUFFIX = r"(?:,?[ ](?:Jr|Sr|II|III|IV)\b\.?)?"
_NAME = rf"(?:{_INITIAL}[ ]?){{0,3}}{_WORD}(?:[ ](?:{_INITIAL}|{_PARTICLE}?{_WORD})){{0,3}}{_SUFFIX}"
_LAST_FIRST = rf"{_WORD}(?:[ ]{_WORD})?,[ ]?{_WORD}(?:[ ](?:{_INITIAL}|{_WORD}))?"

_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|MR|MRS|DR)\b\.?[ ]?(?P<found>{_NAME})|"
                     rf"\b(?:Miss|Doctor|Professor|Nurse|Judge|Officer|Rev\.?|Pastor)[ ](?P<named>{_NAME})")
_TITLED_LOWER = re.compile(r"\b(?:mr|mrs|dr)\b\.?[ ](?P<found>[a-z]{3,}(?:[ ][a-z]{3,})?)")
_NAME_LABEL = re.compile(
    r"(?:\b(?:(?:patient|pt|member|guarantor|subscriber|provider|physician|mother|father|spouse|full|first|last|"
    r"maiden|"
    r"employer|contact|beneficiary|client|resident)(?:'s)?[ ]+name|name)\b(?:[ ]+is)?|\bnamed\b|"
    r"\bgoes by\b)[ ]*[:=\-]?[ ]*"
    rf"(?P<found>{_LAST_FIRST}|{_NAME}|(?<=[:=] )[a-z]+(?:[ ][a-z]+){{1,2}}(?=[ ]*(?:[,;.\n]|$)))", re.IGNORECASE)
_LABELED = re.compile(
    r"\b(?:[Pp]t|PT|[Pp]atient|PATIENT|[Cc]lient|CLIENT|[Mm]ember|MEMBER|[Rr]esident|"
    r"[Aa]ttending(?:[ ][Pp]hysician)?|ATTENDING|[Pp]rovider|"
    r"PROVIDER|[Pp]hysician|PHYSICIAN|[Ss]urgeon|SURGEON|[Aa]ssistant|[Aa]nesthesiologist|[Rr]eferring|[Pp]CP|PCP|"
    r"[Cc]c|CC|[Aa]ttn|ATTN|"
    r"[Rr]e|RE|[Ff]rom|[Tt]o|[Ss]pouse|[Nn]ext of [Kk]in|NOK|[Ee]mergency [Cc]ontact|[Gg]uarantor|GUARANTOR|"
    r"[Ss]ubscriber|[Gg]uardian|[Ee]mployer|[Cc]aregiver|[Ii]nformant|[Ii]nterpreter|[Cc]oder|[Ww]itness)"
    rf"[ ]*[:#=\-][ ]*(?P<found>{_LAST_FIRST}|{_NAME})")
_SIGNED = re.compile(
    rf"(?i:\b(?:electronically[ ]+)?(?:signed|dictated|transcribed|reviewed|attested|authenticated|performed|"
    rf"interpreted|"
    rf"seen|examined|referred|cosigned|co-signed|entered|scribed)[ ]+(?:electronically[ ]+)?by|/s/|e-signed:?|"
    rf"signature|sincerely,?|thank you,?|regards,?)[ ]*:?\s*(?:Dr\.?[ ]+)?(?P<found>{_LAST_FIRST}|{_NAME})")
_WITH_DEGREE = re.compile(rf"\b(?P<found>{_NAME}),[ ]?(?:M\.?D|D\.?O|R\.?N|N\.?P|PA-?C?|D\.?P\.?M|Ph\.?D|CRNA|LPN|"
                          rf"LCSW|"
                          r"FNP(?:-C|-BC)?|APRN|ARNP|DDS|DPT|PharmD|CPC|CCS|RHIA|RHIT|MA)\b\.?")
_KIN = re.compile(r"\b(?:[Ss]on|[Dd]aughter|[Ww]ife|[Hh]usband|[Mm]other|[Ff]ather|[Ss]ister|[Bb]rother|[Ss]pouse|"
                  r"[Pp]artner|[Aa]unt|"
                  rf"[Uu]ncle|[Nn]eighbor|[Ff]riend|[Bb]oyfriend|[Gg]irlfriend|[Rr]oommate)[ ]?[,(]?[ ]?"
                  rf"(?P<found>{_NAME})")
_DOES = re.compile(rf"(?<![\w’'])(?P<found>{_WORD})"
                   r"(?='s[ ](?:mother|father|wife|husband|son|daughter|chart|record|pain|symptoms|"
                   r"blood|family)|[ ](?:reports?|states|denies|presents|presented|"
                   rf"complains|says|said|"
                   r"has been|has a|was|is (?:a|an|here|seen)|returns|came|comes|underwent|tolerated|reported|"
                   r"denied|stated|"
                   r"lives|works|tells|told|feels|noticed|fell|will follow|arrived)\b)")
_MET = re.compile(rf"\b(?:[Bb]rings|[Bb]rought in by|[Aa]ccompanied by|[Ss]poke (?:with|to)|[Ff]rom|"
                  r"[Dd]iscussed with|[Ww]ith)[ ]"
                  rf"(?P<found>{_WORD})(?![\w’'])")
_RUN = re.compile(rf"(?<![\w’'.]){_WORD}(?:[ ](?:{_INITIAL}[ ]?|{_PARTICLE})?{_WORD}){{1,3}}")
_INVERTED = re.compile(rf"(?<![\w’'])(?P<family>{_WORD}),[ ]?(?P<given>{_WORD})(?:[ ](?:{_INITIAL}|{_WORD}))?")
_LOWER_PAIR = re.compile(r"(?<![\w’'])(?=([a-z]{3,}(?:[ ][a-z]\b\.?)?[ ][a-z]{3,}))")
_INITIALS = re.compile(r"\b(?:[Pp]t|[Pp]atient)(?:'s)?[ ](?:initials[ ]*:?[ ]*)(?P<found>(?:[A-Z]\.?){2,3})(?!\w)")

_EPONYM = re.compile(
    r"['’]?s?[ ](?:disease|syndrome|palsy|sign|test|catheter|tear|fracture|procedure|operation|score|scale|criteria|"
    r"lymphoma|"
    r"sarcoma|tumor|cyst|contracture|esophagus|thyroiditis|phenomenon|disorder|classification|repair|method|chorea|"
    r"nodes?|tube|drain|dementia|bod(?:y|ies)|ataxia|anemia|deformity|malformation|index|approach|technique|graft|"
    r"stage|staging|maneuver|position|arthropathy|hernia|ulcer|law|incision|amputation|screw|pins?|wires?|"
    r"plate)\b", re.I)


def is_ordinary(word: str) -> bool:
    """Whether a word is one of the language's, or a medical one, though somebody may be called so."""
    folded = _fold(word)
    return folded in WORDS or folded in NEVER


def find(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Names, those first that a title or a label announces."""
    for match in _NAME_LABEL.finditer(text):
        yield from _trimmed(text, match, sure=True)
    for shape in (_TITLED, _SIGNED):
        for match in shape.finditer(text):
            yield from _trimmed(text, match, sure=True)
    for match in _TITLED_LOWER.finditer(text):
        words = match["found"].split(" ")
        if words[0] in FAMILY or words[0] in GIVEN:
            whole = len(words) == 1 or words[1] in FAMILY
            yield Kind.NAME, match.start("found"), match.end("found") if whole else match.start("found") + len(words[0])
    for shape in (_LABELED, _WITH_DEGREE, _KIN):
        for match in shape.finditer(text):
            yield from _trimmed(text, match)
    for match in _INITIALS.finditer(text):
        yield Kind.NAME, *match.span("found")
    yield from _pairs(text)
    yield from _alone(text)


def _trimmed(text: str, match: re.Match[str], *, sure: bool = False) -> Iterator[tuple[Kind, int, int]]:
    """The words of a match that may be a name: up to the first that is none. `sure`: what announces it is enough,
    else one of them must be a known name and no other an ordinary word."""
    group = "found" if match["found"] is not None else "named"
    start, end = match.span(group)
    kept: list[re.Match[str]] = []
    for word in re.finditer(r"[^\s,]+", text[start:end]):
        if _fold(word[0]) in NEVER and not (kept and re.fullmatch(r"(?:Jr|Sr)\.?", word[0])):
            break
        kept.append(word)
    if not kept or (not sure and not _are_a_name([word[0] for word in kept])):
        return
    last = kept[-1]
    finish = start + last.end() - (1 if last[0].endswith(".") and len(last[0]) > 2 else 0)
    if not _EPONYM.match(text, finish) or sure:
        yield Kind.NAME, start + kept[0].start(), finish


def _are_a_name(words: list[str]) -> bool:
    folded = [_fold(word) for word in words]
    if any(word in GIVEN or word in FAMILY for word in folded):
        return True
    # Two words that no list knows, behind a label or in front of a degree: Anhthu Quocbao, MD.
    return len(words) > 1 and not any(word in WORDS for word in folded) and all(word.istitle() for word in words)


def _pairs(text: str) -> Iterator[tuple[Kind, int, int]]:
    """A given and a family name side by side, or the other way around with a comma."""
    for match in _RUN.finditer(text):
        yield from _in_run(text, match)
    for match in _INVERTED.finditer(text):
        first, last = _fold(match["given"]), _fold(match["family"])
        if (last in FAMILY and (first in GIVEN or first in WORDS)) or (last in WORDS and first in GIVEN):
            yield Kind.NAME, *match.span()
    for match in _LOWER_PAIR.finditer(text):
        words = match[1].split(" ")
        if words[0] in GIVEN and words[-1] in FAMILY and f"{words[0]} {words[-1]}" not in EPONYMS and \
                not _EPONYM.match(text, match.end(1)):
            yield Kind.NAME, *match.span(1)


def _in_run(text: str, run: re.Match[str]) -> Iterator[tuple[Kind, int, int]]:
    """The names among words with capitals: “Assessment John Smith Diabetes” has one."""
    words = list(re.finditer(r"\S+", run[0]))
    at = 0
    while at < len(words) - 1:
        last = next((n for n in range(at + 1, min(at + 4, len(words))) if not _BETWEEN.fullmatch(words[n][0])), None)
        if last is None:
            return
        first_word, last_word = _fold(words[at][0]), _fold(words[last][0])
        end = last + (last + 1 < len(words) and _fold(words[last + 1][0]) in FAMILY)  # Maria Garcia Lopez
        stop = run.start() + words[end].end()
        if _are_first_and_last(first_word, last_word) and not _EPONYM.match(text, stop):
            yield Kind.NAME, run.start() + words[at].start(), stop
            at = end
        at += 1


def _are_first_and_last(first: str, last: str) -> bool:
    """One of them at least is no ordinary word."""
    if f"{first} {last}" in EPONYMS or first in NEVER or last in NEVER:
        return False
    known = last in FAMILY or last in GIVEN
    return (first in GIVEN and (known or last in WORDS)) or (first in WORDS and last in FAMILY)


def _alone(text: str) -> Iterator[tuple[Kind, int, int]]:
    """A given name of which the text tells what a person does: “Maria reports”, “spoke with Maria”."""
    for match in (*_DOES.finditer(text), *_MET.finditer(text)):
        word = _fold(match["found"])
        if word in GIVEN and not _EPONYM.match(text, match.end("found")):
            yield Kind.NAME, *match.span("found")


def _fold(word: str) -> str:
    folded = word.casefold().strip(".,;:()").replace("’", "'")
    folded = folded.removesuffix("'s")
    return folded.replace("'", "")
