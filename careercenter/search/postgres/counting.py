"""The counts beside a search: the database counts a few groups, and the choices are answered from them.

Choices of one token each are counted by token; those of several by the sets of such tokens that jobs have;
credentials by requirement, of which there are few beside the jobs; all others by a condition of their own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from json import loads
from typing import Any

from sqlalchemy import ColumnElement, Select, TableValuedAlias, Text, any_, cast, func, join, literal, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.sql.selectable import CTE

from careercenter.search.clauses import AnyOf, Clause, Holds
from careercenter.search.index import Choices
from careercenter.search.postgres.conditions import Met
from careercenter.search.postgres.tables import TEXTS

BETWEEN = "\x1f"
"""Between the tokens of a set."""

Counts = dict[str, int]
Rows = Iterable[tuple[str, int]]
"""What was counted, and how many jobs."""

Condition = Callable[[Clause], ColumnElement[bool]]


class Counting:
    """One facet's choices among jobs that were found."""

    def __init__(self, choices: Choices) -> None:
        self.clauses = choices.clauses
        clauses = list(choices.clauses.values())
        self.tokens = [one.tokens for one in clauses if isinstance(one, AnyOf)]
        if any(isinstance(one, Holds) for one in clauses):
            self.kind = "requirements"
        elif len(self.tokens) < len(clauses):
            self.kind = "conditions"
        else:
            self.kind = "tokens" if all(len(one) == 1 for one in self.tokens) else "sets"

    def select(self, found: CTE, condition: Condition) -> Select[*tuple[Any, ...]]:
        """Counts groups of what was found: rows of a text and a number."""
        match self.kind:
            case "requirements":
                return select(found.c.requirement, func.count()).group_by(found.c.requirement)
            case "conditions":
                counted = [func.count().filter(condition(one)) for one in self.clauses.values()]
                return select(cast(func.json_build_array(*counted), Text), literal(0)).select_from(found)
            case "tokens":
                held = unnested(found.c.tokens)
                return select(held.c.token, func.count()).select_from(join(found, held, true())).where(
                    held.c.token == any_(self._relevant())).group_by(held.c.token)
            case _:
                held = unnested(found.c.tokens)
                token = held.c.token
                among = select(func.string_agg(token, aggregate_order_by(literal(BETWEEN), token))).select_from(
                    held).where(token == any_(self._relevant())).scalar_subquery()
                sets = select(among.label("tokens")).select_from(found).subquery()
                return select(sets.c.tokens, func.count()).group_by(sets.c.tokens)

    def counts(self, rows: Rows, met: Met) -> Counts:
        """How many jobs each choice has, from the rows of `select`."""
        match self.kind:
            case "requirements":
                asked = dict(rows)
                return {name: sum(asked.get(one, 0) for one in met(clause)) for name, clause in self.clauses.items()
                        if isinstance(clause, Holds)}
            case "conditions":
                [(counted, _)] = rows
                return dict(zip(self.clauses, loads(counted), strict=True))
            case "tokens":
                jobs = dict(rows)
                return {name: jobs.get(tokens[0], 0) for name, tokens in zip(self.clauses, self.tokens, strict=True)}
            case _:
                sets = [(frozenset(text.split(BETWEEN)), jobs) for text, jobs in rows if text]
                return {name: sum(jobs for tokens, jobs in sets if not tokens.isdisjoint(chosen))
                        for name, chosen in zip(self.clauses, self.tokens, strict=True)}

    def _relevant(self) -> ColumnElement[Any]:
        return literal(sorted({token for tokens in self.tokens for token in tokens}), TEXTS)


def unnested(tokens: Any) -> TableValuedAlias:
    """Each token of a row, as a table with the column `token`."""
    return func.unnest(tokens).table_valued("token").render_derived()


def by_dimension_left_out(facets: Mapping[str, Choices], asked: Iterable[str]) -> Iterator[
        tuple[str | None, dict[str, Counting]]]:
    """The facets that are counted among the same jobs, with the dimension that these needn't meet; None: they meet
    all. Always begins with None."""
    dimensions = set(asked)
    groups: dict[str | None, dict[str, Counting]] = {None: {}}
    for facet, choices in facets.items():
        left_out = choices.dimension if choices.dimension in dimensions else None
        groups.setdefault(left_out, {})[facet] = Counting(choices)
    yield from groups.items()
