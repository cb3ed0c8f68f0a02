"""How good the look-up is, measured beside plain full-text search over the same codes."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from careercenter.codes.lookup import finding, sources
from careercenter.core.json_lines import read_json_lines

DEPTH = 10

Finder = Callable[[str], Sequence[str]]


class Question(NamedTuple):
    """A query, and the codes each of which would answer it."""

    query: str
    codes: frozenset[str]


class Quality(NamedTuple):
    """Parts of 1."""

    at_1: float
    at_5: float
    at_10: float
    mrr: float  # mean reciprocal rank, of the first ten


def read_questions(file: Path) -> list[Question]:
    """A JSON Lines file of `{"query": "dm2 w neuropathy", "codes": ["E11.40", "E11.42"]}`.

    Raises:
        ValueError: a line isn't that; it says which.
    """
    return read_json_lines(file, lambda row: Question(str(row["query"]), frozenset(map(str, row["codes"]))),
                           wanted="`query` and `codes`")


def rank_of(found: Sequence[str], question: Question) -> int | None:
    """The place of the first code that answers, from 1."""
    return next((place for place, code in enumerate(found[:DEPTH], 1) if code in question.codes), None)


def quality(ranks: Iterable[int | None]) -> Quality:
    """What ranks come to."""
    ranks = list(ranks)

    def within(depth: int) -> float:
        return mean(rank is not None and rank <= depth for rank in ranks)

    return Quality(within(1), within(5), within(10), mean(1 / rank if rank else 0 for rank in ranks))


def ours(query: str) -> Sequence[str]:
    """The look-up."""
    return finding.rank(query, most=DEPTH)


def full_text() -> Finder:
    """SQLite's FTS5 with its own BM25 and Porter stemming over code, title and inclusion terms; any word may match."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE codes USING fts5(code, title, terms, tokenize = 'porter unicode61')")
    connection.executemany("INSERT INTO codes VALUES (?, ?, ?)", (
        (entry.code, f"{entry.title} {entry.short}", "\n".join(entry.terms)) for entry in sources.entries()
        if not entry.heading))

    def find(query: str) -> Sequence[str]:
        words = re.findall(r"\w+", query)
        rows = connection.execute("SELECT code FROM codes WHERE codes MATCH ? ORDER BY bm25(codes) LIMIT ?",
                                  (" OR ".join(f'"{word}"' for word in words), DEPTH)) if words else ()
        return [code for code, in rows]

    return find
