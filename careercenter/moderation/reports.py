"""What visitors report: each report joins the posting's open case, or opens one."""

from datetime import date

from careercenter.accounts.models import User
from careercenter.core import add_once, db, today, transaction
from careercenter.moderation import queries, queue
from careercenter.moderation.models import ItemKind, Report, ReportReason
from careercenter.postings.models import JobPosting


def report(posting: JobPosting, reason: ReportReason, *, details: str, by: User | None, visitor: str) -> None:
    """Report a posting; a guest may too. Told once a person, posting and day.

    Args:
        visitor: what tells a guest's browser from another's; unused for somebody signed in.

    Raises:
        AlreadyDone: this person reported it today.
    """
    with transaction():
        item = queries.find_open_case(posting.id) or queue.open_item(
            posting, ItemKind.REPORTS, key=f"reports:{posting.id}:{queries.count_cases(posting.id) + 1}")
        add_once(
            Report(key=_key(posting, by, visitor, today()), item_id=item.id, posting_id=posting.id,
                   reporter_id=by.id if by else None, reason=reason, details=details.strip()),
            "You reported this job today already. Thank you: a moderator looks at it.")
        db.session.flush()


def _key(posting: JobPosting, by: User | None, visitor: str, day: date) -> str:
    who = f"user:{by.id}" if by else f"guest:{visitor}"
    return f"{posting.id}:{who}:{day.isoformat()}"
