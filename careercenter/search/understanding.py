"""What a person types, understood: words that name a filter become that filter, the rest stays text.

"remote ed facility coder cpc no experience texas over 28/hr" is remote work in the emergency department for a CPC
in Texas that asks for no experience and pays 28 dollars an hour or more, and whose text says "facility coder".
Words in quotes stay text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from careercenter.credentials.catalogue import catalogue
from careercenter.places import STATES, find_city
from careercenter.search.addresses import read_pay
from careercenter.search.facets import YEARS
from careercenter.search.query import Query
from careercenter.terms import EmploymentType, PayUnit, Setting, WorkMode

Rule = Callable[["re.Match[str]", Query], Query | None]


@dataclass(frozen=True, slots=True)
class Understood:
    """A query with what was typed put where it belongs."""

    query: Query
    named: tuple[str, ...]  # what was taken out of the words, as it was typed


def understand(query: Query) -> Understood:
    """The same query with the filters that its words name."""
    words, named = f" {query.words} ", list[str]()
    words, quoted = _take_quoted(words)
    for pattern, rule in RULES:
        while found := _first(pattern, words, rule, query):
            match, query = found
            named.append(match.group().strip())
            words = f"{words[:match.start()]}  {words[match.end():]}"
    if not named:
        return Understood(replace(query, words=" ".join([*words.split(), *quoted])), ())
    # What is left may name something now that it stands together.
    again = understand(replace(query, words=" ".join(_WASTE.sub(" ", words).split())))
    return Understood(replace(again.query, words=" ".join([*again.query.words.split(), *quoted])),
                      (*named, *again.named))


def _take_quoted(words: str) -> tuple[str, list[str]]:
    return _QUOTED.sub(" ", words), [found.strip() for found in _QUOTED.findall(words) if found.strip()]


def _first(pattern: "re.Pattern[str]", words: str, rule: Rule, query: Query) -> "tuple[re.Match[str], Query] | None":
    for match in pattern.finditer(words):
        narrowed = rule(match, query)
        if narrowed is not None:
            return match, narrowed
    return None


def _add(field: str, value: Any) -> Rule:
    def rule(_: "re.Match[str]", query: Query) -> Query | None:
        return query.adding(field, value) if value not in getattr(query, field) else query
    return rule


def _set(**fields: Any) -> Rule:
    return lambda _, query: replace(query, **fields)


def _pay(match: "re.Match[str]", query: Query) -> Query | None:
    amount, unit = read_pay(f"{match['amount']}{match['k'] or ''}")
    said = PayUnit.HOUR if match["hour"] else PayUnit.YEAR if match["year"] else None
    if amount is None or unit is None or (said is not None and said is not unit):
        return None
    return replace(query, pay=amount, pay_per=unit)


def _years(match: "re.Match[str]", query: Query) -> Query | None:
    years = int(match["years"])
    fitting = [one for one in YEARS if one <= years]
    return replace(query, experience=max(fitting)) if years <= 10 else None


def _credential(match: "re.Match[str]", query: Query) -> Query | None:
    code = re.sub(r"\s+", "-", match.group().strip().upper())
    return query if code in query.credentials else query.adding("credentials", code) if code in catalogue() else None


def _state_by_name(match: "re.Match[str]", query: Query) -> Query | None:
    return _living_in(query, _STATE_NAMES[" ".join(match["state"].lower().split())])


def _state_by_code(match: "re.Match[str]", query: Query) -> Query | None:
    code = match["state"]
    is_sure = code.lower() in _SURE or (code.isupper() and (code not in _AMBIGUOUS or match["in"]))
    return _living_in(query, code.upper()) if is_sure and code.upper() in STATES else None


def _living_in(query: Query, state: str) -> Query:
    return query if query.state else replace(query, state=state)  # one lives in one: the first that is named


def _city(match: "re.Match[str]", query: Query) -> Query | None:
    state, city = " ".join(match["state"].lower().split()), match["city"]
    code = _STATE_NAMES.get(state, state.upper())
    spelled = re.sub(r"^st\.?\s+", "saint ", re.sub(r"\s+city$", "", city, flags=re.IGNORECASE), flags=re.IGNORECASE)
    place = find_city(city, code) or find_city(spelled, code)
    return replace(query, near=place.label) if place else None


def _zip(match: "re.Match[str]", query: Query) -> Query | None:
    near = replace(query, near=match["zip"])
    return near if near.place else None


def _any_of(*ways: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<![\w-])(?:{'|'.join(ways)})(?![\w-])", re.IGNORECASE)


_QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]")
_WASTE = re.compile(
    r"(?<![\w-])(?:in|near|from|with|for|over|and|or|a|an|the|i\s+have|i\s+hold|certified|state\s+of|jobs?)(?![\w-])"
    r"|(?<=\s)[,;|+/&-]+(?=\s)", re.IGNORECASE)
_STATE_NAMES = {**{name.lower(): code for code, name in STATES.items()}, "washington dc": "DC", "washington d.c.": "DC"}
_BY_NAME = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_STATE_NAMES, key=len, reverse=True))
_AMBIGUOUS = frozenset({"CT", "HI", "IN", "MD", "ME", "MS", "OK", "OR", "PA", "VA"})
"""Codes that, in capitals, mean other things to coders: a CT scan, a physician's MD, the VA."""
_SURE = frozenset("ak az dc fl ga ia il ks ky mi mn nc nh nj nm nv ny sc sd tn tx ut vt wa wi wv wy".split())  # noqa: SIM905
"""Codes that mean nothing else in small letters."""



