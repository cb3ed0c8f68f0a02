"""CPT: an operator's licensed file of the AMA, and the numbers that CMS names in public.

The AMA's data file holds LONGULT.txt (code, tab, description), MEDU.txt and SHORTU.txt (the code in the first five
columns, a blank, the description), under some lines of notice. A folder or zip holds several. No descriptor is part of
this program.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from careercenter.codes.formats.entries import Entry, UnreadableFile
from careercenter.codes.formats.opening import list_lines
from careercenter.codes.models import CodeKind, CodeSystem
from careercenter.codes.spelling import lies_within

SPANS = Path(__file__).parent.parent / "data" / "cpt-ranges.csv"
_NUMBER = re.compile(r"\d{4}[\dAFTUM]")  # A: vaccinations against COVID-19, until 2023
_LINE = re.compile(rf"({_NUMBER.pattern})[\t ](.+)")


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
    holding = [span for span in spans if lies_within(number, span.first, span.last)]
    return holding[-1] if holding else None


def read_numbers(numbers: Iterable[str]) -> Iterator[Entry]:
    """Codes by number alone, below the spans that hold them."""
    yield from _entries({number: ("", "") for number in numbers if _NUMBER.fullmatch(number)})


def read(paths: list[Path]) -> Iterator[Entry]:
    """The codes of a licensed release: long, medium and short descriptions, whichever files are there.

    Raises:
        UnreadableFile: none of the files holds long or medium descriptions.
    """
    long: dict[str, str] = {}
    short: dict[str, str] = {}
    for path in sorted(paths, key=_rank):
        if "short" in path.name.lower():
            short |= _described(path)
        else:
            long = _described(path) | long  # the dearest file that describes a code is believed
    if not long:
        raise UnreadableFile("There is no long or medium description in it. Take LONGULT.txt, with a tab between code "
                             "and description, or MEDU.txt, with a blank.")
    yield from _entries({number: (text, short.get(number, "")) for number, text in long.items()})


def list_files(path: Path, folder: Path) -> list[Path]:
    """The files of a release: of a folder, of a zip (unpacked into `folder`), or the one file itself.

    Raises:
        UnreadableFile: the zip is damaged, or a file in it is too large.
    """
    if path.is_dir():
        return sorted(file for file in path.iterdir() if file.suffix.lower() == ".txt")
    if path.suffix.lower() != ".zip":
        return [path]
    try:
        with ZipFile(path) as archive:
            names = [name for name in archive.namelist() if re.search(r"(long|med|short)[^/]*\.txt$", name, re.I)]
            for name in names:
                info = archive.getinfo(name)
                if info.file_size > 64 << 20:
                    raise UnreadableFile(f"{name} unpacks to more than 64 MiB. That is no file of the AMA's.")
                (folder / Path(name).name).write_bytes(archive.read(name))
    except BadZipFile as error:
        raise UnreadableFile(f"{path.name} is damaged: {error}. Download it again.") from error
    return sorted(folder.iterdir())


def _rank(path: Path) -> int:
    """The dearest first: LONGULT has small letters, LONGUT the same in capitals, MEDU shortened ones."""
    name = path.name.lower()
    return 0 if "longult" in name else 1 if "long" in name else 2


def _described(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {said[1]: said[2].rpartition("\t")[2].strip() for line in list_lines(file)
                if (said := _LINE.match(line))}


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
