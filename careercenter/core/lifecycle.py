"""Lifecycles: a table of (state, action) -> state is the only way from one state to the next."""

from enum import StrEnum
from typing import Any, Generic, TypeVar

from careercenter.core.audit import Actor, record
from careercenter.core.refusals import NotPossible
from careercenter.core.transactions import lock

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class Lifecycle(Generic[S, A]):
    """The states of one kind of thing, which keeps its own in a column `state`."""

    def __init__(self, thing: str, table: dict[tuple[S, A], S]) -> None:
        self.thing = thing
        self.table = table

    def can(self, row: Any, action: A) -> bool:
        """Whether the row's state allows the action, as far as is known without a lock."""
        return (row.state, action) in self.table

    def actions(self, row: Any) -> list[A]:
        """What can be done with the row in its state."""
        return [action for state, action in self.table if state == row.state]

    def advance(self, row: Any, action: A, *, by: Actor | None, reason: str | None = None,
                **details: Any) -> S:
        """Lock the row, move it to its next state and audit that; in the caller's transaction.

        Pending changes of the row are flushed first and kept. Returns the new state.

        Raises:
            NotPossible: the row's state, read afresh, doesn't allow the action. Of two who try at the
                same time, the second gets this.
        """
        from_state = _locked_state(row)
        to_state = self.table.get((from_state, action))
        if to_state is None:
            raise NotPossible(
                f"This {self.thing} is {str(from_state).replace('_', ' ')}: "
                f"it can't be changed that way now. Reload the page to see where it stands.")
        row.state = to_state
        record(str(action), row, by=by, reason=reason,
               from_state=str(from_state), to_state=str(to_state), **details)
        return to_state


def _locked_state(row: Any) -> Any:
    lock(row)
    return row.state
