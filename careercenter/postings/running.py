"""A published posting's days: paused, resumed, filled, withdrawn, renewed, expired."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from careercenter import events
from careercenter.accounts.models import User
from careercenter.billing import ledger
from careercenter.core import AlreadyDone, AuditEntry, NotPossible, db, lock, now, require, transaction
from careercenter.employers.models import Employer
from careercenter.postings import policies
from careercenter.postings.lifecycle import POSTING, PostingAction, PostingState
from careercenter.postings.models import JobPosting, end_of_day
from careercenter.postings.publishing import begin_run, give_back, kind

NOTICE = timedelta(days=5)
"""How long before its end the employer hears of it."""


def pause(posting: JobPosting, *, by: User | None, reason: str | None = None) -> None:
    """Hide a live posting for a while; the days that are paid for go on. `by` None: the site itself.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
        NotPossible: it isn't live.
    """
    with transaction() as happened:
        require(by is None or policies.may_edit(by, posting))
        POSTING.advance(posting, PostingAction.PAUSE, by=by, reason=reason)
        happened.append(events.PostingLeft(posting.id, posting.state.value))


def resume(posting: JobPosting, *, by: User) -> None:
    """Show a paused posting again.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
        NotPossible: it isn't paused, or its time is over.
    """
    with transaction() as happened:
        require(policies.may_edit(by, posting))
        lock(posting)
        if posting.state is PostingState.PAUSED and not _has_time(posting):
            raise NotPossible("The time of this job is over. Renew it to show it again.")
        hidden_since = _hidden_since(posting)
        POSTING.advance(posting, PostingAction.RESUME, by=by)
        happened.append(events.PostingResumed(posting.id, hidden_since.timestamp()))


def mark_filled(posting: JobPosting, *, by: User) -> None:
    """Close a posting because somebody was hired.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
        NotPossible: it isn't published.
    """
    _end(posting, PostingAction.FILL, by=by)


def withdraw(posting: JobPosting, *, by: User) -> None:
    """Give a posting up. The credit of one that never ran returns.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
        NotPossible: it has ended already.
    """
    _end(posting, PostingAction.WITHDRAW, by=by)


def _end(posting: JobPosting, action: PostingAction, *, by: User) -> None:
    with transaction() as happened:
        require(policies.may_edit(by, posting))
        lock(posting)
        before = posting.state
        POSTING.advance(posting, action, by=by)
        posting.ended_at = now()
        if posting.runs == 0:
            give_back(posting)
        if before is PostingState.IN_REVIEW:
            happened.append(events.PostingTakenBack(posting.id))
        if before in (PostingState.LIVE, PostingState.PAUSED):
            happened.append(events.PostingLeft(posting.id, posting.state.value))


def renew(posting: JobPosting, *, by: User, run: int) -> None:
    """Spend a credit for 30 more days: added to those left, or from now if it has expired.

    Args:
        run: the number of the run that this buys (`posting.runs + 1` as the person saw it), so that two
            clicks buy one.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
        NoCredit: none is left. Nothing has changed.
        AlreadyDone: this run was bought before.
        NotPossible: it is neither live nor expired, or its deadline comes first.
    """
    with transaction() as happened:
        require(policies.may_edit(by, posting))
        lock(posting)
        if run <= posting.runs:
            raise AlreadyDone("This job is renewed already; nothing was spent again.")
        was_live = posting.is_live
        since = posting.paid_through if was_live and posting.paid_through else now()
        if posting.deadline_on and end_of_day(posting.deadline_on) <= since:
            raise NotPossible("The application deadline ends this job sooner than that. Move the deadline to a "
                              "later day or remove it, then renew.")
        POSTING.advance(posting, PostingAction.RENEW, by=by)
        key = f"posting:{posting.id}:run:{posting.runs + 1}"
        ledger.spend(posting.employer_id, kind=kind(posting), key=key, what=f"Renewed: {posting.title}")
        posting.credit_key, posting.credit_kind = key, kind(posting)
        begin_run(posting, since=since)
        happened.append(events.PostingRenewed(posting.id, posting.runs))
        if not was_live:
            posting.live_at = now()


def expire_due() -> None:
    """End every posting whose time is over."""
    for posting in _list_ending(now()):
        with transaction() as happened:
            lock(posting)
            if POSTING.can(posting, PostingAction.EXPIRE) and not _has_time(posting):
                was_live = posting.state is PostingState.LIVE
                POSTING.advance(posting, PostingAction.EXPIRE, by=None, reason="Its time is over.")
                posting.ended_at = posting.valid_through
                happened.append(events.PostingExpired(posting.id, posting.runs))
                if was_live:
                    happened.append(events.PostingLeft(posting.id, posting.state.value))


def remind_due() -> None:
    """Announce, once a run, each live posting's end a few days before."""
    for posting in _list_ending(now() + NOTICE):
        with transaction() as happened:
            lock(posting)
            if posting.is_live and posting.reminded_run < posting.runs and not _has_time(posting, NOTICE):
                posting.reminded_run = posting.runs
                happened.append(events.PostingEnding(posting.id, posting.runs))


def _list_ending(by: datetime) -> list[JobPosting]:
    return list(db.session.scalars(select(JobPosting).where(
        JobPosting.state.in_([PostingState.LIVE, PostingState.PAUSED]), JobPosting.valid_through <= by)))


def _hidden_since(posting: JobPosting) -> datetime:
    """When it was paused; or its employer suspended, which hides it at once and pauses it a moment later."""
    paused = _last(posting.__tablename__, posting.id, AuditEntry.to_state == PostingState.PAUSED)
    if paused is None:
        return now()
    employer = _last(Employer.__tablename__, posting.employer_id, AuditEntry.id < paused.id,
                     AuditEntry.action.in_(("suspended", "reinstated")))
    return employer.at if employer and employer.action == "suspended" else paused.at


def _last(subject_type: str, subject_id: int, *which: ColumnElement[bool]) -> AuditEntry | None:
    return db.session.scalars(select(AuditEntry).where(
        AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id, *which,
    ).order_by(AuditEntry.id.desc()).limit(1)).first()


def _has_time(posting: JobPosting, left: timedelta = timedelta()) -> bool:
    return posting.valid_through is not None and now() + left < posting.valid_through
