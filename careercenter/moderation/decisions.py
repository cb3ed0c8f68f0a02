"""Deciding: what a moderator says about an item becomes what happens to the posting, in one transaction."""

from collections.abc import Sequence

from careercenter.accounts.models import User
from careercenter.core import DomainError, NotPossible, db, lock, now, transaction
from careercenter.employers import standing
from careercenter.employers.models import Employer
from careercenter.moderation import queries
from careercenter.moderation.lifecycle import ITEM
from careercenter.moderation.models import ItemAction, ItemKind, ModerationItem, Verdict
from careercenter.moderation.queue import require_in_hand
from careercenter.moderation.reasons import advice
from careercenter.postings import publishing, revisions
from careercenter.postings.lifecycle import POSTING, PostingAction, PostingState
from careercenter.postings.models import JobPosting, PostingRevision

VERDICTS: dict[ItemKind, tuple[Verdict, ...]] = {
    ItemKind.POSTING: (Verdict.APPROVE, Verdict.REQUEST_CHANGES, Verdict.REJECT, Verdict.BAN),
    ItemKind.REVISION: (Verdict.APPROVE, Verdict.REJECT, Verdict.BAN),
    ItemKind.REPORTS: (Verdict.KEEP, Verdict.REMOVE, Verdict.BAN),
}
"""What can be decided on each kind of item."""

_NEED_WORDS = {Verdict.REJECT, Verdict.REQUEST_CHANGES, Verdict.REMOVE, Verdict.BAN}


class WithoutReason(DomainError):
    """The employer would not know what to fix."""

    status = 422


def decide(item: ModerationItem, verdict: Verdict, *, by: User, reasons: Sequence[str] = (), note: str = "") -> None:
    """Carry out a decision; the employer is told by mail, in the catalogue's words and the note's.

    Args:
        reasons: codes of the catalogue.
        note: the moderator's own words to the employer.

    Raises:
        Forbidden: `by` doesn't moderate, or belongs to the employer.
        NotPossible: the item isn't in `by`'s hand, is decided, or its posting has moved on; or it is to be
            approved, and its employer is suspended.
        WithoutReason: anything but an approval needs a reason or a note.
    Whatever is raised, nothing has changed.
    """
    if verdict not in VERDICTS[item.kind]:
        raise DomainError("That can't be decided on this kind of item.")
    sentences = advice(list(reasons))
    if verdict in _NEED_WORDS and not sentences and not note.strip():
        raise WithoutReason("Choose at least one reason, or write a note: the employer must know what to fix.")
    with transaction():
        require_in_hand(item, by)
        posting = db.session.get_one(JobPosting, item.posting_id)
        lock(posting)
        if posting.state is PostingState.IN_REVIEW and item.kind is ItemKind.POSTING and not item.is_of_last(posting):
            raise NotPossible("The employer took this job back and sent it again since you claimed it. What you read "
                              "isn't what it says now; the new text is in the queue, or comes in a moment.")
        _carry_out(item, posting, verdict, by=by, sentences=sentences, note=note.strip())
        ITEM.advance(item, ItemAction.DECIDE, by=by, reason=" ".join([*sentences, note]).strip() or None,
                     verdict=str(verdict), reasons=list(reasons))
        item.verdict, item.decided_by_id, item.decided_at = verdict, by.id, now()


def _carry_out(item: ModerationItem, posting: JobPosting, verdict: Verdict, *, by: User,
               sentences: list[str], note: str) -> None:
    if verdict is Verdict.BAN:
        _ban(item, posting, by=by, sentences=sentences, note=note)
    elif item.kind is ItemKind.REVISION:
        revision = db.session.get_one(PostingRevision, item.revision_id)
        if verdict is Verdict.APPROVE:
            revisions.approve_revision(revision, by=by)
        else:
            revisions.reject_revision(revision, by=by, reasons=sentences, note=note)
    elif verdict is Verdict.APPROVE:
        publishing.approve(posting, by=by)
    elif verdict is Verdict.REJECT:
        publishing.reject(posting, by=by, reasons=sentences, note=note)
    elif verdict is Verdict.REQUEST_CHANGES:
        publishing.request_changes(posting, by=by, reasons=sentences, note=note)
    elif verdict is Verdict.REMOVE:
        publishing.remove(posting, by=by, reason=" ".join([*sentences, note]).strip())


def _ban(item: ModerationItem, posting: JobPosting, *, by: User, sentences: list[str], note: str) -> None:
    """Suspend the employer; the listener to EmployerSuspended takes down all that it has live."""
    if item.kind is ItemKind.POSTING:
        publishing.reject(posting, by=by, reasons=sentences, note=note)
    elif POSTING.can(posting, PostingAction.REMOVE):
        publishing.remove(posting, by=by, reason=" ".join([*sentences, note]).strip())
    employer = db.session.get_one(Employer, posting.employer_id)
    if employer.suspended_at is None:
        standing.suspend(employer, by=by, reason=queries.summary(posting, sentences, note))
