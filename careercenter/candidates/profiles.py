"""Saving a profile."""

from typing import TypedDict, Unpack

from careercenter.accounts.models import User
from careercenter.candidates.models import CandidateProfile
from careercenter.candidates.queries import find_profile
from careercenter.core import AlreadyDone, NotFound, add_once, lock, require, transaction
from careercenter.places import find_zip
from careercenter.terms import CodeSystem, EmploymentType, PayUnit, Setting, WorkMode


class Facts(TypedDict):
    """What a candidate tells of herself in the form."""

    headline: str
    phone: str
    work_states: list[str]  # codes of the states in which she would work on site, or to which she would move
    work_modes: list[WorkMode]
    employment_types: list[EmploymentType]
    years_by_setting: dict[Setting, float]
    years_by_specialty: dict[str, float]
    code_systems: list[CodeSystem]
    tools: list[str]
    pay_floor: int | None  # US cents per pay_floor_unit; both or neither
    pay_floor_unit: PayUnit | None


def save(*, by: User, home_zip: str | None, **facts: Unpack[Facts]) -> None:
    """Replace all facts of the person's profile; city and state follow from the ZIP code.

    Raises:
        NotFound: no place has this ZIP code.
    """
    home = find_zip(home_zip) if home_zip else None
    if home_zip and home is None:
        raise NotFound("We know no place with this ZIP code. Check its five digits.")
    with transaction():
        profile = own_profile(by)
        profile.home_zip, profile.home_city, profile.home_state = (
            (home.zip, home.city, home.state) if home else (None, None, None))
        for name, value in facts.items():
            setattr(profile, name, value)


def own_profile(by: User) -> CandidateProfile:
    """The person's profile, made if need be, and locked; in the caller's transaction."""
    require(by.is_active)
    profile = find_profile(by.id)
    if profile is None:
        profile = CandidateProfile.blank(by.id)
        try:
            add_once(profile, "You have a profile already.")
        except AlreadyDone:  # another window was faster
            profile = find_profile(by.id)
            assert profile is not None  # noqa: S101 (the key that struck is its own)
    lock(profile)
    return profile
