"""The nearest known word to one that no code says."""

from functools import lru_cache
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from careercenter.codes.lookup.snapshot import Snapshot
from careercenter.codes.lookup.synonyms import synonyms

LEAST_LETTERS = 4


class Speller:
    """Corrects against the words of an index and of the synonyms."""

    def __init__(self, index: Snapshot) -> None:
        counts = {word: count for word, count in index.known_words.items() if len(word) >= LEAST_LETTERS}
        for phrase in synonyms():
            for word in phrase:
                if len(word) >= LEAST_LETTERS:
                    counts.setdefault(word, 20)
        self._counts = counts
        self._by_length: dict[int, list[str]] = {}
        for word in counts:
            self._by_length.setdefault(len(word), []).append(word)
        self.correct = lru_cache(maxsize=4096)(self._correct)

    def _correct(self, word: str) -> str | None:
        """The nearest word; of two as near the one that only doubles a letter, then the more frequent. None if none
        is near. One finished by nobody is finished: `thoracosc` is `thoracoscopic`."""
        if len(word) < LEAST_LETTERS or not word.isalpha():
            return None
        allowed = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
        near = [known for length in range(len(word) - allowed, len(word) + allowed + 1)
                for known in process.extract(word, self._by_length.get(length, ()), limit=8,
                                             scorer=DamerauLevenshtein.distance, score_cutoff=allowed)]
        if near:
            return min(near, key=lambda one: (one[1] + (one[0][0] != word[0]), _once(one[0]) != _once(word),
                                              -self._counts[one[0]]))[0]
        begun = [known for known in self._counts if known.startswith(word)] if len(word) > 4 else []
        return max(begun, key=lambda one: self._counts[one], default=None)


def _once(word: str) -> str:
    """A word without doubled letters: concusion and concussion are said alike."""
    return "".join(letter for letter, _ in groupby(word))
