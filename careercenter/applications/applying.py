"""What a candidate does: apply, and take it back."""

from careercenter import events
from careercenter.accounts.models import User
from careercenter.applications import policies
from careercenter.applications.fit import Fit, fit_of
from careercenter.applications.lifecycle import APPLICATION, Move, Stage
from careercenter.applications.models import Application, StageChange
from careercenter.applications.snapshots import answers_to, profile_of
from careercenter.candidates.profiles import own_profile
from careercenter.candidates.queries import get_profile
from careercenter.core import DomainError, NotFound, NotPossible, add_once, db, now, record, require, transaction
from careercenter.credentials.held import Held
from careercenter.credentials.queries import list_holdings
from careercenter.employers.models import Employer
from careercenter.files import links
from careercenter.files.models import StoredFile
from careercenter.postings.models import ApplyMethod, JobPosting

TAKEN_HERE = frozenset({ApplyMethod.HERE, ApplyMethod.EMAIL})
"""Ways to apply that make an application here; by e-mail, the employer's address is told of it."""


class NoResume(DomainError):
    """There is no resume to send."""

    status = 422


def is_open(posting: JobPosting) -> bool:
    """Whether one can apply for the job here and now."""
    if not posting.is_live or posting.apply_method not in TAKEN_HERE:
        return False
    return db.session.get_one(Employer, posting.employer_id).suspended_at is None


def fit_for(posting: JobPosting, by: User) -> Fit:
    """How the person fits a job today."""
    return fit_of(posting, get_profile(by.id), Held.of(list_holdings(by.id)))


def submit(posting: JobPosting, *, by: User, cover_note: str, answers: dict[str, str]) -> Application:
    """Apply with the person's profile and resume as they are now; `answers` by the questions' keys.

    Raises:
        Forbidden: her address isn't proven, or it is her own employer's job.
        NotPossible: the job takes no applications (any more).
        NoResume: her profile has none.
        Unanswered: see snapshots.answers_to.
        AlreadyDone: she applied before; find_application finds it.
    Whatever is raised, nothing has changed.
    """
    with transaction() as happened:
        require(policies.may_apply(by, posting), "Prove your e-mail address first; then you can apply for any job "
                "but those of your own employer.")
        if not is_open(posting):
            raise NotPossible("This job takes no applications now.")
        # Locked: the resume that it names can't be replaced, and so erased, before this is committed.
        profile = own_profile(by)
        if profile.resume_file_id is None:
            raise NoResume("Upload your resume: the employer gets it with your application.")
        holdings = list_holdings(by.id)
        fit = fit_of(posting, profile, Held.of(holdings))
        application = Application(
            posting_id=posting.id, user_id=by.id, cover_note=cover_note.strip(), answers=answers_to(posting, answers),
            resume_file_id=profile.resume_file_id, profile=profile_of(profile, holdings), match=fit.as_json(),
            match_level=fit.level)
        add_once(application, "You have applied for this job already.")
        db.session.add(StageChange(application_id=application.id, to_state=Stage.NEW, by_id=by.id))
        record("submit", application, by=by)
        happened.append(events.ApplicationSubmitted(application.id))
    return application


def withdraw(application: Application, *, by: User) -> None:
    """Take an application back: the employer no longer reads what was sent. There is no way back.

    Raises:
        Forbidden: it is another's.
        NotPossible: it is decided or withdrawn already.
    """
    with transaction() as happened:
        require(policies.is_candidate(by, application))
        take_back(application, by=by, happened=happened)
        happened.append(events.ApplicationWithdrawn(application.id))


def own_resume_address(application: Application, *, by: User) -> str:
    """An address at which the candidate downloads the resume that she sent.

    Raises:
        Forbidden: it is another's application.
        NotFound: she took it back.
    """
    require(policies.is_candidate(by, application))
    if application.resume_file_id is None:
        raise NotFound("You took this resume back with the application.")
    return links.address_for(db.session.get_one(StoredFile, application.resume_file_id), by, "own application")


def take_back(application: Application, *, by: User | None, happened: list[events.Event]) -> None:
    """Move it to withdrawn and let go of its resume; in the caller's transaction."""
    APPLICATION.advance(application, Move.WITHDRAW, by=by)
    application.withdrawn_at = now()
    db.session.add(StageChange(application_id=application.id, to_state=Stage.WITHDRAWN, by_id=by.id if by else None))
    release_resume(application, happened)


def release_resume(application: Application, happened: list[events.Event]) -> None:
    """Let go of the resume, which goes if nobody else uses it; in the caller's transaction."""
    if application.resume_file_id is not None:
        happened.append(events.ResumeReleased(application.resume_file_id))
        application.resume_file_id = None
