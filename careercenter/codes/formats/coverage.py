"""The Medicare Coverage Database: which local coverage documents name a code, and for or against what.

CMS ships current_lcd.zip and current_article.zip, each with a zip of CSV tables inside. Links of national
determinations (NCD) come in our own plain form: key, kind, document, title, contractor, supports.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from careercenter.codes.formats.entries import UnreadableFile
from careercenter.codes.formats.opening import MOST
from careercenter.codes.spelling import normalize

_COLUMNS = {"key", "kind", "document", "title", "contractor", "supports"}
_TABLES = {
    # what lists codes: (kind, id column, code column, whether it supports payment)
    "lcd_x_hcpc_code.csv": ("LCD", "lcd_id", "hcpc_code_id", True),
    "lcd_x_icd10_support.csv": ("LCD", "lcd_id", "icd10_code_id", True),
    "lcd_x_icd10_dont_support.csv": ("LCD", "lcd_id", "icd10_code_id", False),
    "article_x_hcpc_code.csv": ("Article", "article_id", "hcpc_code_id", True),
    "article_x_icd10_covered.csv": ("Article", "article_id", "icd10_code_id", True),
    "article_x_icd10_noncovered.csv": ("Article", "article_id", "icd10_code_id", False),
}


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
            yield from _linked(_innermost(path, stack))
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
    if archive.getinfo(name).file_size > MOST:
        raise UnreadableFile(f"{name} unpacks to more than {MOST >> 20} MiB. That is no file of this kind.")
    return archive.read(name)


def _linked(archive: ZipFile) -> Iterator[dict[str, Any]]:
    names = {Path(name).name: name for name in archive.namelist()}
    if not names.keys() & _TABLES.keys():
        raise UnreadableFile("There is no table of codes in it. Take current_lcd.zip or current_article.zip.")
    contractors = {row["contractor_id"]: row["contractor_bus_name"] for row in _table(archive, names, "contractor.csv")}
    for table, (kind, identity, code, supports) in _TABLES.items():
        if table not in names:
            continue
        what = kind.lower()
        titles = {row[identity]: row["title"] for row in _table(archive, names, f"{what}.csv")}
        owners = {row[identity]: contractors.get(row["contractor_id"], "")
                  for row in _table(archive, names, f"{what}_x_contractor.csv")}
        seen: set[tuple[str, str]] = set()
        for row in _table(archive, names, table):
            pair = (row[identity], normalize(row[code]))
            if pair not in seen and row[identity] in titles:
                seen.add(pair)
                yield {"key": pair[1], "kind": kind, "document": f"{kind[0]}{row[identity]}",
                       "title": titles[row[identity]], "contractor": owners.get(row[identity], ""),
                       "supports": supports}


def _table(archive: ZipFile, names: dict[str, str], name: str) -> Iterator[dict[str, str]]:
    if name not in names:
        return
    if archive.getinfo(names[name]).file_size > MOST:
        raise UnreadableFile(f"{name} unpacks to more than {MOST >> 20} MiB. That is no file of this kind.")
    with archive.open(names[name]) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="cp1252", errors="replace", newline=""))
