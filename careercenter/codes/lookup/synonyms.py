"""How coders say it, as data: `synonyms.txt`."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from careercenter.codes.lookup.words import stem, words_of

FILE = Path(__file__).parent / "synonyms.txt"


class Meaning(NamedTuple):
    """One way in which code systems say a thing."""

    text: str
    worth: float  # 1 for the likeliest, less for what comes after it


Phrase = tuple[str, ...]  # words as written, or their stems


@lru_cache(maxsize=1)
def synonyms() -> dict[Phrase, tuple[Meaning, ...]]:
    """What each phrase means, by its words and by their stems; the words as written win."""
    found: dict[Phrase, tuple[Meaning, ...]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        said, _, meant = line.partition(" = ")
        if meant and not line.startswith("#"):
            meanings = tuple(Meaning(text.strip(), 0.9 ** place) for place, text in enumerate(meant.split("|")))
            for phrase in said.split(","):
                found[tuple(word.text for word in words_of(phrase))] = meanings
                found.setdefault(phrase_of(phrase), meanings)
    return found


@lru_cache(maxsize=1)
def longest_by_first() -> dict[str, int]:
    """The length of the longest phrase that begins with a stem."""
    longest: dict[str, int] = {}
    for first, *others in synonyms():
        longest[first] = max(longest.get(first, 0), len(others) + 1)
    return longest


def phrase_of(text: str) -> Phrase:
    """A phrase's stems, by which it is recognized in whatever form."""
    return tuple(stem(word.text) for word in words_of(text))
