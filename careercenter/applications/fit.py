"""How a candidate fits a job when she applies: told to her with the pay, and to the employer without.

Pure: no database, no request.
"""

from dataclasses import dataclass
from typing import Any

from careercenter.applications.models import MatchLevel
from careercenter.candidates.models import CandidateProfile
from careercenter.core import Money
from careercenter.credentials.held import Held
from careercenter.postings.fit import OF_HER, Line, Standing, list_fit
from careercenter.postings.models import HOURS_A_YEAR, WEEKS_A_YEAR, JobPosting
from careercenter.postings.pay import PayRange
from careercenter.postings.requirement import Match, Status, match
from careercenter.terms import PayUnit

_HOURS = {PayUnit.HOUR: 1, PayUnit.WEEK: HOURS_A_YEAR // WEEKS_A_YEAR, PayUnit.YEAR: HOURS_A_YEAR}


@dataclass(frozen=True, slots=True)
class Fit:
    """All of it, as the rows of checklists."""

    level: MatchLevel  # of the credentials alone
    told: list[Line]  # to the candidate
    shown: list[Line]  # to the employer
    pay: list[Line]  # to the candidate: what she wants to earn is her own affair

    def as_json(self) -> dict[str, Any]:
        """What the employer is shown, as JSON-ready data."""
        return {"lines": [list(line) for line in self.shown]}


def fit_of(posting: JobPosting, profile: CandidateProfile, held: Held) -> Fit:
    """Hold a job against what a candidate tells of herself."""
    who = Standing(held.codes, held.in_progress, profile.home_state, profile.years_by_setting, held.expired)
    return Fit(_level(match(posting.asks, held.codes, held.in_progress)),
               list_fit(posting, who), list_fit(posting, who, OF_HER), _pay(posting, profile))


def _level(found: Match) -> MatchLevel:
    if found.is_met:
        in_progress = any(item.status is Status.IN_PROGRESS for item in found.items)
        return MatchLevel.IN_PROGRESS if in_progress else MatchLevel.MET
    return MatchLevel.ONE_AWAY if found.distance == 1 else MatchLevel.FURTHER


def _pay(posting: JobPosting, profile: CandidateProfile) -> list[Line]:
    floor, unit = profile.pay_floor, profile.pay_floor_unit
    if floor is None or unit is None:
        return []
    wish = f"You want at least {Money(floor)} {unit.label}."
    offered = PayRange.of(posting)
    if offered is None:
        return [("unknown", "The job doesn’t state its pay", wish)]
    lowest, highest = _comparable(offered, unit)
    best = highest if highest is not None else lowest
    if best is None or offered.currency != "USD":
        return [("unknown", f"Pays {offered}", f"{wish} The two can’t be compared.")]
    wanted = floor / _HOURS.get(unit, 1)
    if best < wanted:
        return [("missing", f"Pays {offered}", wish)]
    only_top = lowest is not None and lowest < wanted
    return [("met", f"Pays {offered}", f"{wish} Only the upper end of the range reaches it." if only_top else wish)]


def _comparable(offered: PayRange, unit: PayUnit) -> tuple[float | None, float | None]:
    """Both ends an hour, or as they are where the wish counts by the chart or RVU too."""
    if unit in _HOURS and offered.unit in _HOURS:
        hours = _HOURS[offered.unit]
    elif offered.unit is unit:
        hours = 1
    else:
        return None, None
    low, high = (None if end is None else end / hours for end in (offered.minimum, offered.maximum))
    return low, high
