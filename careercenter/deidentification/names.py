"""Names of people: by what announces them, by what stands beside them, and by lists of common names.

The lists are the US Census Bureau's of 1990 (public domain) with names from elsewhere that have become common since.
`names-that-are-words.txt` holds those that are ordinary words or eponyms too; one of them is a name only beside one
that isn't. A word that no list and no dictionary has is a name where something announces one.
"""

import re
from collections.abc import Iterator

from careercenter.deidentification import announcing
from careercenter.deidentification.announcing import BETWEEN, EPONYM
from careercenter.deidentification.kinds import Kind
from careercenter.deidentification.lists import EPONYMS, FAMILY, GIVEN, NEVER, ORDINARY, WORDS
from careercenter.deidentification.words import fold, is_ambiguous, is_listed, is_never, is_ordinary, is_strange

_Span = tuple[Kind, int, int]
_SHOUTED = 5  # letters of a word in capitals that may be a strange name and no abbreviation


def find(text: str) -> Iterator[_Span]:
    """Names, those first that a title or a label announces."""
    for shape in announcing.SURELY:
        for match in shape.finditer(text):
            yield from _announced_surely(text, match)
    yield from _in_small_letters(text)
    for shape in announcing.ANNOUNCED:
        for match in shape.finditer(text):
            yield from _announced(text, match)
    for shape in announcing.APART:
        for match in shape.finditer(text):
            if len(match["found"].split()) > 1:
                yield from _announced(text, match, whole=True)
    for shape in (*announcing.INITIALS, announcing.KIN_IS):
        for match in shape.finditer(text):
            if not is_never(match["found"].split()[0]):
                yield Kind.NAME, *match.span("found")
    for match in announcing.EMPLOYED.finditer(text):
        if match["named"] or not all(is_ordinary(word) for word in match["found"].split()):
            yield Kind.NAME, *match.span("named" if match["named"] else "found")
    yield from _pairs(text)
    yield from _alone(text)


def _announced_surely(text: str, match: re.Match[str]) -> Iterator[_Span]:
    """The words of a match up to the first that no name has."""
    group = "found" if match["found"] is not None else "named"
    kept: list[re.Match[str]] = []
    for word in _words(text, *match.span(group)):
        if is_never(word[0]) and not (kept and re.fullmatch(r"(?:Jr|Sr)\.?", word[0])):
            break
        kept.append(word)
    if kept:
        yield Kind.NAME, kept[0].start(), _end(kept[-1])


def _announced(text: str, match: re.Match[str], *, whole: bool = False) -> Iterator[_Span]:
    """The words of a match up to the first that is none of a name, if they are one; `whole`: if all of them are."""
    words = list(_words(text, *match.span("found")))
    kept: list[re.Match[str]] = []
    for word in words:
        if not _may_be_of_a_name(word[0]):
            break
        kept.append(word)
    while kept and BETWEEN.fullmatch(kept[-1][0]) and len(kept[-1][0]) > 2:
        kept.pop()
    if kept and (not whole or len(kept) == len(words)) and _are_a_name([word[0] for word in kept]) and \
            not EPONYM.match(text, _end(kept[-1])):
        yield Kind.NAME, kept[0].start(), _end(kept[-1])


def _words(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    return re.compile(r"[^\s,]+").finditer(text, start, end)


def _end(last: re.Match[str]) -> int:
    return last.end() - (last[0].endswith(".") and len(last[0]) > 2)


def _may_be_of_a_name(word: str) -> bool:
    if is_never(word):
        return False
    return bool(is_listed(word) or is_ambiguous(word) or BETWEEN.fullmatch(word) or _is_strange(word)
                or re.fullmatch(r"(?:Jr|Sr|II|III|IV)\.?|[\"“(]\w+[\"”)]", word))


def _is_strange(word: str) -> bool:
    """Strange, also among words that are all in capitals."""
    return is_strange(word.title() if word.isupper() and len(word) >= _SHOUTED else word)


def _are_a_name(words: list[str]) -> bool:
    """One of them a known name, or strange; or two that are words too: Hope Baker."""
    return (any(is_listed(word) or _is_strange(word) for word in words if not BETWEEN.fullmatch(word))
            or sum(fold(word) in WORDS for word in words) > 1)


def _in_small_letters(text: str) -> Iterator[_Span]:
    """Behind a title, as somebody types or a machine takes down: “dr ramaswamy”."""
    for match in announcing.LOWER_TITLED.finditer(text):
        words = match["found"].split(" ")
        if is_listed(words[0]) or not is_ordinary(words[0]):
            last = len(words) > 1 and (is_listed(words[1]) or not is_ordinary(words[1]))
            yield Kind.NAME, match.start("found"), match.end("found") if last else match.start("found") + len(words[0])
    for match in announcing.LOWER_PAIR.finditer(text):
        words = match[1].split(" ")
        if words[0] in GIVEN and f"{words[0]} {words[-1]}" not in EPONYMS and not EPONYM.match(text, match.end(1)) and (
                words[-1] in FAMILY or (words[-1] in WORDS and words[-1] not in ORDINARY)):
            yield Kind.NAME, *match.span(1)


def _pairs(text: str) -> Iterator[_Span]:
    """A given and a family name side by side, or the other way around with a comma."""
    for match in announcing.RUN.finditer(text):
        yield from _in_run(text, match)
    for match in announcing.INVERTED.finditer(text):
        first, last = fold(match["given"]), fold(match["family"])
        if (is_listed(last) and (first in GIVEN or first in WORDS)) or (
                first in GIVEN and (last in WORDS or is_strange(match["family"]))):
            yield Kind.NAME, *match.span()


def _in_run(text: str, run: re.Match[str]) -> Iterator[_Span]:
    """The names among words with capitals: “Assessment John Smith Diabetes” has one."""
    words = list(re.finditer(r"\S+", run[0]))
    at = 0
    while at < len(words) - 1:
        last = next((n for n in range(at + 1, min(at + 4, len(words))) if not BETWEEN.fullmatch(words[n][0])), None)
        if last is None:
            return
        end = last
        while end + 1 < len(words) and is_listed(words[end + 1][0]):  # Maria Garcia Lopez
            end += 1
        stop = run.start() + words[end].end()
        if _are_first_and_last(words[at][0], words[last][0]) and not EPONYM.match(text, stop):
            yield Kind.NAME, run.start() + words[at].start(), stop
            at = end
        at += 1


def _are_first_and_last(first: str, last: str) -> bool:
    """One of them at least is a known name, and the other no ordinary word."""
    given, family = fold(first), fold(last)
    if f"{given} {family}".replace("-", " ") in EPONYMS or given in NEVER or family in NEVER:
        return False
    known = is_listed(last)
    return (given in GIVEN and (known or family in WORDS or is_strange(last))) or (
        known and (given in WORDS or (is_strange(first) and not last.isupper())))


def _alone(text: str) -> Iterator[_Span]:
    """A given name of which the text tells what a person does: “Maria reports”, “spoke with Maria”."""
    for match in (*announcing.DOES.finditer(text), *announcing.MET.finditer(text)):
        if fold(match["found"]) in GIVEN and not EPONYM.match(text, match.end("found")):
            yield Kind.NAME, *match.span("found")
