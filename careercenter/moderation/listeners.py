"""What fills the queue, and what empties it."""

from sqlalchemy import select

from careercenter import events
from careercenter.core import db, transaction
from careercenter.events import listen
from careercenter.moderation import queue
from careercenter.moderation.models import ItemKind
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting, PostingRevision, RevisionState


@listen(events.PostingSubmitted)
def queue_posting(event: events.PostingSubmitted) -> None:
    with transaction():
        posting = db.session.get_one(JobPosting, event.posting_id)
        if posting.state is PostingState.IN_REVIEW:
            times = _times_submitted(posting)
            queue.open_item(posting, ItemKind.POSTING, key=f"posting:{posting.id}:{times}")


@listen(events.RevisionSubmitted)
def queue_revision(event: events.RevisionSubmitted) -> None:
    with transaction():
        revision = db.session.get_one(PostingRevision, event.revision_id)
        posting = db.session.get_one(JobPosting, revision.posting_id)
        queue.drop(posting.id, ItemKind.REVISION, but=revision.id)  # earlier edits, which this one replaces
        if revision.state is RevisionState.PENDING:
            queue.open_item(posting, ItemKind.REVISION, key=f"revision:{revision.id}", revision_id=revision.id)


@listen(events.PostingTakenBack)
def drop_posting(event: events.PostingTakenBack) -> None:
    with transaction():
        queue.drop(event.posting_id, ItemKind.POSTING, ItemKind.REVISION)


@listen(events.PostingLeft)
def drop_what_left(event: events.PostingLeft) -> None:
    with transaction():
        posting = db.session.get_one(JobPosting, event.posting_id)
        if posting.state in (PostingState.FILLED, PostingState.WITHDRAWN, PostingState.REMOVED):
            queue.drop(posting.id, *ItemKind)


def _times_submitted(posting: JobPosting) -> int:
    """How many texts of it were sent to review: each is a revision of its own."""
    return len(db.session.scalars(
        select(PostingRevision.id).where(PostingRevision.posting_id == posting.id,
                                         PostingRevision.state == RevisionState.RECORDED)).all())
