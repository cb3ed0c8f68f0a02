"""Holding what a model writes to its sources: a sentence that they don't say isn't passed on.

The check is plain and strict: what it can't see in a source counts as not said. A sentence may be dropped that a
person would let stand; the answer without a model stands behind it.
"""

import re
from collections.abc import Sequence

from careercenter.casepilot.answers import Sentence
from careercenter.casepilot.asking.naming import find_codes
from careercenter.casepilot.library.orders import gives_orders
from careercenter.casepilot.model.sources import Source
from careercenter.casepilot.prose import bag, overlap, sentences_of
from careercenter.codes.lookup.words import words_of
from careercenter.codes.models import Standing

ENOUGH = 0.7  # of a sentence's words that its sources must say
_ADDS = 0.15  # of its words that a source must say to be one of it

_MARKS = re.compile(r"\s*((?:\[\d{1,2}(?:\s*,\s*\d{1,2})*\]\s*)+)([.!?]?)\s*$")
_MARK_THEN_MORE = re.compile(r"(?<=\])([.!?]?)\s+(?=[A-Z“\"(0-9])|\n+")
_NUMBERS = re.compile(r"[A-Za-z]*\d[\w.]*")
_NOT = frozenset(("not", "no", "never", "without", "neither", "nor", "none", "cannot", "cant", "isnt", "arent", "dont",
                  "doesnt", "wasnt", "wont", "shouldnt", "mustnt", "unless", "except", "excludes1", "excludes"))
_STRONG = frozenset(("must", "always", "never", "only", "required", "requires", "shall", "all", "every", "any"))


def split_written(text: str) -> tuple[list[str], str]:
    """The sentences of a text that is still being written, each with its marks, and what isn't finished."""
    found: list[str] = []
    done = 0
    for end in _MARK_THEN_MORE.finditer(text):
        if text[done:end.start()].strip():
            found.append((text[done:end.start()] + (end[1] or "")).strip())
        done = end.end()
    return found, text[done:]


def hold(written: str, sources: Sequence[Source]) -> Sentence | None:
    """A sentence with the sources that say it, or None if they don't."""
    marks = _MARKS.search(written)
    if not marks:
        return None
    said = (written[:marks.start()] + (marks[2] or "")).strip()
    numbers = [int(one) for one in re.findall(r"\d+", marks[1])]
    if not said or not all(1 <= number <= len(sources) for number in numbers) or re.search(r"\[\d+\]", said):
        return None
    said = said if said[-1] in ".!?”" else said + "."
    cited = [sources[number - 1] for number in dict.fromkeys(numbers)]
    if gives_orders(said) or not _is_said(said, cited) or not _has_good_codes(said):
        return None
    own = bag(said)
    adding = tuple(one.citation for one in cited if len(own & bag(one.whole)) >= _ADDS * len(own))
    return Sentence(said, adding) if adding else None


def _is_said(said: str, cited: Sequence[Source]) -> bool:
    whole = " ".join(one.whole for one in cited)
    there = {number.strip(".").upper() for number in _NUMBERS.findall(whole)}
    if any(number.strip(".").upper() not in there for number in _NUMBERS.findall(said)):
        return False
    if overlap(bag(said), bag(whole)) < ENOUGH:
        return False
    mine, theirs = _words(said), _words(whole)
    if (mine & _STRONG) - theirs:
        return False
    nearest = max((sentence for one in cited for sentence in sentences_of(one.says)),
                  key=lambda sentence: len(bag(said) & bag(sentence)), default="")
    return bool(mine & _NOT) == bool(_words(nearest) & _NOT) or (bool(mine & _NOT) and bool(theirs & _NOT))


def _has_good_codes(said: str) -> bool:
    """Whether every code exists and is in force."""
    named = find_codes(said)
    return not named.unknown and all(place.version.standing is Standing.IN_FORCE for place in named.places)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.text for word in words_of(text))
