"""Small releases: some real codes of public systems, and CPT of plainly invented services."""

from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path

from careercenter.codes import importing, sources
from careercenter.codes.formats import cpt, icd10cm
from careercenter.codes.formats.entries import Entry
from careercenter.codes.importing import Heading
from careercenter.codes.models import CodeKind, CodeSystem, Dataset, Release

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


def import_everyday() -> None:
    """Codes of every system, as many as an everyday practice needs: an excerpt of the tabular list (CDC/NCHS,
    public), two drugs and a wellness visit of HCPCS (CMS, public), CPT by number, modifiers and places by our words."""
    importing.import_codes(heading(Dataset.ICD10CM), read_tabular("everyday"))
    importing.import_codes(heading(Dataset.HCPCS), made_up({
        "G0438": "Annual wellness visit; includes a personalized prevention plan of service, initial visit",
        "J0696": "Injection, ceftriaxone sodium, per 250 mg",
        "E1140": "Wheelchair, detachable arms"}))
    import_procedures("99213", "32608")
    for source in sources.list_bundled():
        if source.heading.dataset in (Dataset.MODIFIERS, Dataset.POS):
            importing.import_codes(source.heading, list(source.read()))
