"""From draft to live and to the end: what employers and moderators do with a posting.

A posting is published by spending one credit, once. The credit of a posting that never ran goes back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from careercenter import events
from careercenter.accounts.models import User
from careercenter.billing import ledger
from careercenter.billing.ledger import NoCredit
from careercenter.billing.models import CreditKind
from careercenter.core import NotPossible, db, lock, now, require, transaction
from careercenter.employers.models import Employer
from careercenter.events import Event
from careercenter.postings import completeness, policies, revisions
from careercenter.postings.lifecycle import POSTING, PostingAction, PostingState
from careercenter.postings.models import JobPosting, RevisionState

RUN = timedelta(days=30)
"""What one credit buys."""


def submit(posting: JobPosting, *, by: User) -> None:
    """Send a posting to review and spend one of the employer's credits; after a request for changes, none.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
        Incomplete: something is missing; its `problems` say what. Nothing has changed.
        NotPossible: it waits already or is live; a second submit spends nothing.
        NoCredit: none is left. The posting awaits payment now, and goes on by itself once paid.
    """
    refusal = None
    with transaction() as happened:
        require(policies.may_edit(by, posting))
        try:
            _submit(posting, by=by, happened=happened)
        except NoCredit as no_credit:
            refusal = no_credit
            if POSTING.can(posting, PostingAction.AWAIT_PAYMENT):
                POSTING.advance(posting, PostingAction.AWAIT_PAYMENT, by=by)
                posting.submitted_by_id, posting.submitted_at = by.id, now()
    if refusal:
        raise refusal


def submit_waiting(employer_id: int) -> None:
    """Send on what waits for payment, oldest first, as far as the credits reach.

    One that has become incomplete meanwhile turns into a draft again.
    """
    waiting = db.session.scalars(
        select(JobPosting)
        .where(JobPosting.employer_id == employer_id, JobPosting.state == PostingState.AWAITING_PAYMENT)
        .order_by(JobPosting.submitted_at, JobPosting.id)).all()
    for posting in waiting:
        _submit_waiting(posting)


def use_credit(posting: JobPosting) -> bool:
    """Send on a posting that waits for payment if the employer has a credit for it by now; whether it went.

    It has none yet where another posting, which waits longer, needs it.
    """
    submit_waiting(posting.employer_id)
    return posting.state is PostingState.IN_REVIEW


def submit_all_waiting() -> None:
    """The same for every employer: credits also come back, or are granted, without an order."""
    for employer_id in db.session.scalars(
            select(JobPosting.employer_id).where(JobPosting.state == PostingState.AWAITING_PAYMENT).distinct()).all():
        submit_waiting(employer_id)


def _submit_waiting(posting: JobPosting) -> None:
    with transaction() as happened:
        lock(posting)
        employer = db.session.get_one(Employer, posting.employer_id)
        if posting.state is not PostingState.AWAITING_PAYMENT or employer.suspended_at is not None:
            return
        asked_by = db.session.get(User, posting.submitted_by_id) if posting.submitted_by_id else None
        try:
            _submit(posting, by=asked_by, happened=happened)
        except NoCredit:
            return
        except completeness.Incomplete as incomplete:
            POSTING.advance(posting, PostingAction.TAKE_BACK, by=None, reason=str(incomplete))


def _submit(posting: JobPosting, *, by: User | None, happened: list[Event]) -> None:
    """In the caller's transaction. Raises NoCredit with nothing changed."""
    lock(posting)
    if not POSTING.can(posting, PostingAction.SUBMIT):
        POSTING.advance(posting, PostingAction.SUBMIT, by=by)  # refuses, in its words
    problems = completeness.list_problems(posting, db.session.get_one(Employer, posting.employer_id))
    if problems:
        raise completeness.Incomplete(problems)
    _pay(posting)
    POSTING.advance(posting, PostingAction.SUBMIT, by=by)
    posting.submissions += 1
    posting.submitted_at = now()
    if by is not None:
        posting.submitted_by_id = by.id
    revisions.keep(posting, RevisionState.RECORDED, by=by)
    happened.append(events.PostingSubmitted(posting.id))


def kind(posting: JobPosting) -> CreditKind:
    """The kind of credit that the posting takes."""
    return CreditKind.FEATURED if posting.is_featured else CreditKind.STANDARD


def _pay(posting: JobPosting) -> None:
    """Spend the credit that a submission takes, unless one was spent and never came back."""
    if posting.credit_key and posting.credit_kind == kind(posting):
        return
    key = f"posting:{posting.id}:{posting.submissions + 1}"
    ledger.spend(posting.employer_id, kind=kind(posting), key=key, what=f"Sent to review: {posting.title}")
    give_back(posting)
    posting.credit_key, posting.credit_kind = key, kind(posting)


