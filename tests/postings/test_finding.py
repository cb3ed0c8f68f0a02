"""Live jobs like another one."""

from datetime import timedelta

import pytest

from careercenter.core import db, now
from careercenter.employers.models import Employer
from careercenter.postings import finding
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from tests.postings.factories import make_live, make_posting
from tests.postings.finding import Job, asks


@pytest.fixture
def job(hospital: Employer) -> Job:
    """Makes live jobs, each a minute older than the one before."""
    made: list[JobPosting] = []

    def make(title: str = "Coder", *, employer: Employer = hospital, days: float = 0, **fields) -> JobPosting:
        posting = make_live(make_posting(employer, title=title, **fields))
        posting.live_at = now() - timedelta(days=days, minutes=len(made))
        db.session.commit()
        made.append(posting)
        return posting

    return make



class TestSimilar:
    def test_are_live_alike_and_not_the_job_itself(self, job: Job):
        me = job("me", settings=["ed"], requirement=asks("CPC"), role_family="coder")
        job("manager", settings=["snf"], requirement=asks("RHIA"), role_family="manager", region="OH",
            work_modes=["on_site"], specialties=[])
        job("coder", settings=["snf"], requirement=asks("COC"), role_family="coder", region="OH")
        job("twin", settings=["ed"], requirement=asks("CPC"), role_family="coder")
        job("gone", settings=["ed"], requirement=asks("CPC")).state = PostingState.FILLED
        db.session.commit()

        assert [posting.title for posting, _ in finding.list_similar(me)] == ["twin", "coder"]
