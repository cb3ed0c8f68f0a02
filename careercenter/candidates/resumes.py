"""The resume of a profile: uploaded, replaced, removed, downloaded by its owner."""

from collections.abc import Callable

from careercenter import events
from careercenter.accounts.models import User
from careercenter.candidates.models import CandidateProfile
from careercenter.candidates.profiles import own_profile
from careercenter.candidates.queries import find_profile, find_resume
from careercenter.core import NotFound, db, lock, transaction
from careercenter.core.happenings import Event
from careercenter.files import links
from careercenter.files import services as files
from careercenter.files.contents import check_document
from careercenter.files.models import StoredFile

_keepers: list[Callable[[int], bool]] = []


def keep_while(uses: Callable[[int], bool]) -> Callable[[int], bool]:
    """Register who else may use a resume: a replaced file is erased only when nobody says that it does.

    `uses` gets the file's id, within a transaction that holds the file's row.
    """
    if uses not in _keepers:
        _keepers.append(uses)
    return uses


def upload(content: bytes, *, name: str, by: User) -> StoredFile:
    """Take a PDF or DOCX as the person's resume in place of the one before.

    Raises:
        WrongFile: it is too large, broken, locked or of another kind; the resume before stays.
    """
    content_type = check_document(content)
    with transaction() as happened:
        profile = own_profile(by)
        stored = files.store(content, name=name, content_type=content_type, by=by)
        _release(profile, happened)
        profile.resume_file_id = stored.id
    return stored


def remove(*, by: User) -> None:
    """Take the resume out of the profile; applications sent keep theirs."""
    with transaction() as happened:
        profile = own_profile(by)
        _release(profile, happened)
        profile.resume_file_id = None


def own_address(by: User) -> str:
    """An address at which the person downloads her own resume. Raises NotFound: there is none."""
    profile = find_profile(by.id)
    stored = find_resume(profile) if profile else None
    if stored is None:
        raise NotFound("There is no resume in your profile yet.")
    return links.address_for(stored, by, "own resume")


def erase_unused(file_id: int) -> None:
    """Erase a resume for good, unless a profile or somebody else still uses it."""
    with transaction():
        stored = db.session.get_one(StoredFile, file_id)
        lock(stored)
        in_profile = db.session.query(CandidateProfile.id).filter_by(resume_file_id=file_id).first() is not None
        if stored.erased_at is None and not in_profile and not any(uses(file_id) for uses in _keepers):
            files.erase(stored)


def _release(profile: CandidateProfile, happened: list[Event]) -> None:
    # Erased after the commit: bytes don't come back when a transaction fails.
    if profile.resume_file_id is not None:
        happened.append(events.ResumeReleased(profile.resume_file_id))
