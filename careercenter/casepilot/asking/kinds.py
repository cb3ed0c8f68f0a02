"""What kind of question somebody asks: one that may be answered, or one of those that are refused.

A linear model (multinomial logistic regression): a question's words and the concepts that they mean (`concepts.txt`)
each speak for a kind or against it, by the weights in `weights.csv`, which `flask casepilot learn` makes of
`examples.txt`.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import exp

from careercenter.codes.lookup.synonyms import synonyms
from careercenter.codes.lookup.words import STOPWORDS, plain, stem
from careercenter.terms.vocabulary import Term

HERE = files("careercenter.casepilot.asking")


class Kind(Term):
    """What a question asks for."""

    CODING = "coding", "Coding"
    LAW = "law", "What the law says of false claims"
    FRAUD = "fraud", "Help with a false claim"
    ADVICE = "advice", "Medical advice"
    DESCRIPTOR = "descriptor", "CPT's own words"
    UNKNOWABLE = "unknowable", "What no source here can say"
    OTHER = "other", "Another subject"
    ORDERS = "orders", "Orders to the assistant"
    PERSON = "person", "Records of people"


_CODES = tuple((re.compile(said), f" {ours} ") for said, ours in (
    (r"\bicd[- ]?10[- ]?pcs\b", "pcs"), (r"\bicd[- ]?(?:10)?(?:[- ]?cm)?\b(?![- ]?(?:9|11))", "#icd"),
    (r"\b(?:i{1,3}|iv)\.[a-z](?:\.\d{1,2}(?:\.[a-z](?:\.\d{1,2})?)?)?\b", "#section"),
    (r"\b[a-ce-v]\d{4}\b", "#hcpcs"), (r"\b\d{4}[\dftu]\b", "#cpt"), (r"\bd\d{4}\b", "#cdt"),
    (r"\b[a-z]\d[a-z\d](?:\.[a-z\d]{1,4}|[a-z\d]{2,4})?\b", "#dx"), (r"\d+", "#n")))
_EVERYDAY = frozenset(map(stem, (
    "without", "not", "no", "high", "low", "history", "visit", "first", "second", "use", "test", "care", "pay", "most",
    "open", "left", "right", "free", "medical", "new", "name", "form", "place", "type", "level", "report", "check",
    "child", "home", "work", "school", "time", "all", "two", "who", "how", "what", "change")))
_TOKEN = re.compile(r"#[a-z]+|[a-z]+")
_ANY = "(any)"
_MOST_CLINICAL = 3
LOUDNESS = 3.0  # of all features of a text together: a long question isn't surer of its kind than a short one


@lru_cache(maxsize=64)
def read_chances(text: str) -> Mapping[Kind, float]:
    """How likely a question is of each kind, 0 to 1; together 1."""
    found = features_of(text)
    sums = dict.fromkeys(Kind, 0.0)
    for feature in found:
        for kind, weight in weights().get(feature, {}).items():
            sums[kind] += weight * LOUDNESS / len(found) ** 0.5
    best = max(sums.values())
    parts = {kind: exp(value - best) for kind, value in sums.items()}
    return {kind: part / sum(parts.values()) for kind, part in parts.items()}


def features_of(text: str) -> frozenset[str]:
    """What counts of a text: how it begins, its words' stems, which follow each other, which concepts they mean, and
    how many of them coders have a word of their own for."""
    tokens = tokens_of(text)
    clinical = sum(token in _clinical() for token in tokens)
    return frozenset((_ANY, *(f"^{token}" for token in tokens[:1]), *tokens, *map(" ".join, pairwise(tokens)),
                      *_concepts_in(tokens), f"@clinical {min(clinical, _MOST_CLINICAL)}",
                      f"@clinical part {2 * clinical // max(1, len(tokens))}"))


def tokens_of(text: str) -> tuple[str, ...]:
    """The stems of a text in order, codes and numbers by what they look like."""
    said = plain(text.replace("’", "'"))
    for looks_like, ours in _CODES:
        said = looks_like.sub(ours, said)
    return tuple(one if one.startswith("#") else stem(one) for one in _TOKEN.findall(said))


def _concepts_in(tokens: Sequence[str]) -> Iterator[str]:
    known, longest = _concepts()
    for at in range(len(tokens)):
        for length in range(1, longest + 1):
            yield from known.get(tuple(tokens[at:at + length]), ())


@cache
def _concepts() -> tuple[dict[tuple[str, ...], tuple[str, ...]], int]:
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in (HERE / "concepts.txt").read_text(encoding="utf-8").splitlines():
        name, _, said = line.partition(" = ")
        for phrase in said.split(",") if not line.startswith("#") else ():
            key = tokens_of(phrase)
            found[key] = tuple(dict.fromkeys((*found.get(key, ()), f"@{name}")))
    return found, max(map(len, found))


@cache
def _clinical() -> frozenset[str]:
    """The stems of what coders have names for (`codes/lookup/synonyms.txt`)."""
    texts = (text for phrase, meanings in synonyms().items() for text in (*phrase, *(one.text for one in meanings)))
    return frozenset(token for text in texts for token in tokens_of(text)) - {
        token for word in STOPWORDS for token in tokens_of(word)} - _EVERYDAY


@cache
def weights() -> Mapping[str, Mapping[Kind, float]]:
    """What each feature says for a kind (above 0) or against it."""
    with (HERE / "weights.csv").open(encoding="utf-8") as file:
        return {row.pop("feature"): {Kind(kind): float(weight) for kind, weight in row.items() if weight}
                for row in csv.DictReader(file)}


def list_examples() -> list[tuple[str, Kind]]:
    """What people write, each with its kind."""
    found: list[tuple[str, Kind]] = []
    kind = Kind.CODING
    for line in (HERE / "examples.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and " " not in line:
            kind = Kind(line[1:-1])
        elif line and not line.startswith("#"):
            found.append((line, kind))
    return found
