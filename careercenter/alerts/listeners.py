"""What alerts do when something happened. Heard twice, nothing is told twice: the database keeps each pair once."""

from datetime import UTC, datetime

from careercenter import events
from careercenter.accounts.models import User
from careercenter.alerts import alerting, letters, personal_data, saving, telling, unsubscribing
from careercenter.core import db, transaction
from careercenter.events import listen
from careercenter.mail.models import OutboxMail
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import PostingRevision
from careercenter.postings.queries import list_of_employer


@listen(events.PostingApproved)
def match_new(event: events.PostingApproved) -> None:
    """A job went live."""
    alerting.match(event.posting_id, went_live=True)


@listen(events.PostingRenewed)
def match_renewed(event: events.PostingRenewed) -> None:
    """A job that had expired is live again; for one that still was, nothing is new."""
    alerting.match(event.posting_id, went_live=True)


@listen(events.PostingResumed)
def match_resumed(event: events.PostingResumed) -> None:
    """A job is shown again, and is news to whoever began to watch while it wasn't."""
    alerting.match(event.posting_id, went_live=True, hidden_since=datetime.fromtimestamp(event.hidden_since, UTC))


@listen(events.EmployerReinstated)
def match_reinstated(event: events.EmployerReinstated) -> None:
    """What an employer still has live is shown again at once; what its suspension paused comes when it is resumed."""
    for posting_id in [posting.id for posting in list_of_employer(event.employer_id, {PostingState.LIVE})]:
        alerting.match(posting_id, went_live=True, hidden_since=datetime.fromtimestamp(event.hidden_since, UTC))


@listen(events.RevisionApproved)
def match_changed(event: events.RevisionApproved) -> None:
    """A live job says something else."""
    alerting.match(db.session.get_one(PostingRevision, event.revision_id).posting_id, went_live=False)


@listen(events.AddressProven)
def claim_searches(event: events.AddressProven) -> None:
    """What was saved with this address as a guest is the account's now, and what waited for the proof is told."""
    user = db.session.get_one(User, event.user_id)
    saving.claim(user)
    telling.hurry(user)


@listen(events.MailRefused)
def pause_bounced(event: events.MailRefused) -> None:
    """Whoever can't get our alerts gets no more of them."""
    mail = db.session.get_one(OutboxMail, event.mail_id)
    address, is_alert = mail.to, mail.template == letters.TEMPLATE
    if is_alert and address:
        unsubscribing.bounced(address)


@listen(events.AccountErased)
def forget_person(event: events.AccountErased) -> None:
    """Whoever deletes her account takes her saved searches along."""
    with transaction():
        personal_data.erase(event.user_id)
