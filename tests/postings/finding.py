"""What tests of finding jobs share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from careercenter.core import db
from careercenter.postings.models import JobPosting
from careercenter.postings.requirement import Group, Requirement

Job = Callable[..., JobPosting]


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The selects that the database was asked inside."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def asks(*groups: str, **more: Any) -> dict[str, Any]:
    """A requirement: each group is codes with spaces, or `any`."""
    return Requirement(tuple(Group(any_credential=True) if group == "any" else Group(tuple(group.split()))
                             for group in groups), **more).as_json()
