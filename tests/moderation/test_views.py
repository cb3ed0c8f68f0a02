"""The moderators' pages, and the visitors' report page."""

import pytest

from careercenter.accounts.models import StaffRole
from careercenter.core import db
from careercenter.moderation import queries, queue
from careercenter.postings import publishing
from careercenter.postings.queries import get_posting
from tests.cast import make_user
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


def test_who_comes_second_is_told_on_the_item_s_page(visit, item, moderator):
    other = make_user("Col League", StaffRole.MODERATOR)
    late = visit(f"/staff/moderation/{item.id}", as_=other)
    queue.claim(item, by=moderator)
    page = late.press("Claim it")
    assert page.status == 200 and "Mo Moderator has this one in hand" in page.text
    page = visit.post(f"/staff/moderation/{item.id}/release", as_=other)
    assert page.status == 200 and page.path == f"/staff/moderation/{item.id}"


def test_what_the_employer_took_back_can_t_be_claimed_and_says_so(visit, item, moderator, recruiter):
    late = visit(f"/staff/moderation/{item.id}", as_=moderator)
    publishing.take_back(get_posting(item.posting_id), by=recruiter)
    page = late.press("Claim it")
    assert "the employer took it back" in page.text and "It no longer waits" in page.text


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


def test_the_employer_s_record_and_website_are_a_click_away(visit, item, moderator, hospital):
    hospital.website = "https://mercy.example"
    db.session.commit()
    page = visit(f"/staff/moderation/{item.id}", as_=moderator)
    assert page.soup.find("a", href="https://mercy.example")["rel"] == ["nofollow", "noopener", "noreferrer"]
    assert page.follow(hospital.name).status == 200


def test_a_case_offers_what_can_be_done_with_a_published_job(visit, hospital, moderator):
    posting = make_live(make_posting(hospital))
    visit(f"/jobs/{posting.id}/report").fill({"reason": "scam"}).press("Report it")
    page = visit("/staff/moderation", as_=moderator).press("Take the next one")
    assert "Remove the job and ban the employer" in page.text and "Reject and ban" not in page.text
