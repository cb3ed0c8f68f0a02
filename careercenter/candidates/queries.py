"""Reading profiles."""

from sqlalchemy import select

from careercenter.candidates.models import CandidateProfile
from careercenter.core import db
from careercenter.files.models import StoredFile


def find_profile(user_id: int) -> CandidateProfile | None:
    """A person's profile; None if she never saved one."""
    return db.session.scalars(select(CandidateProfile).where(CandidateProfile.user_id == user_id)).first()


def get_profile(user_id: int) -> CandidateProfile:
    """A person's profile, a blank one if she never saved any."""
    return find_profile(user_id) or CandidateProfile.blank(user_id)


def find_resume(profile: CandidateProfile) -> StoredFile | None:
    """The resume of a profile, if it has one."""
    return db.session.get(StoredFile, profile.resume_file_id) if profile.resume_file_id else None
