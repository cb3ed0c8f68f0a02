"""HCPCS Level II as CMS publishes it: the contractor record in fixed columns, the same as XLSX, or a plain list.

CMS, HCPCS Contractor Record (HCPC20xx_recordlayout.txt). D codes are the ADA's and left out always.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from careercenter.codes.formats.entries import Entry, UnreadableFile
from careercenter.codes.formats.opening import list_cells, list_lines, list_sheet, opened
from careercenter.codes.models import CodeKind, CodeSystem

SECTIONS = {
    "A": "Transportation, medical and surgical supplies, and more", "B": "Enteral and parenteral therapy",
    "C": "Hospital outpatient payment (pass-through items)", "E": "Durable medical equipment",
    "G": "Procedures and professional services (temporary)", "H": "Behavioral health and substance use services",
    "J": "Drugs not taken by mouth, and chemotherapy", "K": "Equipment for the DME contractors (temporary)",
    "L": "Orthotics and prosthetics", "M": "Medical services and quality measures", "P": "Pathology and laboratory",
    "Q": "Drugs, supplies and services (temporary)", "R": "Portable diagnostic radiology",
    "S": "Private payers (temporary)", "T": "State Medicaid agencies", "U": "Clinical laboratory tests",
    "V": "Vision, hearing and speech-language services",
}
"""What each letter holds, in our words."""

_FIELDS = {
    # name: first column, width of one, how many (positions from 1, as CMS counts)
    "short": (92, 28, 1), "pricing": (120, 2, 4), "multiple_pricing": (128, 1, 1), "coverage_manual": (129, 6, 3),
    "carriers_manual": (147, 8, 3), "statute": (171, 10, 1), "lab_certification": (181, 3, 8),
    "cross_references": (205, 5, 5), "coverage": (230, 1, 1), "asc_group": (231, 2, 1), "processing_note": (253, 4, 1),
    "betos": (257, 3, 1), "type_of_service": (261, 1, 5), "anesthesia_units": (266, 3, 1), "added_on": (269, 8, 1),
    "effective_on": (277, 8, 1), "terminated_on": (285, 8, 1), "action": (293, 1, 1),
}
_XLSX = {
    # What a column is called, after which a number may stand: releases of today and of before 2020 differ.
    "short": "SHORT DESCRIPTION", "pricing": "PRICE( CD)?", "multiple_pricing": "MULTI?_PI", "coverage_manual": "CIM",
    "carriers_manual": "MCM", "statute": "STATUTE", "lab_certification": "LAB ?CERT( CD)?",
    "cross_references": "XREF", "coverage": "COV( CODE)?", "asc_group": "ASC_GRP", "processing_note": "PROCNOTE",
    "betos": "BETOS", "type_of_service": "TOS", "anesthesia_units": "ANEST(_BU)?", "added_on": "ADD DT",
    "effective_on": "ACT EFF DT", "terminated_on": "TERM DT", "action": "ACTION CD",
}
_LISTS = frozenset(name for name, (_, _, count) in _FIELDS.items() if count > 1)
_NO_ATTRIBUTES = frozenset({"short", "added_on", "effective_on", "terminated_on"})
_RECORD = re.compile(r"[ A-Z\d]{3}[A-Z\d]{2}\d{5}[3478]")
_TERMINATED = re.compile(r"\s*Terminated (\w+ \d{1,2}, \d{4})\.?\s*$")
_CODE = re.compile(r"[A-CE-V]\d{4}")  # no D: those are the ADA's
_MODIFIER = re.compile(r"(?!P[1-6])[A-Z\d]{2}")  # P1 to P6 are CPT's


class _Record:
    """The lines of one code, as they come."""

    def __init__(self, code: str, fields: dict[str, Any]) -> None:
        self.code = code
        self.fields = fields
        self.description: list[str] = []


def read(path: Path) -> Iterator[Entry]:
    """The codes of a release with their sections, and its modifiers.

    Raises:
        UnreadableFile: it is none of the three forms.
    """
    found = False
    sections: set[str] = set()
    for record in _records(path):
        if entry := _entry(record):
            found = True
            if entry.parent and entry.parent not in sections:
                sections.add(entry.parent)
                yield Entry(CodeSystem.HCPCS, entry.parent, f"{entry.parent} codes", SECTIONS[entry.parent],
                            SECTIONS[entry.parent], kind=CodeKind.BLOCK)
            yield entry
    if not found:
        raise UnreadableFile(f"There is no HCPCS code in {path.name}. Take CMS's release file: "
                             "HCPC20xx_…_ANWEB.txt or .xlsx, or a list of code and description as CSV.")


def _records(path: Path) -> Iterator[_Record]:
    # CMS's zip holds the layout, notes and reports beside the record itself.
    with opened(path, (r"anweb[^/]*\.txt", r"anweb[^/]*\.xlsx", r"\.txt", r"\.xlsx", r"\.csv")) as (file, suffix):
        if suffix == ".txt":
            yield from _joined(_fixed(file))
        elif suffix == ".csv":
            yield from _table(list_cells(file, path.name))
        else:
            yield from _table(list_sheet(file, path))


def _fixed(file: IO[bytes]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for line in list_lines(file):
        if _RECORD.match(line):
            yield line[:5].strip(), line[10], line[11:91], _cut(line.rstrip("\r\n"))


def _cut(line: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, (first, width, count) in _FIELDS.items():
        parts = [line[start:start + width].strip() for start in range(first - 1, first - 1 + width * count, width)]
        fields[name] = [part for part in parts if part] if count > 1 else parts[0]
    return fields


def _joined(lines: Iterable[tuple[str, str, str, dict[str, Any]]]) -> Iterator[_Record]:
    """Records with their continuations (4 and 8), which hold more of the description alone."""
    record: _Record | None = None
    for code, kind, text, fields in lines:
        if kind in "37":
            if record:
                yield record
            record = _Record(code, fields)
        if record:
            record.description.append(text)
    if record:
        yield record


def _table(rows: Iterator[list[str]]) -> Iterator[_Record]:
    """The same record as a sheet, found by its headings, or a list of code and description."""
    for row in rows:
        names = [" ".join(cell.upper().split()) for cell in row]
        if names and names[0] in ("HCPC", "CODE", "HCPCS"):
            break
    else:
        return
    if "RECID" not in names:
        for row in rows:
            if len(row) > 1:
                record = _Record(row[0].strip(), {})
                record.description.append(row[1])
                yield record
        return
    at = {name: [place for place, heading in enumerate(names) if re.fullmatch(label + r"\d?", heading)]
          for name, label in _XLSX.items()}
    description = names.index("LONG DESCRIPTION")
    kind = names.index("RECID")

    def lines() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        for row in rows:
            if len(row) > description and row[kind]:
                cells = {name: [row[place].strip() for place in places if row[place].strip()]
                         for name, places in at.items()}
                yield row[0].strip(), row[kind].strip(), row[description], {
                    name: found if name in _LISTS else next(iter(found), "") for name, found in cells.items()}

    yield from _joined(lines())


def _entry(record: _Record) -> Entry | None:
    is_code = bool(_CODE.fullmatch(record.code))
    if not is_code and not _MODIFIER.fullmatch(record.code):
        return None
    text = " ".join(" ".join(record.description).split())
    terminated = _day(record.fields.get("terminated_on", ""))
    if said := _TERMINATED.search(text):
        text = text[:said.start()]
        terminated = datetime.strptime(said[1], "%B %d, %Y").date()  # noqa: DTZ007 (a day has no zone)
    return Entry(
        CodeSystem.HCPCS if is_code else CodeSystem.MODIFIER, record.code, record.code, text,
        record.fields.get("short", ""), parent=record.code[0] if is_code else None, is_billable=True,
        valid_from=_day(record.fields.get("added_on", "")), valid_to=terminated,
        attributes={name: value for name, value in record.fields.items() if value and name not in _NO_ATTRIBUTES})


def _day(text: str) -> date | None:
    digits = text.replace("-", "")[:8]
    return datetime.strptime(digits, "%Y%m%d").date() if digits.strip(" 0") else None  # noqa: DTZ007
