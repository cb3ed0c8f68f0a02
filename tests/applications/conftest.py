"""A live job, and a coder who could apply for it."""

from collections.abc import Callable
from typing import Any

import pytest

from careercenter.accounts.models import User
from careercenter.applications import applying
from careercenter.applications.models import Application
from careercenter.candidates import resumes
from careercenter.core import db
from careercenter.credentials import holdings
from careercenter.postings.models import JobPosting
from tests.files.documents import pdf
from tests.postings.factories import make_live, make_posting

QUESTIONS = [
    {"key": "q1", "question": "Are you authorized to work in the US?", "kind": "yes_no", "choices": [],
     "is_required": True},
    {"key": "q2", "question": "How many trauma charts a day?", "kind": "number", "choices": [], "is_required": False},
    {"key": "q3", "question": "Which shift?", "kind": "choice", "choices": ["Day", "Night"], "is_required": False},
    {"key": "q4", "question": "Why us?", "kind": "text", "choices": [], "is_required": False},
]
ANSWERS = {"q1": "Yes", "q2": "12", "q3": "Night", "q4": "I like trauma."}
PLAIN = holdings.Details(number="", issued_on=None, expires_on=None, expected_on=None)


@pytest.fixture
def posting(hospital) -> JobPosting:
    """Live, asking for RHIT and (CCS or CIC), remote from Texas and Ohio, with four questions."""
    return make_live(make_posting(hospital, screening_questions=QUESTIONS))


@pytest.fixture
def live(hospital) -> Callable[..., JobPosting]:
    """A live job with these fields."""
    return lambda **fields: make_live(make_posting(hospital, **fields))


@pytest.fixture
def candidate(coder) -> User:
    """The coder, with a CCS and a resume in her profile."""
    holdings.add("CCS", by=coder, **{**PLAIN, "number": "998877"})
    resumes.upload(pdf(), name="cora.pdf", by=coder)
    return coder


@pytest.fixture
def application(posting, candidate) -> Application:
    """The coder's application for the job."""
    return applying.submit(posting, by=candidate, cover_note="Trauma is my trade.", answers=ANSWERS)


def fresh(row: Any) -> Any:
    """A row as others see it now."""
    db.session.rollback()
    db.session.refresh(row)
    return row
