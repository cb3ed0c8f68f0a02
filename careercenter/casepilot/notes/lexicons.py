"""Words of notes for which the code systems have others: what was or runs in the family, and ways to write."""

import csv
import re
from functools import cache
from importlib.resources import files


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (files("careercenter.casepilot.notes") / "data" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def _histories(whose: str) -> list[tuple[re.Pattern[str], str]]:
    rows = sorted((row for row in _rows("histories") if row["whose"] == whose), key=lambda row: -len(row["words"]))
    return [(re.compile(rf"(?<![\w-]){re.escape(row['words'])}(?![\w-])", re.I), row["code"].replace(".", ""))
            for row in rows]


def find_history(text: str, whose: str) -> str | None:
    """The key of the code for what somebody (“personal”) or her family (“family”) had; the longest words decide."""
    return next((key for words, key in _histories(whose) if words.search(text)), None)


@cache
def _wordings() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"(?<![\w-]){re.escape(row['said'])}(?![\w-])", re.I), row["meant"])
            for row in _rows("wordings")]


def as_the_codes_say(text: str) -> str:
    """A text in the words of ICD-10-CM: hypoxic respiratory failure as respiratory failure with hypoxia."""
    for said, meant in _wordings():
        text = said.sub(meant, text)
    return text


@cache
def parts_of_the_body() -> frozenset[str]:
    """Words for parts of the body. “And” between two of them in a title means “and/or” (guideline I.A.14)."""
    return frozenset(row["word"] for row in _rows("body"))
