"""Edits of an approved posting: the old text stays live until a moderator has read the new one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from careercenter import events
from careercenter.accounts.models import User
from careercenter.core import NotPossible, db, lock, now, record, require, transaction
from careercenter.employers.models import Employer
from careercenter.events import Event
from careercenter.postings import completeness, policies
from careercenter.postings import content as contents
from careercenter.postings.content import Content
from careercenter.postings.drafts import refuse_stale
from careercenter.postings.lifecycle import APPROVED
from careercenter.postings.models import JobPosting, PostingRevision, RevisionState


def find_pending(posting_id: int) -> PostingRevision | None:
    """The edit of a posting that waits for review, if one does."""
    return db.session.scalar(select(PostingRevision).where(
        PostingRevision.posting_id == posting_id, PostingRevision.state == RevisionState.PENDING))


def newest_content(posting: JobPosting) -> Content:
    """What a posting says, or will say once the edit that waits is approved."""
    pending = find_pending(posting.id)
    return contents.snapshot(posting) | _changes(pending)


def _changes(pending: PostingRevision | None) -> Content:
    return {name: pending.content[name] for name in pending.changed} if pending else {}


def propose(posting: JobPosting, content: Mapping[str, Any], *, by: User, version: int) -> PostingRevision | None:
    """Edit an approved posting. Substance waits for review while the old text stays; small changes
    (`content.SMALL`) take effect at once. What an edit that waits already changes stays changed, unless
    `content` says otherwise.

    Returns the revision that waits now, or else the small change's; None if nothing differs from the text that
    is live: an edit that waited is taken back then.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
        StaleVersion: it was changed meanwhile.
        Incomplete: the new text lacks something.
        NotPossible: it isn't live, paused or expired.
    """
    with transaction() as happened:
        require(policies.may_edit(by, posting))
        lock(posting)
        if posting.state not in APPROVED:
            raise NotPossible("Only a published job is edited this way. Reload the page to see where it stands.")
        refuse_stale(posting, version)
        before, pending = contents.snapshot(posting), find_pending(posting.id)
        after = contents.merged(before | _changes(pending), content)
        _refuse_incomplete(posting, after)
        names = contents.changed(before, after)
        if names and not _last_number(posting.id):  # it came in without a review: keep what the edit changes
            keep(posting, RevisionState.RECORDED, by=None)
        small = [name for name in names if name in contents.SMALL]
        recorded = _change_at_once(posting, after, small, by=by) if small else None
        return _let_wait(posting, after, [name for name in names if name not in small], pending,
                         by=by, happened=happened) or recorded


def _change_at_once(posting: JobPosting, after: Content, names: list[str], *, by: User) -> PostingRevision:
    _take_over(posting, {name: after[name] for name in names})
    posting.version += 1
    record("edit", posting, by=by, fields=names)
    return keep(posting, RevisionState.RECORDED, by=by, changed=names)


def _let_wait(posting: JobPosting, after: Content, names: list[str], pending: PostingRevision | None, *,
              by: User, happened: list[Event]) -> PostingRevision | None:
    if pending is not None:
        if names == pending.changed and not contents.changed(pending.content, {name: after[name] for name in names}):
            return pending
        pending.state, pending.decided_at = RevisionState.REPLACED, now()
    if not names:
        if pending is not None:
            record("discard_revision", posting, by=by, revision=pending.number)
            happened.append(events.RevisionWithdrawn(pending.id))
        return None
    posting.version += 1
    revision = _add(posting, after, RevisionState.PENDING, by=by, changed=names)
    record("propose_revision", posting, by=by, fields=names, revision=revision.number)
    happened.append(events.RevisionSubmitted(revision.id))
    return revision


def approve_revision(revision: PostingRevision, *, by: User) -> None:
    """Put an edit in the place of the old text.

    Raises:
        Forbidden: `by` is no moderator.
        NotPossible: it doesn't wait any more, or its posting is gone; or its employer is suspended.
    """
    with transaction() as happened:
        posting = _decide(revision, RevisionState.APPROVED, by=by)
        policies.refuse_suspended(posting)
        # What was changed at once since then (a later deadline) isn't undone by the older edit.
        _take_over(posting, _changes(revision))
        posting.version += 1
        record("approve_revision", posting, by=by, revision=revision.number)
        happened.append(events.RevisionApproved(revision.id))


def reject_revision(revision: PostingRevision, *, by: User, reasons: Sequence[str], note: str = "") -> None:
    """Refuse an edit; the old text stays.

    Raises:
        Forbidden: `by` is no moderator.
        NotPossible: it doesn't wait any more.
    """
    with transaction() as happened:
        posting = _decide(revision, RevisionState.REJECTED, by=by)
        revision.reasons, revision.note = list(reasons), note
        record("reject_revision", posting, by=by, reason=" ".join([*reasons, note]).strip(),
               revision=revision.number)
        happened.append(events.RevisionRejected(revision.id))


def discard(posting: JobPosting, *, by: User) -> None:
    """Take back the edit that waits for review, if one does.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
    """
    with transaction() as happened:
        require(policies.may_edit(by, posting))
        lock(posting)
        pending = find_pending(posting.id)
        if pending is not None:
            pending.state, pending.decided_at = RevisionState.REPLACED, now()
            record("discard_revision", posting, by=by, revision=pending.number)
            happened.append(events.RevisionWithdrawn(pending.id))


def list_revisions(posting_id: int) -> list[PostingRevision]:
    """All revisions of a posting, newest first."""
    return list(db.session.scalars(select(PostingRevision).where(
        PostingRevision.posting_id == posting_id).order_by(PostingRevision.number.desc())))


def keep(posting: JobPosting, state: RevisionState, *, by: User | None,
         changed: list[str] | None = None) -> PostingRevision:
    """Keep what a posting says now as a revision; in the caller's transaction.

    `changed` is worked out from the revision before, if it isn't given.
    """
    content = contents.snapshot(posting)
    if changed is None:
        before = db.session.scalar(
            select(PostingRevision).where(PostingRevision.posting_id == posting.id)
            .order_by(PostingRevision.number.desc()).limit(1))
        changed = contents.changed(before.content, content) if before else []
    return _add(posting, content, state, by=by, changed=changed)


def _add(posting: JobPosting, content: Content, state: RevisionState, *, by: User | None,
         changed: list[str]) -> PostingRevision:
    revision = PostingRevision(posting_id=posting.id, number=_last_number(posting.id) + 1, state=state,
                               content=content, changed=changed, made_by_id=by.id if by else None)
    db.session.add(revision)
    db.session.flush()
    return revision


def _last_number(posting_id: int) -> int:
    return db.session.scalar(
        select(func.max(PostingRevision.number)).where(PostingRevision.posting_id == posting_id)) or 0


def _decide(revision: PostingRevision, state: RevisionState, *, by: User) -> JobPosting:
    require(policies.may_decide(by))
    posting = db.session.get_one(JobPosting, revision.posting_id)
    lock(posting)
    lock(revision)
    if revision.state is not RevisionState.PENDING or posting.state not in APPROVED:
        raise NotPossible("This edit doesn't wait for review any more. Reload the page to see where it stands.")
    revision.state, revision.decided_at, revision.decided_by_id = state, now(), by.id
    return posting


def _take_over(posting: JobPosting, content: Mapping[str, Any]) -> None:
    contents.apply(posting, content)
    posting.updated_at = now()
    posting.set_end()


def _refuse_incomplete(posting: JobPosting, content: Content) -> None:
    employer = db.session.get_one(Employer, posting.employer_id)
    problems = completeness.list_problems(contents.with_content(content), employer)
    if problems:
        raise completeness.Incomplete(problems)
