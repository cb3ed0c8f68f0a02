"""Places smaller than a state: addresses, cities, counties, ZIP codes and what is named for a place or a person."""

import re
from collections.abc import Iterator

from careercenter.deidentification.announcing import EPONYM
from careercenter.deidentification.kinds import Kind
from careercenter.deidentification.lists import CITIES_ABROAD, GENERIC_PLACES
from careercenter.deidentification.words import fold, is_ambiguous, is_listed, is_never, is_ordinary
from careercenter.places import STATES, find_city, find_zip, is_city

_STATE = "|".join([*STATES, *(name.replace(" ", r"\s") for name in sorted(STATES.values(), key=len, reverse=True))])
_CODE_OF = {name.casefold(): code for code, name in STATES.items()}
_CITY = r"(?:(?:St|Ft|Mt)\.?[ ])?[A-Z][A-Za-z'’\-]+(?:[ ](?:[A-Z][A-Za-z'’\-]+|d['’][A-Z][a-z]+|of|or|the|de)){0,3}"
_ZIP = r"\d{5}(?:-\d{4})?"
_KIND = (r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Way|Place|Pl|Terrace|Ter|Circle|Cir|"
         r"Highway|Hwy|Parkway|Pkwy|Trail|Square|Loop|Pike|Crescent|Plaza|Alley|Expressway|Row|Run)\b\.?")
_UNIT = r"(?:[ ,]+(?:Apt|Apartment|Suite|Ste|Unit|Room|Rm|Lot|Fl|#)\.?[ ]?#?[A-Z\d\-]+)?"
_AND_CITY = rf"(?:[ ,\n]+(?:{_CITY})[ ,]+(?:{_STATE})\b(?:[ ,]+{_ZIP})?)?"
_STREET = re.compile(rf"(?<![\w.\-/])\d{{1,6}}[A-Z]?(?:[ ]1/2)?[ ]+"
                     rf"(?:[NSEW]{{1,2}}\.?[ ]+|North[ ]|South[ ]|East[ ]|West[ ])?"
                     rf"(?:(?:[A-Z][a-z'’\-]+|[A-Z]{{3,}}|\d{{1,3}}(?:st|nd|rd|"
                     rf"th))[ ]+){{1,3}}{_KIND}{_UNIT}{_AND_CITY}")
_LOWER_STREET = re.compile(r"(?<![\w.\-/])\d{1,6}[ ]+(?:[a-z]+[ ]){1,2}(?:street|avenue|ave|road|lane|blvd|"
                           r"boulevard)\b"
                           r"(?=[ ,.;\n]|$)")
_PO_BOX = re.compile(rf"\bP\.?[ ]?O\.?[ ]?Box[ ]\d+{_AND_CITY}", re.IGNORECASE)

_CITY_STATE = re.compile(rf"(?<![\w’'])(?P<city>{_CITY})(?P<comma>,?)[ ]+(?P<state>{_STATE})"
                         rf"(?:[ ,]+(?P<zip>{_ZIP}))?(?![\w\-])")
_IN = re.compile(r"\b(?i:in|from|near|to|at|of|outside|around|nearby|our|resident of|native of)\s+(?:nearby\s+)?"
                 rf"(?P<city>{_CITY})")
_LOWER_IN = re.compile(r"\b(?:in|from|near|to|at|our)\s+(?P<city>[a-z]{5,}(?:[ ][a-z]{4,})?)(?![\w'’\-])")
_COUNTY = re.compile(r"\b(?:[A-Z][a-z]+[ ]){1,2}(?:County|Parish)\b(?![ ]+(?:code|FIPS|Medicaid))")
_ZIP_LABELED = re.compile(rf"\bzip(?:\s?code)?s?\s*(?:is|:|#)?\s*(?P<found>{_ZIP})(?!\w)", re.IGNORECASE)
_ZIP4 = re.compile(r"(?<![\w.\-])\d{5}-\d{4}(?![\w\-])")
# What is named for a place or a person, unless it is called by what it does alone: the emergency department.
_FACILITY = re.compile(
    r"(?<![\w’'])(?P<names>(?:(?:St|Mt|Ft|ST|MT|FT)\.[ ])?[A-Z][A-Za-z'’\-]+(?:[ ](?:[A-Z][A-Za-z'’\-]+|of|&)){0,4})[ ]"
    r"(?:(?i:hospital|medical center|clinic|health system|nursing home|nursing center|surgery center|health center|"
    r"(?:elementary|middle|high) school|school)|Healthcare|Rehab(?:ilitation)?|Hospice|Assisted Living|Infirmary|"
    r"Dialysis|Orthopa?edics|Pediatrics|Cardiology|Academy|University|College|Church|Synagogue|Mosque|Temple|Shelter)\b")
