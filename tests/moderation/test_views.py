"""The moderators' pages, and the visitors' report page."""

import pytest

from careercenter.moderation import queries
from tests.moderation.conftest import item_of
from tests.postings.factories import make_live, make_posting


def test_a_moderator_takes_the_next_one_and_approves_it(visit, item, moderator):
    page = visit("/staff/moderation", as_=moderator).press("Take the next one")
    assert "Decide" in page.text and "History" in page.text
    page = page.press("Approve")
    assert "The queue is empty" in page.text


def test_a_rejection_without_a_reason_keeps_the_note_and_says_what_is_missing(visit, item, moderator):
    page = visit("/staff/moderation", as_=moderator).press("Take the next one")
    page = page.press("Reject")
    assert page.status == 422 and "Choose at least one reason" in page.text
    page = page.fill({"note": "Please say which states."}).press("Reject")
    assert "Reject: done" in page.text


def test_what_is_decided_is_listed_with_who_decided(visit, item, moderator):
    visit("/staff/moderation", as_=moderator).press("Take the next one").press("Approve")
    page = visit("/staff/moderation/decided", as_=moderator)
    assert "Inpatient Coder III" in page.text and "Mo Moderator" in page.text


@pytest.mark.parametrize("who", ["coder", "recruiter", "owner", "viewer", "finance", "stranger"])
def test_the_queue_is_for_moderators_alone(visit, item, who, request):
    person = request.getfixturevalue(who)
    for path in ("/staff/moderation", "/staff/moderation/decided", f"/staff/moderation/{item.id}"):
        assert visit(path, as_=person).status == 403
    acts = [f"/staff/moderation/{item.id}/{act}" for act in ("claim", "release", "decide")]
    for path in ("/staff/moderation/next", *acts):
        assert visit.post(path, {"verdict": "approve"}, as_=person).status == 403
    assert queries.count_open() == 1


def test_a_guest_is_asked_to_sign_in(visit, item):
    assert visit("/staff/moderation").path.startswith("/sign-in")


def test_a_guest_reports_a_job(visit, hospital):
    posting = make_live(make_posting(hospital))
    page = visit(f"/jobs/{posting.id}/report").press("Report it")
    assert page.status == 422 and "Choose what is wrong" in page.text
    page = page.fill({"reason": "scam", "details": "They wanted a fee."}).press("Report it")
    assert "Thank you" in page.text
    assert item_of(posting) is not None


def test_a_draft_can_t_be_reported_because_nobody_can_see_it(visit, hospital):
    posting = make_posting(hospital)
    assert visit(f"/jobs/{posting.id}/report").status == 404
