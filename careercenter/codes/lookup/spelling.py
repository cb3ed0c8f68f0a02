"""The nearest known word to one that no code says."""

from bisect import bisect_left
from functools import lru_cache
from itertools import groupby

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from careercenter.codes.lookup.snapshot import Snapshot
from careercenter.codes.lookup.synonyms import synonyms

LEAST_LETTERS = 4
SHORT = 6  # letters: a word of fewer may be wrong in one place


class Speller:
    """Corrects against the words of an index and of the synonyms."""

    def __init__(self, index: Snapshot) -> None:
        counts = {word: count for word, count in index.known_words.items() if len(word) >= LEAST_LETTERS}
        for phrase in synonyms():
            for word in phrase:
                if len(word) >= LEAST_LETTERS:
                    counts.setdefault(word, 20)
        self._counts = counts
        self._sorted = sorted(counts)
        self._by_length: dict[int, list[str]] = {}
        for word in counts:
            self._by_length.setdefault(len(word), []).append(word)
        self.correct = lru_cache(maxsize=4096)(self._correct)

    def _correct(self, word: str) -> str | None:
        """The word that a long one, finished by nobody, begins (`thoracosc` is `thoracoscopic`), or the nearest; of
        two as near the one that only doubles a letter, then the more frequent. None if there is none."""
        if len(word) < LEAST_LETTERS or not word.isalpha() or word in self._counts:
            return None
        is_short = len(word) < SHORT
        if not is_short and (begun := self._begun_by(word)):
            return begun
        allowed = 1 if is_short else 2 if len(word) < 10 else 3
        near = [known for length in range(len(word) - allowed, len(word) + allowed + 1)
                for known in process.extract(word, self._by_length.get(length, ()), limit=8,
                                             scorer=DamerauLevenshtein.distance, score_cutoff=allowed)
                if not is_short or _is_slip(word, known[0])]
        if near:
            return min(near, key=lambda one: (one[1] + (one[0][0] != word[0]), _once(one[0]) != _once(word),
                                              -self._counts[one[0]]))[0]
        return self._begun_by(word) if len(word) > LEAST_LETTERS else None

    def _begun_by(self, word: str) -> str | None:
        """The most frequent word that begins with what was typed."""
        first, last = bisect_left(self._sorted, word), bisect_left(self._sorted, word + "~")
        return max(self._sorted[first:last], key=self._counts.__getitem__, default=None)


def _is_slip(word: str, known: str) -> bool:
    """Whether a short word may be a slip for another: most with another first letter, or with a letter more than it,
    are abbreviations or words that no code says (cigs isn't pigs, a bible no bile)."""
    return word[0] == known[0] and (len(known) >= len(word) or _once(word) == _once(known))


def _once(word: str) -> str:
    """A word without doubled letters: concusion and concussion are said alike."""
    return "".join(letter for letter, _ in groupby(word))
