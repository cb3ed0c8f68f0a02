"""Tables that link codes, as CMS publishes them: each reader yields the columns of its model in `links.py`."""

import csv
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from careercenter.codes.formats.entries import UnreadableFile
from careercenter.codes.formats.opening import list_rows, opened
from careercenter.codes.spelling import normalize

Row = dict[str, Any]

_PROCEDURE = re.compile(r"[A-CE-V]\d{4}|\d{4}[\dAFTUM]")  # HCPCS and CPT; no D codes
_PART = re.compile(r"(cci[a-z]+-v\d+r\d+)-f(\d+)", re.I)
_CATEGORY = re.compile(r"(?P<model>CMS-HCC ESRD|CMS-HCC|RxHCC) Model Category (?P<version>V\d+)"
                       r"(?: for (?P<year>\d{4}) Payment Year)?")
_DOMAINS = {"CMS-HCC ESRD Model": "ESRD", "CMS-HCC Model": "CMS-HCC", "RxHCC Model": "RxHCC"}


def read_hcc(path: Path, labels: Path) -> Iterator[Row]:
    """Diagnosis to HCC, with labels (CMS, Risk Adjustment: model software and ICD-10 mappings).

    `path` is CMS's table of a payment year (20xx … ICD-10-CM Mappings.csv or .xlsx, or their zip), or has the columns
    diagnosis_code, cc and model_name; `labels` cc, label, model_domain and model_version.
    """
    names: dict[tuple[str, str, str], str] = {}
    with labels.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            version = row["model_version"].replace("R", "V")
            names[row["model_domain"], version, re.sub(r"\D", "", row["cc"])] = row["label"]
    yield from _some(_hcc(path, names), path, "CMS's table of a payment year, 20xx … ICD-10-CM Mappings.csv")


def _hcc(path: Path, names: dict[tuple[str, str, str], str]) -> Iterator[Row]:
    seen: set[tuple[str, str, str]] = set()  # a diagnosis of several categories has a row for each
    for diagnosis, model, category in _mapped(path):
        domain, version = model.rsplit(" ", 1)
        domain = _DOMAINS.get(domain, domain)
        mapping = (normalize(diagnosis), f"{domain} {version}", category)
        if mapping not in seen:
            seen.add(mapping)
            yield {"key": mapping[0], "model": mapping[1], "category": category,
                   "label": names.get((domain, version, category), "")}


def _mapped(path: Path) -> Iterator[tuple[str, str, str]]:
    """Each diagnosis with a model, such as “CMS-HCC Model V28”, and its category there."""
    rows = list_rows(path)
    heading: list[str] = []
    for row in rows:
        heading = [" ".join(cell.split()) for cell in row]
        if heading and heading[0].lower() in ("diagnosis code", "diagnosis_code"):
            break
    if {"cc", "model_name"} <= set(heading):
        category, model = heading.index("cc"), heading.index("model_name")
        yield from ((row[0], row[model], row[category]) for row in rows if len(row) == len(heading))
        return
    columns: dict[str, int] = {}
    counted: dict[str, int] = {}  # where it is said whether the year's payment is reckoned with it
    for place, name in enumerate(heading):
        if said := _CATEGORY.fullmatch(name):
            (counted if said["year"] else columns)[f"{said['model']} Model {said['version']}"] = place
    for row in rows:
        if len(row) >= len(heading):
            for model, place in columns.items():
                counts = model not in counted or row[counted[model]].strip().lower() == "yes"
                if counts and row[place].strip().isdigit():
                    yield row[0], model, row[place].strip()


def read_ptp(path: Path) -> Iterator[Row]:
    """NCCI procedure-to-procedure edits (CMS: ccipra- and ccioph-v…-f1.txt or .xlsx), of one part or a folder of all.

    Columns: column 1, column 2, * if before 1996, effective, deleted or *, modifier indicator, rationale; dates
    as YYYYMMDD. What stands above the rows is the AMA's notice and a head of four lines.
    """
    for part in list_parts(path):
        yield from _some(_ptp(part), part, "the table of PTP edits, ccipra-v…-f1.zip")


