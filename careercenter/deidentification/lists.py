"""The lists of names, and of words that are none, one a line in `data/`."""

from importlib.resources import files


def _read(name: str) -> frozenset[str]:
    path = files("careercenter.deidentification") / "data" / f"{name}.txt"
    return frozenset(path.read_text(encoding="utf-8").splitlines())


GIVEN = _read("given-names")
FAMILY = _read("family-names")
ORDINARY = _read("words")
"""Words of the language and of medicine, and none that is a name: those that WordNet 3.0 writes small, as far as
SCOWL knows them and their forms, and those of the titles of ICD-10-CM and HCPCS."""

WORDS = _read("names-that-are-words")
"""Names that are ordinary words, places or eponyms too."""

NEVER = _read("never-names")
"""Words of notes that end a name, whatever stands before them."""

EPONYMS = _read("eponyms")
"""Diseases, signs and firms that read like a given and a family name."""

CITIES_ABROAD = _read("cities-abroad")
"""Large cities of other countries; those of the United States are in the gazetteer."""

GENERIC_PLACES = _read("generic-places")
"""What hospitals and schools are called by what they do or for whom, which names none of them."""
