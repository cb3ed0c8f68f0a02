"""Text as words and words as terms: the same for what a code says and for what somebody types."""

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

import Stemmer

_STEMMER = Stemmer.Stemmer("english", 0)  # its own cache is for one thread
_WORD = re.compile(r"[a-z0-9]+(?:[._][a-z0-9]+)*")
_WITHOUT = re.compile(r"\bw/?o\b\.?")
_WITH = re.compile(r"\bw/|\bw\b|\bc/w\b")
_NON = re.compile(r"\bnon[- ](?=[a-z])")
_SLASHED = re.compile(r"\b([a-z]{1,2})/([a-z]{1,2})\b")  # n/v, s/p, h/o: one word
_DOSE = re.compile(r"\b(\d+(?:\.\d+)?)(mg|mcg|ml|cc|gm|g|cm|mm|kg|iu|units?|wks?|weeks?|yrs?|mos?|hrs?|min)\b")
_WEEKS = re.compile(r"\b(\d\d)(?:w\d?d?| \d/7)(?=\s|$)")  # how old a pregnancy is: 32w5d, 32 5/7
_LASTING = re.compile(r"\bx ?\d+ ?(?:days?|d|wks?|weeks?|mos?|months?|yrs?|years?|hrs?|hours?)\b")  # cough x 3 days
_WHOLE = re.compile(r"\d+\.0")  # 35.0 is said as 35
_SPAN = re.compile(r"(?<![\w.-])(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?)(?![\w-])| or (more|greater|less)\b)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_BRITISH = tuple((re.compile(said), ours) for said, ours in (
    (r"oedem", "edem"), (r"aemi", "emi"), (r"haem", "hem"), (r"oesoph", "esoph"), (r"paed", "ped"),
    (r"orrhoea", "orrhea"), (r"anaes", "anes"), (r"tumour", "tumor"), (r"gynae", "gyne"), (r"leuk?cae?m", "leukem"),
    (r"foetu", "fetu"), (r"fibre", "fiber"), (r"orthopaed", "orthoped"), (r"ischaem", "ischem"), (r"caec", "cec")))
_ENDINGS = tuple((re.compile(said), ours) for said, ours in (
    (r"(osis|oses|otic)$", "os"), (r"(itis|itides|itic)$", "it"), (r"(iasis|iatic|iases)$", "ias"),
    (r"(plegia|plegic)$", "pleg"), (r"(ectomy|ectomies)$", "ectom"), (r"(emia|emias|emic)$", "em"),
    (r"(lysis|lytic)$", "lys"), (r"(pathy|pathies|pathic)$", "path"), (r"(ysm|ysms|ysmal)$", "ysm"),
    (r"(penia|penias|penic)$", "pen"), (r"(cardia|cardias|cardic)$", "card"), (r"(phasia|phasic)$", "phas")))

STOPWORDS = frozenset((
    "a", "an", "and", "as", "at", "be", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or", "the", "this",
    "that", "to", "was", "with", "has", "had", "have", "having", "her", "his", "my", "she", "he", "pt", "patient",
    "code", "codes", "coding", "icd", "icd10", "dx", "nos", "nec", "elsewhere", "classified", "unspecified", "other",
    "specified", "due", "encounter", "per", "each", "any", "which", "are", "were", "been", "when", "one",
    "complaint", "complaining", "complains", "etc", "also", "than", "into", "during", "following"))
NEGATIONS = frozenset(("without", "no", "not", "denies", "negative", "absent"))
_REACH = 4  # how many words a title denies with one "without"
_SCOPE_ENDS = frozenset(("with", "and", "but", "due", "for", "following", "initial", "subsequent", "init"))
_SCOPE_GOES_ON = frozenset(("loss", "mention", "evidence", "history", "use", "need"))  # before "of"


class Word(NamedTuple):
    """A word in its place."""

    text: str
    clause: int  # which part between commas, semicolons and brackets
    aside: bool  # in brackets: what a title says without insisting
    negated: bool  # "without complications", "not intractable"


def plain(text: str) -> str:
    """Lower case, without accents and apostrophes, abbreviations by slash as one word."""
    said = text.lower() if text.isascii() else normalize("NFKD", text.lower().replace("’", ""))
    if not said.isascii():
        said = "".join(one for one in said if not 0x300 <= ord(one) < 0x370)
    said = said.replace("'", "")
    said = _WEEKS.sub(r"\1 wks", _LASTING.sub("", _NON.sub("non", said)))
    said = _WITHOUT.sub(" without ", said)
    said = _WITH.sub(" with ", said)
    said = _SLASHED.sub(r"\1_\2", said)
    return _DOSE.sub(r"\1 \2", _THOUSANDS.sub("", said))


def words_of(text: str, *, reach: int = _REACH) -> list[Word]:
    """The words of a text in order. A word with a hyphen is followed by its joined form: pre eclampsia preeclampsia.

    A negation denies the `reach` words after it, or those before the next comma or "with".
    """
    found: list[Word] = []
    clause = depth = scope = 0
    previous = ""
    for piece in re.findall(r"[()\[\],;:]|[a-z0-9._]+(?:-[a-z0-9._]+)*|[-+&]", plain(text)):
        if piece in "([":
            depth += 1
            scope = 0
        elif piece in ")]":
            depth = max(0, depth - 1)
        elif piece in ",;:":
            clause += 1
            scope = 0
        else:
            parts = _WORD.findall(piece.replace("-", " "))
            parts += [part[:-2] for part in parts if _WHOLE.fullmatch(part)]
            joined = ["".join(parts)] if len(parts) > 1 and all(part.isalpha() for part in parts) else []
            for part in (*parts, *joined):
                if part in NEGATIONS:
                    scope = reach
                elif part in _SCOPE_ENDS or (part == "of" and previous not in _SCOPE_GOES_ON):
                    scope = 0
                found.append(Word(part, clause, depth > 0, scope > 0 and part not in NEGATIONS))
                if part not in STOPWORDS and part not in NEGATIONS:
                    scope = max(0, scope - 1)
                previous = part
    return found


class Span(NamedTuple):
    """Numbers that a text holds as from one to another."""

    low: float
    high: float


def spans_of(text: str) -> list[Span]:
    """40.0-44.9, 70 or greater, 19.9 or less; the open ones reach as far as what is still likely to be meant."""
    found = [(float(said), high, beyond) for said, high, beyond in _SPAN.findall(plain(text))]
    return [Span(end, float(high)) if high else Span(end / 10, end) if beyond == "less" else Span(end, end * 10)
            for end, high, beyond in found]


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """One form for a word and its relatives: diabetes, diabetic; neuropathy, neuropathic; stenosis, stenotic."""
    if word[0].isdigit() or "_" in word or len(word) < 3:
        return word
    for said, ours in _BRITISH:
        word = said.sub(ours, word)
    if len(word) > 5:
        for said, ours in _ENDINGS:
            if said.search(word):
                return said.sub(ours, word)
    stemmed = _STEMMER.stemWord(word)
    return stemmed[:-1] if len(stemmed) > 4 and stemmed.endswith("i") else stemmed
