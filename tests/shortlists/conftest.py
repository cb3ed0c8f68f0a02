"""Live jobs of two employers."""

import pytest

from careercenter.employers.models import Employer
from careercenter.postings.models import JobPosting
from tests.cast import make_employer
from tests.postings.factories import make_live, make_posting


@pytest.fixture
def posting(hospital) -> JobPosting:
    """A live job of the hospital's, applied for here."""
    return make_live(make_posting(hospital))


@pytest.fixture
def clinic(app) -> Employer:
    return make_employer("Lakeside Clinic")


@pytest.fixture
def outside(clinic) -> JobPosting:
    """A live job of the clinic's, applied for at its own site."""
    return make_live(make_posting(clinic, title="Outpatient Coder", apply_method="link",
                                  apply_url="https://lakeside.example/1"))
