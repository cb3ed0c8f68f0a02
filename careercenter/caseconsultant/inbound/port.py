"""What the ways by which mail comes in have in common.

Each hands every mail to `take` as it came, and acknowledges it after that returned and never before: what isn't
acknowledged comes again, and what comes again is stored once.
"""

from collections.abc import Collection
from typing import Protocol


class Take(Protocol):
    """Stores a mail, as careercenter.caseconsultant.intake does."""

    def __call__(self, raw: bytes, *, via: str, envelope_from: str | None = None,
                 recipients: Collection[str] = ()) -> bool:
        """Whether the mail is a new one. Raises reading.letter.Unreadable: it never can be taken."""
        ...


class Inbound(Protocol):
    """A way by which mail comes in."""

    name: str  # as `via` has it
    take: Take
