"""Dates more exact than a year, and ages over 89; not the dates of rules, nor fractions, ratios and scales."""

import re
from collections.abc import Iterator

from careercenter.deidentification.kinds import Kind

_I = re.IGNORECASE
_MONTH = (r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
          r"oct(?:ober)?|"
          r"nov(?:ember)?|dec(?:ember)?)\.?")
_WHOLE_MONTH = (r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
                r"Jan|Feb|Apr|Aug|Sept?|Oct|Nov|Dec)\b\.?")
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_DAY_IN_WORDS = (r"(?:(?:twenty|thirty)[ \-])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|"
                 r"eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth")
_YEAR_IN_WORDS = (r"(?:(?:nineteen|twenty)[ ](?:hundred|oh|ten|eleven|twelve|\w+teen|\w+ty)(?:[ \-](?:one|two|three|"
                  r"four|five|six|seven|eight|nine))?|two[ ]thousand(?:[ ](?:and[ ])?\w+)?)")
_YEAR = r"(?:(?:19|20)\d\d|'\d\d)"
_TIME = r"(?:[,\s]+(?:at\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?)?"
_MM, _DD = r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"

_SURE = [re.compile(written, _I) for written in (
    rf"(?<![\w/.\-])(?:19|20)\d\d([\-/.])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?:T[\d:.]+Z?)?{_TIME}(?![\w/]|"
    rf"[\-.]\d)",
    rf"(?<![\w/.\-])(?:{_MM}([\-/.]){_DD}|{_DD}([\-/]){_MM})(?:\1|\2)(?:(?:19|20)\d\d|\d\d){_TIME}(?![\w/]|[\-.]\d)",
    rf"\b{_MONTH}\s+{_DAY}(?:\s*,?\s*(?:of\s+)?{_YEAR}\b)?{_TIME}(?![\w/]|[.\-:]\d)",
    rf"(?<![\w/.\-]){_DAY}[\s\-]*(?:of\s+)?{_MONTH}(?:[\s\-,]*{_YEAR})?{_TIME}(?!\w)",
    rf"\b{_MONTH}[\s,\-/]+(?:of\s+)?{_YEAR}\b",
    rf"\b{_MONTH}\s+(?:the\s+)?(?:{_DAY_IN_WORDS})\b(?:,?\s+{_YEAR_IN_WORDS}\b)?",
    rf"\b(?:{_DAY_IN_WORDS})\s+(?:day\s+)?of\s+{_MONTH}(?:,?\s+{_YEAR_IN_WORDS}\b)?(?!\w)",
    r"(?<![\w/.\-])(?:0?[1-9]|1[0-2])/(?:19|20)\d\d(?![\w/])",
    r"(?:dob|date\s+of\s+(?:birth|service|death)|dos|dod)\s*[:=]?\s*(?P<found>(?:19|20)\d\d(?:0[1-9]|1[0-2])"
    r"(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19|20)\d\d)(?!\w)",
)]
# 3/14 is a day where something happens on it; elsewhere it is 4/5 strength, 20/40 vision, 8/10 pain.
_DAY_OF_WEEK = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_SHORT = re.compile(
    rf"\b(?:on|dos|doi|dob|dated?|seen|admit(?:ted)?|discharged?|since|until|till|through|thru|surgery|visit(?:ed)?|born|"
    rf"starting|started|last|next|given|changed|planned|scheduled|collected|received|implanted|called|by|due|"
    rf"w(?:ee)?k\s+of|week\s+ending|before|after|note|today|yesterday|tomorrow|morning|afternoon|evening|night|"
    rf"{_DAY_OF_WEEK})\b[\s:,.]*(?P<found>{_MM}[/\-]{_DD})(?![\w/%]|[.\-]\d|\s*(?:strength|pain|murmur|mg|"
    rf"vision|scale|with))",
    _I)
# A day past the twelfth, or with a zero before it, is hardly anything else, if nothing is counted or scored in it.
_UNLIKE = re.compile(rf"(?<![\w/.\-]){_MM}/(?:0[1-9]|1[3-9]|2\d|3[01])(?![\w/%]|[.\-]\d|\s*(?:strength|pain|murmur|mg|"
                     r"tab|ml|mcg|vision|scale|with|nodes?|lymph|points?|positive|negative|items?|correct|on\b|units?|cm|mm|in\b|inch|"
                     r"x\b|hpf|cores?|visits?|sessions?|weeks?|days?|times?))", _I)
_SCORED = re.compile(r"(?<![a-z])(?:score\w*|strength|pain|iop|va|vision|mmse|moca|phq(?:-\d)?|gad(?:-\d)?|apgars?|"
                     r"berg|tinetti|slums|gcs|ratio|nihss|ranson|nodes?|visit|dose|cycle|session|grade|bp|fev1|od|os|ou|mix|rass|"
                     r"cage|audit|epds|aims|katz|of|was|is|=|:)\s*(?:a\s+)?$", _I)
