"""What ranges of CPT numbers are roughly about, in our own words: CPT's descriptors are the AMA's."""

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from careercenter.codes.spelling import lies_within


class Procedures(NamedTuple):
    """A range of numbers, and how people call what is in it."""

    first: str
    last: str
    words: str
    also: tuple[str, ...]


@cache
def list_all() -> tuple[Procedures, ...]:
    """Every range that we have words for."""
    with (files("careercenter.codes.lookup") / "procedures.csv").open(encoding="utf-8") as file:
        return tuple(Procedures(row["first"], row["last"], row["words"], tuple(row["also"].split(";")))
                     for row in csv.DictReader(file))


def words_around(number: str) -> str:
    """The words for the narrowest range in which a number lies; empty if there are none."""
    around = [one for one in list_all() if lies_within(number, one.first, one.last)]
    return min(around, key=lambda one: int(one.last[:4]) - int(one.first[:4])).words if around else ""
