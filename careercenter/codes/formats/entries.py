"""What every reader of a code system yields, whatever its file looks like."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

from careercenter.codes.models import CodeKind, CodeSystem, Note


class UnreadableFile(Exception):
    """A file isn't what it was said to be; the message says what was expected, and where it isn't so."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a release says about one code. Entries come in tree order: a parent before its children."""

    system: CodeSystem
    key: str
    code: str
    long: str
    short: str = ""
    parent: str | None = None  # its key, in the same system
    kind: CodeKind = CodeKind.CODE
    is_billable: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    notes: tuple[Note, ...] = ()
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """The same for two releases that say the same; since when is left out, as many sources don't tell it."""
        said = (self.long, self.short, self.parent, self.is_billable, self.valid_to, self.notes,
                sorted(self.attributes.items()))
        return blake2b(repr(said).encode(), digest_size=8).hexdigest()
