"""Numbers and addresses of the net: what has a shape of its own, or a label before it."""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv6Address

from careercenter.deidentification.kinds import Kind

_SEP = r"(?:\s*(?:ending(?:\s+in)?|number|num|no|nbr|ids?|card|code)\b\.?)?\s*(?:is|was|of)?\s*[:#=\-]*\s*#?\s*"
# A state's or a plan's letters may stand before it, and it may be written in groups: NY 882 114 093.
_VALUE = (r"(?:(?-i:[A-Z]{2,4})\s+)?(?P<found>(?=[A-Z\-/.]*\d)[A-Z0-9](?:[A-Z0-9\-/.]*[A-Z0-9])?"
          r"(?:(?<=\d)[ ]\d{2,4}(?![\w/%.]*\w|[ ]?[A-Z])){0,3})(?![A-Z0-9])")
_I = re.IGNORECASE

# After these whatever has a digit is a person's number.
_LABELS: list[tuple[Kind, str]] = [
    (Kind.RECORD, r"m\.?r\.?n\.?|mr\s?#|med(?:ical)?\.?\s+rec(?:ord)?|health\s+record|chart\s*(?=#|no|num|id)|"
                  r"(?:patient|pt)\s*(?=id\b|#|no\b|num)|e?mpi|csn|f\.?i\.?n\.?(?=\s*[:#])|har(?=\s*[:#])|"
                  r"(?:encounter|visit|specimen|sample|requisition|req|hosp(?:ital)?)\s*(?=#|no|num|id)|accession"),
    (Kind.PLAN, r"(?:member|subscriber|beneficiary|medicaid|medicare|insurance|policy|plan|group|rx\s?bin|payer)\s*"
                r"(?=#|no\b|num|id\b|card)|mbi|hicn"),
    (Kind.ACCOUNT, r"acc(?:oun)?t\.?|guarantor\s*(?=#|no|num|id)|invoice|bank\s+account|routing|(?:credit\s+)?card\s*"
                   r"(?=#|no\b|num)"),
    (Kind.LICENSE, r"(?:driver'?s?\s+)?(?:licen[sc]e|lic\.)(?!\s+plate)|d\.?l\.?\s*(?=#|no\b|num)|dea|npi|passport|"
                   r"certificate"),
    (Kind.VEHICLE, r"v\.?i\.?n\.?(?=\s*[:#\d])|license\s+plate|"
                   r"(?:plate|tag|tail)\s*(?=#|no\b|num|(?-i:[A-Z]{2}\s+)?[A-Z]{0,3}-?\d{3})"),
    (Kind.DEVICE, r"serial|s/n|device\s*(?=id\b|#|no\b|num|serial)|udi|imei|lot\s*(?=#|no\b|num|[A-Z]{1,3}\d)|"
                  r"model\s*(?=#|no\b|num)"),
    (Kind.SSN, r"ssn|s\.s\.n\.|social\s+security|last\s+(?:4|four)(?:\s+(?:of\s+)?(?:ssn|social))?"),
]
# After these only a long number that no code looks like is.
_WEAK: list[tuple[Kind, str]] = [
    (Kind.ACCOUNT, r"claim|order|authorization|auth|referral|ref|confirmation|study|job"),
    (Kind.OTHER, r"file|docket|case|serial|reference"),
    (Kind.PLAN, r"policy|group|member|subscriber|plan|insurance"),
    (Kind.RECORD, r"encounter|visit|chart|specimen|sample|patient|record"),
]
# And after any word that is numbered, if it is no rule, code or thing.
_NUMBERED = re.compile(
    r"(?<![A-Z])(?!(?:page|chapter|section|part|form|article|transmittal|cr|mln|code|cpt|hcpcs|modifier|ndc|drg|lcd|"
    r"ncd|version|ref|model|item|cat(?:alog)?|suture|size|type|grade|edit)\b)[A-Z]{2,12}\s*(?:#|\bno\b\.?|\bnumber\b)"
    r"(?:\s+of\s+[A-Z]+)?\s*:?\s*(?P<found>(?=[A-Z\-]*(?:\d[A-Z\-]*){3})[A-Z0-9][A-Z0-9\-]*[A-Z0-9])(?!\w)", _I)