def list_parts(path: Path) -> list[Path]:
    """The files of an edition of PTP edits: the one file, or a folder's parts, each once.

    Raises:
        UnreadableFile: the folder holds several editions, or not every part.
    """
    if not path.is_dir():
        return [path]
    editions: set[str] = set()
    parts: dict[int, Path] = {}
    for suffix in (".txt", ".zip", ".xlsx"):  # of one in several forms the first, which is read fastest
        for file in sorted(path.iterdir()):
            if file.suffix.lower() == suffix and (named := _PART.search(file.name)):
                editions.add(named[1].lower())
                parts.setdefault(int(named[2]), file)
    if len(editions) != 1 or sorted(parts) != list(range(1, len(parts) + 1)):
        found = ", ".join(sorted(editions)) or "none"
        raise UnreadableFile(f"{path.name} isn't a folder with all parts of one edition, such as ccipra-v323r0-f1.zip "
                             f"to -f4.zip. Editions in it: {found}; parts: {sorted(parts)}.")
    return [parts[number] for number in sorted(parts)]


def _ptp(path: Path) -> Iterator[Row]:
    for row in list_rows(path):
        if len(row) >= 6 and _PROCEDURE.fullmatch(row[0].strip()) and _PROCEDURE.fullmatch(row[1].strip()):
            effective, deleted = _day(row[3]), _day(row[4])
            if effective is None:
                raise UnreadableFile(f"{row[0]} with {row[1]} has no effective date: “{row[3]}”.")
            yield {"column1": row[0].strip(), "column2": row[1].strip(), "effective_on": effective,
                   "deleted_on": deleted, "indicator": row[5].strip()[:1],
                   "rationale": row[6].strip() if len(row) > 6 else ""}


def read_mue(path: Path) -> Iterator[Row]:
    """NCCI medically unlikely edits (CMS: MCR_MUE_….csv or .xlsx).

    Columns: code, units, adjudication indicator such as “3 Date of Service Edit: Clinical”, rationale.
    """
    yield from _some(_mue(path), path, "the table of MUEs, MCR_MUE_….csv")


def _mue(path: Path) -> Iterator[Row]:
    for row in list_rows(path):
        if len(row) >= 3 and _PROCEDURE.fullmatch(row[0].strip()) and row[1].strip().removesuffix(".0").isdigit():
            yield {"key": row[0].strip(), "units": int(row[1].strip().removesuffix(".0")),
                   "adjudication": row[2].strip()[:1], "rationale": row[3].strip() if len(row) > 3 else ""}


def read_gems(path: Path) -> Iterator[Row]:
    """General equivalence mappings (CMS: 20xx_I9gem.txt, 20xx_I10gem.txt): source, target and five flags.

    Flags: approximate, no map, combination, scenario, choice list (CMS, GEMs user's guide).
    """
    yield from _some(_gems(path), path, "the mappings, 2018_I9gem.txt or 2018_I10gem.txt")


def _gems(path: Path) -> Iterator[Row]:
    with opened(path, (r"\.txt",)) as (file, _):
        for number, line in enumerate(file, 1):
            parts = line.decode("ascii", "replace").split()
            if not parts:
                continue
            if len(parts) != 3 or not re.fullmatch(r"[01]{3}\d\d", parts[2]):
                raise UnreadableFile(f"Line {number} isn't source, target and five flags.")
            source, target, flags = parts
            yield {"source": source, "target": "" if flags[1] == "1" else target, "is_approximate": flags[0] == "1",
                   "scenario": int(flags[3]), "choice": int(flags[4])}


def _some(rows: Iterator[Row], path: Path, wanted: str) -> Iterator[Row]:
    """The rows, if there is one: an edition of none would take the place of the one that is read."""
    first = next(rows, None)
    if first is None:
        raise UnreadableFile(f"There is no row in {path.name} that we can read. Take {wanted}.")
    yield first
    yield from rows


def _day(text: str) -> date | None:
    digits = re.sub(r"\D", "", text)[:8]
    return datetime.strptime(digits, "%Y%m%d").date() if len(digits) == 8 else None  # noqa: DTZ007
