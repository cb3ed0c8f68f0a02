"""What identifies a person, found in notes: those that the finder was mended by, and those held out from it."""

from collections import Counter
from collections.abc import Iterator

from flask import Flask

from tests.deidentification.reading import Count, count, read_notes

FILES = ("notes", "development", "held_out")


def run(app: Flask) -> Iterator[str]:
    """Recall by kind, and how much is found that identifies nobody."""
    for name in FILES:
        told = count(read_notes(f"{name}.txt"))
        yield (f"{name}: {len(told.identifiers) - len(told.missed)} of {len(told.identifiers)} found "
               f"({told.recall:.3f}); {len(told.wrong)} false alarms in {told.words:,} words "
               f"({told.wrong_in_a_thousand_words:.1f} in 1,000; precision {told.precision:.3f})")
        yield f"  {_by_kind(told)}"


def _by_kind(told: Count) -> str:
    missed = Counter(one.kind for one in told.missed)
    return ", ".join(f"{kind} {marked - missed[kind]}/{marked}"
                     for kind, marked in Counter(one.kind for one in told.identifiers).most_common())