_LABELED = [(kind, re.compile(rf"(?<![A-Z])(?:{label}){_SEP}{_VALUE}", _I)) for kind, label in _LABELS]
_WEAKLY = [(kind, re.compile(rf"(?<![A-Z])(?:{label}){_SEP}{_VALUE}", _I)) for kind, label in _WEAK]

_NANP = (r"(?:\+?1[\s.\-–]{0,2})?(?:\(\d{3}\)[\s\-]?\d{3}|\d{3}[\-.–—‑]\d{3}|[2-9]\d\d/[2-9]\d\d|"
         r"[2-9]\d\d\s[2-9]\d\d)[\-.\s–—‑]\d{4}")
_EXTENSION = r"(?:,?\s*(?:x|ext\.?|extension)\s*\d{1,6})?"
_SHAPES = [
    (Kind.EMAIL, re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")),
    (Kind.URL, re.compile(r"(?:https?|ftp)://[^\s<>\"')\]]+[^\s<>\"')\].,;:?!]|"
                          r"(?<![\w.])www\.[\w\-]+\.[^\s<>\"')\],;]*\w",
                          _I)),
    (Kind.URL, re.compile(r"(?<![\w@.\-])[a-z\d][a-z\d\-]*(?:\.[a-z\d\-]+)*\.(?:com|org|net|info|io|me|health|us)"
                          r"(?:/[^\s<>\"')\]]*)?(?![\w\-])", _I)),
    (Kind.SSN, re.compile(r"(?<![\w\-])(?:\d{3}|[x*]{3})[\- ](?:\d{2}|[x*]{2})[\- ]\d{4}(?![\d\-])", _I)),
    # CMS: Understanding the Medicare Beneficiary Identifier format.
    (Kind.PLAN, re.compile(r"(?<![\w\-])[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y]"
                           r"[AC-HJKMNP-RT-Y\d]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}(?![\w\-])", _I)),
    (Kind.FAX, re.compile(rf"(?:fax|facsimile)[\s:#.no]*(?P<found>{_NANP}|\d{{3}}-\d{{4}})", _I)),
    (Kind.PHONE, re.compile(rf"(?<![\w.\-])(?P<found>{_NANP}{_EXTENSION})(?![\w\-])", _I)),
    (Kind.PHONE, re.compile(r"(?:phone|tel|telephone|cell|mobile|call|called|pager|contact|ph|home|work)(?:\s+(?:at|"
                            r"on|is"
                            rf"|no|number))*[\s:#.]*(?P<found>(?:\d{{3}}[\-.–—‑]\d{{4}}|"
                            rf"\+?\d{{10,12}}){_EXTENSION})(?![\w\-])",
                            _I)),
    (Kind.PHONE, re.compile(r"(?<![\w.])(?P<found>\+\d{1,3}(?:[\s\-]\d{2,5}){2,4})(?![\w\-])")),
    # FDA: unique device identification, GS1.
    (Kind.DEVICE, re.compile(r"\(01\)\s?\d{14}(?:\s?\(\d{2}\)\s?[A-Z0-9\-]+)*", _I)),
    (Kind.VEHICLE, re.compile(r"(?<![\w])(?=[A-Z\d]*\d[A-Z\d]*\d)(?=\d*[A-Z])[A-HJ-NPR-Z\d]{17}(?!\w)", _I)),
    (Kind.IP, re.compile(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w]|"
                         r"\.\d)")),
    (Kind.BIOMETRIC, re.compile(r"\b(?:finger\s?prints?|voice\s?prints?|palm\s?prints?|biometric\s+(?:id|identifier|"
                                r"scan)"
                                r"s?)\b", _I)),
    (Kind.PHOTO, re.compile(r"\b(?:full[\s\-]face|facial)\s+(?:photo(?:graph)?s?|images?)\b|\b(?:photo(?:graph)?s?|"
                            r"selfies?|"
                            r"pictures?)\s+of\s+(?:the\s+|her\s+|his\s+)?(?:patient|pt|face|him|her)\b", _I)),
]
_IPV6 = re.compile(r"(?<![\w:])[A-F\d]{0,4}(?::[A-F\d]{0,4}){3,7}(?![\w:])", _I)
# A long number by itself; HICN: a social security number with a letter behind.
_LONG = re.compile(r"(?<![\w.,\-/$^])(?:\d{7,}[A-Z]?|(?=[A-Z\d\-]*\d[A-Z\d\-]*\d[A-Z\d\-]*\d[A-Z\d\-]*\d[A-Z\d\-]*\d)"
                   r"[A-Z]{1,4}-?\d{6,}[A-Z]?|[A-Z]{1,4}\d{0,4}-(?:\d{2,}-)?\d{4,}|\d{3,}(?:-\d{3,}){1,3})(?![\w\-/]|[.,]\d)")