def give_back(posting: JobPosting) -> None:
    """Return the credit of a posting that didn't run; in the caller's transaction."""
    if posting.credit_key:
        ledger.give_back(key=posting.credit_key, what=f"Returned, not published: {posting.title}")
    posting.credit_key = posting.credit_kind = None


def take_back(posting: JobPosting, *, by: User) -> None:
    """Make a posting that waits (for payment or review) a draft again; its credit returns.

    Raises:
        Forbidden: `by` doesn't hire for this employer.
        NotPossible: it doesn't wait.
    """
    with transaction() as happened:
        require(policies.may_edit(by, posting))
        was_in_review = posting.state is PostingState.IN_REVIEW
        POSTING.advance(posting, PostingAction.TAKE_BACK, by=by)
        give_back(posting)
        if was_in_review:
            happened.append(events.PostingTakenBack(posting.id))


def return_suspended(posting: JobPosting) -> None:
    """Make a posting of a suspended employer that waits for review a draft again; its credit returns.

    A draft, not a rejected one: nobody has judged its text, and should the ban be taken back, the employer
    sends it again as it is.

    Raises:
        NotPossible: it isn't in review.
    """
    with transaction() as happened:
        lock(posting)
        if posting.state is not PostingState.IN_REVIEW:
            raise NotPossible("This job isn't in review.")
        POSTING.advance(posting, PostingAction.TAKE_BACK, by=None, reason="The employer was suspended.")
        give_back(posting)
        happened.append(events.PostingTakenBack(posting.id))


def approve(posting: JobPosting, *, by: User, reason: str | None = None) -> None:
    """Let a posting go live for 30 days, or until its deadline.

    Raises:
        Forbidden: `by` is no moderator.
        NotPossible: it isn't in review, by now; or its employer is suspended.
    """
    with transaction() as happened:
        require(policies.may_decide(by))
        policies.refuse_suspended(posting)
        POSTING.advance(posting, PostingAction.APPROVE, by=by, reason=reason)
        posting.live_at = at = now()
        begin_run(posting, since=at)
        posting.review_reasons, posting.review_note = [], ""
        happened.append(events.PostingApproved(posting.id, posting.submissions))


def reject(posting: JobPosting, *, by: User, reasons: Sequence[str], note: str = "") -> None:
    """Refuse a posting; its credit returns, and the employer may edit and submit it again.

    Args:
        reasons: sentences that tell the employer what to fix.

    Raises:
        Forbidden: `by` is no moderator.
        NotPossible: it isn't in review, by now.
    """
    with transaction() as happened:
        require(policies.may_decide(by))
        POSTING.advance(posting, PostingAction.REJECT, by=by, reason=_said(reasons, note))
        give_back(posting)
        posting.review_reasons, posting.review_note = list(reasons), note
        happened.append(events.PostingRejected(posting.id, posting.submissions, list(reasons), note))


def request_changes(posting: JobPosting, *, by: User, reasons: Sequence[str], note: str = "") -> None:
    """Ask the employer for changes; the credit stays with the posting, and sending it again costs nothing.

    Raises:
        Forbidden: `by` is no moderator.
        NotPossible: it isn't in review, by now.
    """
    with transaction() as happened:
        require(policies.may_decide(by))
        POSTING.advance(posting, PostingAction.REQUEST_CHANGES, by=by, reason=_said(reasons, note))
        posting.review_reasons, posting.review_note = list(reasons), note
        happened.append(events.PostingChangesRequested(posting.id, posting.submissions, list(reasons), note))


def remove(posting: JobPosting, *, by: User, reason: str) -> None:
    """Take a published posting down for good; what was paid for it isn't returned.

    Raises:
        Forbidden: `by` is no moderator.
        NotPossible: it isn't published, or is gone already.
    """
    with transaction() as happened:
        require(policies.may_decide(by))
        POSTING.advance(posting, PostingAction.REMOVE, by=by, reason=reason)
        posting.ended_at = now()
        happened += [events.PostingRemoved(posting.id, reason),
                     events.PostingLeft(posting.id, posting.state.value)]


def begin_run(posting: JobPosting, *, since: datetime) -> None:
    """Begin another run that was paid for; in the caller's transaction."""
    posting.runs += 1
    posting.paid_through = since + RUN
    posting.ended_at = None
    posting.set_end()


def _said(reasons: Sequence[str], note: str) -> str:
    return " ".join([*reasons, note]).strip()
