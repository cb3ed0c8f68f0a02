"""The ICD-10-CM tabular list as CDC/NCHS publishes it in XML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse

from careercenter.codes.formats.entries import Entry, UnreadableFile
from careercenter.codes.models import CodeKind, CodeSystem, Note, NoteKind

_EXCEPTION = re.compile(r"7th characters (?P<markers>[A-Z](?:(?:,| and|, and) [A-Z])*) do not apply to codes in")
_SIXTH = re.compile(r"(?:6th character|or) (\w) - ")
"""A note of S06 says so in words; without it 76 codes would come out that don't exist."""

_KINDS = {
    "includes": NoteKind.INCLUDES, "inclusionTerm": NoteKind.INCLUSION_TERM, "excludes1": NoteKind.EXCLUDES1,
    "excludes2": NoteKind.EXCLUDES2, "codeFirst": NoteKind.CODE_FIRST, "useAdditionalCode": NoteKind.USE_ADDITIONAL,
    "codeAlso": NoteKind.CODE_ALSO, "notes": NoteKind.NOTE, "sevenChrNote": NoteKind.SEVENTH_CHARACTER,
}


def read(source: IO[bytes]) -> Iterator[Entry]:
    """Every chapter, block and code, with the codes that a seventh character makes.

    Raises:
        UnreadableFile: it is no tabular list.
    """
    chapters = 0
    try:
        for _, element in iterparse(source):  # noqa: S314 (expat itself refuses entities that swell)
            if element.tag == "chapter":
                chapters += 1
                yield from _chapter(element)
                element.clear()  # so that one chapter is held at a time
    except ParseError as error:
        raise UnreadableFile(f"This is no XML ({error}). Take the tabular list from CDC's release of ICD-10-CM: "
                             "icd10cm-tabular-….xml.") from error
    if not chapters:
        raise UnreadableFile("There is no chapter in this file. Take the tabular list: icd10cm-tabular-….xml.")


@dataclass(frozen=True, slots=True)
class _Above:
    """What a code takes from what it stands under."""

    key: str | None = None
    extensions: tuple[Note, ...] = ()  # the nearest definition of seventh characters holds
    impossible: frozenset[str] = frozenset()  # sixth and seventh characters that don't go together: 7D


def _chapter(chapter: Element) -> Iterator[Entry]:
    number = _text(chapter, "name")
    key = f"CH{int(number):02}"
    yield _entry(chapter, key, f"Chapter {number}", None, CodeKind.CHAPTER)
    for section in chapter.iterfind("section"):
        span = section.attrib["id"]
        block = span if "-" in span else f"{span}-{span}"  # a block of one category isn't that category
        yield _entry(section, block, block, key, CodeKind.BLOCK)
        for diagnosis in section.iterfind("diag"):
            yield from _diagnosis(diagnosis, _Above(block))


def _diagnosis(diagnosis: Element, above: _Above) -> Iterator[Entry]:
    code = _text(diagnosis, "name")
    key = code.replace(".", "")
    extensions = _extensions(diagnosis) or above.extensions
    impossible = above.impossible | _impossible(diagnosis)
    below = diagnosis.findall("diag")
    extended = bool(extensions) and not below and len(key) < 7
    yield _entry(diagnosis, key, code, above.key, CodeKind.CODE, is_billable=not below and not extended)
    for child in below:
        yield from _diagnosis(child, _Above(key, extensions, impossible))
    if extended:
        for entry in _extended(key, _text(diagnosis, "desc"), extensions):
            if entry.key[5:] not in impossible:
                yield entry


def _extended(key: str, description: str, extensions: tuple[Note, ...]) -> Iterator[Entry]:
    """The codes that a seventh character makes; X holds the places between (Official Guidelines, I.A.4-5)."""
    for extension in extensions:
        full = f"{key:X<6}{extension.marker}"
        meaning = f"{description}, {extension.text.split(' / ')[0]}"
        yield Entry(CodeSystem.ICD10CM, full, dotted(full), meaning, meaning, parent=key, is_billable=True)


def dotted(key: str) -> str:
    """A key as a code: E1140 is E11.40."""
    return f"{key[:3]}.{key[3:]}" if len(key) > 3 else key


def _entry(element: Element, key: str, code: str, parent: str | None, kind: CodeKind, *,
           is_billable: bool = False) -> Entry:
    description = _text(element, "desc")
    return Entry(CodeSystem.ICD10CM, key, code, description, description, parent=parent, kind=kind,
                 is_billable=is_billable, notes=tuple(_notes(element)))


def _notes(element: Element) -> Iterator[Note]:
    for child in element:
        if kind := _KINDS.get(child.tag):
            # Some go on from their heading: “Code first” “, if applicable, associated influenza”.
            texts = (_squeeze(note.text).lstrip(", ") for note in child.iterfind("note"))
            yield from (Note(kind, text) for text in texts if text)
    yield from _extensions(element)


def _extensions(element: Element) -> tuple[Note, ...]:
    """The seventh characters that are defined here; a further meaning of one follows its first after a slash."""
    meanings: dict[str, list[str]] = {}
    for definition in element.iterfind("sevenChrDef"):
        character = ""
        for child in definition:
            character = child.attrib.get("char", character)
            meanings.setdefault(character, []).append(_squeeze(child.text))
    return tuple(Note(NoteKind.SEVENTH_CHARACTER, " / ".join(texts), character)
                 for character, texts in meanings.items())


def _impossible(element: Element) -> frozenset[str]:
    return frozenset(
        sixth + seventh for text in (_squeeze(note.text) for note in element.iterfind("notes/note"))
        if (said := _EXCEPTION.search(text))
        for seventh in re.findall(r"\b[A-Z]\b", said["markers"]) for sixth in _SIXTH.findall(text))


def _text(element: Element, tag: str) -> str:
    text = _squeeze(element.findtext(tag))
    if not text:
        raise UnreadableFile(f"A <{element.tag}> has no <{tag}>: {_squeeze(element.findtext('name')) or 'unnamed'}.")
    return text


def _squeeze(text: str | None) -> str:
    return " ".join((text or "").split())
