"""A job board small enough that random queries find something: live jobs by number, out of few words.

Content number 17 says the same in every run. A place on the board has one content, then another, or none.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from random import Random
from typing import Any

from sqlalchemy import delete, insert

from careercenter.core import db, now
from careercenter.employers.models import Employer
from careercenter.places import find_place
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from careercenter.postings.requirement import Group, Requirement
from careercenter.search.changes import SearchChange

CONTENTS = 4_000
STARTED_AT = now()

EMPLOYERS = ((1, "Mercy Hospital", "hospital"), (2, "Coding Partners", "billing_company"),
             (3, "Lone Star Physicians", "physician_group"), (4, "Suspended Staffing", "staffing_agency"),
             (5, "Mercy Advantage", "payer"))
SUSPENDED = 4

TITLES = ("ED Coder", "Inpatient Coder III", "Pro Fee Coder", "Coder", "Inpatient Auditor", "HCC Risk Adjustment Coder",
          "Trauma Coder", "CDI Specialist", "Café Biller", "Emergency Room Coder")
SENTENCES = ("You code trauma charts.", "Queries to physicians.", "Evaluation and management.", "A CCS-P is welcome.",
             "Work from home.", "ER and ED visits.", "Audits of inpatient charts.", "Naïve Bayes.", "401(k)",
             "Pro fee.")
REQUIREMENTS = tuple(requirement.as_json() for requirement in (
    Requirement(), Requirement((Group(("CPC",)),)), Requirement((Group(("CPC", "CCS")),)),
    Requirement((Group(("CPC",)),), apprentices_welcome=True), Requirement((Group(("CPC-A",)),)),
    Requirement((Group(any_credential=True),)), Requirement((Group(any_credential=True),), apprentices_welcome=True),
    Requirement((Group(("RHIT",)), Group(("CCS", "CIC"))), preferred=("RHIA",)),
    Requirement((Group(("CPC", "CCS")), Group(("CPMA",)), Group(("CRC", "CPC")))), Requirement(preferred=("CPC",)),
    Requirement((Group(("CCS",)),), in_progress_months=6), Requirement((Group(("XYZ",)),)),
    Requirement((Group(any_credential=True), Group(("CPC",))), equivalents_considered=True)))
PLACES = ("Houston, TX", "Austin, TX", "Dallas, TX", "Cleveland, OH", "Columbus, OH", "Los Angeles, CA")
SPECIALTIES = ("Trauma", "Cardiology", "OB/GYN", "Émigré medicine")
STATES = ("TX", "OH", "CA", "WY")


def fill(contents: Mapping[int, int]) -> None:
    """An empty board, then with these contents at these places."""
    for model in (SearchChange, JobPosting, Employer):
        db.session.execute(delete(model))
    db.session.execute(insert(Employer), [
        {"id": one, "name": name, "slug": f"employer-{one}", "kind": kind,
         "suspended_at": now() if one == SUSPENDED else None} for one, name, kind in EMPLOYERS])
    if contents:
        db.session.execute(insert(JobPosting), [{"id": place, **content(number)} for place, number in contents.items()])
    db.session.commit()


def change(contents: Mapping[int, int | None]) -> None:
    """Other contents at these places, whatever was there; with None, the job there is paused."""
    for place, number in contents.items():
        posting = db.session.get(JobPosting, place)
        if number is None:
            if posting is not None:
                posting.state = PostingState.PAUSED
        elif posting is None:
            db.session.add(JobPosting(id=place, **content(number)))
        else:
            for name, value in content(number).items():
                setattr(posting, name, value)
    db.session.commit()


def places_of(employers: Iterable[int], contents: Mapping[int, int]) -> frozenset[int]:
    """Where on the board jobs of these employers stand."""
    return frozenset(place for place, number in contents.items() if content(number)["employer_id"] in employers)


@lru_cache(maxsize=CONTENTS)
def content(number: int) -> dict[str, Any]:
    """The columns of a job posting, without its id."""
    chance = Random(number)
    live_at = STARTED_AT - timedelta(days=chance.randint(0, 29), hours=12, minutes=chance.randint(-300, 300))
    ends_at = STARTED_AT + timedelta(days=chance.choice((-1, 3, 9, 20, 29, 30)))
    modes = chance.sample(("remote", "hybrid", "on_site"), chance.choice((0, 1, 1, 1, 2)))
    return {
        "employer_id": chance.choice(EMPLOYERS)[0], "is_featured": chance.random() < .3, "live_at": live_at,
        "state": PostingState.LIVE, "valid_through": ends_at, "paid_through": ends_at, "runs": 1,
        "title": chance.choice(TITLES), "description": " ".join(chance.sample(SENTENCES, chance.randint(0, 3))),
        "department": chance.choice(("", "HIM")), "work_modes": modes, **_place(chance),
        "role_family": chance.choice(("coder", "coder", "auditor", "cdi", None)),
        "employment_types": _some(chance, ("full_time", "per_diem", "apprenticeship")),
        "remote_anywhere_us": chance.random() < .3, "remote_states": _some(chance, STATES),
        "settings": _some(chance, ("ed", "inpatient", "professional", "payer")),
        "specialties": _some(chance, SPECIALTIES), "encoders": _some(chance, ("TruCode", "AAPC Codify", "My Own")),
        "ehrs": _some(chance, ("Epic", "MEDITECH")), "requirement": chance.choice(REQUIREMENTS),
        "experience_years": chance.choice((None, 0.0, 1.0, 1.5, 3.0, 12.0)),
        "experience_by_setting": chance.choice(([], [{"setting": "ed", "years": 2, "is_required": True, "note": ""}])),
        **_pay(chance)}


def _place(chance: Random) -> dict[str, Any]:
    place = find_place(chance.choice(PLACES))
    kind = chance.random()
    if kind < .1 or place is None:
        return {"city": "", "region": "", "country": "US", "latitude": None, "longitude": None}
    if kind < .2:
        return {"city": "Noida", "region": "TX", "country": "IN", "latitude": None, "longitude": None}
    return {"city": place.city, "region": place.state, "country": "US", "latitude": place.latitude,
            "longitude": place.longitude}


def _pay(chance: Random) -> dict[str, Any]:
    unit, low = chance.choice((("hour", 2800), ("hour", 3500), ("year", 65_000_00), ("week", 1_500_00), ("chart", 250),
                               ("chart", 900), ("rvu", 300), (None, None)))
    return {"pay_unit": unit, "pay_min": chance.choice((low, None)), "pay_max": low and chance.choice(
                (low + low // 4, low + low // 4, None)), "pay_currency": chance.choice(("USD", "USD", "USD", "INR")),
            "productivity": chance.choice(([], [{"amount": 4, "unit": "charts", "per": "hour"}],
                                           [{"amount": 24, "unit": "charts", "per": "day"}]))}


def _some(chance: Random, values: tuple[str, ...]) -> list[str]:
    return chance.sample(values, chance.choice((0, 1, 1, 2)))
