"""What a candidate may take along of her profile, and what goes when her account goes."""

from typing import Any

from sqlalchemy import select

from careercenter import events
from careercenter.candidates.models import CandidateProfile
from careercenter.candidates.queries import find_profile, find_resume
from careercenter.core import db
from careercenter.events import Event
from careercenter.files.models import FileAccess

FACTS = ("headline", "phone", "home_zip", "home_city", "home_state", "work_states", "work_modes", "employment_types",
         "years_by_setting", "years_by_specialty", "code_systems", "tools", "pay_floor", "pay_floor_unit")


def export(user_id: int) -> dict[str, Any]:
    """The profile, and when the resume in it was read, as JSON-ready data."""
    profile = find_profile(user_id)
    if profile is None:
        return {}
    resume = find_resume(profile)
    return {**{name: getattr(profile, name) for name in FACTS}, "resume": resume and {
        "name": resume.name, "bytes": resume.size, "sha256": resume.sha256,
        "uploaded_at": resume.uploaded_at.isoformat(),
        "read": [{"at": access.at.isoformat(), "by_yourself": access.user_id == user_id}
                 for access in db.session.scalars(
                     select(FileAccess).where(FileAccess.file_id == resume.id).order_by(FileAccess.id))]}}


def erase(user_id: int, happened: list[Event]) -> None:
    """Remove the profile and let go of its resume; in the caller's transaction."""
    profile: CandidateProfile | None = find_profile(user_id)
    if profile is None:
        return
    if profile.resume_file_id is not None:
        happened.append(events.ResumeReleased(profile.resume_file_id))
    db.session.delete(profile)
