"""Which pay transparency laws a posting falls under, and what they want to see in it.

The laws are rows of pay_transparency.csv beside this file, each with the source that it was taken from and
how far that was checked. No legal advice: what is unclear is taken as applying, so that a posting shows
rather too much than too little.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from careercenter.core import today
from careercenter.places import state_name
from careercenter.postings.models import PostingContent
from careercenter.terms import EmployerSize, WorkMode

NEEDS = {"pay": "the pay range", "benefits": "the benefits", "deadline": "the application deadline"}

_WORDS = {"pay": ("pay",), "benefits": ("benefits",), "deadline": ("deadline",)}

_NEW_YORK_CITY = {"new york", "new york city", "manhattan", "brooklyn", "bronx", "queens", "staten island"}
_NEW_YORK_ZIPS = ("100", "101", "102", "103", "104", "111", "112", "113", "114", "116")


@dataclass(frozen=True, slots=True)
class Law:
    """One jurisdiction's law."""

    state: str  # USPS abbreviation
    city: str  # empty for a whole state
    needs: frozenset[str]  # keys of NEEDS; empty: nothing in the posting itself
    employees_at_least: int
    effective_on: date
    source: str
    checked: str

    @property
    def place(self) -> str:
        return f"{self.city}, {self.state}" if self.city else state_name(self.state)

    def covers(self, size: EmployerSize | None) -> bool:
        """Whether it may bind an employer of this size; an unknown size counts as large."""
        return size is None or size.at_most is None or size.at_most >= self.employees_at_least


@dataclass(frozen=True, slots=True)
class Applying:
    """A law that applies to a posting, and why."""

    law: Law
    because: str

    @property
    def text(self) -> str:
        """One sentence: "Colorado’s law wants the pay range … in the posting since 2021: …" """
        needs = [words for key, words in NEEDS.items() if key in self.law.needs]
        listed = needs[0] if len(needs) == 1 else f"{', '.join(needs[:-1])} and {needs[-1]}"
        return (f"{self.law.place}’s law wants {listed} in the posting since {self.law.effective_on.year}: "
                f"{self.because}.")


@lru_cache(maxsize=1)
def laws() -> tuple[Law, ...]:
    """All laws of the file."""
    with (Path(__file__).parent / "pay_transparency.csv").open(newline="", encoding="utf-8") as file:
        return tuple(_law(row) for row in csv.DictReader(file))


def _law(row: dict[str, str]) -> Law:
    city, _, state = row["jurisdiction"].rpartition(" ")
    shown = row["posting_must_show"]
    needs = {key for key, words in _WORDS.items() if any(word in shown for word in words)}
    if "not in the posting" in shown:
        needs = set()
    elif not needs:
        raise ValueError(f"What {row['jurisdiction']} wants isn't understood: {shown}")
    return Law(state, city, frozenset(needs), int(row["employees_at_least"]),
               date.fromisoformat(row["effective"]), row["source"], row["checked"])


def list_applying(posting: PostingContent, size: EmployerSize | None, *, on: date | None = None) -> list[Applying]:
    """The laws that want something in this posting on a day (today), with the reason."""
    day = on or today()
    return [Applying(law, because) for law in laws()
            if law.needs and law.effective_on <= day and law.covers(size)
            and (because := _why(law, posting))]


def needed(applying: Iterable[Applying]) -> set[str]:
    """What these laws want together: keys of NEEDS."""
    return {need for one in applying for need in one.law.needs}


def _why(law: Law, posting: PostingContent) -> str:
    if not posting.is_in_us:
        return ""
    if law.city:
        return f"the job is in {law.city}" if _is_in_city(posting, law) else ""
    if posting.region == law.state:
        where = state_name(law.state)
        only_reports = WorkMode.REMOTE in posting.work_modes and len(posting.work_modes) == 1
        return f"the job reports to a place in {where}" if only_reports else f"the work is in {where}"
    if posting.is_remote and (posting.remote_anywhere_us or law.state in posting.remote_states):
        return "the job can be done from there"
    return ""


def _is_in_city(posting: PostingContent, law: Law) -> bool:
    if posting.region != law.state:
        return False
    city = " ".join(posting.city.split()).casefold()
    if law.city == "New York City":
        return city in _NEW_YORK_CITY or posting.zip.startswith(_NEW_YORK_ZIPS)
    return city == law.city.casefold()
