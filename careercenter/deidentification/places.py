"""Places smaller than a state: addresses, cities, counties and ZIP codes, known by the gazetteer."""

import re
from collections.abc import Iterator
from functools import lru_cache

from careercenter.deidentification.kinds import Kind
from careercenter.deidentification.names import is_ordinary
from careercenter.places import STATES, find_city, find_zip, list_cities

_STATE = "|".join([*STATES, *(name.replace(" ", r"\s") for name in sorted(STATES.values(), key=len, reverse=True))])
_CODE_OF = {name.casefold(): code for code, name in STATES.items()}
_CITY = r"(?:(?:St|Ft|Mt)\.?[ ])?[A-Z][A-Za-z'’\-]+(?:[ ](?:[A-Z][A-Za-z'’\-]+|of|the|de)){0,3}"
_ZIP = r"\d{5}(?:-\d{4})?"
_KIND = (r"(?:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Way|Place|Pl|Terrace|Ter|Circle|Cir|"
         r"Highway|Hwy|Parkway|Pkwy|Trail|Square|Loop|Pike|Crescent)\b\.?")
_UNIT = r"(?:[ ,]+(?:Apt|Apartment|Suite|Ste|Unit|Room|Rm|Lot|Fl|#)\.?[ ]?#?[A-Z\d\-]+)?"
_AND_CITY = rf"(?:[ ,\n]+(?:{_CITY})[ ,]+(?:{_STATE})\b(?:[ ,]+{_ZIP})?)?"
_STREET = re.compile(rf"(?<![\w.\-/])\d{{1,6}}[A-Z]?[ ]+(?:[NSEW]{{1,2}}\.?[ ]+|North[ ]|South[ ]|East[ ]|West[ ])?"
                     rf"(?:(?:[A-Z][a-z'’\-]+|[A-Z]{{3,}}|\d{{1,3}}(?:st|nd|rd|"
                     rf"th))[ ]+){{1,3}}{_KIND}{_UNIT}{_AND_CITY}")
_LOWER_STREET = re.compile(r"(?<![\w.\-/])\d{1,6}[ ]+(?:[a-z]+[ ]){1,2}(?:street|avenue|ave|road|lane|blvd|"
                           r"boulevard)\b"
                           r"(?=[ ,.;\n]|$)")
_PO_BOX = re.compile(rf"\bP\.?[ ]?O\.?[ ]?Box[ ]\d+{_AND_CITY}", re.IGNORECASE)

_CITY_STATE = re.compile(rf"(?<![\w’'])(?P<city>{_CITY})(?P<comma>,?)[ ]+(?P<state>{_STATE})"
                         rf"(?:[ ,]+(?P<zip>{_ZIP}))?(?![\w\-])")
_LIVES_IN = re.compile(r"\b(?i:lives?|living|resid\w+|moved|born|works?|traveled|travelled|relocated|transferred|"
                       r"homeless)\s+"
                       rf"(?:in|from|to|at)\s+(?:nearby\s+)?(?P<city>{_CITY})")
_RESIDENT_OF = re.compile(rf"\b(?i:resident|native)\s+of\s+(?P<city>{_CITY})")
_COUNTY = re.compile(r"\b(?:[A-Z][a-z]+[ ]){1,2}(?:County|Parish)\b(?![ ]+(?:code|FIPS|Medicaid))")
_ZIP_LABELED = re.compile(rf"\bzip(?:\s?code)?s?\s*(?:is|:|#)?\s*(?P<found>{_ZIP})(?!\w)", re.IGNORECASE)
_ZIP4 = re.compile(r"(?<![\w.\-])\d{5}-\d{4}(?![\w\-])")
_HOSPITAL = re.compile(r"\b(?:St\.?|Saint|Mount|Mt\.?|Our[ ]Lady|Holy|Good|"
                       r"Sacred)[ ][A-Z][a-z'’]+(?:[ ][A-Z][a-z'’]+){0,2}[ ]"
                       r"(?:Hospital|Medical[ ]Center|Clinic|Health[ ]System|Nursing[ ]Home)\b")


def find_addresses(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Streets and boxes, with the city behind."""
    for shape in (_STREET, _LOWER_STREET, _PO_BOX):
        for match in shape.finditer(text):
            yield Kind.PLACE, *match.span()


def find(text: str) -> Iterator[tuple[Kind, int, int]]:
    """Cities, counties, ZIP codes and hospitals with a saint's name."""
    for match in _CITY_STATE.finditer(text):
        if (start := _city_begins(match)) is not None:
            # Safe harbor leaves the state: what goes is the city before it, and the ZIP code behind.
            yield Kind.PLACE, start, match.end("city")
            if match["zip"]:
                yield Kind.PLACE, *match.span("zip")
    for shape in (_HOSPITAL, _COUNTY, _ZIP4):
        for match in shape.finditer(text):
            yield Kind.PLACE, *match.span()
    for match in (*_LIVES_IN.finditer(text), *_RESIDENT_OF.finditer(text)):
        if (words := _known_city(match["city"])) is not None:
            yield Kind.PLACE, match.start("city"), match.start("city") + len(words)
    for match in _ZIP_LABELED.finditer(text):
        yield Kind.PLACE, *match.span("found")


def _city_begins(match: re.Match[str]) -> int | None:
    """Where in the words before a state its city begins; None if they are none. “Colon, MI” is two findings."""
    code = match["state"] if match["state"] in STATES else _CODE_OF[match["state"].casefold()]
    words = match["city"].split(" ")
    zipped = match["zip"] and (place := find_zip(match["zip"])) and place.state == code
    for skipped in range(len(words)):
        city = " ".join(words[skipped:])
        # Without a ZIP code an ordinary word isn't a city, and an abbreviation needs its comma.
        ordinary = all(is_ordinary(word) for word in words[skipped:])
        if find_city(city, code) and (zipped or (not ordinary and (match["comma"] or match["state"] != code))):
            return match.start("city") + len(" ".join(words[:skipped])) + (1 if skipped else 0)
    return match.start("city") if zipped else None


def _known_city(words: str) -> str | None:
    """As many of the words, from the first, as are a city of any state."""
    parts = words.split(" ")
    for length in range(len(parts), 0, -1):
        city = " ".join(parts[:length])
        if _is_city(city.casefold()) and city.casefold() not in _CODE_OF and not (length == 1 and is_ordinary(city)):
            return city
    return None


@lru_cache(maxsize=1024)
def _is_city(folded: str) -> bool:
    return any(place.city.casefold() == folded for place in list_cities(folded, most=50))
