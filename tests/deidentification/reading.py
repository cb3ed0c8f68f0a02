"""Notes with their identifiers marked, {kind:words}, and how much of them is found."""

import re
from pathlib import Path
from typing import NamedTuple

from careercenter.deidentification import find

_MARKED = re.compile(r"\{([a-z]+):([^}]+)\}")


class Note(NamedTuple):
    """A note as somebody would paste it, with the places of what identifies a person."""

    text: str
    identifiers: list[tuple[int, int]]


class Count(NamedTuple):
    """How the finder did."""

    identifiers: int
    missed: list[str]
    findings: int
    wrong: list[str]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.identifiers

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / self.findings


def read_notes() -> list[Note]:
    """The synthetic notes; nobody in them exists."""
    return [_read(note.strip("\n")) for note in Path(__file__).with_name("notes.txt").read_text().split("\n---\n")]


def _read(marked: str) -> Note:
    text, identifiers, at = "", list[tuple[int, int]](), 0
    for match in _MARKED.finditer(marked):
        text += marked[at:match.start()]
        identifiers.append((len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return Note(text + marked[at:], identifiers)


def count(notes: list[Note]) -> Count:
    """An identifier is found if every letter and digit of it is; a finding is wrong if it touches none."""
    missed, wrong, identifiers, findings = list[str](), list[str](), 0, 0
    for note in notes:
        found = find(note.text)
        findings += len(found)
        identifiers += len(note.identifiers)
        covered = {place for one in found for place in range(one.start, one.end)}
        missed += [note.text[start:end] for start, end in note.identifiers
                   if any(note.text[place].isalnum() and place not in covered for place in range(start, end))]
        wrong += [one.words for one in found
                  if not any(one.start < end and start < one.end for start, end in note.identifiers)]
    return Count(identifiers, missed, findings, wrong)
