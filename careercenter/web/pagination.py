"""Pages of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request
from sqlalchemy import Select, func, select

from careercenter.core import db

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `number` counts from 1."""

    items: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))


def page_number() -> int:
    """The page that the address asks for (`?page=2`); 1 if it says nothing sensible."""
    return min(max(1, request.args.get("page", 1, type=int)), 10_000)


def page_url(number: int) -> str:
    """The address of another page of the same list, with everything else that the address asks for."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return "?" + urlencode([*asked, ("page", number)])


def paginate(statement: Select[*tuple[Any, ...]], *, number: int, size: int = 20) -> Page[Any]:
    """Run a select for one page of it: rows of a single entity, or tuples where it names several."""
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    result = db.session.execute(statement.limit(size).offset((number - 1) * size))
    rows = result.scalars().all() if len(statement.column_descriptions) == 1 else result.all()
    return Page(rows, number, size, total)
