"""One search with ranking and all counts: how long it takes, what it keeps in memory, how fast the index is built.

Up to 200,000 jobs are written to the database and read from it; more go straight into the index. On PostgreSQL the
same searches are put to plain SQL too. The lines are Markdown for docs/benchmarks.md.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import perf_counter, thread_time

from flask import Flask
from sqlalchemy import text

from careercenter import create_app
from careercenter.config import Settings
from careercenter.core import db, now
from careercenter.places import find_place
from careercenter.search import changes
from careercenter.search.documents import document_of
from careercenter.search.embedded import EmbeddedIndex, snapshot
from careercenter.search.embedded.building import Builder, Part, merge, shown_at
from careercenter.search.index import SearchIndex, Wanted
from careercenter.search.postgres import PostgresIndex
from careercenter.search.rebuilding import rebuild
from tests.benchmarks import _plain_sql
from tests.benchmarks._postings import documents_of
from tests.benchmarks._searching import SEARCHES, first_times_of, percentiles, times_of, wanted_of
from tests.benchmarks.load import store

JOBS = 100_000
MOST_IN_DATABASE = 200_000
ROUNDS, WARMING, FIRST_TIMES, IN_SQL = 400, 60, 480, 60
AT_ONCE = 5_000
TEXT = ("terms", "starts", "positions", "weights")  # the snapshot's files that hold the text index
KIND_OF_WORDS = "a term never met"


@dataclass
class Built:
    """How long it took to build an index, and what it was built of."""

    jobs: int
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    terms: list[str] = field(default_factory=list[str])  # some, from the most frequent to the rarest


@dataclass(frozen=True)
class Measured:
    """What one process found."""

    opened: float  # seconds
    private: float  # bytes a posting that this process alone holds
    filters: float  # bytes a posting of the snapshot that all processes share, without the text index
    text: float  # of the text index
    times: dict[str, list[float]]  # milliseconds
    processor: dict[str, list[float]]  # of them, what the processor took: the rest, the machine did something else


def run(app: Flask, jobs: int = JOBS) -> Iterator[str]:
    """The table, then how it was built and what it holds."""
    settings: Settings = app.extensions["settings"]
    folder = settings.data_dir / "search"
    if jobs <= MOST_IN_DATABASE:
        for _ in store(jobs, seed=1):
            pass
    built = _build(jobs, folder)
    db.session.remove()
    db.engine.dispose()
    with get_context("spawn").Pool(1) as other:  # as small as a web process is
        measured = other.apply(_measure, (settings, folder, built.jobs, built.terms))
    yield f"{jobs:,} jobs, every count beside the first page; milliseconds"
    yield ""
    yield "| engine | search | p50 | p95 | p99 |"
    yield "|---|---|---:|---:|---:|"
    yield from _rows("embedded", measured.times)
    yield from _rows("embedded, on the processor", measured.processor)
    if db.engine.dialect.name == "postgresql" and jobs <= MOST_IN_DATABASE:
        rebuilding, times = _measure_postgres()
        yield from _rows("PostgresIndex", times)
        built.seconds["PostgresIndex:"] = rebuilding
        for engine, times in _plain_sql.measure():
            yield from _rows(engine, times)
            yield from _ratios(engine, times, measured.times)
    yield ""
    yield f"- opened in {measured.opened * 1000:.0f} ms, the first answer included"
    yield (f"- resident: {measured.private:.0f} bytes a posting in each process, {measured.filters:.0f} shared by all; "
           f"the text index beside it {measured.text:.0f}, shared")
    yield "- rebuilt: " + ", ".join(
        f"{what} {jobs / seconds:,.0f} jobs a second" for what, seconds in built.seconds.items())


def _measure_postgres() -> tuple[float, dict[str, list[float]]]:
    """Seconds of its rebuild, and milliseconds by kind of search."""
    index = PostgresIndex()
    started = perf_counter()
    index.rebuild()
    rebuilding = perf_counter() - started
    with db.engine.begin() as connection:
        connection.execute(text("ANALYZE search_documents"))
    times: dict[str, list[float]] = {}
    for name, searches in SEARCHES.items():
        times_of(index, searches, 3, seed=1)
        times[name] = times_of(index, searches, IN_SQL, seed=2)
    return rebuilding, times


def _rows(engine: str, times: dict[str, list[float]]) -> Iterator[str]:
    for search, several in times.items():
        p50, p95, p99 = percentiles(several)
        yield f"| {engine} | {search} | {p50:.2f} | {p95:.2f} | {p99:.2f} |"


def _ratios(engine: str, times: dict[str, list[float]], ours: dict[str, list[float]]) -> Iterator[str]:
    for search in times.keys() & ours.keys():
        ratios = [other / own for other, own in zip(percentiles(times[search]), percentiles(ours[search]), strict=True)]
        yield f"| {engine}, times embedded | {search} | " + " | ".join(f"{ratio:,.0f} x" for ratio in ratios) + " |"


def _build(jobs: int, folder: Path) -> Built:
    """Build and store the index; each part's seconds."""
    built, said = Built(jobs), Counter[str]()
    if jobs <= MOST_IN_DATABASE:
        started = perf_counter()
        rebuild()
        built.seconds["read from the database, made, stored:"] = perf_counter() - started
        for document in changes.load(changes.list_live_ids()[::50]):
            said.update(document.terms.keys())
    else:
        parts, making, adding = _add_generated(jobs, said)
        started = perf_counter()
        snapshot.write(folder, merge(parts), changes_through=0)
        storing = perf_counter() - started
        built.seconds |= {"made from rows by one process:": making, "added:": adding, "stored:": storing,
                          "all in all, without the database:": making + adding + storing}
    met = [term for term, _ in said.most_common()]
    built.terms = met[::max(1, len(met) // FIRST_TIMES)]
    return built


def _add_generated(jobs: int, said: Counter[str]) -> tuple[list[Part], float, float]:
    """Parts of generated jobs; seconds of making their documents, and of adding them."""
    rows, making, adding, parts = documents_of(jobs, 1, now()), .0, .0, list[Part]()
    while some := list(islice(rows, AT_ONCE)):
        started = perf_counter()
        documents = [document_of(*pair) for pair in some]
        making += perf_counter() - started
        said.update(term for one in documents[::50] for term in one.terms)
        documents.sort(key=shown_at)  # in each part alone: what it costs is the same
        started = perf_counter()
        builder = Builder()
        for document in documents:
            builder.add(document)
        parts.append(builder.part())
        adding += perf_counter() - started
    return parts, making, adding


def _measure(settings: Settings, folder: Path, jobs: int, terms: list[str]) -> Measured:
    """In a process of its own."""
    with create_app(settings).app_context():
        for searches in SEARCHES.values():  # what a process knows anyway, its gazetteer for one
            wanted_of(searches(Random(0)), Random(0))
        find_place("Houston, TX")
        before = _anonymous()
        started = perf_counter()
        index: SearchIndex = EmbeddedIndex(folder)
        index.search(Wanted({}))
        opened = perf_counter() - started
        times: dict[str, list[float]] = {}
        processor: dict[str, list[float]] = {}
        for name, searches in SEARCHES.items():
            times_of(index, searches, WARMING, seed=1)
            times[name] = times_of(index, searches, ROUNDS, seed=2)
            processor[name] = times_of(index, searches, ROUNDS, seed=3, clock=thread_time)
        private, mapped = _anonymous() - before, _mapped(folder)
        times[KIND_OF_WORDS] = first_times_of(EmbeddedIndex(folder), terms[::2])
        processor[KIND_OF_WORDS] = first_times_of(EmbeddedIndex(folder), terms[1::2], thread_time)
        of_text = sum(size for name, size in mapped.items() if name in TEXT)
        return Measured(opened, private / jobs, (sum(mapped.values()) - of_text) / jobs, of_text / jobs, times,
                        processor)


def _anonymous() -> int:
    """Bytes of memory that no file stands behind."""
    return _kilobytes(r"^Anonymous:\s+(\d+)", Path("/proc/self/smaps_rollup").read_text()) * 1024


def _mapped(folder: Path) -> Counter[str]:
    """Resident bytes of each file of a folder, by its name."""
    found: Counter[str] = Counter()
    for part in re.split(r"\n(?=[0-9a-f]+-[0-9a-f]+ )", Path("/proc/self/smaps").read_text()):
        head, _, rest = part.partition("\n")
        if str(folder) in head:
            found[Path(head.split()[-1]).stem] += _kilobytes(r"^Rss:\s+(\d+)", rest) * 1024
    return found


def _kilobytes(pattern: str, text: str) -> int:
    return sum(int(number) for number in re.findall(pattern, text, re.MULTILINE))

