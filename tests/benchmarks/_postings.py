"""Realistic live postings by the hundred thousand, the same for the same seed.

What they are like; every figure is a share of all postings unless it says of what:

- **Employers**: one for fifty postings, and who posts how much follows a Zipf law (the r-th posts 1 / (r + 3)).
  Hospitals 46 %, physician groups 18, billing companies 14, staffing agencies 11, vendors 6, payers 5. Each lives in
  one to six cities, drawn by their number of ZIP codes, and lets remote coders live in the same states always.
- **Work**: coders 61 %, auditors 8, risk adjustment 8, CDI 6, billers 6, denials 3, managers 3, the other six
  families 5. A coder's setting: professional 38 % of coders, inpatient 21, outpatient 17, ED 8, ASC 4, the others 12;
  a fifth codes a second one. Titles name the role as the field does, half of them with a level, a specialty, "PRN".
- **Credentials**: as the role and the setting have them: CPC alone is asked for most (about 24 %), then CCS, "CPC or
  CCS", RHIT or RHIA with CCS, CRC, CPMA, CCDS or CDIP, CPB; any credential 8 %, none 7, conjunctions 8, a preferred
  one beside 30, apprentices welcome 14, in progress counts 5, equivalents 10. Some two thousand expressions.
- **Place**: remote 55 % (a third of them anywhere in the US, else 3 to 30 states; one in ten also hybrid), on site 30,
  hybrid 15; 1 % abroad, in rupees.
- **Pay**: by role, years and state, with a log-normal spread of 9 %; by the hour 60 %, the year 14, the chart 4 (of
  these 4 in 5 with a productivity standard), the RVU 1, the week 1 (travelers), unstated 20; 7 in 8 give both ends.
- **Experience**: none asked 14 %, 1 year 22, 2 years 26, 3 years 20, 4 to 10 years 12, not stated 6; a third of those
  with settings ask for years in the setting too.
- **Time**: live since at most 30 days, the first days twice as full as the last; 4 % are featured.
- **Specialties**: a fifth none, a fifth two; twenty common ones by weight, the others alike.
- **Text**: 80 to 260 words of some ninety sentences, one to four rare words of a Zipf law over 400,000 (the r-th
  1 / r), so that terms never met before always exist; every fourth names its own requisition number.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import accumulate, zip_longest
from math import gcd
from random import Random
from types import SimpleNamespace
from typing import Any

import zipcodes

from careercenter.places import Place, find_zip
from careercenter.postings.lifecycle import PostingState
from careercenter.terms import EHRS, ENCODERS, SPECIALTIES
from tests.benchmarks._asking import requirement_of
from tests.benchmarks._sayings import (
    AFTER,
    ASKED,
    BEFORE,
    DUTIES,
    EMPLOYER_NAMES,
    ENDS,
    JOINTS,
    LEVELS,
    OFFERED,
    OPENINGS,
    SAINTS,
    STEMS,
    TAIL,
    TITLES,
)

RARE_WORDS = 400_000
RARE_IN_A_LINE = 4
FEWEST_WORDS, MOST_WORDS = 85, 235
POSTINGS_OF_AN_EMPLOYER = 50
DAYS = 30

ROLES = {"coder": 61, "auditor": 8, "risk_adjustment": 8, "cdi": 6, "biller": 6, "denials": 3, "manager": 3,
         "educator": 1.2, "revenue_integrity": 1.2, "compliance": .8, "him": .8, "data_quality": .6, "consultant": .4}
SETTINGS = {"professional": 38, "inpatient": 21, "outpatient": 17, "ed": 8, "asc": 4, "observation": 3, "fqhc": 2,
            "snf": 2, "home_health": 1.5, "rehab": 1, "behavioral": 1, "telehealth": 1, "vendor": .5}
KINDS = {"hospital": 46, "physician_group": 18, "billing_company": 14, "staffing_agency": 11, "vendor": 6, "payer": 5}
TYPES = {"full_time": 72, "part_time": 7, "per_diem": 7, "contract_w2": 5, "contract_1099": 4, "temporary": 4,
         "apprenticeship": 1}
UNITS = {"hour": 60, "": 20, "year": 14, "chart": 4, "rvu": 1, "week": 1}
YEARS = {1: 22, 2: 26, 3: 20, 0: 14, None: 6, 5: 7, 4: 3, 7: 1, 10: 1}
HOURLY = {"coder": 2400, "auditor": 3100, "cdi": 3800, "risk_adjustment": 2450, "denials": 2800, "educator": 3200,
          "manager": 3800, "biller": 1850, "revenue_integrity": 2900, "compliance": 3300, "him": 1800,
          "data_quality": 2500, "consultant": 4600}
COMMON = {"Orthopedics": 9, "Cardiology": 8, "Emergency medicine": 8, "Evaluation and management": 7, "Radiology": 6,
          "General surgery": 6, "Gastroenterology": 5, "OB/GYN": 5, "Primary care": 5, "Family practice": 4,
          "Interventional radiology": 4, "Hematology and oncology": 4, "Hospitalist": 4, "Anesthesiology": 4,
          "Trauma": 3, "Pediatrics": 3, "Urology": 3, "Same-day surgery": 3, "Neurosurgery": 2, "Behavioral health": 2}
COSTLY = {"CA": 1.28, "NY": 1.2, "MA": 1.2, "WA": 1.18, "NJ": 1.15, "CT": 1.14, "HI": 1.16, "AK": 1.15, "DC": 1.2,
          "OR": 1.1, "CO": 1.08, "MS": .87, "AR": .88, "AL": .89, "WV": .88, "OK": .9, "KY": .91, "LA": .91, "PR": .65}
EHR_SHARES = (1, 2, 8, 3, 16, 7, 45, 2, 3, 1, 12, 2, 3, 5, 2, 1)
ENCODER_SHARES = (36, 6, 8, 2, 2, 3, 10, 3, 4, 10, 8, 1, 10, 3)


class Choice:
    """Draws by weight, fast."""

    def __init__(self, weights: dict[Any, float]) -> None:
        self.values, self.totals = list(weights), list(accumulate(weights.values()))

    def __call__(self, chance: Random) -> Any:
        return self.values[bisect(self.totals, chance.random() * self.totals[-1])]


ROLE, SETTING, KIND, TYPE, UNIT, YEAR = map(Choice, (ROLES, SETTINGS, KINDS, TYPES, UNITS, YEARS))
SPECIALTY = Choice({name: COMMON.get(name, 1) for name in SPECIALTIES})
EHR = Choice(dict(zip(EHRS, EHR_SHARES, strict=True)))
ENCODER = Choice(dict(zip(ENCODERS, ENCODER_SHARES, strict=True)))


def generate(n: int, seed: int, at: datetime) -> Iterator[dict[str, Any]]:
    """The columns of `n` live job_postings as they are at this moment. `id` and `employer_id` count from 1."""
    chance = Random(seed)
    homes = _employers(n, seed)
    employer = Choice({number: 1 / (number + 4) for number in range(len(homes))})
    for number in range(1, n + 1):
        yield _posting(chance, number, homes[employer(chance)], at)


def employers(n: int, seed: int) -> list[dict[str, Any]]:
    """The columns of the employers of `n` postings; `id` counts from 1."""
    return [home.row for home in _employers(n, seed)]


def documents_of(n: int, seed: int, at: datetime) -> Iterator[tuple[Any, Any]]:
    """Pairs of posting and employer with what `document_of` reads, without a database."""
    hiring = [SimpleNamespace(**row) for row in employers(n, seed)]
    for row in generate(n, seed, at):
        yield SimpleNamespace(**row), hiring[row["employer_id"] - 1]


def rare_word(rank: int) -> str:
    """The word of the tail that comes at this rank, from 1."""
    rank, end = divmod(rank, len(ENDS))
    rank, stem = divmod(rank, len(STEMS))
    rank, joint = divmod(rank, len(JOINTS))
    return f"{STEMS[(rank + stem) % len(STEMS)]}{JOINTS[joint]}{STEMS[stem]}{ENDS[end]}"


class _Home:
    """An employer, and what all of its postings share."""

    def __init__(self, chance: Random, number: int, seed: int) -> None:
        kind = KIND(chance)
        self.places = [_pick(chance, _places()) for _ in range(_pick(chance, (1, 1, 1, 2, 3, 6)))]
        self.states = [*dict.fromkeys([self.places[0].state, *(
            _pick(chance, _places()).state for _ in range(chance.randint(2, 45)))])][:30]
        self.ehr, self.encoder = EHR(chance), ENCODER(chance)
        name = _pick(chance, EMPLOYER_NAMES[kind]).format(city=self.places[0].city, saint=_pick(chance, SAINTS))
        self.row = {"id": number, "name": name, "slug": f"generated-{seed}-{number}", "kind": kind, "is_demo": True}


@lru_cache(maxsize=4)
def _employers(n: int, seed: int) -> list[_Home]:
    chance = Random(f"employers {seed}")
    return [_Home(chance, number, seed) for number in range(1, max(20, n // POSTINGS_OF_AN_EMPLOYER) + 1)]


@lru_cache(maxsize=1)
def _places() -> list[Place]:
    found = (find_zip(row["zip_code"]) for row in zipcodes.list_all() if row["zip_code_type"] == "STANDARD")
    return [place for place in found if place is not None]


def _posting(chance: Random, number: int, home: _Home, at: datetime) -> dict[str, Any]:
    draw = chance.random
    role = ROLE(chance)
    settings = _settings(chance, role)
    specialties = [SPECIALTY(chance) for _ in range(_pick(chance, (0, 1, 1, 1, 2)))]
    years = YEAR(chance)
    place = _pick(chance, home.places)
    is_abroad = draw() < .01
    types = [TYPE(chance)] if draw() < .92 else ["full_time", "part_time"]
    live_at = at - timedelta(seconds=DAYS * 86_400 * min(draw(), draw() * 1.5))
    words = {"specialty": specialties[0] if specialties else "multi-specialty", "city": place.city,
             "ehr": home.ehr, "encoder": home.encoder, "employer": home.row["name"]}
    return {
        "id": number, "employer_id": home.row["id"], "is_demo": True, "state": PostingState.LIVE, "runs": 1,
        "reminded_run": 1, "submissions": 1, "is_featured": draw() < .04, "live_at": live_at, "created_at": live_at,
        "updated_at": live_at, "submitted_at": live_at, "paid_through": live_at + timedelta(days=DAYS),
        "valid_through": live_at + timedelta(days=DAYS),
        "title": _title(chance, role, settings).format(**words), "role_family": role,
        "department": _pick(chance, ("HIM", "Revenue Cycle", "Coding", "", "")), "employment_types": types,
        "description": _description(chance, role, settings, words), **_where(chance, home, place, is_abroad),
        "settings": settings, "specialties": [*dict.fromkeys(specialties)],
        "encoders": [home.encoder] if draw() < .55 else [], "ehrs": [home.ehr] if draw() < .7 else [],
        "requirement": requirement_of(chance, role, settings[0] if settings else ""),
        "experience_years": None if years is None else float(years),
        "experience_by_setting": [{"setting": settings[0], "years": years, "is_required": draw() < .7, "note": ""}]
        if settings and years and draw() < .33 else [],
        **_pay(chance, role, place.state, years, is_abroad),
    }


def _settings(chance: Random, role: str) -> list[str]:
    if role == "risk_adjustment":
        return ["payer"] if chance.random() < .5 else []
    if role in ("him", "compliance", "consultant") or (role != "coder" and chance.random() < .4):
        return []
    first = SETTING(chance)
    second = SETTING(chance) if chance.random() < .2 else first
    return [first] if second == first else [first, second]


def _title(chance: Random, role: str, settings: Sequence[str]) -> str:
    title = _pick(chance, TITLES.get(f"{role}:{settings[0]}" if settings else role) or TITLES[role])
    style = chance.random()
    if style < .18:
        return f"{title} {_pick(chance, LEVELS)}"
    if style < .3:
        return f"{_pick(chance, BEFORE)} {title}"
    return title + _pick(chance, AFTER) if style < .5 else title


def _where(chance: Random, home: _Home, place: Place, is_abroad: bool) -> dict[str, Any]:
    draw = chance.random()
    modes = ["remote", "hybrid"] if draw < .05 else ["remote"] if draw < .55 else ["on_site"] if draw < .85 else [
        "hybrid"]
    remote = "remote" in modes and not is_abroad
    anywhere = remote and chance.random() < 1 / 3
    found: dict[str, Any] = {"work_modes": modes, "remote_anywhere_us": anywhere,
                             "remote_states": home.states if remote and not anywhere else []}
    if is_abroad:
        return {**found, "city": "Noida", "region": "Uttar Pradesh", "zip": "201301", "country": "IN",
                "latitude": None, "longitude": None}
    return {**found, "city": place.city, "region": place.state, "zip": place.zip, "country": "US",
            "latitude": place.latitude, "longitude": place.longitude}


def _pay(chance: Random, role: str, state: str, years: int | None, is_abroad: bool) -> dict[str, Any]:
    unit = UNIT(chance)
    amount, other = _pick(chance, ((8.0, "day"), (3.5, "hour"), (12.0, "hour"), (18.0, "hour"), (90.0, "day")))
    productivity = [{"amount": amount, "unit": "charts", "per": other, "kind": ""}] if chance.random() < (
        .8 if unit == "chart" else .25) else []
    if not unit:
        return {"pay_min": None, "pay_max": None, "pay_unit": None, "pay_currency": "USD", "productivity": productivity}
    hourly = (HOURLY[role] * COSTLY.get(state, 1.0) * (1 + .035 * (years or 0)) * chance.lognormvariate(0, .09)
              * (.2 * 83 if is_abroad else 1))
    an_hour = amount if other == "hour" else amount / 8
    low = max(1, round({"hour": hourly, "year": hourly * 2080, "week": hourly * 40, "rvu": hourly / 5}.get(
        unit, hourly / an_hour)))
    low = round(low, -1 if unit == "hour" else -5 if unit == "year" else 0)
    ends = chance.random()
    high = round(low * (1.08 + .3 * chance.random()))
    return {"pay_min": None if ends < .04 else low, "pay_max": None if ends > .91 else high, "pay_unit": unit,
            "pay_currency": "INR" if is_abroad else "USD", "productivity": productivity}


def _description(chance: Random, role: str, settings: Sequence[str], words: dict[str, str]) -> str:
    draw = chance.random
    rare = [rare_word(int(RARE_WORDS ** draw())) for _ in range(RARE_IN_A_LINE)]
    parts = [_pick(chance, OPENINGS), "", *(f"- {duty}" for duty in DUTIES.get(role, ())), *(
        f"- {duty}" for duty in (DUTIES.get(settings[0], ()) if settings else ())), "",
        _pick(chance, TAIL).format_map({**words, "rare": rare[0], "other": rare[1]})]
    length, wanted = sum(map(_words_in, parts)), FEWEST_WORDS + draw() * (MOST_WORDS - FEWEST_WORDS)
    start, step = int(draw() * len(LINES)), LINE_STEPS[int(draw() * len(LINE_STEPS))]
    for turn in range(len(LINES)):  # each line at most once: the step has no divisor in common with their number
        if length >= wanted:
            break
        line = LINES[(start + turn * step) % len(LINES)]
        parts.append(line)
        length += _words_in(line)
    if draw() < .3:
        parts.append(f"Cases include {rare[2]} and {rare[3]}.")
    if draw() < .25:
        parts.append(f"Requisition R{int(10 ** 6 + draw() * 10 ** 8)}.")
    return "\n".join(parts).format_map(words)


@lru_cache(maxsize=4096)
def _words_in(line: str) -> int:
    return len(line.split())


def _pick(chance: Random, values: Sequence[Any]) -> Any:
    return values[int(chance.random() * len(values))]


LINES = tuple(line for lines in zip_longest(
    [f"- {duty}" for duty in DUTIES[""]], ASKED, OFFERED) for line in lines if line)
LINE_STEPS = tuple(step for step in range(1, len(LINES)) if gcd(step, len(LINES)) == 1)
