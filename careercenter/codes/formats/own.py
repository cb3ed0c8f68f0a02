"""What we keep ourselves: codes by number with our own words, never an owner's text."""

import csv
from collections.abc import Iterator
from pathlib import Path

from careercenter.codes.formats.entries import Entry, UnreadableFile
from careercenter.codes.models import CodeSystem


def read_modifiers(path: Path) -> Iterator[Entry]:
    """CPT's modifiers by number, and those of HCPCS that its bundled release is too old for: columns code and words."""
    for row in _rows(path, {"code", "words"}):
        yield Entry(CodeSystem.MODIFIER, row["code"], row["code"], row["words"], is_billable=True,
                    attributes={"words": "ours"})


def read_places(path: Path) -> Iterator[Entry]:
    """Place of service codes (CMS, Place of Service Code Set): columns code, name and words."""
    for row in _rows(path, {"code", "name", "words"}):
        yield Entry(CodeSystem.POS, row["code"], row["code"], row["words"], row["name"], is_billable=True,
                    attributes={"words": "ours"})


def _rows(path: Path, columns: set[str]) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if not columns <= set(reader.fieldnames or ()):
            raise UnreadableFile(f"{path.name} needs the columns {', '.join(sorted(columns))}.")
        yield from reader
