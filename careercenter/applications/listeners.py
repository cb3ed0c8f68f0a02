"""The mails that follow an application. A mail's key names what happened: heard twice, it is one mail."""

from typing import Any

from careercenter import events
from careercenter.accounts.models import User
from careercenter.applications import personal_data
from careercenter.applications.lifecycle import Stage
from careercenter.applications.models import Application, StageChange
from careercenter.core import db, transaction
from careercenter.employers.models import Employer
from careercenter.events import listen
from careercenter.mail import outbox
from careercenter.postings.models import ApplyMethod, JobPosting
from careercenter.postings.queries import list_hiring_people
from careercenter.web.links import absolute


@listen(events.ApplicationSubmitted)
def tell_submitted(event: events.ApplicationSubmitted) -> None:
    """The candidate gets a receipt; the employer's people, or the address that the job names, get word."""
    with transaction():
        application = db.session.get_one(Application, event.application_id)
        if application.erased_at:
            return
        context = _context(application)
        candidate: User = context["candidate"]
        outbox.post("application_sent", to=candidate.email, key=f"application_sent:{application.id}",
                    about=candidate.id, **context)
        for address in _employer_addresses(context["posting"]):
            outbox.post("application_received", to=address, reply_to=candidate.email, about=candidate.id,
                        key=f"application_received:{application.id}:{address}", **context)


@listen(events.ApplicationStageChanged)
def tell_stage(event: events.ApplicationStageChanged) -> None:
    """The candidate hears of each step, in the employer's words if there are any."""
    with transaction():
        application = db.session.get_one(Application, event.application_id)
        if application.erased_at:
            return
        change = db.session.get_one(StageChange, event.change_id)
        context = _context(application)
        outbox.post("application_stage", to=context["candidate"].email,
                    about=application.user_id, key=f"application_stage:{application.id}:{change.id}",
                    change=change, Stage=Stage, **context)


@listen(events.ApplicationWithdrawn)
def tell_withdrawn(event: events.ApplicationWithdrawn) -> None:
    """Who hires hears that nobody waits any more."""
    with transaction():
        application = db.session.get_one(Application, event.application_id)
        context = _context(application)
        for address in _employer_addresses(context["posting"]):
            outbox.post("application_withdrawn", to=address, about=application.user_id,
                        key=f"application_withdrawn:{application.id}:{address}", **context)


@listen(events.AccountErased)
def forget_candidate(event: events.AccountErased) -> None:
    """Whoever deletes her account takes along what she sent."""
    with transaction() as happened:
        personal_data.erase(event.user_id, happened)


def _employer_addresses(posting: JobPosting) -> list[str]:
    """The address that the job names for applications by e-mail, or everybody who hires."""
    if posting.apply_method is ApplyMethod.EMAIL and posting.apply_email:
        return [posting.apply_email]
    return [person.email for person in list_hiring_people(posting.employer_id)]


def _context(application: Application) -> dict[str, Any]:
    posting = db.session.get_one(JobPosting, application.posting_id)
    return {
        "application": application, "posting": posting,
        "employer": db.session.get_one(Employer, posting.employer_id),
        "candidate": db.session.get_one(User, application.user_id),
        "own_page": absolute("applications.show", public_id=application.public_id),
        "employer_page": absolute("applications.show_applicant", employer_id=posting.employer_id,
                                  public_id=application.public_id),
    }
