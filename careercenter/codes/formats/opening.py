"""Opening what publishers ship: plain files, gzip, and zips with one file of interest inside."""

import csv
import gzip
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from careercenter.codes.formats.entries import UnreadableFile

MOST = 1 << 30
"""The most bytes that a packed file may unpack to: the largest of CMS's comes to a fifth of it."""

_PIECE = 1 << 20
csv.field_size_limit(64 * _PIECE)  # a coverage document is one cell of HTML; csv alone would stop at 128 KiB


def data_of(package: str) -> Path:
    """The data folder of an installed package, found without importing it: some read all of it as they are."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise UnreadableFile(f"The package {package} isn't installed: see requirements.txt.")
    return Path(found.submodule_search_locations[0]) / "data"


def checksum(*paths: Path) -> str:
    """Of the files as they lie there."""
    digest = sha256()
    for path in paths:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    return digest.hexdigest()


@contextmanager
def opened(path: Path, wanted: Sequence[str]) -> Iterator[tuple[IO[bytes], str]]:
    """A file unpacked and seekable, with its suffix; of a zip, the one whose name `wanted` describes.

    `wanted` are regular expressions that a name ends with, the dearest first.

    Raises:
        UnreadableFile: none or several in the zip are it, it is damaged, or unpacks to more than MOST.
    """
    with SpooledTemporaryFile(max_size=32 * _PIECE) as unpacked:
        try:
            if path.suffix.lower() == ".zip":
                with ZipFile(path) as archive:
                    name = _member(archive, wanted, path)
                    with archive.open(name) as member:
                        _unpack(member, unpacked, path)
            elif path.suffix.lower() == ".gz":
                name = path.stem
                with gzip.open(path) as member:
                    _unpack(member, unpacked, path)
            else:
                name = path.name
                with path.open("rb") as file:
                    yield file, Path(name).suffix.lower()
                return
        except (BadZipFile, gzip.BadGzipFile, EOFError) as error:
            raise UnreadableFile(f"{path.name} is damaged: {error}. Download it again.") from error
        unpacked.seek(0)
        yield unpacked, Path(name).suffix.lower()


def list_rows(path: Path) -> Iterator[list[str]]:
    """The cells of a table, row by row: tab- or comma-separated text, or the first sheet of an XLSX.

    Raises UnreadableFile as `opened` and `list_cells` do.
    """
    with opened(path, (r"\.txt", r"\.csv", r"\.xlsx")) as (file, suffix):
        if suffix == ".xlsx":
            yield from list_sheet(file, path)
        else:
            yield from list_cells(file, path.name, delimiter="," if suffix == ".csv" else "\t")


def list_cells(file: IO[bytes], name: str, *, delimiter: str = ",") -> Iterator[list[str]]:
    """The cells of delimited text, row by row. Raises UnreadableFile: it is none."""
    try:
        yield from csv.reader(list_lines(file), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableFile(f"{name} is no table of text: {error}.") from error


def list_lines(file: IO[bytes]) -> Iterator[str]:
    """The lines of a text in UTF-8 or Windows-1252: CMS publishes in both, and no file says in which."""
    for line in file:
        try:
            yield line.decode("utf-8-sig")
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")


def list_sheet(file: IO[bytes], path: Path) -> Iterator[list[str]]:
    """The cells of an XLSX's first sheet, row by row. Raises UnreadableFile: it is none."""
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError) as error:
        raise UnreadableFile(f"{path.name} is no XLSX: {error}.") from error
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in row]
    finally:
        book.close()


def _member(archive: ZipFile, wanted: Sequence[str], path: Path) -> str:
    for pattern in wanted:
        found = sorted(name for name in archive.namelist() if re.search(rf"(?:{pattern})$", name, re.I))
        if len(found) > 1:
            raise UnreadableFile(f"{path.name} holds {', '.join(found)}. Unpack it and name the one that you mean.")
        if found:
            return found[0]
    raise UnreadableFile(f"What is looked for isn't in {path.name}; it holds {', '.join(archive.namelist()[:9])}.")


def _unpack(source: IO[bytes] | gzip.GzipFile, target: IO[bytes], path: Path) -> None:
    size = 0
    while piece := source.read(_PIECE):
        size += len(piece)
        if size > MOST:
            raise UnreadableFile(f"{path.name} unpacks to more than {MOST >> 20} MiB. That is no file of this kind.")
        target.write(piece)
