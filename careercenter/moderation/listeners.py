"""What fills the queue, and what empties it.

An event may be heard late, twice, or after a later one. So each only says whose queue may have changed;
what waits is read from the posting itself.
"""

from careercenter import events
from careercenter.core import db, transaction
from careercenter.events import listen
from careercenter.moderation import queue
from careercenter.moderation.models import ItemKind
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting, PostingRevision


@listen(events.PostingSubmitted)
def queue_posting(event: events.PostingSubmitted) -> None:
    queue.bring_up_to_date(event.posting_id)


@listen(events.PostingTakenBack)
def drop_posting(event: events.PostingTakenBack) -> None:
    queue.bring_up_to_date(event.posting_id)


@listen(events.RevisionSubmitted)
def queue_revision(event: events.RevisionSubmitted) -> None:
    queue.bring_up_to_date(db.session.get_one(PostingRevision, event.revision_id).posting_id)


@listen(events.RevisionWithdrawn)
def drop_revision(event: events.RevisionWithdrawn) -> None:
    queue.bring_up_to_date(db.session.get_one(PostingRevision, event.revision_id).posting_id)


@listen(events.EmployerSuspended)
def drop_what_is_suspended(_event: events.EmployerSuspended) -> None:
    queue.mend()


@listen(events.EmployerReinstated)
def queue_what_waited(_event: events.EmployerReinstated) -> None:
    """The edits that waited when it was suspended wait again."""
    queue.mend()


@listen(events.PostingLeft)
def drop_what_left(event: events.PostingLeft) -> None:
    with transaction():
        posting = db.session.get_one(JobPosting, event.posting_id)
        if posting.state in (PostingState.FILLED, PostingState.WITHDRAWN, PostingState.REMOVED):
            queue.drop(posting.id, *ItemKind)
