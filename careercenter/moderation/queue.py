"""Filling the queue and taking from it. Two can't have the same item in hand."""

from datetime import datetime

from careercenter.accounts.models import User
from careercenter.core import AlreadyDone, NotPossible, add_once, db, lock, now, require, transaction
from careercenter.moderation import policies, queries, risk
from careercenter.moderation.lifecycle import ITEM
from careercenter.moderation.models import ItemAction, ItemKind, ItemState, ModerationItem
from careercenter.postings import revisions
from careercenter.postings.lifecycle import APPROVED, PostingState
from careercenter.postings.models import JobPosting, PostingRevision


def bring_up_to_date(posting_id: int) -> None:
    """Have the queue hold what of a posting waits for review: its last submission, or the edit that is pending.

    However often this is called, and in whatever order things are heard of, that is one open item or none.
    Nothing of a suspended employer waits.
    """
    with transaction():
        for item in queries.list_open_of(posting_id, ItemKind.POSTING, ItemKind.REVISION):
            lock(item)  # before the posting, as whoever decides does
        posting = db.session.get_one(JobPosting, posting_id)
        lock(posting)
        is_suspended = queries.get_employer(posting).suspended_at is not None
        pending = revisions.find_pending(posting_id) if posting.state in APPROVED and not is_suspended else None
        is_in_review = posting.state is PostingState.IN_REVIEW and not is_suspended
        waits = False
        for item in queries.list_open_of(posting_id, ItemKind.POSTING, ItemKind.REVISION):
            if item.revision_id == pending.id if pending else is_in_review and item.is_of_last(posting):
                waits = True
            else:
                ITEM.advance(item, ItemAction.DROP, by=None, reason="it no longer waits")
        if not waits and (is_in_review or pending):
            _open(posting, pending)


def mend() -> None:
    """Queue what waits and isn't in the queue, and drop from it what waits no more."""
    for posting_id in queries.list_out_of_step():
        bring_up_to_date(posting_id)


def _open(posting: JobPosting, pending: PostingRevision | None) -> None:
    if pending is None:
        item = open_item(posting, ItemKind.POSTING, since=posting.submitted_at,
                         key=queries.free_key(f"posting:{posting.id}:{posting.submissions}"))
    else:
        item = open_item(posting, ItemKind.REVISION, since=pending.made_at, revision_id=pending.id,
                         key=queries.free_key(f"revision:{pending.id}"))
    db.session.flush([item])


def open_item(posting: JobPosting, kind: ItemKind, *, key: str, since: datetime | None = None,
              revision_id: int | None = None) -> ModerationItem:
    """Put a posting in the queue, once a key; in the caller's transaction. Returns the item, old or new.

    Args:
        since: when its wait began, if not now.
    """
    signals = risk.assess(posting, queries.get_employer(posting), earlier_live=queries.count_approved(posting))
    item = ModerationItem(
        key=key, kind=kind, posting_id=posting.id, revision_id=revision_id, is_featured=posting.is_featured,
        opened_at=since or now(), risk=risk.score(signals), signals=[signal.as_json() for signal in signals])
    try:
        add_once(item, "It waits already.")
    except AlreadyDone:
        return queries.get_by_key(key)
    return item


def claim(item: ModerationItem, *, by: User) -> None:
    """Take an item in hand for 30 minutes; claiming one's own again counts from now.

    Raises:
        Forbidden: `by` doesn't moderate, or belongs to the employer.
        NotPossible: it is decided or no longer waits, or another moderator has it in hand.
    """
    with transaction():
        lock(item)
        _refuse_closed(item)
        _require_decider(item, by)
        if item.is_claim_current and item.claimed_by_id != by.id:
            raise NotPossible(f"{queries.name_of(item.claimed_by_id)} has this one in hand. Take the next.")
        ITEM.advance(item, ItemAction.CLAIM, by=by)
        item.claimed_by_id, item.claimed_at = by.id, now()


def claim_next(*, by: User) -> ModerationItem | None:
    """Take the first free item of the queue in hand; None if there is none."""
    for item in queries.list_free(by=by):
        try:
            claim(item, by=by)
        except NotPossible:  # somebody was faster
            continue
        return item
    return None


def release(item: ModerationItem, *, by: User) -> None:
    """Put an item back.

    Raises:
        NotPossible: it isn't in hand, or in somebody else's.
    """
    with transaction():
        require_in_hand(item, by)
        ITEM.advance(item, ItemAction.RELEASE, by=by)
        item.claimed_by_id = item.claimed_at = None


def drop(posting_id: int, *kinds: ItemKind) -> None:
    """Take items out of the queue that have become pointless; in the caller's transaction."""
    for item in queries.list_open_of(posting_id, *kinds):
        lock(item)
        if item.is_open:
            ITEM.advance(item, ItemAction.DROP, by=None, reason="the posting no longer waits")


def require_in_hand(item: ModerationItem, by: User) -> None:
    """Lock an item and go on if the person has it in hand; in the caller's transaction.

    Raises:
        Forbidden, NotPossible: as `claim` and `release`.
    """
    lock(item)
    _refuse_closed(item)
    _require_decider(item, by)
    if item.state is not ItemState.CLAIMED or item.claimed_by_id != by.id:
        raise NotPossible("This one isn't in your hand any more. Claim it, then decide.")


def _refuse_closed(item: ModerationItem) -> None:
    if item.state is ItemState.DECIDED:
        raise NotPossible(f"{queries.name_of(item.decided_by_id)} has decided on this one already. Nothing changed.")
    if item.state is ItemState.OBSOLETE:
        raise NotPossible("This one no longer waits: the employer took it back or changed it again. "
                          "Nothing changed. Take the next.")


def _require_decider(item: ModerationItem, by: User) -> None:
    require(policies.may_moderate(by), "Moderators alone work on the queue.")
    if item.is_open:
        posting = db.session.get_one(JobPosting, item.posting_id)
        require(policies.may_decide(by, item, posting.employer_id),
                "You belong to this employer; another moderator decides on its jobs.")
