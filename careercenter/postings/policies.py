"""What a person may do with a posting."""

from careercenter.accounts.models import User
from careercenter.accounts.policies import may_moderate
from careercenter.core import NotPossible, db
from careercenter.employers.models import Employer
from careercenter.employers.policies import may_hire, may_see_postings
from careercenter.postings.models import JobPosting


def may_edit(by: User | None, posting: JobPosting) -> bool:
    """Whether the person writes, submits, pauses and renews it: who hires for its employer."""
    return may_hire(by, posting.employer_id)


def may_read(by: User | None, posting: JobPosting) -> bool:
    """Whether the person reads it in any state: who reads the employer's postings, and moderators."""
    return may_see_postings(by, posting.employer_id) or may_moderate(by)


def refuse_suspended(posting: JobPosting) -> None:
    """Go on unless the posting's employer is suspended: nothing of it is published.

    Raises:
        NotPossible: it is.
    """
    employer = db.session.get_one(Employer, posting.employer_id)
    if employer.suspended_at is not None:
        raise NotPossible(f"{employer.name} is suspended: nothing of it goes live. Reject it, or reinstate the "
                          "employer first.")


def may_decide(by: User | None) -> bool:
    """Whether the person approves, rejects and removes postings."""
    return may_moderate(by)
