"""What an index knows of one live job."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from json import dumps
from typing import Any

from careercenter.credentials.catalogue import catalogue
from careercenter.postings.models import HOURS_A_YEAR, WEEKS_A_YEAR
from careercenter.search.query import BY_PIECE
from careercenter.search.text import document_terms, words_of
from careercenter.terms import EmployerKind, EmploymentType, PayUnit, RoleFamily, Setting, WorkMode

HOURS_A_DAY = 8
WEIGHTS = {"title": 60, "about": 20, "employer": 20, "description": 6}
"""How much a term counts where it is said; together at most 255."""

MOST_EXPERIENCE = 10
"""Years: whoever asks for more asks for this much."""


@dataclass(frozen=True, slots=True)
class Document:
    """One live job. Tokens are facts to filter by: `mode:remote`, `setting:ed`, `at:remote:TX`."""

    posting_id: int
    employer_id: int
    is_featured: bool
    live_at: float  # seconds since 1970, UTC
    ends_at: float  # the first moment at which it is no longer live
    tokens: frozenset[str]
    terms: Mapping[str, int]  # how much each counts, 1 to 255
    requirement: str  # as JSON, in one spelling: equal requirements are equal texts
    yearly_pay: int | None  # US cents: the most in a year; estimated where it is paid by the chart
    piece_unit: str | None  # PayUnit, if it pays by the chart or RVU
    piece_pay: int | None  # US cents: the most for one
    latitude: float | None  # degrees
    longitude: float | None


def document_of(posting: Any, employer: Any) -> Document:
    """What a job and its employer say: rows of the models, or results with their columns."""
    yearly, piece = pay_of(posting)
    return Document(
        posting.id, posting.employer_id, posting.is_featured, _seconds(posting.live_at),
        _seconds(posting.valid_through), frozenset(_tokens(posting, employer, yearly)), _terms(posting, employer),
        dumps(posting.requirement or {}, sort_keys=True), yearly, posting.pay_unit if piece is not None else None,
        piece, posting.latitude, posting.longitude)


def pay_of(posting: Any) -> tuple[int | None, int | None]:
    """The most that a job pays in US cents: a year, and for one chart or RVU. By the chart, the year is an estimate
    from the productivity that the job asks for; None where it can't be told."""
    most = posting.pay_max if posting.pay_max is not None else posting.pay_min
    if most is None or posting.pay_unit is None or posting.pay_currency != "USD":
        return None, None
    if posting.pay_unit not in BY_PIECE:
        return most * _TIMES_A_YEAR[posting.pay_unit], None
    hourly = pieces_an_hour(posting.productivity) if posting.pay_unit == PayUnit.CHART else None
    return (round(most * hourly * HOURS_A_YEAR) if hourly else None), most


def pieces_an_hour(productivity: Iterable[Mapping[str, Any]]) -> float | None:
    """How many charts or encounters an hour a job asks for, the fewest if for several kinds; None if it doesn't
    say."""
    rates = [float(row["amount"]) / (HOURS_A_DAY if row.get("per") == "day" else 1)
             for row in productivity if row.get("amount")]
    return min(rates, default=None)


_TIMES_A_YEAR = {PayUnit.HOUR: HOURS_A_YEAR, PayUnit.WEEK: WEEKS_A_YEAR, PayUnit.YEAR: 1}
LOWEST_BAND, HIGHEST_BAND, BAND = 14, 60, 2
"""US dollars an hour: the bands of the pay strip; the first and the last are open."""


