"""What the tests of postings share."""

import pytest

from careercenter.accounts.models import User
from careercenter.employers.models import Employer
from careercenter.postings import publishing
from careercenter.postings.models import JobPosting
from tests.postings.factories import give_credits, make_posting


@pytest.fixture
def draft(hospital: Employer) -> JobPosting:
    """A complete draft of the hospital's."""
    return make_posting(hospital)


@pytest.fixture
def submitted(draft: JobPosting, hospital: Employer, recruiter: User) -> JobPosting:
    """A posting in review, paid with the hospital's only credit."""
    give_credits(hospital)
    publishing.submit(draft, by=recruiter)
    return draft


@pytest.fixture
def live(submitted: JobPosting, moderator: User) -> JobPosting:
    """A posting that went live just now."""
    publishing.approve(submitted, by=moderator)
    return submitted
