"""Edits of an approved posting."""

from datetime import timedelta

import pytest

from careercenter.core import Forbidden, NotPossible, today
from careercenter.postings import describe, revisions, running
from careercenter.postings.completeness import Incomplete
from careercenter.postings.drafts import StaleVersion
from careercenter.postings.models import RevisionState
from tests.postings.factories import make_live, make_posting


def test_an_edit_of_the_substance_waits_while_the_old_text_stays_live(live, recruiter, moderator):
    revision = revisions.propose(live, {"title": "Coder IV", "pay_max": 9900}, by=recruiter, version=live.version)
    assert revision.state is RevisionState.PENDING and revision.changed == ["title", "pay_max"]
    assert live.title == "Inpatient Coder III" and live.is_live

    revisions.approve_revision(revision, by=moderator)
    assert (live.title, live.pay_max, live.is_live) == ("Coder IV", 9900, True)


def test_a_rejected_edit_leaves_the_old_text(live, recruiter, moderator):
    revision = revisions.propose(live, {"title": "Coder IV"}, by=recruiter, version=live.version)
    revisions.reject_revision(revision, by=moderator, reasons=["The title is misleading."])
    assert live.title == "Inpatient Coder III" and revisions.find_pending(live.id) is None
    with pytest.raises(NotPossible):
        revisions.approve_revision(revision, by=moderator)


def test_a_small_change_takes_effect_at_once(live, recruiter):
    later = (today() + timedelta(days=60)).isoformat()
    revision = revisions.propose(live, {"openings": 3, "deadline_on": later}, by=recruiter, version=live.version)
    assert revision.state is RevisionState.RECORDED and live.openings == 3
    assert live.valid_through == live.paid_through, "a later deadline gives no days that aren't paid for"


def test_a_later_edit_replaces_the_one_that_waits(live, recruiter):
    first = revisions.propose(live, {"title": "A"}, by=recruiter, version=live.version)
    second = revisions.propose(live, {"title": "B"}, by=recruiter, version=live.version)
    assert first.state is RevisionState.REPLACED
    assert revisions.find_pending(live.id).id == second.id


def test_a_small_change_beside_one_that_waits_leaves_it_waiting(live, recruiter, moderator):
    revision = revisions.propose(live, {"title": "Coder IV"}, by=recruiter, version=live.version)
    assert revisions.propose(live, {"openings": 9}, by=recruiter, version=live.version).id == revision.id
    assert live.openings == 9 and revision.state is RevisionState.PENDING
    revisions.approve_revision(revision, by=moderator)
    assert (live.title, live.openings) == ("Coder IV", 9), "an edit undoes nothing that was changed since"


def test_small_changes_and_substance_in_one_go_part_ways(live, recruiter):
    revision = revisions.propose(live, {"title": "B", "openings": 2}, by=recruiter, version=live.version)
    assert revision.changed == ["title"] and (live.title, live.openings) == ("Inpatient Coder III", 2)


def test_going_back_to_the_text_that_is_live_takes_the_edit_back(live, recruiter):
    first = revisions.propose(live, {"title": "B"}, by=recruiter, version=live.version)
    assert revisions.propose(live, {"title": "Inpatient Coder III"}, by=recruiter, version=live.version) is None
    assert first.state is RevisionState.REPLACED


def test_nothing_changed_is_no_revision(live, recruiter):
    assert revisions.propose(live, {"title": live.title}, by=recruiter, version=live.version) is None


def test_it_must_be_complete_and_fresh(live, recruiter):
    with pytest.raises(Incomplete):
        revisions.propose(live, {"title": ""}, by=recruiter, version=live.version)
    with pytest.raises(StaleVersion):
        revisions.propose(live, {"title": "B"}, by=recruiter, version=live.version - 1)


def test_it_waits_also_while_the_posting_is_paused(live, recruiter, moderator):
    running.pause(live, by=recruiter)
    revision = revisions.propose(live, {"title": "B"}, by=recruiter, version=live.version)
    revisions.approve_revision(revision, by=moderator)
    assert live.title == "B"


def test_a_posting_that_has_left_takes_no_edit(live, recruiter, moderator):
    revision = revisions.propose(live, {"title": "B"}, by=recruiter, version=live.version)
    running.mark_filled(live, by=recruiter)
    with pytest.raises(NotPossible):
        revisions.propose(live, {"title": "C"}, by=recruiter, version=live.version)
    with pytest.raises(NotPossible):
        revisions.approve_revision(revision, by=moderator)


def test_it_can_be_taken_back(live, recruiter):
    revisions.propose(live, {"title": "B"}, by=recruiter, version=live.version)
    revisions.discard(live, by=recruiter)
    assert revisions.find_pending(live.id) is None


def test_others_neither_edit_nor_decide(live, recruiter, stranger, moderator):
    with pytest.raises(Forbidden):
        revisions.propose(live, {"title": "B"}, by=stranger, version=live.version)
    revision = revisions.propose(live, {"title": "B"}, by=recruiter, version=live.version)
    with pytest.raises(Forbidden):
        revisions.approve_revision(revision, by=recruiter)
    with pytest.raises(Forbidden):
        revisions.discard(live, by=moderator)


def test_what_was_sent_to_review_is_kept_too(live):
    kept = revisions.list_revisions(live.id)
    assert [(revision.number, revision.state) for revision in kept] == [(1, RevisionState.RECORDED)]
    assert kept[0].content["title"] == "Inpatient Coder III"


def test_what_an_edit_changes_is_kept_also_of_a_posting_that_came_in_without_review(hospital, recruiter):
    posting = make_live(make_posting(hospital))
    revisions.propose(posting, {"title": "B"}, by=recruiter, version=posting.version)
    (newest, _first) = describe.list_changes(revisions.list_revisions(posting.id))
    assert [(change.label, change.before, change.after) for change in newest.changes] == [
        ("Title", "Inpatient Coder III", "B")]
