"""The lists of names, and of words that are none, one a line in `data/`."""

from importlib.resources import files


def _read(name: str) -> frozenset[str]:
    path = files("careercenter.deidentification") / "data" / f"{name}.txt"
    return frozenset(path.read_text(encoding="utf-8").splitlines())


GIVEN = _read("given-names")
FAMILY = _read("family-names")
WORDS = _read("names-that-are-words")
"""Names that are ordinary words, places or eponyms too."""

NEVER = _read("never-names")
"""Words of notes that end a name, whatever stands before them."""

EPONYMS = _read("eponyms")
"""Diseases, signs and firms that read like a given and a family name."""
