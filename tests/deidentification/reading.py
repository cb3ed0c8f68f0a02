"""Notes with their identifiers marked, {kind:words}, and how much of them is found.

What is marked {may:words} may be found or left: a day such as a feast, a lot, a room.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from careercenter.deidentification import find

_MARKED = re.compile(r"\{([a-z]+):([^}]+)\}")
_EITHER_WAY = "may"


class Identifier(NamedTuple):
    """What identifies a person: `text[start:end]` of its note."""

    kind: str
    start: int
    end: int
    words: str


class Note(NamedTuple):
    """A note as somebody would paste it, with the places of what identifies a person."""

    text: str
    identifiers: list[Identifier]


class Count(NamedTuple):
    """How the finder did."""

    words: int
    identifiers: list[Identifier]
    missed: list[Identifier]
    findings: int
    wrong: list[str]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / len(self.identifiers)

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / self.findings

    @property
    def wrong_in_a_thousand_words(self) -> float:
        return len(self.wrong) * 1000 / self.words


def read_notes(name: str) -> list[Note]:
    """The synthetic notes of a file beside this one; nobody in them exists."""
    return [_read(note.strip("\n")) for note in Path(__file__).with_name(name).read_text().split("\n---\n")]


def _read(marked: str) -> Note:
    text, identifiers, at = "", list[Identifier](), 0
    for match in _MARKED.finditer(marked):
        text += marked[at:match.start()]
        identifiers.append(Identifier(match[1], len(text), len(text) + len(match[2]), match[2]))
        text += match[2]
        at = match.end()
    return Note(text + marked[at:], identifiers)


def count(notes: Iterable[Note]) -> Count:
    """An identifier is found if every letter and digit of it is; a finding is wrong if it touches none."""
    words, findings = 0, 0
    identifiers, missed, wrong = list[Identifier](), list[Identifier](), list[str]()
    for note in notes:
        found = find(note.text)
        words += len(note.text.split())
        findings += len(found)
        certain = [one for one in note.identifiers if one.kind != _EITHER_WAY]
        identifiers += certain
        covered = {place for one in found for place in range(one.start, one.end)}
        missed += [one for one in certain
                   if any(note.text[place].isalnum() and place not in covered for place in range(one.start, one.end))]
        wrong += [one.words for one in found
                  if not any(one.start < its.end and its.start < one.end for its in note.identifiers)]
    return Count(words, identifiers, missed, findings, wrong)
