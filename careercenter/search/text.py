"""Text as terms: the same for what a job says and for what somebody types.

A term is a word's stem, or one name for all that the field calls a thing: `ED`, `ER` and `emergency room` are
the term `emergency_department`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from unicodedata import normalize

import Stemmer

from careercenter.credentials.catalogue import catalogue

LONGEST_TERM = 40
MOST_STEMS = 1 << 17

_WORD = re.compile(r"[a-z0-9]+")
_ASCII_WORDS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_STEMMER = Stemmer.Stemmer("english", 0)  # its own cache is for one thread
_STOPWORDS = frozenset((
    "a", "an", "and", "any", "are", "as", "at", "be", "by", "for", "from", "i", "in", "is", "it", "job", "jobs", "me",
    "medical", "my", "of", "on", "or", "our", "over", "position", "positions", "role", "roles", "show", "that", "the",
    "their", "to", "us", "want", "we", "with", "work", "working", "you", "your"))


def words_of(text: str) -> list[str]:
    """Its words in order, lower case, without accents or signs."""
    if text.isascii():
        return text.translate(_ASCII_WORDS).split()  # as below, in a third of the time
    plain = normalize("NFKD", text.lower())
    return _WORD.findall("".join(one for one in plain if not 0x300 <= ord(one) < 0x370))


def query_terms(text: str) -> list[str]:
    """The terms that a job must say, in order, each once; words that say nothing are left out."""
    return list(dict.fromkeys(
        name or stem(word) for word, name in _with_phrases(words_of(text)) if name or word not in _STOPWORDS))


def document_terms(text: str) -> set[str]:
    """The terms that a job says. A phrase that has a name says its own words too, and those of the name."""
    words = words_of(text)
    starts = phrase_starts()
    said = set(map(stem, set(words)))
    # Written out, not by `_phrase_at` alone: this runs for every word of every job.
    for position, found in enumerate(map(starts.get, words)):
        if found is not None:
            name, longer = found
            if longer and position + 1 < len(words) and words[position + 1] in longer:
                name, _ = _phrase_at(words, position)
            if name and name not in said:
                said.add(name)
                said.update(_said_by(name))
    return said


def _with_phrases(words: list[str]) -> Iterator[tuple[str, str | None]]:
    """Each word, or the first of a phrase with the phrase's name; the longest phrases win."""
    starts, position = phrase_starts(), 0
    while position < len(words):
        name, length = _phrase_at(words, position) if words[position] in starts else (None, 1)
        yield words[position], name
        position += length


def _phrase_at(words: list[str], position: int) -> tuple[str | None, int]:
    """The name of the longest phrase that starts here, and its length in words; None and 1 without one."""
    alone, longer = phrase_starts()[words[position]]
    if longer and position + 1 < len(words) and words[position + 1] in longer:
        names = phrases()
        for length in range(min(longer[words[position + 1]], len(words) - position), 1, -1):
            if name := names.get(" ".join(words[position:position + length])):
                return name, length
    return alone, 1


class _Stems(dict[str, str]):
    """Stems of words met before; forgotten when they are too many."""

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST_STEMS:
            self.clear()
        found = word[:LONGEST_TERM] if word[0].isdigit() or len(word) > LONGEST_TERM else _STEMMER.stemWord(word)
        self[word] = found
        return found


stem = _Stems().__getitem__
"""`coders`, `coder` -> `coder`; numbers and long words as they are."""


@lru_cache(maxsize=1)
def phrases() -> dict[str, str]:
    """Every way to say a thing -> its name: `emergency room` -> `emergency_department`."""
    found: dict[str, str] = {}
    for line in (Path(__file__).parent / "synonyms.txt").read_text(encoding="utf-8").splitlines():
        name, _, others = line.partition("=")
        if others and not line.startswith("#"):
            said = [" ".join(words_of(phrase)) for phrase in (name, *others.split(","))]
            found.update(dict.fromkeys(said, said[0].replace(" ", "_")))
    for code in catalogue():
        said = " ".join(words_of(code))
        if " " in said:  # CCS-P is no CCS that says P
            found[said] = said.replace(" ", "_")
    return found


@lru_cache(maxsize=1)
def phrase_starts() -> dict[str, tuple[str | None, dict[str, int]]]:
    """First words of phrases: the name of the word alone, and by the second word the longest phrase, in words."""
    starts: dict[str, tuple[str | None, dict[str, int]]] = {}
    for phrase in phrases():
        first, *others = phrase.split()
        _, longer = starts.setdefault(first, (phrases().get(first), {}))
        if others:
            longer[others[0]] = max(longer.get(others[0], 0), len(others) + 1)
    return starts


@lru_cache(maxsize=1 << 12)
def _said_by(name: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in name.split("_"))
