"""What the library holds from the start: our own summaries of public rules, until an operator imports the rules.

An edition that an operator imports with its own day takes the place of a summary, since of each series and part the
newest is read: the summaries count from the day on which the rules they sum up came into force.
"""

from datetime import date
from pathlib import Path

from careercenter.casepilot.library.importing import About, Imported, import_file
from careercenter.casepilot.library.models import Series

_TEXTS = Path(__file__).parent / "bundled"
_TERMS = "CareerCenter's own words, not checked by a certified coder; the official text decides"

_SUMMARIES = {
    "icd-10-cm-guidelines.txt": About(
        "ICD-10-CM Official Guidelines, in our words", Series.GUIDELINES, version="FY 2026, summary 1",
        effective_on=date(2025, 10, 1), source_url="https://www.cdc.gov/nchs/icd/icd-10-cm/", terms=_TERMS),
    "ncci-chapter-1.txt": About(
        "NCCI Policy Manual, in our words", Series.NCCI, part="Chapter I", version="2026, summary 1",
        effective_on=date(2026, 1, 1), terms=_TERMS,
        source_url="https://www.cms.gov/national-correct-coding-initiative-ncci/ncci-policy-manual"),
    "claims-manual-chapter-12.txt": About(
        "Medicare Claims Processing Manual, in our words", Series.MANUAL, part="100-04 chapter 12",
        version="2026, summary 1", effective_on=date(2026, 1, 1), terms=_TERMS,
        source_url="https://www.cms.gov/regulations-and-guidance/guidance/manuals/internet-only-manuals-ioms"),
}


def load() -> list[Imported]:
    """Import the summaries that aren't there yet."""
    return [import_file(_TEXTS / name, about) for name, about in _SUMMARIES.items()]