_NOT_A_PERSONS = re.compile(
    r"(?:snomed(?:\s*-?\s*ct)?|sct|rx\s?(?:norm|cui)|loinc|ndc|upc|gtin|icd|cpt|hcpcs|pubmed|pmid|doi|taxonomy|cas|"
    r"national\s+drug\s+code)(?:\s+(?:concept|code|id|no|number))*[\s:#]*$", _I)
_UNIT = re.compile(r"\s*(?:units?|iu|k?g\b|grams?|mg|mcg|ml|cells?|copies|platelets?|dollars|/|per\b|cfu|million)", _I)
_CODES_OWN = re.compile(r"\d{4}[\dFTUM](?:-[A-Z\d]{2}){0,4}|[A-V]\d{4}(?:-[A-Z\d]{2}){0,4}|"
                        r"[A-TV-Z]\d[A-Z\d](?:\.[A-Z\d]{1,4})?|"
                        r"[LA]\d{5}|\d{4,5}-\d{3,4}-\d{1,2}|\d{5}-\d{3,5}-\d{1,2}|\d{5}-\d{5}", _I)
_PUBLIC = re.compile(r"(?:https?://)?(?:[\w\-]+\.)*(?:[\w\-]+\.gov|[\w\-]+\.mil|who\.int|ama-assn\.org|aapc\.com|"
                     r"ahima\.org|"
                     r"ada\.org|aha\.org|hl7\.org|acdis\.org|hcpro\.com|ncbi\.nlm\.nih\.gov)(?:[/:?#].*)?", _I)


def find(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Numbers that are one person's or thing's, and addresses of the net; the surer first."""
    for kind, shape in _SHAPES:
        for match in shape.finditer(text):
            if kind is not Kind.URL or not _PUBLIC.fullmatch(match[0]):
                yield kind, *match.span("found" if "found" in shape.groupindex else 0)
    for match in _IPV6.finditer(text):
        if _is_ipv6(match[0]):
            yield Kind.IP, *match.span()
    for kind, label in _LABELED:
        for match in label.finditer(text):
            if len(match["found"]) >= 3:
                yield kind, *match.span("found")
    for kind, label in _WEAKLY:
        for match in label.finditer(text):
            if sum(letter.isdigit() for letter in match["found"]) >= 5 and not _CODES_OWN.fullmatch(match["found"]) \
                    and "/" not in match["found"]:
                yield kind, *match.span("found")
    for match in _NUMBERED.finditer(text):
        if not _CODES_OWN.fullmatch(match["found"]):
            yield Kind.OTHER, *match.span("found")


def find_long(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Any other number that is long enough to be one person's, and no code."""
    for match in _LONG.finditer(text):
        before, after = text[max(0, match.start() - 40):match.start()], text[match.end():match.end() + 20]
        if not (_NOT_A_PERSONS.search(before) or _UNIT.match(after) or _CODES_OWN.fullmatch(match[0])):
            yield Kind.OTHER, *match.span()


def _is_ipv6(text: str) -> bool:
    try:
        return text.count(":") >= 3 and IPv6Address(text).is_global is not None and any(
            letter in "abcdefABCDEF" or letter.isdigit() for letter in text)
    except AddressValueError:
        return False
