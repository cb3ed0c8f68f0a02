"""What postings hear of, and the mails that tell an employer's people how a posting fares.

A mail's key names what happened and to whom it goes, so that an event heard twice is one mail.
"""

from typing import Any
from zoneinfo import ZoneInfo

from careercenter import events
from careercenter.accounts.models import User
from careercenter.billing.models import Order
from careercenter.core import db, transaction
from careercenter.employers.models import Employer
from careercenter.events import listen
from careercenter.mail import outbox
from careercenter.postings import publishing, running
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting, PostingRevision
from careercenter.postings.queries import list_hiring_people, list_of_employer
from careercenter.web.links import absolute


@listen(events.OrderPaid)
def publish_what_was_paid_for(event: events.OrderPaid) -> None:
    """Send on the employer's postings that waited for this payment."""
    employer_id = db.session.get_one(Order, event.order_id).employer_id
    if employer_id is not None:
        publishing.submit_waiting(employer_id)


@listen(events.CreditsGranted)
def publish_what_was_granted(event: events.CreditsGranted) -> None:
    """Send on the employer's postings that waited for a credit."""
    publishing.submit_waiting(event.employer_id)


@listen(events.EmployerSuspended)
def hide_postings(event: events.EmployerSuspended) -> None:
    """Pause what is live, and give back what waits for review; once reinstated, the employer resumes and sends
    what it still wants. Heard of after that, nothing is to be hidden any more."""
    if db.session.get_one(Employer, event.employer_id).suspended_at is None:
        return
    for posting in list_of_employer(event.employer_id, {PostingState.IN_REVIEW}):
        publishing.return_suspended(posting)
    for posting in list_of_employer(event.employer_id, {PostingState.LIVE}):
        running.pause(posting, by=None, reason="The employer was suspended.")


@listen(events.PostingApproved)
def tell_approved(event: events.PostingApproved) -> None:
    _tell(event.posting_id, "posting_approved", f"{event.submission}")


@listen(events.PostingRejected)
def tell_rejected(event: events.PostingRejected) -> None:
    _tell(event.posting_id, "posting_rejected", f"{event.submission}", reasons=event.reasons, note=event.note)


@listen(events.PostingChangesRequested)
def tell_changes_requested(event: events.PostingChangesRequested) -> None:
    _tell(event.posting_id, "posting_changes_requested", f"{event.submission}", reasons=event.reasons,
          note=event.note)


@listen(events.PostingEnding)
def tell_ending(event: events.PostingEnding) -> None:
    _tell(event.posting_id, "posting_ending", f"{event.run}", renew=_link("confirm_renewal", event.posting_id))


@listen(events.PostingExpired)
def tell_expired(event: events.PostingExpired) -> None:
    _tell(event.posting_id, "posting_expired", f"{event.run}", renew=_link("confirm_renewal", event.posting_id))


@listen(events.PostingRenewed)
def tell_renewed(event: events.PostingRenewed) -> None:
    _tell(event.posting_id, "posting_renewed", f"{event.run}")


@listen(events.PostingRemoved)
def tell_removed(event: events.PostingRemoved) -> None:
    _tell(event.posting_id, "posting_removed", "", reason=event.reason)


@listen(events.RevisionApproved)
def tell_revision_approved(event: events.RevisionApproved) -> None:
    revision = db.session.get_one(PostingRevision, event.revision_id)
    _tell(revision.posting_id, "posting_revision_approved", f"{revision.number}")


@listen(events.RevisionRejected)
def tell_revision_rejected(event: events.RevisionRejected) -> None:
    revision = db.session.get_one(PostingRevision, event.revision_id)
    _tell(revision.posting_id, "posting_revision_rejected", f"{revision.number}", reasons=revision.reasons,
          note=revision.note)


def _link(page: str, posting_id: int) -> str:
    return absolute(f"employer_postings.{page}", posting_id=posting_id)


def _last_day(posting: JobPosting, person: User) -> str:
    """The day on which it ends where this person is, as its page says it to her."""
    if posting.valid_through is None:
        return ""
    local = posting.valid_through.astimezone(ZoneInfo(person.time_zone))
    return f"{local:%B} {local.day}, {local.year}"


def _tell(posting_id: int, template: str, once: str, **context: Any) -> None:
    with transaction():
        posting = db.session.get_one(JobPosting, posting_id)
        for person in list_hiring_people(posting.employer_id):
            outbox.post(template, to=person.email, key=f"{template}:{posting.id}:{once}:{person.id}",
                        name=person.name, posting=posting, until=_last_day(posting, person),
                        show=_link("show", posting.id), edit=_link("edit", posting.id), **context)
