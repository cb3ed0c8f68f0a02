"""What an employer's people do with an application: move it, write notes, read the resume."""

from sqlalchemy import select

from careercenter import events
from careercenter.accounts.models import User
from careercenter.applications import policies
from careercenter.applications.lifecycle import APPLICATION, Move
from careercenter.applications.models import Application, ApplicationNote, StageChange
from careercenter.core import DomainError, NotFound, NotPossible, db, require, transaction
from careercenter.core.audit import Actor
from careercenter.files import links
from careercenter.files.models import StoredFile
from careercenter.postings.models import JobPosting

LINK = "application"
"""First word of the purpose for which an employer's people read a resume."""

WITHDRAWN = "The candidate has withdrawn this application, and the resume with it."


class EmptyNote(DomainError):
    """Nothing was written."""

    status = 422


def move(application: Application, action: Move, *, by: User, message: str = "") -> None:
    """Move an application; the candidate is told by mail, with the message if there is one.

    Raises:
        Forbidden: `by` doesn't hire for the employer.
        NotPossible: its stage doesn't allow it, such as when two move it at once; or only a candidate withdraws.
    """
    with transaction() as happened:
        require(policies.may_move(by, db.session.get_one(JobPosting, application.posting_id)))
        if action is Move.WITHDRAW:
            raise NotPossible("Only the candidate withdraws an application. You can decline it.")
        stage = APPLICATION.advance(application, action, by=by)
        change = StageChange(application_id=application.id, to_state=stage, message=message.strip(), by_id=by.id)
        db.session.add(change)
        db.session.flush()
        happened.append(events.ApplicationStageChanged(application.id, change.id))


def add_note(application: Application, text: str, *, by: User) -> None:
    """Write a note that the employer's people alone read.

    Raises:
        Forbidden: `by` doesn't hire for the employer.
        EmptyNote: there is nothing in it.
    """
    if not text.strip():
        raise EmptyNote("Write something first.")
    with transaction():
        require(policies.may_move(by, db.session.get_one(JobPosting, application.posting_id)))
        if not application.is_readable:
            raise NotPossible("This application was withdrawn.")
        db.session.add(ApplicationNote(application_id=application.id, author_id=by.id, text=text.strip()))


def resume_address(application: Application, *, by: User) -> str:
    """An address at which `by` downloads the resume within a few minutes; each reading is logged.

    Raises:
        Forbidden: `by` doesn't read the employer's applications.
        NotFound: it was withdrawn, and the resume with it.
    """
    _require_readable(application, by)
    return links.address_for(db.session.get_one(StoredFile, application.resume_file_id), by,
                             f"{LINK} {application.public_id}")


def require_still_readable(public_id: str, stored: StoredFile, by: Actor) -> None:
    """Refuse whoever follows the address of an application's resume and may not read it any more.

    Raises:
        Forbidden: `by` doesn't read the employer's applications now.
        NotFound: it was withdrawn meanwhile, and the resume with it.
    """
    application = db.session.scalars(select(Application).where(
        Application.public_id == public_id, Application.resume_file_id == stored.id)).first()
    if application is None:
        raise NotFound(WITHDRAWN)
    _require_readable(application, db.session.get_one(User, by.id))


def _require_readable(application: Application, by: User) -> None:
    require(policies.may_review(by, db.session.get_one(JobPosting, application.posting_id)))
    if application.resume_file_id is None or not application.is_readable:
        raise NotFound(WITHDRAWN)
