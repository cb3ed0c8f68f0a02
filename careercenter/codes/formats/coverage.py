"""The Medicare Coverage Database: which local coverage documents name a code, and for or against what.

CMS ships current_lcd.zip and current_article.zip, each with a zip of CSV tables inside, by whose ids and versions they
are joined. Its export of national determinations (NCD) names no codes: links to them come in our own plain form: key,
kind, document, title, contractor, supports.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from html import unescape
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from careercenter.codes.formats.entries import UnreadableFile
from careercenter.codes.formats.opening import MOST, list_cells
from careercenter.codes.spelling import normalize

_COLUMNS = {"key", "kind", "document", "title", "contractor", "supports"}
_TABLES = {
    # what lists codes: (what, column of the code, whether it supports payment)
    "lcd_x_hcpc_code.csv": ("lcd", "hcpc_code_id", True),
    "lcd_x_icd10_support.csv": ("lcd", "icd10_code_id", True),  # LCDs of before 2019; articles list them since
    "lcd_x_icd10_dont_support.csv": ("lcd", "icd10_code_id", False),
    "article_x_hcpc_code.csv": ("article", "hcpc_code_id", True),
    "article_x_icd10_covered.csv": ("article", "icd10_code_id", True),
    "article_x_icd10_noncovered.csv": ("article", "icd10_code_id", False),
}
_KINDS = {"lcd": "LCD", "article": "Article"}
_RETIRED = "R"
_CONTRACTOR = ("contractor_id", "contractor_type_id", "contractor_version")


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Each code that a document names, once.

    Raises:
        UnreadableFile: it is neither a zip of the database nor our plain form.
    """
    if path.suffix == ".csv":
        yield from _plain(path)
        return
    try:
        with ExitStack() as stack:
            archive = _innermost(path, stack)
            names = {Path(name).name: name for name in archive.namelist()}
            if not names.keys() & _TABLES.keys():
                raise UnreadableFile("There is no table of codes in it. Take current_lcd.zip or current_article.zip.")
            yield from _linked(_Export(archive, names))
    except BadZipFile as error:
        raise UnreadableFile(f"{path.name} is no zip: {error}.") from error


def _plain(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if set(reader.fieldnames or ()) != _COLUMNS:
            raise UnreadableFile(f"{path.name} needs the columns {', '.join(sorted(_COLUMNS))}.")
        for row in reader:
            yield {**row, "key": normalize(row["key"]), "supports": row["supports"].lower() in ("1", "yes", "true")}


def _innermost(path: Path, stack: ExitStack) -> ZipFile:
    archive = stack.enter_context(ZipFile(path))
    inner = [name for name in archive.namelist() if name.endswith("csv.zip")]
    if inner:
        archive = stack.enter_context(ZipFile(io.BytesIO(_whole(archive, inner[0]))))
    return archive


def _whole(archive: ZipFile, name: str) -> bytes:
    _check(archive, name)
    return archive.read(name)


def _check(archive: ZipFile, name: str) -> None:
    if archive.getinfo(name).file_size > MOST:
        raise UnreadableFile(f"{name} unpacks to more than {MOST >> 20} MiB. That is no file of this kind.")


class _Export:
    """The tables of an export, by name."""

    def __init__(self, archive: ZipFile, names: dict[str, str]) -> None:
        self._archive = archive
        self._names = names

    def list_rows(self, table: str, *columns: str) -> Iterator[tuple[str, ...]]:
        """Some columns of a table, row by row; nothing if it isn't there. Raises UnreadableFile: a column isn't."""
        if table not in self._names:
            return
        _check(self._archive, self._names[table])
        with self._archive.open(self._names[table]) as file:
            rows = list_cells(file, table)
            heading = [name.strip().lower() for name in next(rows, [])]
            if missing := [column for column in columns if column not in heading]:
                raise UnreadableFile(f"{table} has no column {', '.join(missing)}.")
            places = [heading.index(column) for column in columns]
            for row in rows:
                if len(row) > max(places):
                    yield tuple(row[place].strip() for place in places)


_Document = tuple[str, str]
"""Its id and version."""


def _linked(export: _Export) -> Iterator[dict[str, Any]]:
    names = {tuple(key): name for *key, name in export.list_rows("contractor.csv", *_CONTRACTOR, "contractor_bus_name")}
    for what, kind in _KINDS.items():
        titles = _titles(export, what)
        owners: dict[_Document, set[str]] = {}
        for identity, version, *contractor in export.list_rows(
                f"{what}_x_contractor.csv", f"{what}_id", f"{what}_version", *_CONTRACTOR):
            if name := names.get(tuple(contractor)):
                owners.setdefault((identity, version), set()).add(name)
        for table, (where, code, supports) in _TABLES.items():
            if where != what:
                continue
            seen: set[tuple[_Document, str]] = set()  # a code may stand in several groups of a document
            for identity, version, text in export.list_rows(table, f"{what}_id", f"{what}_version", code):
                document, key = (identity, version), normalize(text)
                if key and document in titles and (document, key) not in seen:
                    seen.add((document, key))
                    yield {"key": key, "kind": kind, "document": f"{kind[0]}{identity}", "title": titles[document],
                           "contractor": "; ".join(sorted(owners.get(document, ()))), "supports": supports}


def _titles(export: _Export, what: str) -> dict[_Document, str]:
    """The documents that hold: the newest version of each, unless that is retired."""
    newest: dict[str, tuple[int, str, str]] = {}
    for identity, version, title, status in export.list_rows(
            f"{what}.csv", f"{what}_id", f"{what}_version", "title", "status"):
        if version.isdigit() and int(version) > newest.get(identity, (-1,))[0]:
            newest[identity] = (int(version), title, status)
    return {(identity, str(version)): " ".join(unescape(title).split())
            for identity, (version, title, status) in newest.items() if status != _RETIRED}