def _tokens(posting: Any, employer: Any, yearly: int | None) -> Iterator[str]:
    yield from (f"mode:{mode}" for mode in posting.work_modes)
    yield from _places(posting)
    yield from (f"setting:{one}" for one in posting.settings)
    yield from (f"specialty:{one.lower()}" for one in posting.specialties)
    yield from (f"type:{one}" for one in posting.employment_types)
    yield from (f"encoder:{one.lower()}" for one in posting.encoders)
    yield from (f"ehr:{one.lower()}" for one in posting.ehrs)
    if posting.role_family:
        yield f"role:{posting.role_family}"
    yield f"kind:{employer.kind}"
    if EmployerKind(employer.kind).is_direct:
        yield "direct:1"
    yield f"employer:{posting.employer_id}"
    yield from _credentials(posting.requirement or {}, posting.employment_types)
    yield from _pay(posting, yearly)
    years = _years_asked(posting)
    if years is not None:
        yield f"experience:{min(MOST_EXPERIENCE, -int(-years // 1))}"
    yield f"title:{' '.join(posting.title.lower().split())}"
    yield from (f"word:{word}" for word in words_of(f"{posting.title} {employer.name} {posting.city}")
                if not word.isdigit())


def _places(posting: Any) -> Iterator[str]:
    if posting.country != "US":
        return
    for mode in posting.work_modes:
        if mode != WorkMode.REMOTE:
            if posting.region:
                yield f"at:{mode}:{posting.region}"
        elif posting.remote_anywhere_us:
            yield f"at:{mode}:US"
        else:
            yield from (f"at:{mode}:{state}" for state in posting.remote_states)


def _credentials(requirement: Mapping[str, Any], types: Iterable[str]) -> Iterator[str]:
    asked = {code for group in requirement.get("all_of", ()) for code in group.get("any_of", ())}
    yield from (f"mentions:{code}" for code in asked.union(requirement.get("preferred", ())))
    named = catalogue()
    if (requirement.get("apprentices_welcome") or EmploymentType.APPRENTICESHIP in types
            or any(code in named and named[code].is_apprentice for code in asked)):
        yield "apprentices:1"


def _pay(posting: Any, yearly: int | None) -> Iterator[str]:
    if posting.pay_unit is None or (posting.pay_min is None and posting.pay_max is None):
        yield "pay:unstated"
        return
    yield "pay:stated"
    if posting.pay_unit in BY_PIECE:
        yield f"pay:{posting.pay_unit}"
        if yearly is None:
            yield f"apart:{posting.pay_unit}"
    if yearly is not None:
        yield f"band:{band_of(yearly)}"


def band_of(yearly: int) -> int:
    """The band of the pay strip in which a yearly pay (US cents) lies: its lower end in dollars an hour."""
    hourly = yearly / HOURS_A_YEAR / 100
    return max(LOWEST_BAND, min(HIGHEST_BAND, int(hourly // BAND * BAND)))


def _years_asked(posting: Any) -> float | None:
    """The most years that it asks for, overall or in one setting; None if it says nothing."""
    required = [float(row.get("years") or 0) for row in posting.experience_by_setting if row.get("is_required")]
    stated = [] if posting.experience_years is None else [float(posting.experience_years)]
    return max(stated + required, default=None)


def _terms(posting: Any, employer: Any) -> dict[str, int]:
    said = dict.fromkeys(document_terms(posting.description), WEIGHTS["description"])
    for where, terms in (("title", _terms_of_name(posting.title)), ("about", document_terms(_about(posting))),
                         ("employer", _terms_of_name(employer.name))):
        weight = WEIGHTS[where]
        for term in terms:
            said[term] = said.get(term, 0) + weight
    return said


@lru_cache(maxsize=1 << 13)
def _terms_of_name(text: str) -> frozenset[str]:
    # Many jobs have the title or the employer of another.
    return frozenset(document_terms(text))


def _about(posting: Any) -> str:
    asked = [code for group in (posting.requirement or {}).get("all_of", ()) for code in group.get("any_of", ())]
    return " . ".join((
        posting.city, posting.department, *posting.specialties, *posting.encoders, *posting.ehrs, *asked,
        *(Setting(one).label for one in posting.settings if one in _SETTINGS),
        RoleFamily(posting.role_family).label if posting.role_family else "",
        *(EmploymentType(one).label for one in posting.employment_types if one in _TYPES),
        *("facility" for _ in _FACILITY.intersection(posting.settings))))


_SETTINGS = frozenset(one.value for one in Setting)
_TYPES = frozenset(one.value for one in EmploymentType)
_FACILITY = frozenset({"inpatient", "outpatient", "ed", "observation", "asc"})


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
