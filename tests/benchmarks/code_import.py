"""The whole of every bundled code system, and that it is whole."""

from collections.abc import Iterator
from time import perf_counter, process_time

from flask import Flask

from careercenter.codes import importing, queries, releases, sources
from careercenter.codes.formats.opening import data_of
from careercenter.codes.models import CodeKind, CodeSystem, Dataset

MOST_SECONDS = 60


def run(app: Flask, jobs: int = 0) -> Iterator[str]:
    """Import everything that the program carries; ICD-10-CM takes less than a minute and misses no code."""
    for source in sources.list_bundled():
        began, worked = perf_counter(), process_time()
        heading = source.heading
        if heading.dataset in releases.TABLES:
            release = importing.import_rows(heading, releases.TABLES[heading.dataset], source.read())
        else:
            release = importing.import_codes(heading, list(source.read()))
        seconds = perf_counter() - began
        yield (f"{heading.title:<50} {release.added + release.changed:>8,} rows  {seconds:6.1f} s "
               f"({process_time() - worked:.1f} s of ours)")
        if heading.dataset is Dataset.ICD10CM:
            assert seconds < MOST_SECONDS, f"{seconds:.0f} s, and {MOST_SECONDS} are allowed"
    yield from _whole()
    began = perf_counter()
    count = sum(1 for _ in queries.iter_entries())
    yield f"{'reading all for an index':<50} {count:>8,} rows  {perf_counter() - began:6.1f} s"


def _whole() -> Iterator[str]:
    """The package's own list of codes is the witness."""
    listed = next(data_of("simple_icd_10_cm").glob("code-list-*.txt")).read_text(encoding="utf-8-sig").split()
    official = {code for code in listed if "-" not in code and len(code) > 2}
    ours = {entry.key for entry in queries.iter_entries([CodeSystem.ICD10CM]) if entry.kind is CodeKind.CODE}
    assert ours == official, f"missing {sorted(official - ours)[:5]}, too many {sorted(ours - official)[:5]}"
    yield f"{'codes of ICD-10-CM, none missing, none too many':<50} {len(ours):>8,}"
