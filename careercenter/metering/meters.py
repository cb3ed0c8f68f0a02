"""What is metered, as data. A room that serves a meter says so, and tells what its subjects are called.

    meters.serve(CODE_PAGES, name_codes)      # {"icd10cm:E11.40": Subject("E11.40 Type 2 ...", "/codes/...")}
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from careercenter.core import NotFound


@dataclass(frozen=True, slots=True)
class Meter:
    """One kind of thing that is opened once and counted once, with what everybody may open of it for nothing."""

    key: str
    label: str  # of its page in the account
    singular: str
    plural: str
    short: str  # of the singular, where the page says what it is
    unit: str  # shorter still
    guest: int  # how many a guest opens
    registration: int  # how many more come with a free account
    is_lifted: bool  # a membership opens as many as one needs
    is_sold: bool = False  # packs of it can be bought


CODE_PAGES = Meter("code_pages", "Code views", "code page view", "code page views", "page view",
                   "view", guest=1, registration=5, is_lifted=True)
CASEPILOT = Meter("casepilot", "CasePilot questions", "CasePilot question", "CasePilot questions",
                  "question", "question", guest=1, registration=5, is_lifted=True, is_sold=True)
CONSULTANT = Meter("consultant", "CaseConsultant questions", "CaseConsultant question", "CaseConsultant questions",
                   "question", "question", guest=0, registration=1, is_lifted=False,  # people answer these
                   is_sold=True)

METERS = (CODE_PAGES, CASEPILOT, CONSULTANT)
BY_KEY = {meter.key: meter for meter in METERS}


class Subject(NamedTuple):
    """What was opened, as people call it, and where it is."""

    name: str
    url: str | None = None


Namer = Callable[[Iterable[str]], dict[str, Subject]]

_namers: dict[str, Namer] = {}


def serve(meter: Meter, namer: Namer) -> None:
    """Say that the site has pages of this meter, and how its subjects are called. Twice replaces it."""
    _namers[meter.key] = namer


def list_served() -> list[Meter]:
    """The meters that the site has pages of."""
    return [meter for meter in METERS if meter.key in _namers]


def name_subjects(meter: Meter, subjects: Iterable[str]) -> dict[str, Subject]:
    """What each is called; one that nobody knows any more is called as it is stored."""
    subjects = list(subjects)
    named = _namers[meter.key](subjects) if meter.key in _namers else {}
    return {subject: named.get(subject) or Subject(subject) for subject in subjects}


def get_meter(key: str) -> Meter:
    """A meter by its key.

    Raises:
        NotFound: there is none.
    """
    if key not in BY_KEY:
        raise NotFound("Nothing of this name is metered.")
    return BY_KEY[key]
