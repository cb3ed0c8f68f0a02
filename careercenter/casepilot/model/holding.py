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
_NEAR = 0.8  # of what the likest statement shares with it: as like
_SAME = 0.3  # of its words that a statement shares which is about the same

_MARKS = re.compile(r"\s*((?:\[\d{1,2}(?:\s*,\s*\d{1,2})*\]\s*)+)([.!?]?)\s*$")
_MARK_THEN_MORE = re.compile(r"(?<=\])([.!?]?)\s+(?=[A-Z“\"(0-9])|\n+")
_NUMBERS = re.compile(r"[A-Za-z]*\d[\w.]*")
_NOT = frozenset(("not", "no", "never", "without", "neither", "nor", "none", "cannot", "cant", "isnt", "arent", "dont",
                  "doesnt", "wasnt", "wont", "shouldnt", "mustnt", "unless", "except", "excludes1", "excludes"))
_ORDER = frozenset(("first", "before", "after", "then", "into", "followed", "precedes", "secondary", "second"))
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
    if overlap(bag(said), bag(whole)) < ENOUGH or (_words(said) & _STRONG) - _words(whole):
        return False
    statements = [sentence for one in cited for sentence in sentences_of(one.says)]
    likeness = [len(bag(said) & bag(statement)) for statement in statements]
    near = [statement for statement, likes in zip(statements, likeness, strict=True)
            if likes and likes >= _NEAR * max(likeness)]
    return _has_its_numbers(said, cited, statements) and any(
        _denies_alike(said, statement) and _orders_alike(said, statement) for statement in near)


def _has_its_numbers(said: str, cited: Sequence[Source], statements: Sequence[str]) -> bool:
    """Whether each number and code stands in a statement about the same, or in the name of a source: it isn't borrowed
    from one about something else."""
    about = bag(_NUMBERS.sub(" ", said))
    named = {number for one in cited for number in _numbers(one.whole.removesuffix(one.says))}
    near = {number for statement in statements if overlap(about, bag(statement)) >= _SAME
            for number in _numbers(statement)}
    return _numbers(said) <= named | near


def _denies_alike(said: str, statement: str) -> bool:
    """Whether both deny something, and not each another thing."""
    if bool(_words(said) & _NOT) != bool(_words(statement) & _NOT):
        return False
    both = bag(said) & bag(statement)
    mine, its = _denied(said) & both, _denied(statement) & both
    return not (mine - its and its - mine)


def _denied(text: str) -> frozenset[str]:
    """The terms of the clauses that deny something."""
    words = words_of(text)
    clauses = {word.clause for word in words if word.text in _NOT}
    return bag(" ".join(word.text for word in words if word.clause in clauses))


def _orders_alike(said: str, statement: str) -> bool:
    """Whether codes that are put in an order stand in that of the statement."""
    if not _words(said) & _ORDER:
        return True
    mine, its = (list(map(_plain, _NUMBERS.findall(text))) for text in (said, statement))
    both = [one for one in dict.fromkeys(its) if one in mine]
    return both == [one for one in dict.fromkeys(mine) if one in its]


def _numbers(text: str) -> frozenset[str]:
    return frozenset(map(_plain, _NUMBERS.findall(text)))


def _plain(number: str) -> str:
    return number.strip(".").upper()


def _has_good_codes(said: str) -> bool:
    """Whether every code exists and is in force."""
    named = find_codes(said)
    return not named.unknown and all(place.version.standing is Standing.IN_FORCE for place in named.places)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.text for word in words_of(text))