def _city_of(words: int) -> "re.Pattern[str]":
    name = r"[^\W\d][\w.'-]*"
    return re.compile(rf"(?<!\S)(?:(?:in|near|around)\s+)?(?P<city>{name}(?:\s+{name}){{{words - 1}}})\s*,?\s+"
                      rf"(?P<state>{_BY_NAME}|[a-z]{{2}})(?!\S)", re.IGNORECASE)


_AMOUNT = r"(?P<amount>\d{1,3}(?:,\d{3})+|\d{2,6})(?:\.\d\d?)?(?P<k>\s?k)?"
_LEAST = r"(?:(?:over|above|at\s+least|more\s+than|min(?:imum)?|from|pays?|paying|>=?|≥)\s*)"
_HOUR, _YEAR = r"(?P<hour>(?:/|per\s|an?\s|\s)\s*(?:hr|hour|h)\b)", r"(?P<year>(?:/|per\s|a\s|\s)\s*(?:yr|year|y)\b)"

RULES: list[tuple["re.Pattern[str]", Rule]] = [
    (re.compile(rf"(?<!\S){_LEAST}?\$\s*{_AMOUNT}\s*\+?\s*(?:{_HOUR}|{_YEAR})?\+?(?!\S)", re.IGNORECASE), _pay),
    (re.compile(rf"(?<!\S){_LEAST}?{_AMOUNT}\s*\+?\s*(?:{_HOUR}|{_YEAR})\+?(?!\S)", re.IGNORECASE), _pay),
    (re.compile(rf"(?<!\S){_LEAST}(?P<amount>\d{{2,3}})(?P<k>\s?k)(?P<hour>(?!))?(?P<year>(?!))?\+?(?!\S)",
                re.IGNORECASE), _pay),
    (re.compile(r"(?<!\S)(?P<amount>\d{2,3})(?P<k>k)(?P<hour>(?!))?(?P<year>(?!))?\+?(?!\S)", re.IGNORECASE), _pay),
    (_any_of(r"no\s+experience(?:\s+(?:needed|required|necessary))?", r"without\s+experience", r"entry[\s-]level",
             r"new(?:ly)?\s+(?:grads?|graduates?|certified)", r"beginners?", r"0\s+years?(?:\s+(?:of\s+)?experience)?"),
     _set(experience=0)),
    (re.compile(r"(?<!\S)(?:under|up\s+to|max|only)?\s*(?P<years>\d{1,2})\+?\s*(?:years?|yrs?)(?:\s+(?:of\s+)?"
                r"(?:experience|exp))?(?!\S)", re.IGNORECASE), _years),
    (_any_of(r"(?:posted\s+|new\s+)?today", r"(?:last|past)\s+24\s+hours", r"(?:last|past)\s+day"),
     _set(posted_within=1)),
    (_any_of(r"(?:posted\s+|new\s+)?this\s+week", r"(?:posted\s+)?(?:in\s+the\s+)?(?:last|past)\s+(?:week|7\s+days)"),
     _set(posted_within=7)),
    (_any_of(r"(?:posted\s+)?this\s+month", r"(?:last|past)\s+(?:month|30\s+days)"), _set(posted_within=30)),
    (_any_of(r"apprentices?(?:\s+welcome)?", r"apprentice[\s-]friendly"), _set(apprentices=True)),
    (_any_of(*(re.escape(code).replace(r"\-", r"[\s-]") for code in sorted(catalogue(), key=len, reverse=True))),
     _credential),
    (_any_of(r"direct\s+(?:employers?|hire)(?:\s+only)?", r"no\s+(?:staffing|agenc(?:y|ies)|recruiters?)"),
     _set(direct=True)),
    (_any_of(r"(?:100\s*%\s*|fully\s+)?remote(?:ly)?", r"work\s+from\s+home", r"wfh", r"work\s+at\s+home",
             r"home[\s-]based", r"telecommute"), _add("modes", WorkMode.REMOTE)),
    (_any_of(r"hybrid"), _add("modes", WorkMode.HYBRID)),
    (_any_of(r"on[\s-]?site", r"in[\s-]office"), _add("modes", WorkMode.ON_SITE)),
    (_any_of(r"full[\s-]?time"), _add("types", EmploymentType.FULL_TIME)),
    (_any_of(r"part[\s-]?time"), _add("types", EmploymentType.PART_TIME)),
    (_any_of(r"prn", r"per[\s-]?diem"), _add("types", EmploymentType.PER_DIEM)),
    (_any_of(r"1099", r"independent\s+contractor"), _add("types", EmploymentType.CONTRACT_1099)),
    (_any_of(r"w-?2\s+contract", r"contract\s+w-?2"), _add("types", EmploymentType.CONTRACT_W2)),
    (_any_of(r"temp(?:orary)?"), _add("types", EmploymentType.TEMPORARY)),
    (_any_of(r"ed", r"er", r"emergency\s+(?:department|room|dept)"), _add("settings", Setting.ED)),
    (_any_of(r"in[\s-]?patient", r"ip"), _add("settings", Setting.INPATIENT)),
    (_any_of(r"out[\s-]?patient", r"op(?!\s+(?:notes?|reports?))"), _add("settings", Setting.OUTPATIENT)),
    (_any_of(r"ascs?", r"ambulatory\s+surger(?:y|ies)(?:\s+centers?)?", r"surg(?:ery|i)\s*centers?"),
     _add("settings", Setting.ASC)),
    (_any_of(r"pro[\s-]?fee", r"professional\s+fee"), _add("settings", Setting.PROFESSIONAL)),
    (_any_of(r"snf", r"skilled\s+nursing(?:\s+facilit(?:y|ies))?", r"nursing\s+homes?"), _add("settings", Setting.SNF)),
    (_any_of(r"home\s+health", r"hospice"), _add("settings", Setting.HOME_HEALTH)),
    (_any_of(r"fqhc", r"rural\s+health(?:\s+clinic)?"), _add("settings", Setting.FQHC)),
    *((_city_of(words), _city) for words in (3, 2, 1)),
    (re.compile(r"(?<!\S)(?:(?:in|near|around)\s+)?(?P<zip>(?!99[2-4])\d{5})(?!\S)", re.IGNORECASE), _zip),
    (re.compile(r"(?<!\S)(?:in|near|around)\s+(?P<zip>\d{5})(?!\S)", re.IGNORECASE), _zip),  # else: an E/M code
    (re.compile(rf"(?<!\S)(?:(?:in|from)\s+)?(?:the\s+state\s+of\s+)?(?P<state>{_BY_NAME})(?!\S)", re.IGNORECASE),
     _state_by_name),
    (re.compile(r"(?<![\w/-])(?P<in>(?:in|from)\s+)?(?P<state>[a-z]{2})(?![\w/-])", re.IGNORECASE), _state_by_code),
]
"""In this order; what a rule takes is gone for those after it."""

