"""What the look-up knows of one code, whatever system it is from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entry:
    """A code, a heading or a range, as the index is built from it.

    `parent` is the position of the entry above it in the same list; every parent stands before its children.
    """

    system: str  # a CodeSystem's value: "icd10cm", "hcpcs", ...
    code: str  # in its official form: "E11.40"
    title: str
    parent: int | None = None
    short: str = ""  # another official form of the title
    terms: tuple[str, ...] = ()  # inclusion terms, our own words: further names of the same thing
    billable: bool = True
    heading: bool = False  # a chapter, a block or a range: no code at all
    gone: bool = False  # a release removed it
    begins: date | None = None  # the first day on which it may be reported; None: before all that we know
    ends: date | None = None  # the last one
    said: tuple[str, ...] = ()  # how people call it: by that it is found, but nobody is told it as its name

    @property
    def key(self) -> str:
        """The code as it is looked up: without signs, in capitals."""
        return key_of(self.code)


def key_of(code: str) -> str:
    """`e11.40` -> `E1140`; a range keeps its hyphen."""
    return "".join(one for one in code.upper().replace("–", "-") if one.isalnum() or one == "-")
