"""What a person may do with an application: the candidate with hers, the employer's people with theirs."""

from careercenter.accounts.models import User
from careercenter.applications.models import Application
from careercenter.employers.policies import find_role, may_hire, may_see_applicants
from careercenter.postings.models import JobPosting


def may_apply(by: User | None, posting: JobPosting) -> bool:
    """Whether the person applies: with a proven address, and not at her own employer."""
    return (by is not None and by.is_active and by.is_verified
            and find_role(by, posting.employer_id) is None)


def is_candidate(by: User | None, application: Application) -> bool:
    """Whether the application is the person's own: she reads and withdraws it."""
    return by is not None and by.is_active and application.user_id == by.id


def may_review(by: User | None, posting: JobPosting) -> bool:
    """Whether the person reads what candidates sent: owners, recruiters and viewers of the employer."""
    return may_see_applicants(by, posting.employer_id)


def may_move(by: User | None, posting: JobPosting) -> bool:
    """Whether the person changes stages and writes notes: who hires for the employer."""
    return may_hire(by, posting.employer_id)
