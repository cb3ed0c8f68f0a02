"""The counts beside a search: the database counts a few groups, and the choices are answered from them.

Jobs are counted by token in one pass for all facets, by the set of their places, by requirement (few, beside the
jobs), and by what else is a condition of its own.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from json import loads
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, literal, select
from sqlalchemy.sql.selectable import CTE

from careercenter.search.clauses import AnyOf, Clause, Holds, Nothing, Pays, Says, Since, Within
from careercenter.search.index import Choices
from careercenter.search.postgres.conditions import Met
from careercenter.search.postgres.tables import BETWEEN, PLACES, TEXTS, UNCOUNTED

EXCLUSIVE = ("experience:", "band:")
"""Tokens of which a job has at most one: the counts of several add up."""

Condition = Callable[[Clause], ColumnElement[bool]]
Rows = Iterable[tuple[str, int]]
"""What was counted, and how many jobs."""

Answers = dict[tuple[str, str], int]
"""How many jobs, by facet and choice."""


_COLUMNS: dict[type[Clause], tuple[str, ...]] = {
    AnyOf: ("tokens",), Says: ("terms",), Holds: ("requirement",), Pays: ("yearly_pay", "piece_unit", "piece_pay"),
    Within: ("latitude", "longitude"), Since: ("live_at",), Nothing: ()}
"""What each kind of clause reads."""


class Groups(ABC):
    """Choices that the same groups of jobs answer."""

    def __init__(self) -> None:
        self.asked: dict[tuple[str, str], Clause] = {}

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """Of SearchDocument: what is read of each job."""

    @abstractmethod
    def select(self, found: CTE, condition: Condition) -> Select[*tuple[Any, ...]]:
        """Counts groups of what was found: rows of a text and a number."""

    @abstractmethod
    def answer(self, rows: Rows, met: Met) -> Answers:
        """How many jobs each choice has, from the rows of `select`."""


class ByToken(Groups):
    """Choices of one token each, or of several of which a job has one."""

    @property
    def columns(self) -> tuple[str, ...]:
        return ("facts",)

    def select(self, found: CTE, condition: Condition) -> Select[*tuple[Any, ...]]:
        held = select(func.unnest(found.c.facts).label("token")).subquery()
        return select(held.c.token, func.count()).group_by(held.c.token)

    def answer(self, rows: Rows, met: Met) -> Answers:
        jobs = dict(rows)
        return {choice: sum(jobs.get(token, 0) for token in clause.tokens)
                for choice, clause in self.asked.items() if isinstance(clause, AnyOf)}


class ByTokenBeside(Groups):
    """Choices of one token each beside the same others, those chosen already."""

    OTHERS = ""
    """What a job counts as that has one of the others: for each choice."""

    def __init__(self, others: frozenset[str]) -> None:
        super().__init__()
        self.others = others

    @property
    def columns(self) -> tuple[str, ...]:
        return ("facts",)

    def select(self, found: CTE, condition: Condition) -> Select[*tuple[Any, ...]]:
        has_others = found.c.facts.op("&&", is_comparison=True)(literal(sorted(self.others), TEXTS))
        counted = case((has_others, literal([self.OTHERS], TEXTS)), else_=found.c.facts)
        held = select(func.unnest(counted).label("token")).subquery()
        return select(held.c.token, func.count()).group_by(held.c.token)

    def answer(self, rows: Rows, met: Met) -> Answers:
        jobs = dict(rows)
        return {choice: jobs.get(self.OTHERS, 0) + sum(jobs.get(token, 0) for token in clause.tokens
                                                       if token not in self.others)
                for choice, clause in self.asked.items() if isinstance(clause, AnyOf)}


class ByPlace(Groups):
    """Choices of where one works: jobs have few different sets of such tokens."""

    @property
    def columns(self) -> tuple[str, ...]:
        return ("places",)

    def select(self, found: CTE, condition: Condition) -> Select[*tuple[Any, ...]]:
        return select(found.c.places, func.count()).group_by(found.c.places)

    def answer(self, rows: Rows, met: Met) -> Answers:
        sets = [(frozenset(text.split(BETWEEN)), jobs) for text, jobs in rows]
        return {choice: sum(jobs for tokens, jobs in sets if not tokens.isdisjoint(clause.tokens))
                for choice, clause in self.asked.items() if isinstance(clause, AnyOf)}


class ByRequirement(Groups):
    """Choices of credentials."""

    @property
    def columns(self) -> tuple[str, ...]:
        return ("requirement",)

    def select(self, found: CTE, condition: Condition) -> Select[*tuple[Any, ...]]:
        return select(found.c.requirement, func.count()).group_by(found.c.requirement)

    def answer(self, rows: Rows, met: Met) -> Answers:
        asked = dict(rows)
        return {choice: sum(asked.get(one, 0) for one in met(clause)) for choice, clause in self.asked.items()
                if isinstance(clause, Holds)}


class ByCondition(Groups):
    """All other choices."""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for kind in {type(clause) for clause in self.asked.values()} for name in _COLUMNS[kind])

    def select(self, found: CTE, condition: Condition) -> Select[*tuple[Any, ...]]:
        counted = [func.count().filter(condition(clause)) for clause in self.asked.values()]
        return select(cast(func.json_build_array(*counted), Text), literal(0)).select_from(found)

    def answer(self, rows: Rows, met: Met) -> Answers:
        [(counted, _)] = rows
        return dict(zip(self.asked, loads(counted), strict=True))


def by_dimension_left_out(facets: Mapping[str, Choices], asked: Iterable[str]) -> Iterator[
        tuple[str | None, list[Groups]]]:
    """What is counted among the same jobs, with the dimension that these needn't meet; None, always the first: they
    meet all."""
    dimensions = set(asked)
    found: dict[str | None, dict[object, Groups]] = {None: {}}
    for facet, choices in facets.items():
        left_out = choices.dimension if choices.dimension in dimensions else None
        among, chosen = found.setdefault(left_out, {}), _chosen(choices)
        for name, clause in choices.clauses.items():
            groups = _groups_of(clause, chosen)
            key = (type(groups), chosen if isinstance(groups, ByTokenBeside) else None)
            among.setdefault(key, groups).asked[facet, name] = clause
    for left_out, several in found.items():
        yield left_out, list(several.values())


def _chosen(choices: Choices) -> frozenset[str]:
    """The tokens that all choices of several have: what was chosen already."""
    several = [frozenset(clause.tokens) for clause in choices.clauses.values()
               if isinstance(clause, AnyOf) and len(clause.tokens) > 1]
    return frozenset.intersection(*several) if several else frozenset()


def _groups_of(clause: Clause, chosen: frozenset[str]) -> Groups:
    match clause:
        case Holds():
            return ByRequirement()
        case AnyOf(tokens) if all(token.startswith(PLACES) for token in tokens):
            return ByPlace()
        case AnyOf(tokens) if any(token.startswith(UNCOUNTED) for token in tokens):
            return ByCondition()
        case AnyOf(tokens) if len(tokens) == 1 or all(token.startswith(EXCLUSIVE) for token in tokens):
            return ByToken()
        case AnyOf(tokens) if chosen and len(set(tokens) - chosen) == 1:
            return ByTokenBeside(chosen)
        case _:
            return ByCondition()