_CITY_BEHIND = re.compile(rf"[ ](?:(?:of|at|in)[ ])?(?P<city>{_CITY})")
_OF_CITY = re.compile(rf"(?<![\w’'])(?:[A-Z][A-Za-z'’\-]+[ ]){{2,4}}of[ ](?P<city>{_CITY})")
_ABROAD = re.compile(rf"\b(?:{'|'.join(sorted(city for city in CITIES_ABROAD if ' ' in city))})\b", re.IGNORECASE)


def find_addresses(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Streets and boxes with the city behind, and cities abroad of several words: Ho Chi Minh City."""
    for shape in (_STREET, _LOWER_STREET, _PO_BOX, _ABROAD):
        for match in shape.finditer(text):
            yield Kind.PLACE, *match.span()


def find(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Cities, counties, ZIP codes, and hospitals, schools and churches that have a name."""
    for match in _CITY_STATE.finditer(text):
        if (start := _city_begins(match)) is not None:
            # Safe harbor leaves the state: what goes is the city before it, and the ZIP code behind.
            yield Kind.PLACE, start, match.end("city")
            if match["zip"]:
                yield Kind.PLACE, *match.span("zip")
    for shape in (_COUNTY, _ZIP4):
        for match in shape.finditer(text):
            yield Kind.PLACE, *match.span()
    for match in _FACILITY.finditer(text):
        city = _CITY_BEHIND.match(text, match.end())
        its = _known_city(city["city"]) if city else None
        if its or _is_named(match["names"].split()):
            yield Kind.PLACE, _name_begins(match), city.start("city") + len(its) if city and its else match.end()
    for match in _OF_CITY.finditer(text):
        words = _known_city(match["city"])
        if words is not None and not EPONYM.match(text, match.start("city") + len(words)):
            yield Kind.PLACE, match.start(), match.start("city") + len(words)
    for match in (*_IN.finditer(text), *_LOWER_IN.finditer(text)):
        if (words := _known_city(match["city"])) is not None and \
                not EPONYM.match(text, match.start("city") + len(words)):
            yield Kind.PLACE, match.start("city"), match.start("city") + len(words)
    for match in _ZIP_LABELED.finditer(text):
        yield Kind.PLACE, *match.span("found")


def _is_named(words: list[str]) -> bool:
    """Whether it has a name of its own: one that no dictionary has, or words that aren't what such places do."""
    own = [word for word in words
           if fold(word) not in GENERIC_PLACES and not is_never(word) and word.lower() not in ("of", "&")]
    return any(is_listed(word) or is_ambiguous(word) or not is_ordinary(word) for word in own) or len(own) > 1


def _name_begins(match: re.Match[str]) -> int:
    """Behind the words of the sentence that have capitals too: “The Pine Ridge Hospital”."""
    start = match.start("names")
    for word in re.finditer(r"\S+", match["names"]):
        if not is_never(word[0]):
            return start + word.start()
    return start


def _city_begins(match: re.Match[str]) -> int | None:
    """Where in the words before a state its city begins; None if they are none. “Colon, MI” is two findings."""
    code = match["state"] if match["state"] in STATES else _CODE_OF[match["state"].casefold()]
    words = match["city"].split(" ")
    zipped = match["zip"] and (place := find_zip(match["zip"])) and place.state == code
    for skipped in range(len(words)):
        city = " ".join(words[skipped:])
        # Without a ZIP code an ordinary word isn't a city, and an abbreviation needs its comma.
        ordinary = all(is_ambiguous(word) for word in words[skipped:])
        if find_city(city, code) and (zipped or (not ordinary and (match["comma"] or match["state"] != code))):
            return match.start("city") + len(" ".join(words[:skipped])) + (1 if skipped else 0)
    return match.start("city") if zipped else None


def _known_city(words: str) -> str | None:
    """As many of the words, from the first, as are a city of any state or a large one abroad."""
    parts = words.split(" ")
    for length in range(len(parts), 0, -1):
        city = " ".join(parts[:length])
        folded = city.casefold()
        if (is_city(city) or folded in CITIES_ABROAD) and folded not in _CODE_OF and not (
                all(map(is_ordinary, parts[:length])) and (length == 1 or words.islower())):
            return city
    return None
