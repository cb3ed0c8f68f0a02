"""CPT: an operator's licensed file of the AMA, and the numbers that CMS names in public.

The AMA ships tab-separated text: LONGULT.txt, MEDU.txt and SHORTU.txt of the data file, each with the code in the
first column of two and its description in the last, under some lines of notice. A folder or zip holds several.
No descriptor is part of this program.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from careercenter.codes.formats.entries import Entry, UnreadableFile
from careercenter.codes.formats.opening import list_rows
from careercenter.codes.models import CodeKind, CodeSystem

SPANS = Path(__file__).parent.parent / "data" / "cpt-ranges.csv"
_NUMBER = re.compile(r"\d{4}[\dFTUM]")


class Span(NamedTuple):
    """A section of CPT as a span of numbers, named in our words."""

    first: str
    last: str
    name: str
    section: str  # the broad kind of service, which decides what modifiers commonly go with it

    @property
    def key(self) -> str:
        return f"{self.first}-{self.last}"


def list_spans() -> list[Span]:
    """The spans that we know, the broad ones before those within them."""
    with SPANS.open(encoding="utf-8", newline="") as file:
        return [Span(row["first"], row["last"], row["name"], row["section"]) for row in csv.DictReader(file)]


def span_of(number: str, spans: Iterable[Span]) -> Span | None:
    """The narrowest span that holds a number."""
    holding = [span for span in spans
               if span.first <= number <= span.last and span.first[4].isdigit() == number[4].isdigit()
               and (number[4].isdigit() or span.first[4] == number[4])]
    return holding[-1] if holding else None


def read_numbers(numbers: Iterable[str]) -> Iterator[Entry]:
    """Codes by number alone, below the spans that hold them."""
    yield from _entries({number: ("", "") for number in numbers if _NUMBER.fullmatch(number)})


def read(paths: list[Path]) -> Iterator[Entry]:
    """The codes of a licensed release: long, medium and short descriptions, whichever files are there.

    Raises:
        UnreadableFile: no file holds tab-separated codes, or none of them holds long or medium descriptions.
    """
    long: dict[str, str] = {}
    short: dict[str, str] = {}
    for path in paths:
        described = {row[0].strip(): row[-1].strip() for row in list_rows(path)
                     if len(row) > 1 and _NUMBER.fullmatch(row[0].strip())}
        if "short" in path.name.lower():
            short |= described
        elif "long" in path.name.lower():
            long |= described
        else:
            long = described | long
    if not long:
        raise UnreadableFile("There is no long or medium description in it. The AMA's files are tab-separated: "
                             "code, description; their names contain LONG, MED and SHORT.")
    yield from _entries({number: (text, short.get(number, "")) for number, text in long.items()})


def list_files(path: Path, folder: Path) -> list[Path]:
    """The files of a release: of a folder, of a zip (unpacked into `folder`), or the one file itself."""
    if path.is_dir():
        return sorted(path.glob("*.txt"))
    if path.suffix != ".zip":
        return [path]
    with ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.search(r"(long|med|short)[^/]*\.txt$", name, re.I)]
        for name in names:
            info = archive.getinfo(name)
            if info.file_size > 64 << 20:
                raise UnreadableFile(f"{name} unpacks to more than 64 MiB. That is no file of the AMA's.")
            (folder / Path(name).name).write_bytes(archive.read(name))
    return sorted(folder.iterdir())


def _entries(described: dict[str, tuple[str, str]]) -> Iterator[Entry]:
    spans = list_spans()
    for span in spans:
        around = [other for other in spans if other != span
                  and other.first <= span.first and span.last <= other.last and other.first[4] == span.first[4]]
        yield Entry(CodeSystem.CPT, span.key, f"{span.first}–{span.last}", span.name, span.name,
                    parent=around[-1].key if around else None, kind=CodeKind.BLOCK,
                    attributes={"section": span.section})
    for number, (long, short) in sorted(described.items()):
        span = span_of(number, spans)
        yield Entry(CodeSystem.CPT, number, number, long, short, parent=span.key if span else None, is_billable=True,
                    attributes={"section": span.section} if span else {})
