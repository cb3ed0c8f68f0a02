"""Reports: everybody can tell us, once a day, and each case is decided."""

from datetime import timedelta

import pytest
import time_machine

from careercenter.core import AlreadyDone, db, now
from careercenter.moderation import queries, queue, reports
from careercenter.moderation.decisions import decide
from careercenter.moderation.models import ItemKind, ReportReason, Verdict
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from tests.moderation.conftest import item_of
from tests.postings.factories import make_live, make_posting


@pytest.fixture
def live(hospital):
    return make_live(make_posting(hospital))


def test_two_visitors_reports_are_one_case(live, coder):
    reports.report(live, ReportReason.SCAM, details="They asked for money", by=None, visitor="a")
    reports.report(live, ReportReason.FILLED, details="", by=coder, visitor="b")
    (row,) = queries.list_queue()
    assert row.item.kind is ItemKind.REPORTS and row.reports == 2


def test_the_same_person_reports_a_job_once_a_day(live, coder):
    reports.report(live, ReportReason.SCAM, details="", by=coder, visitor="a")
    with pytest.raises(AlreadyDone):
        reports.report(live, ReportReason.SCAM, details="", by=coder, visitor="b")
    with time_machine.travel(now() + timedelta(days=1)):
        reports.report(live, ReportReason.SCAM, details="", by=coder, visitor="a")


def test_kept_it_stays_live_and_the_next_report_opens_a_new_case(live, moderator):
    reports.report(live, ReportReason.OTHER, details="", by=None, visitor="a")
    case = item_of(live)
    queue.claim(case, by=moderator)
    decide(case, Verdict.KEEP, by=moderator)
    assert db.session.get_one(JobPosting, live.id).is_live
    reports.report(live, ReportReason.OTHER, details="", by=None, visitor="b")
    assert item_of(live).id != case.id


def test_removed_it_is_gone(live, moderator):
    reports.report(live, ReportReason.SCAM, details="", by=None, visitor="a")
    case = item_of(live)
    queue.claim(case, by=moderator)
    decide(case, Verdict.REMOVE, by=moderator, reasons=["fees"])
    assert db.session.get_one(JobPosting, live.id).state is PostingState.REMOVED