_THROUGH = re.compile(rf"(?<=\d)\s*(?:-|–|to|through|thru|and|"
                      rf",)\s*(?P<found>{_MM}/{_DD}(?:/\d\d(?:\d\d)?)?)(?![\w/])", _I)
_ENDS_IN_DAY = re.compile(r"(?<![\w/])\d{1,2}/\d{1,2}(?:/\d{2,4})?$")
_IN_MONTH = re.compile(rf"\b(?:in|since|until|last|this|early|late|mid|by|end\s+of|beginning\s+of)[\s\-]+"
                       rf"(?P<found>{_WHOLE_MONTH})(?!\w)")
_ALONE = re.compile(rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})", _I)
_ORDINARY_MONTH = re.compile(r"\bmay\b|\bmarch\b|\bmar\b|\bdec\b|\bsep\b")  # in lower case, a word

# What a coder asks about: rules have dates too.
_OF_A_RULE = re.compile(r"(?:effective|in\s+effect|in\s+force|valid|as\s+of|releas\w*|updat\w*|revis\w*|version|"
                        r"guidelines?|"
                        r"fiscal\s+year|transmittal|final\s+rule|publish\w*|code\s+set|codes?\s+(?:for|from|of|on|"
                        r"after|"
                        r"before)|deleted|new\s+codes?|table|quarter|lcd|ncd|mln|addend\w*|icd-10(?:-cm)?)"
                        r"[^.;\n]{0,24}$", _I)
_RULE_AFTER = re.compile(r"[^.;?\n]{0,24}\b(?:releases?|updates?|code\s+sets?|editions?|addend\w*|final\s+rule)\b", _I)
_FOR_A_PERSON = re.compile(r"\b(?:pt|patient|dob|born|seen|admit\w*|discharg\w*|dos|visit|she|he|mr|mrs|ms|"
                           r"signed)\b", _I)

_OVER_89 = r"(?P<found>(?:9\d|1[0-2]\d))"
_AGES = [re.compile(written, _I) for written in (
    rf"(?<![\w.]){_OVER_89}[\s\-]*(?:y\.?\s?/?\s?o\.?\b|yr?s?\.?[\s\-]*old|years?[\s\-]*(?:old|of[\s\-]+age)|"
    rf"[\s\-]?yr\b|yof\b|yom\b)",
    rf"\b(?:age|aged|turned|turning|turns)\b\s*(?:is|of|at)?\s*[:=]?\s*{_OVER_89}(?![\w%+]|\.\d|\s*(?:and|or)\s+(?:over|older|above))",
    rf"(?<![\w./\-]){_OVER_89}[\s/]?(?:F|M|female|male|woman|man|lady|gentleman)\b(?!\d)",
    rf"(?<!\w)[FM]/{_OVER_89}(?![\w/%]|\.\d)",
)]
_AND_OVER = re.compile(r"\s*(?:and|or)\s+(?:over|older|above)", _I)


def find(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Dates and ages."""
    for shape in _SURE:
        for match in shape.finditer(text):
            span = match.span("found" if "found" in shape.groupindex else 0)
            if not _is_of_a_rule(text, *span) and not _is_ordinary(text[slice(*span)]):
                yield Kind.DATE, *span
    for match in (*_SHORT.finditer(text), *_IN_MONTH.finditer(text), *_through(text)):
        if not _is_of_a_rule(text, *match.span("found")):
            yield Kind.DATE, *match.span("found")
    for match in _UNLIKE.finditer(text):
        before = text[max(0, match.start() - 12):match.start()]
        if not (_SCORED.search(before) or _is_of_a_rule(text, *match.span())):
            yield Kind.DATE, *match.span()
    for shape in _AGES:
        for match in shape.finditer(text):
            if not _AND_OVER.match(text, match.end()):
                yield Kind.AGE, *match.span("found")


def _is_ordinary(words: str) -> bool:
    """“may 2 tablets” is a verb and a dose."""
    return bool(_ALONE.fullmatch(words) and _ORDINARY_MONTH.search(words))


def _through(text: str) -> Iterator[re.Match[str]]:
    """The second of two days: 3/14 to 3/17."""
    for match in _THROUGH.finditer(text):
        if _ENDS_IN_DAY.search(text, max(0, match.start() - 10), match.start()):
            yield match


def _is_of_a_rule(text: str, start: int, end: int) -> bool:
    sentence = re.split(r"[.;\n]\s", text[max(0, start - 80):start])[-1]
    return bool(_OF_A_RULE.search(sentence) or _RULE_AFTER.match(text, end)) and not _FOR_A_PERSON.search(sentence)
