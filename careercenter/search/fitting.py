"""Jobs that somebody qualifies for, the best fit first, each with what fits and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from careercenter.candidates.models import CandidateProfile
from careercenter.candidates.queries import find_profile
from careercenter.core import Money
from careercenter.postings.finding import Found
from careercenter.postings.fit import Line, Standing, list_fit, standing_of
from careercenter.postings.models import HOURS_A_YEAR, JobPosting
from careercenter.search.documents import pay_of
from careercenter.search.finding import NOTHING_EXCLUDED, Exclusions, find
from careercenter.search.query import NOTHING, Query, Sort
from careercenter.terms import EmploymentType, PayUnit, WorkMode
from careercenter.web.pagination import Page

CONSIDERED = 300
"""The newest jobs that she may do by credential and state; the best fits of these are shown."""

POINTS = {"met": 10, "unknown": 3, "missing": 0}


@dataclass(frozen=True, slots=True)
class Fit:
    """One job, held against one person."""

    found: Found
    lines: list[Line]
    score: int  # percent of what could be met

    @property
    def met(self) -> list[Line]:
        return [line for line in self.lines if line[0] == "met"]

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if line[0] == "missing"]


def query_of(user_id: int) -> Query | None:
    """The search behind it: what she holds, or lacks one credential of, open to her state. None if she hasn't said what
    she holds."""
    standing = standing_of(user_id)
    if not standing.codes:
        return None
    return replace(NOTHING, credentials=tuple(sorted(standing.codes)), one_away=True, state=standing.home_state or "",
                   sort=Sort.DATE)


def list_fits(user_id: int, *, number: int = 1, size: int = 20, without: Exclusions = NOTHING_EXCLUDED) -> Page[Fit]:
    """One page of jobs by how well they fit; equals in the order of their dates."""
    query = query_of(user_id)
    if query is None:
        return Page([], 1, size, 0)
    standing, profile = standing_of(user_id), find_profile(user_id)
    fits = [_fit(found, standing, profile) for found in find(query, size=CONSIDERED, without=without).items]
    fits.sort(key=lambda fit: (bool(fit.missing), -fit.score))
    return Page(fits[(number - 1) * size:number * size], number, size, len(fits))


def _fit(found: Found, standing: Standing, profile: CandidateProfile | None) -> Fit:
    lines = [*list_fit(found[0], standing), *(_wishes(found[0], profile) if profile else ())]
    most = POINTS["met"] * len(lines)
    return Fit(found, lines, round(100 * sum(POINTS[state] for state, _, _ in lines) / most) if most else 0)


def _wishes(posting: JobPosting, profile: CandidateProfile) -> Iterator[Line]:
    """What she asks of a job."""
    if profile.pay_floor and profile.pay_floor_unit:
        yield _pay(posting, profile.pay_floor, profile.pay_floor_unit)
    asked, has = set(posting.specialties), set(profile.years_by_specialty)
    if asked:
        shared = len(asked & has)
        yield ("met" if shared == len(asked) else "unknown", f"{shared} of {len(asked)} specialties",
               ", ".join(sorted(asked & has)) or f"It names {', '.join(sorted(asked))}.")
    for wished, offered, term, says in (
            (profile.work_modes, posting.work_modes, WorkMode, "the way of working that you like"),
            (profile.employment_types, posting.employment_types, EmploymentType, "the employment type that you like")):
        if wished and offered:
            both = [term(one).label for one in offered if one in wished]
            yield ("met", both[0], f"It is {says}.") if both else (
                "missing", " or ".join(term(one).label for one in offered), f"It isn’t {says}.")


def _pay(posting: JobPosting, floor: int, unit: PayUnit) -> Line:
    asked = f"{Money(floor)} {unit.label} or more"
    yearly, piece = pay_of(posting)
    if unit in (PayUnit.CHART, PayUnit.RVU):
        if piece is None or posting.pay_unit is not unit:
            return "unknown", asked, "Its pay is for another unit."
        return ("met" if piece >= floor else "missing"), asked, f"It pays up to {Money(piece)} {unit.label}."
    if yearly is None:
        return "unknown", asked, "It doesn’t state its pay."
    times = {PayUnit.HOUR: HOURS_A_YEAR, PayUnit.WEEK: 52, PayUnit.YEAR: 1}[unit]
    most = Money(round(yearly / times / 100) * 100 if unit is PayUnit.YEAR else round(yearly / times))
    return ("met" if yearly >= floor * times else "missing"), asked, f"It pays up to {most} {unit.label}."
