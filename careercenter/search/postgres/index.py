"""The SearchIndex in PostgreSQL."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from math import log1p
from time import time
from typing import Any

from sqlalchemy import Connection, exists, func, literal, select, text, union_all

from careercenter.core import db
from careercenter.search.clauses import Clause, Clauses, Holds, Says
from careercenter.search.embedded.requirements import Requirements
from careercenter.search.index import Hits, Wanted
from careercenter.search.postgres import following
from careercenter.search.postgres.conditions import condition_of, order_of, shown
from careercenter.search.postgres.counting import Answers, Groups, by_dimension_left_out
from careercenter.search.postgres.tables import SearchDocument, SearchProgress

WORK_MEMORY = "128MB"
"""What a search may use before it sorts and counts on disk."""

ALL = -1
"""What stands for the total where the number of the groups stands."""


@dataclass(frozen=True)
class Known:
    """What a process remembers of the documents until they change."""

    version: int
    requirements: Requirements
    frequencies: Mapping[str, float]  # of frequent terms: the share of jobs that say them

    def met(self, clause: Holds) -> list[str]:
        """The requirements that a clause accepts."""
        is_met = self.requirements.met_by(clause.codes, clause.away)
        return [one for one, yes in zip(self.requirements.texts, is_met, strict=True) if yes]

    @cached_property
    def rarest(self) -> float:
        """The share of jobs that is taken for a term that isn't frequent."""
        return min(self.frequencies.values(), default=.5) / 2

    def shares(self, clauses: Clauses) -> dict[str, int]:
        """How much each term of a query counts: the rarer, the more; together at most 255."""
        terms = [clause.term for clause in clauses.get("words", ()) if isinstance(clause, Says)]
        weights = {term: log1p(1 / max(self.frequencies.get(term, self.rarest), 1e-6)) for term in terms}
        whole = sum(weights.values()) or 1.0
        return {term: int(255 * weight / whole) for term, weight in weights.items()}


class PostgresIndex:
    """Every process and machine asks the same rows. The worker lets them follow by calling `refresh`."""

    def __init__(self) -> None:
        self._known: Known | None = None

    def search(self, wanted: Wanted) -> Hits:
        """See SearchIndex."""
        at, total, ids, answers = time(), 0, list[int](), Answers()
        with _reading(by_words="words" in wanted.clauses) as connection:
            known = self._know(connection)
            met = {dimension: [condition_of(one, at=at, met=known.met) for one in clauses]
                   for dimension, clauses in wanted.clauses.items()}
            for left_out, several in by_dimension_left_out(wanted.facets, wanted.clauses):
                conditions = [*shown(wanted, at), *(condition for dimension, these in met.items()
                                                    if dimension != left_out for condition in these)]
                found, counted = _count(connection, conditions, several, known, at)
                answers |= counted
                if left_out is None:
                    total = found
                    ids = _page(connection, conditions, wanted, known) if found and wanted.limit else []
        return Hits(ids, total, {facet: {name: answers[facet, name] for name in choices.clauses}
                                 for facet, choices in wanted.facets.items()})

    def count(self, clauses: Clauses) -> int:
        """See SearchIndex."""
        return self.search(Wanted(clauses, limit=0)).total

    def known(self, prefix: str) -> Mapping[str, int]:
        """See SearchIndex."""
        held = select(func.unnest(SearchDocument.tokens).label("token")).where(
            SearchDocument.ends_at > time()).subquery()
        with _reading() as connection:
            rows = connection.execute(select(held.c.token, func.count()).where(
                held.c.token.startswith(f"{prefix}:", autoescape=True)).group_by(held.c.token))
            return {one.removeprefix(f"{prefix}:"): jobs for one, jobs in rows}

    def says(self, term: str) -> bool:
        """See SearchIndex."""
        said = condition_of(Says(term), at=0, met=lambda _: [])
        with _reading() as connection:
            return bool(connection.scalar(select(exists().where(said, SearchDocument.ends_at > time()))))

    def refresh(self) -> None:
        """Take in what changed; the worker's business. Does nothing while another process does it."""
        following.refresh()

    def rebuild(self) -> int:
        """Write all documents anew; how many there are. Searches see the old ones until it is done."""
        return following.rebuild()

    def forget(self) -> None:
        """Look at everything anew at the next search."""
        self._known = None

    def _know(self, connection: Connection) -> Known:
        version = connection.scalar(select(SearchProgress.version)) or 0
        known = self._known
        if known is None or known.version != version:
            texts = connection.scalars(select(SearchDocument.requirement).distinct())
            known = self._known = Known(version, Requirements(list(texts)), _frequencies(connection))
        return known


@contextmanager
def _reading(*, by_words: bool = False) -> Iterator[Connection]:
    """All statements see the same moment, and sort in memory. Words are looked up in their index even if most jobs say
    them: to unpack each job's terms costs more."""
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.exec_driver_sql(f"SET LOCAL work_mem = '{WORK_MEMORY}'")
        connection.exec_driver_sql("SET LOCAL jit = off")  # to compile a search takes as long as to run it
        if by_words:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        yield connection


def _count(connection: Connection, conditions: list[Any], several: list[Groups], known: Known, at: float
           ) -> tuple[int, Answers]:
    """How many jobs meet these conditions, and how many of them each choice has."""
    names = dict.fromkeys(name for groups in several for name in groups.columns)
    found = select(SearchDocument.posting_id, *(getattr(SearchDocument, name) for name in names)).where(
        *conditions).cte("found")

    def condition(clause: Clause) -> Any:
        return condition_of(clause, at=at, met=known.met, of=found.c)
    selects = [select(literal(ALL), literal(""), func.count()).select_from(found)]
    for number, groups in enumerate(several):
        selects.append(select(literal(number), *groups.select(found, condition).subquery().c))
    rows: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for number, key, jobs in connection.execute(union_all(*selects)):
        rows[number].append((key, jobs))
    [(_, total)] = rows[ALL]
    answers: Answers = {}
    for number, groups in enumerate(several):
        answers |= groups.answer(rows[number], known.met)
    return total, answers


def _page(connection: Connection, conditions: list[Any], wanted: Wanted, known: Known) -> list[int]:
    return list(connection.scalars(
        select(SearchDocument.posting_id).where(*conditions)
        .order_by(*order_of(wanted, known.shares(wanted.clauses))).offset(wanted.offset).limit(wanted.limit)))


def _frequencies(connection: Connection) -> dict[str, float]:
    """The share of jobs that say each frequent term, by what ANALYZE found the last time."""
    row = connection.execute(text(
        "SELECT most_common_elems::text::text[] AS terms, most_common_elem_freqs AS shares FROM pg_stats "
        "WHERE tablename = 'search_documents' AND attname = 'terms' AND schemaname = current_schema()")).one_or_none()
    # Behind the shares stand the least, the greatest and that of no element at all.
    return dict(zip(row.terms, row.shares, strict=False)) if row and row.terms else {}
