"""The codes that a question names, in any spelling: “e11.42”, “99213-25”, “modifiers 59 and XS”, “POS 11”."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from careercenter.codes import queries
from careercenter.codes.models import CodeSystem
from careercenter.codes.queries import Place
from careercenter.codes.spelling import normalize

MOST = 6  # codes of one question

_RISK_MODEL = re.compile(r"\b(?:cms-?hcc|rxhcc|esrd|hcc|model)?\s*v(?:21|22|24|28|05|08)\b", re.I)
_ABOUT_RISK = re.compile(r"\bhccs?\b|\braf\b|risk|model", re.I)
_DIAGNOSIS = re.compile(r"(?<![\w.])([A-Z]\d[A-Z\d](?:\s?\.\s?[A-Z\d]{1,4}|[A-Z\d]{1,4})?)(?![\w])(?!\.\w)", re.I)
_PROCEDURE = re.compile(r"(?<![\w.$])(\d{4}[\dFTUM]|[A-CE-V]\d{4})((?:-[A-Z\d]{2})*)(?![\w-])(?!\.\d)", re.I)
_TWO = r"[A-Z\d]{2}\b"
_AND = r"(?:\s*(?:,|/|&|\band\b|\bor\b|\bvs\.?|\bversus\b|\bfrom\b|\bwith\b|\bto\b)\s*(?:(?:modifiers?|pos)\s+)?)+"
_MODIFIERS = re.compile(rf"\bmod(?:ifier)?s?\.?\s*[-#]?\s*({_TWO}(?:{_AND}-?{_TWO})*)|"
                        r"\b-?((?-i:[A-Z\d]{2}))\s+modifier\b", re.I)
_PLACES = re.compile(
    rf"\b(?:pos|places?\s+of\s+service)(?:\s+codes?)?\s*[-#:]?\s*(\d{{1,2}}\b(?:{_AND}\d{{1,2}}\b)*)", re.I)
_CALLED_A_CODE = re.compile(r"\b(?:codes?|icd-?10(?:-?cm)?|icd|cpt|hcpcs|dx)[\s:#]*(?:code\s*)?$", re.I)


_SECTION = re.compile(r"(?<![\w.])((?:I|II|III|IV)(?:\.[A-Z](?:\.\d{1,2}(?:\.[a-z](?:\.\d{1,2})?)?)?)|"
                      r"(?<=section )(?:I|II|III|IV)|(?<=chapter )[IVX]{1,4})(?![\w.]*\w)")


def find_sections(text: str) -> tuple[str, ...]:
    """The sections of the Official Guidelines, and chapters of the NCCI manual, that a text names: “I.C.4.a”."""
    return tuple(dict.fromkeys(found[1] for found in _SECTION.finditer(re.sub(r"\b(S)ection|\b(C)hapter", lambda one: (
        one[0].lower()), text))))


class Mention(NamedTuple):
    """A spelling of a code, where it stands, and the systems that it may be of."""

    at: int
    typed: str
    key: str
    systems: tuple[CodeSystem, ...]
    is_code: bool  # whether it is certainly meant as one: “E11.99” is, “a1c” isn't


class Named(NamedTuple):
    """What a text names."""

    places: tuple[Place, ...]
    unknown: tuple[str, ...]  # certainly meant as codes, but no release knows them
    rest: str  # the text without them


def find_codes(text: str) -> Named:
    """The codes that a text names, in its order, each once."""
    mentions = sorted(_mentions(text), key=lambda one: one.at)[:MOST * 3]
    wanted: dict[CodeSystem, set[str]] = {}
    for one in mentions:
        for system in one.systems:
            wanted.setdefault(system, set()).add(one.key)
    known = {system: queries.list_by_keys(system, keys) for system, keys in wanted.items()}
    found: dict[int, Place] = {}
    unknown: list[str] = []
    taken: list[tuple[int, int]] = []
    for one in mentions:
        places = [known[system][one.key] for system in one.systems if one.key in known[system]]
        for place in places:
            found.setdefault(place.code.id, place)
        if places or one.is_code:
            taken.append((one.at, one.at + len(one.typed)))
        if not places and one.is_code:
            unknown.append(one.typed.upper())
    rest = "".join(" " if any(begin <= at < end for begin, end in taken) else sign for at, sign in enumerate(text))
    return Named(tuple(found.values())[:MOST], tuple(dict.fromkeys(unknown))[:MOST], rest)


def _mentions(text: str) -> Iterator[Mention]:
    if _ABOUT_RISK.search(text):
        text = _RISK_MODEL.sub(lambda found: "#" * len(found[0]), text)  # V28 is a motorcycle accident too
    for found in _MODIFIERS.finditer(text):
        yield from _two_characters(found, CodeSystem.MODIFIER)
    for found in _PLACES.finditer(text):
        yield from _two_characters(found, CodeSystem.POS)
    numbers: set[int] = set()
    for found in _PROCEDURE.finditer(text):
        numbers.add(found.start(1))
        systems = _systems(text, found.start(1), found[1])
        yield Mention(found.start(1), found[1], normalize(found[1]), systems, found[1][0].isdigit() or _is_called_code(
            text, found.start(1)) or found[1][0].isupper())
        for behind in re.finditer(r"[A-Z\d]{2}", found[2], re.I):
            yield Mention(found.start(2) + behind.start(), behind[0], behind[0].upper(), (CodeSystem.MODIFIER,), False)
    for found in _DIAGNOSIS.finditer(text):
        if found.start(1) not in numbers:
            certain = "." in found[1] or _is_called_code(text, found.start(1))
            yield Mention(found.start(1), found[1], normalize(found[1]), (CodeSystem.ICD10CM,), certain)


def _systems(text: str, at: int, typed: str) -> tuple[CodeSystem, ...]:
    """A diagnosis without its dot may look like a procedure: E1140. The word before it decides, else both hold."""
    if typed[0].isdigit():
        return (CodeSystem.CPT,)
    before = text[max(0, at - 14):at].lower()
    if "icd" in before or "dx" in before:
        return (CodeSystem.ICD10CM,)
    return (CodeSystem.HCPCS,) if "hcpcs" in before else (CodeSystem.ICD10CM, CodeSystem.HCPCS)


def _is_called_code(text: str, at: int) -> bool:
    return bool(_CALLED_A_CODE.search(text[:at]))


def _two_characters(found: re.Match[str], system: CodeSystem) -> Iterator[Mention]:
    group = 1 if found[1] else 2
    for one in re.finditer(r"\b[A-Z\d]{1,2}\b", found[group], re.I):
        if one[0].lower() not in _WORDS:
            key = normalize(one[0], system)
            yield Mention(found.start(group) + one.start(), one[0], key, (system,), any(map(str.isdigit, one[0])))


_WORDS = frozenset(("or", "vs", "to", "an", "is", "do", "in", "on", "of", "if", "be", "as", "at", "by", "so", "we",
                    "my", "me", "it", "go", "no"))

