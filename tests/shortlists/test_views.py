"""The buttons at a job, and the person's own lists."""

from datetime import timedelta

import pytest

from careercenter.core import db, now, today
from careercenter.postings.lifecycle import PostingState
from careercenter.shortlists import marking
from careercenter.shortlists.queries import marks_of
from tests.postings.factories import make_live, make_posting


def path_of(posting) -> str:
    return f"/jobs/{posting.id}"


class TestAtTheJob:
    def test_one_press_saves_and_one_more_undoes_it(self, visit, posting, coder):
        page = visit(path_of(posting), as_=coder)
        saved = page.press(f"Save {posting.title}")

        assert saved.path == page.path and "Saved. You find it under My jobs." in saved.text
        undone = saved.press(f"Saved : take {posting.title} off your list")
        assert "No longer saved." in undone.text

    def test_an_old_page_s_button_does_no_harm(self, visit, posting, coder):
        page = visit(path_of(posting), as_=coder)
        page.press(f"Save {posting.title}")

        assert page.press(f"Save {posting.title}").status == 200
        assert marks_of(coder.id, [posting.id])[posting.id].is_saved

    def test_hiding_says_how_to_undo_it(self, visit, posting, coder):
        page = visit(path_of(posting), as_=coder).press("Hide this job")

        assert "Under My jobs, Hidden, you can show it again" in page.text
        assert "Shown again" in page.press(f"Hidden : show {posting.title} again").text

    def test_a_guest_is_told_to_sign_in_and_comes_back(self, visit, posting):
        page = visit(path_of(posting))
        link = next(a for a in page.soup.find_all("a") if "Sign in to save" in a.get_text())

        assert link["href"].startswith("/sign-in?next=/jobs/")

    def test_an_early_look_at_a_draft_offers_nothing(self, visit, hospital, owner):
        assert "Keep track of it" not in visit(path_of(make_posting(hospital)), as_=owner).text

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
    def test_a_button_never_leads_elsewhere(self, visit, posting, coder, target):
        page = visit.post(f"/saved/jobs/{posting.id}/save", {"next": target}, as_=coder)

        assert page.path == "/saved" and page.status == 200


class TestNotes:
    def test_are_kept_and_shown_at_the_job(self, visit, outside, coder):
        form = visit(path_of(outside), as_=coder).follow("I applied elsewhere")
        page = form.fill({"note": "Tara <b>refers</b> me."}).press("Keep it")

        assert page.path.startswith(path_of(outside)) and "Tara <b>refers</b> me." in page.text
        assert "Applied elsewhere: Applied" in page.text
        assert marks_of(coder.id, [outside.id])[outside.id].applied_on in (today(), today() - timedelta(days=1))

    def test_with_a_mistake_come_back_as_typed(self, visit, outside, coder):
        tomorrow = (today() + timedelta(days=2)).isoformat()
        page = visit(f"/saved/jobs/{outside.id}?next=/jobs", as_=coder).fill(
            {"note": "All my words", "stage": "interview", "applied_on": tomorrow}).press("Keep it")

        assert page.status == 422 and "This day is still to come" in page.text
        assert page.soup.find("textarea").get_text().strip() == "All my words"
        assert page.soup.find("input", attrs={"name": "applied_on"})["value"] == tomorrow
        assert page.fill({"applied_on": "2026-03-02"}).press("Keep it").path == "/jobs"

    def test_that_are_too_long_or_no_date_are_told(self, visit, outside, coder):
        page = visit(f"/saved/jobs/{outside.id}", as_=coder).fill(
            {"note": "x" * 4001, "stage": "applied", "applied_on": "last week"}).press("Keep it")

        assert page.status == 422 and len(page.soup.select(".error-summary li")) == 2
        assert page.soup.find("input", attrs={"name": "applied_on"})["value"] == "last week"

    def test_are_the_writer_s_alone(self, visit, posting, coder, owner, stranger):
        marking.keep_notes(posting, by=coder, note="They pay late", stage=None, applied_on=None)

        for person in (owner, stranger, None):
            assert "They pay late" not in visit(path_of(posting), as_=person).text
        assert "They pay late" not in visit(f"/saved/jobs/{posting.id}", as_=stranger).text


class TestMyJobs:
    def test_begin_empty_and_say_what_to_do(self, visit, coder):
        for path, words in (("/saved", "Press Save at a job"), ("/saved/elsewhere", "I applied elsewhere"),
                            ("/saved/hidden", "Hide it, or all of its employer’s")):
            page = visit(path, as_=coder)
            assert words in page.text and page.soup.select_one(".empty-state a")["href"] == "/jobs"

    def test_are_in_the_menu_of_people_signed_in(self, visit, coder):
        assert visit("/", as_=coder).follow("My jobs").path == "/saved"
        assert "My jobs" not in visit("/").text

    def test_are_three_lists_with_their_counts(self, visit, posting, outside, clinic, hospital, coder):
        marking.save(posting, by=coder)
        marking.keep_notes(outside, by=coder, note="Tara", stage="heard_back", applied_on=today())
        marking.hide_employer(clinic, by=coder)
        page = visit("/saved", as_=coder)

        tabs = [" ".join(a.get_text(" ").split()) for a in page.soup.select(".cc-tabs a")]
        assert tabs == ["Saved 1", "Elsewhere 1", "Hidden 1"]
        assert posting.title in page.text and outside.title not in page.text
        elsewhere = page.follow("Elsewhere 1")
        assert outside.title in elsewhere.text and "Heard back" in elsewhere.text and "Tara" in elsewhere.text

    def test_undo_a_hidden_employer_and_a_hidden_job(self, visit, posting, clinic, coder):
        marking.hide(posting, by=coder)
        marking.hide_employer(clinic, by=coder)
        page = visit("/saved/hidden", as_=coder)
        page = page.press(f"Show its jobs again : {clinic.name}")
        page = page.press(f"Hidden : show {posting.title} again")

        assert page.path == "/saved/hidden" and "Nothing hidden" in page.text

    @pytest.mark.parametrize(("state", "words"), [
        (PostingState.PAUSED, "Paused"), (PostingState.EXPIRED, "Ended"), (PostingState.FILLED, "Filled"),
        (PostingState.WITHDRAWN, "Withdrawn"), (PostingState.REMOVED, "No longer here")])
    def test_say_what_became_of_a_job(self, visit, posting, coder, state, words):
        marking.save(posting, by=coder)
        posting.state, posting.ended_at = state, now() if state is not PostingState.PAUSED else None
        db.session.commit()
        page = visit("/saved", as_=coder)

        assert words in page.text and posting.title in page.text
        assert "Nothing saved yet" in page.press(f"Saved : take {posting.title} off your list").text

    def test_of_a_suspended_employer_tell_its_text_no_more(self, visit, posting, hospital, coder):
        marking.save(posting, by=coder)
        hospital.suspended_at = now()
        db.session.commit()
        page = visit("/saved", as_=coder)

        assert "No longer here" in page.text and "$30" not in page.text

    def test_come_in_pages(self, visit, hospital, coder):
        for number in range(21):
            marking.save(make_live(make_posting(hospital, title=f"Coder {number}")), by=coder)
        first, second = visit("/saved", as_=coder), visit("/saved?page=2", as_=coder)

        assert "Coder 20" in first.text and len(first.soup.select(".posting-card")) == 20
        assert len(second.soup.select(".posting-card")) == 1
