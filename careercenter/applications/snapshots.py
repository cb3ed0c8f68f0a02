"""What an application carries along, as it was when it was sent: JSON-ready data."""

from collections.abc import Sequence
from typing import Any

from careercenter.candidates.models import CandidateProfile
from careercenter.core import DomainError
from careercenter.credentials.models import CredentialHolding
from careercenter.places import STATES
from careercenter.postings.models import JobPosting, QuestionKind
from careercenter.terms import CodeSystem, EmploymentType, Setting, WorkMode


class Unanswered(DomainError):
    """A question of the employer's has no answer, or one that doesn't fit."""

    status = 422


def profile_of(profile: CandidateProfile, holdings: Sequence[CredentialHolding]) -> dict[str, Any]:
    """What the employer gets of the profile, in words; never the least pay, nor the ZIP code."""
    return {
        "headline": profile.headline, "phone": profile.phone,
        "home": f"{profile.home_city}, {profile.home_state}" if profile.home_state else "",
        "work_states": [name for code, name in STATES.items() if code in profile.work_states],
        "work_modes": [WorkMode(value).label for value in profile.work_modes],
        "employment_types": [EmploymentType(value).label for value in profile.employment_types],
        "years": [[Setting(what).label, years] for what, years in profile.years_by_setting.items()]
                 + [[what, years] for what, years in profile.years_by_specialty.items()],
        "code_systems": [CodeSystem(value).label for value in profile.code_systems],
        "tools": list(profile.tools),
        "credentials": [{
            "code": holding.code, "number": holding.number, "is_held": holding.is_held,
            **{name: day.isoformat() if (day := getattr(holding, name)) else None
               for name in ("issued_on", "expires_on", "expected_on")}} for holding in holdings],
    }


def answers_to(posting: JobPosting, given: dict[str, str]) -> list[dict[str, Any]]:
    """The employer's questions with the answers given, by each question's key.

    Raises:
        Unanswered: one that has to be answered isn't, or an answer isn't among its choices.
    """
    return [{"question": asked["question"], "answer": _checked(asked, given.get(asked["key"], ""))}
            for asked in posting.screening_questions]


def _checked(asked: dict[str, Any], answer: str) -> str:
    answer = answer.strip()
    if not answer:
        if asked.get("is_required"):
            raise Unanswered(f"The employer asks: “{asked['question']}” Please answer it.")
        return ""
    choices = {QuestionKind.YES_NO: ["Yes", "No"], QuestionKind.CHOICE: asked.get("choices", [])}.get(
        QuestionKind(asked["kind"]))
    if choices is not None and answer not in choices:
        raise Unanswered(f"Choose one of the answers to “{asked['question']}”")
    return answer
