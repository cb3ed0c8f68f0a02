"""Small releases: some real codes of public systems, and CPT of plainly invented services."""

from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, insert, select

from careercenter.codes import importing, sources
from careercenter.codes.formats import cpt, icd10cm
from careercenter.codes.formats.entries import Entry
from careercenter.codes.importing import Heading
from careercenter.codes.lookup import indexing, snapshot
from careercenter.codes.lookup import sources as index_sources
from careercenter.codes.lookup.building import build
from careercenter.codes.lookup.snapshot import Snapshot
from careercenter.codes.models import Code, CodeKind, CodeSystem, CodeVersion, Dataset, Release
from careercenter.core import db, now, transaction
from careercenter.core.audit import AuditEntry

FILES = Path(__file__).parent / "files"
_numbers = count(1)


def heading(dataset: Dataset, *, valid_from: date = date(2026, 1, 1), is_whole: bool = True, checksum: str = "",
            series: str = "", notice: str = "") -> Heading:
    """What is known of a release; another content each time, unless its checksum is named."""
    return Heading(dataset, f"{dataset.label} of {valid_from}", valid_from, "a test",
                   checksum or sha256(str(next(_numbers)).encode()).hexdigest(), series=series, notice=notice,
                   is_whole=is_whole)


def read_tabular(name: str = "tabular") -> list[Entry]:
    """An excerpt of the tabular list (CDC/NCHS, public): diabetes and two injuries, or what a file of `files` has."""
    with (FILES / f"{name}.xml").open("rb") as file:
        return list(icd10cm.read(file))


def import_tabular() -> Release:
    """The excerpt, in force."""
    return importing.import_codes(heading(Dataset.ICD10CM), read_tabular())


def import_procedures(*numbers: str) -> Release:
    """CPT by number alone."""
    return importing.import_codes(heading(Dataset.CPT), list(cpt.read_numbers(numbers)))


def made_up(codes: dict[str, str], **fields) -> list[Entry]:
    """HCPCS codes with these descriptions, under one section."""
    section = Entry(CodeSystem.HCPCS, "G", "G codes", "Made-up section", kind=CodeKind.BLOCK)
    return [section, *(Entry(CodeSystem.HCPCS, key, key, text, text, parent="G", is_billable=True, **fields)
                       for key, text in sorted(codes.items()))]


def made_up_modifiers(texts: dict[str, str]) -> list[Entry]:
    """Modifiers of HCPCS with these descriptions."""
    return [Entry(CodeSystem.MODIFIER, key, key, text, text, is_billable=True) for key, text in sorted(texts.items())]


def import_everyday() -> None:
    """Codes of every system, as many as an everyday practice needs: an excerpt of the tabular list (CDC/NCHS,
    public), two drugs and a wellness visit of HCPCS (CMS, public), CPT by number, modifiers and places by our words.

    Hundreds of tests begin with them: they are imported once, and into empty tables their rows are written again.
    """
    is_empty = db.session.scalar(select(Code.id).limit(1)) is None
    if is_empty and _everyday.rows:
        with transaction():
            _everyday.write()
        return
    importing.import_codes(heading(Dataset.ICD10CM), read_tabular("everyday"))
    importing.import_codes(heading(Dataset.HCPCS), made_up({
        "G0438": "Annual wellness visit; includes a personalized prevention plan of service, initial visit",
        "J0696": "Injection, ceftriaxone sodium, per 250 mg",
        "E1140": "Wheelchair, detachable arms"}))
    import_procedures("99213", "32608")
    for source in sources.list_bundled():
        if source.heading.dataset in (Dataset.MODIFIERS, Dataset.POS):
            importing.import_codes(source.heading, list(source.read()))
    if is_empty:
        _everyday.keep()


def index_everyday() -> None:
    """The look-up's index of them, where they are all that is imported."""
    stamp = index_sources.stamp()
    if _everyday.index is None or _everyday.index.stamp != stamp:
        _everyday.index = build(index_sources.entries(), stamp)
    snapshot.save(_everyday.index, indexing.folder())


class _Everyday:
    """What the import of those codes has written."""

    index: Snapshot | None = None

    def __init__(self) -> None:
        self.rows: dict[Table, list[dict[str, Any]]] = {}

    def keep(self) -> None:
        *tables, audit = (cast(Table, model.__table__) for model in (Release, Code, CodeVersion, AuditEntry))
        for table in tables:
            self.rows[table] = [dict(row) for row in db.session.execute(select(table)).mappings()]
        about = select(audit).where(audit.c.subject_type == Release.__tablename__)
        self.rows[audit] = [{name: value for name, value in row.items() if name != "id"}
                            for row in db.session.execute(about).mappings()]

    def write(self) -> None:
        begun = now()
        for table, rows in self.rows.items():
            times = dict.fromkeys({"started_at", "beat_at", "at"}.intersection(table.c.keys()), begun)
            db.session.execute(insert(table), [row | times for row in rows])


_everyday = _Everyday()
