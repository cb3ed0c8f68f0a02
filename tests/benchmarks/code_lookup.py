"""The look-up over every code that the program carries: how good, how fast, how large."""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any

from flask import Flask

from careercenter.codes import importing, sources
from careercenter.codes.lookup import evaluation, finding, indexing, snapshot
from careercenter.codes.models import Dataset
from careercenter.config import ROOT

QUERIES = Path(__file__).parents[1] / "codes" / "lookup"
SYSTEMS = (Dataset.ICD10CM, Dataset.HCPCS, Dataset.CPT, Dataset.MODIFIERS, Dataset.POS)


def run(app: Flask) -> Iterator[str]:
    """Quality beside SQLite's FTS5, then times; "on the processor" is what others' work doesn't lengthen."""
    logging.disable(logging.CRITICAL)
    for source in sources.list_bundled():
        if source.heading.dataset in SYSTEMS:
            importing.import_codes(source.heading, list(source.read()))
    started, used = perf_counter(), process_time()
    size = indexing.rebuild()
    yield (f"{size:,} entries indexed in {perf_counter() - started:.1f} s, {process_time() - used:.1f} s on the "
           "processor")
    yield from _open()
    plain = evaluation.full_text()
    for name in ("queries", "held_out"):
        yield from _quality(name, plain)
    yield from _times(plain)


def _open() -> Iterator[str]:
    started = perf_counter()
    index = snapshot.load(indexing.folder())
    opened = perf_counter() - started
    finding.search("htn")
    yield (f"opened in {opened * 1000:.0f} ms, with the first answer in {(perf_counter() - started) * 1000:.0f} ms; "
           f"{index.size / 1e6:.0f} MB shared by all processes")
    done = subprocess.run([sys.executable, "-c", _OWN_MEMORY, str(indexing.folder())], capture_output=True, text=True,
                          check=True, cwd=ROOT)
    yield f"{float(done.stdout):.0f} MB of its own in each process; {_peak() / 1e6:.0f} MB at most while it was built"


# What a server process keeps for itself besides what it maps, in MB.
_OWN_MEMORY = """
import sys
from pathlib import Path
from careercenter.codes.lookup import ranking, reading, snapshot, spelling
def own():
    return int(next(line for line in open("/proc/self/status") if line.startswith("RssAnon")).split()[1]) / 1000
before = own()
index = snapshot.load(Path(sys.argv[1]))
speller = spelling.Speller(index)
for text in ("fx distal radius rt closed init", "dm2 w neuropthy", "hyperten"):
    asked = reading.read(text, says=index.terms.__contains__, correct=speller.correct, typing=True)
    ranking.rank(index, asked, most=20)
print(own() - before)
"""


def _quality(name: str, plain: evaluation.Finder) -> Iterator[str]:
    questions = evaluation.read_questions(QUERIES / f"{name}.jsonl")
    for engine, find in (("look-up", evaluation.ours), ("SQLite FTS5", plain)):
        got = evaluation.quality(evaluation.rank_of(find(one.query), one) for one in questions)
        yield f"{name:9} {len(questions):4} queries  {engine:12} recall@1 {got.at_1:.3f}  @5 {got.at_5:.3f}  " \
              f"@10 {got.at_10:.3f}  MRR {got.mrr:.3f}"


def _times(plain: evaluation.Finder) -> Iterator[str]:
    asked = [one.query for name in ("queries", "held_out")
             for one in evaluation.read_questions(QUERIES / f"{name}.jsonl")]
    begun = [query[:length] for query in asked for length in range(2, len(query) + 1)]
    numbers = ["E11.4", "e1140", "S52", "J18", "99213-25", "LT"] * 20
    found: dict[str, float] = {}
    for name, do, texts in (("search by words", finding.search, asked), ("search by number", finding.search, numbers),
                            ("suggestion", finding.suggest, begun), ("SQLite FTS5", plain, asked)):
        clock, processor = _measure(do, texts)
        found[name] = clock[0]
        yield (f"{name:16} {len(texts):5} times  p50 {clock[0]:6.2f} ms  p95 {clock[1]:6.2f} ms   on the processor "
               f"p50 {processor[0]:6.2f} ms  p95 {processor[1]:6.2f} ms")
    yield f"FTS5 takes {found['SQLite FTS5'] / found['search by words']:.1f} times as long (medians)"


def _measure(do: Callable[[str], Any], texts: list[str]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Milliseconds: the median and the 95th percentile, by the clock and on the processor."""
    clock, processor = [], []
    for text in texts:
        started, used = perf_counter(), process_time()
        do(text)
        clock.append((perf_counter() - started) * 1000)
        processor.append((process_time() - used) * 1000)
    (first, second) = (quantiles(times, n=20) for times in (clock, processor))
    return (first[9], first[18]), (second[9], second[18])


def _peak() -> int:
    """The most that this process ever had in memory, in bytes."""
    return getrusage(RUSAGE_SELF).ru_maxrss * 1024
