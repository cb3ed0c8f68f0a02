"""The employer's pages of a job, as a browser without JavaScript sees them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from sqlalchemy import select, update

from careercenter.accounts.models import SignInSession, User
from careercenter.billing import ledger
from careercenter.core import NotPossible, db, now
from careercenter.employers.models import MemberRole, Membership
from careercenter.mail.models import OutboxMail
from careercenter.postings import content as contents
from careercenter.postings import drafts, publishing, revisions, running
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from tests.browsing import Page, csrf_token
from tests.cast import make_employer, make_member
from tests.postings.factories import announce, give_credits, make_order, make_posting


def edit_page(visit, posting, by):
    return visit(f"/employers/jobs/{posting.id}/edit", as_=by)


def fresh(posting: JobPosting) -> JobPosting:
    db.session.expire_all()
    return db.session.get_one(JobPosting, posting.id)


class TestEditor:
    def test_begins_with_a_title_and_keeps_what_is_typed(self, visit, hospital, recruiter):
        page = visit(f"/employers/{hospital.id}/jobs/new", as_=recruiter)
        page = page.press("Start the job", title="ED Coder")
        page = page.press("Save draft", city="Houston", region="texas", work_modes=["on_site"], pay_min="28",
                          pay_unit="hour", employment_types=["full_time", "part_time"])
        posting = db.session.scalars(select(JobPosting)).one()
        assert "Saved." in page.text and posting.title == "ED Coder"
        assert (posting.region, posting.pay_min, posting.employment_types) == ("TX", 2800, ["full_time", "part_time"])

    def test_shows_again_exactly_what_is_stored(self, visit, draft, recruiter):
        before = contents.snapshot(draft)
        assert edit_page(visit, draft, recruiter).press("Save draft").status == 200
        assert contents.changed(before, contents.snapshot(fresh(draft))) == []

    def test_keeps_what_makes_no_sense_and_says_so(self, visit, draft, recruiter):
        page = edit_page(visit, draft, recruiter).press("Save draft", pay_max="a lot", title="Still saved")
        assert "“a lot” isn’t valid here" in page.text
        assert page.soup.find(id="pay_max")["value"] == "a lot"
        assert fresh(draft).title == "Still saved"
        page = page.press("Submit for review")
        assert page.status == 422 and "“a lot”" in page.text
        assert fresh(draft).state is PostingState.DRAFT

    def test_keeps_rows_that_make_no_sense(self, visit, draft, recruiter):
        page = edit_page(visit, draft, recruiter).press(
            "Save draft", **{"experience-0-setting": "inpatient", "experience-0-years": "some"})
        assert page.soup.find(id="experience-0-years")["value"] == "some"
        page = page.press("Save draft", **{"experience-0-years": "2"})
        assert fresh(draft).experience_by_setting == [
            {"setting": "inpatient", "years": 2.0, "is_required": True, "note": ""}]
        assert fresh(draft).unparsed == {}

    def test_adds_and_removes_groups_without_javascript(self, visit, hospital, recruiter):
        posting = make_posting(hospital, requirement={})
        page = edit_page(visit, posting, recruiter)
        page = page.press("Add a group that is asked for too", title="Kept", **{"groups-0-any_of": ["RHIT"]})
        page = page.press("Save draft", **{"groups-1-any_of": ["CCS", "CIC"], "preferred": ["RHIA"]})
        reads_as = page.soup.find(attrs={"data-sentence": True}).get_text()
        assert reads_as == "RHIT, and either CIC or CCS. RHIA preferred."
        assert fresh(posting).title == "Kept"
        page = page.press("Remove group 1").press("Save draft")
        assert fresh(posting).asks.sentence() == "CIC or CCS. RHIA preferred."

    def test_refuses_to_overwrite_what_a_colleague_saved_and_keeps_what_was_typed(
            self, visit, draft, recruiter, owner):
        page = edit_page(visit, draft, recruiter)
        drafts.save_draft(draft, {"title": "The colleague’s"}, by=owner, version=draft.version)
        page = page.press("Save draft", title="Mine")
        assert page.status == 409 and page.soup.find(id="title")["value"] == "Mine"
        assert fresh(draft).title == "The colleague’s"
        page.press("Overwrite with mine")
        assert fresh(draft).title == "Mine"

    def test_says_which_pay_laws_apply_and_why(self, visit, draft, recruiter):
        page = edit_page(visit, draft, recruiter).press("Save draft", remote_states=["TX", "CO"])
        assert "Colorado’s law wants the pay range, the benefits and the application deadline" in page.text

    def test_asks_about_what_contradicts_itself(self, visit, draft, recruiter):
        page = edit_page(visit, draft, recruiter).press(
            "Save draft", title="Entry-level coder", description="You have three (5) years of experience.")
        assert "“three (5)”, which contradicts itself" in page.text
        assert "for beginners or apprentices, yet asks for 3 years" in page.text

    def test_survives_nonsense_in_closed_lists(self, visit, draft, recruiter):
        page = visit.post(f"/employers/jobs/{draft.id}/edit", {
            "version": "1", "title": "a\0b", "role_family": "wizard", "country": "ZZ", "pay_currency": "XX",
            "apply_method": "pigeon", "groups-0-any_of": "NOPE", "work_modes": "moon", "openings": "²",
            "experience-0-setting": "moon", "experience-0-years": "NaN"}, as_=recruiter)
        assert page.status == 200 and fresh(draft).title == "ab"


    def test_says_which_row_makes_no_sense_and_why_also_when_it_is_opened_again(self, visit, draft, recruiter):
        page = edit_page(visit, draft, recruiter).press("Add experience in another setting", **{
            "experience-0-setting": "inpatient", "experience-0-years": "2"})
        page.press("Save draft", **{"experience-1-years": "3"})
        assert "Row 2: Choose the setting of the experience." in edit_page(visit, draft, recruiter).text

    def test_takes_twelve_rows_and_refuses_more_at_their_field(self, visit, draft, recruiter):
        page = edit_page(visit, draft, recruiter)
        for _ in range(12):
            page = page.press("Add a question")
        assert "12 is the most." in page.text
        assert page.soup.find("button", value="add:questions").has_attr("hidden")
        typed = {f"questions-{number}-question": f"Which shift, part {number}?" for number in range(13)}
        page = visit.post(f"/employers/jobs/{draft.id}/edit", {"version": "1", "title": "Kept", **typed}, as_=recruiter)
        assert "These are 13, and 12 is the most" in page.text
        assert len(page.soup.select("#questions [data-row]")) == 13, "nothing that was typed is dropped"
        assert "These are 13" in page.press("Submit for review").text and fresh(draft).state is PostingState.DRAFT

    def test_takes_other_benefits_one_a_line_and_other_tools_by_commas(self, visit, draft, recruiter):
        edit_page(visit, draft, recruiter).press(
            "Save draft", benefits=[], benefits_other="Health, dental and vision\nFree parking",
            ehrs_other="Homegrown, TruBridge")
        assert fresh(draft).benefits == ["Health, dental and vision", "Free parking"]
        assert fresh(draft).ehrs == ["Epic", "Homegrown", "TruBridge"]
        assert "Free parking" in edit_page(visit, draft, recruiter).soup.find(id="benefits_other").text


class TestSubmitting:
    def test_lists_what_is_missing_with_links_to_the_fields(self, visit, hospital, recruiter):
        posting = make_posting(hospital, title="", role_family=None, remote_states=[])
        page = edit_page(visit, posting, recruiter).press("Submit for review")
        assert page.status == 422
        targets = [a["href"] for a in page.soup.select(".error-summary a")]
        assert targets == ["#title", "#role_family", "#remote_states"]
        assert all(page.soup.find(id=target[1:]) for target in targets)

    def test_without_a_credit_leads_to_the_prices_and_goes_on_by_itself(self, visit, draft, hospital, recruiter):
        page = edit_page(visit, draft, recruiter).press("Submit for review")
        assert page.path.startswith(f"/employers/{hospital.id}/billing")
        assert fresh(draft).state is PostingState.AWAITING_PAYMENT
        announce(make_order(hospital, recruiter))
        assert "We are reading it" in visit(f"/employers/jobs/{draft.id}", as_=recruiter).text

    def test_with_a_credit_waits_for_review(self, visit, draft, hospital, recruiter):
        give_credits(hospital)
        page = edit_page(visit, draft, recruiter).press("Submit for review")
        assert "within one working day" in page.text and fresh(draft).state is PostingState.IN_REVIEW

    def test_again_after_a_rejection(self, visit, submitted, recruiter, moderator):
        publishing.reject(submitted, by=moderator, reasons=["Name the shift."])
        page = visit(f"/employers/jobs/{submitted.id}", as_=recruiter)
        assert "Name the shift." in page.text and "back in your account" in page.text
        page = page.follow("Edit").press("Submit for review", time_zone_hours="Nights")
        assert fresh(submitted).state is PostingState.IN_REVIEW


class TestPublished:
    def test_an_edit_waits_and_shows_what_changes(self, visit, live, recruiter, moderator):
        page = edit_page(visit, live, recruiter).press("Send the changes", pay_max="44")
        assert "We read your changes" in page.text
        page = page.follow("What changes")
        assert "$38.50" in page.text and "$44" in page.text
        assert fresh(live).pay_max == 3850
        revisions.approve_revision(revisions.find_pending(live.id), by=moderator)
        assert fresh(live).pay_max == 4400

    def test_the_editor_shows_the_edit_that_waits_and_what_was_changed_at_once_since(self, visit, live, recruiter):
        edit_page(visit, live, recruiter).press("Send the changes", title="Coder IV")
        edit_page(visit, live, recruiter).press("Send the changes", openings="4")
        page = edit_page(visit, live, recruiter)
        assert [page.soup.find(id=name)["value"] for name in ("title", "openings")] == ["Coder IV", "4"]
        assert (fresh(live).title, live.openings) == ("Inpatient Coder III", 4)

    def test_an_edit_that_lacks_something_comes_back_filled(self, visit, live, recruiter):
        page = edit_page(visit, live, recruiter).press("Send the changes", title="", city="Austin", pay_min="x")
        assert page.status == 422 and page.soup.find(id="city")["value"] == "Austin"
        page = edit_page(visit, live, recruiter).press("Send the changes", title="", city="Austin")
        assert page.status == 422 and "Give the job a title" in page.text

    def test_setting_an_edit_back_to_what_is_live_says_that_it_is_taken_back(self, visit, live, recruiter):
        edit_page(visit, live, recruiter).press("Send the changes", title="Coder IV")
        page = edit_page(visit, live, recruiter).press("Send the changes", title="Inpatient Coder III")
        assert "the changes that waited for review are taken back" in page.text
        assert "Nothing is changed" in edit_page(visit, live, recruiter).press("Send the changes").text

    def test_it_is_paused_resumed_and_filled_by_buttons(self, visit, live, recruiter):
        page = visit(f"/employers/jobs/{live.id}", as_=recruiter)
        page = page.press("Pause").press("Resume").press("Mark as filled")
        assert fresh(live).state is PostingState.FILLED and "Congratulations" in page.text

    def test_the_mailed_link_shows_and_a_click_renews_once(self, visit, live, hospital, recruiter):
        give_credits(hospital, 2)
        page = visit(f"/employers/jobs/{live.id}/renew", as_=recruiter)
        assert ledger.balance(hospital.id) == 2, "opening it buys nothing"
        assert "30 more days" in page.press("Renew for 30 days").text
        assert "renewed already; nothing was spent again" in page.press("Renew for 30 days").text
        assert ledger.balance(hospital.id) == 1

    def test_a_button_of_a_stale_page_leads_to_where_the_job_stands(self, visit, live, recruiter):
        page = visit(f"/employers/jobs/{live.id}", as_=recruiter)
        page.press("Mark as filled")
        page = page.press("Pause")
        assert page.status == 200 and page.path == f"/employers/jobs/{live.id}"
        assert "This job posting is filled" in page.text and "It is filled" in page.text

    def test_what_is_typed_into_a_draft_that_was_sent_meanwhile_is_shown_again(self, visit, draft, hospital, recruiter):
        page = edit_page(visit, draft, recruiter)
        give_credits(hospital)
        publishing.submit(draft, by=recruiter)
        page = page.press("Save draft", title="Typed too late")
        assert page.status == 409 and page.soup.find(id="title")["value"] == "Typed too late"
        assert "Not saved" in page.text

    @pytest.mark.parametrize("version", ["abc", "", "²", "9" * 30])
    def test_a_version_that_is_none_is_a_stale_one(self, visit, live, draft, recruiter, version):
        page = visit.post(f"/employers/jobs/{live.id}/edit", {"version": version, "title": "X"}, as_=recruiter)
        assert page.status in (409, 422) and "changed elsewhere" in page.text

    def test_a_renewal_is_confirmed_by_mail(self, visit, live, hospital, recruiter):
        give_credits(hospital)
        visit(f"/employers/jobs/{live.id}/renew", as_=recruiter).press("Renew for 30 days")
        assert db.session.scalars(select(OutboxMail.subject).order_by(OutboxMail.id.desc())).first() == (
            "Renewed: Inpatient Coder III")

    def test_without_a_credit_renewing_leads_to_the_prices(self, visit, live, hospital, recruiter):
        page = visit(f"/employers/jobs/{live.id}/renew", as_=recruiter).press("Renew for 30 days")
        assert page.path.startswith(f"/employers/{hospital.id}/billing")

    def test_a_copy_opens_in_the_editor(self, visit, live, recruiter):
        page = visit(f"/employers/jobs/{live.id}", as_=recruiter).press("Copy to a new draft")
        assert page.path.endswith("/edit") and page.soup.find(id="title")["value"] == live.title

    def test_taken_back_from_review_it_can_be_edited(self, visit, submitted, recruiter):
        assert "take it back first" in edit_page(visit, submitted, recruiter).text
        page = visit(f"/employers/jobs/{submitted.id}", as_=recruiter).press("Take it back to edit")
        assert page.path.endswith("/edit")


class TestWhileTyping:
    def form(self, visit, posting, by, **fields):
        client = visit.client(by)
        return {"csrf_token": csrf_token(client), "version": str(posting.version), "country": "US",
                "pay_currency": "USD", "apply_method": "here", **fields}

    def send(self, visit, posting, by, what, **fields):
        return visit.client(by).post(f"/employers/jobs/{posting.id}/{what}",
                                     data=self.form(visit, posting, by, **fields),
                                     headers={"Accept": "application/json"})

    def test_it_is_saved_and_answered_with_the_next_version(self, visit, draft, recruiter):
        answer = self.send(visit, draft, recruiter, "autosave", title="Typed", pay_max="x")
        assert answer.json["version"] == 2 and list(answer.json["errors"]) == ["pay_max"]
        assert fresh(draft).title == "Typed" and fresh(draft).unparsed == {"pay_max": "x"}

    def test_a_stale_tab_is_told_and_overwrites_nothing(self, visit, draft, recruiter):
        answer = self.send(visit, draft, recruiter, "autosave", title="Typed", version="0")
        assert answer.status_code == 409 and "another tab or by a colleague" in answer.json["detail"]
        assert fresh(draft).title == "Inpatient Coder III"

    def test_whoever_was_signed_out_is_told_so_and_what_was_typed_comes_back(self, visit, draft, recruiter):
        client = visit.client(recruiter)
        form = self.form(visit, draft, recruiter, title="Typed", action="save")
        db.session.execute(update(SignInSession).values(revoked_at=now()))
        db.session.commit()
        answer = client.post(f"/employers/jobs/{draft.id}/autosave", data=form,
                             headers={"Accept": "application/json"})
        assert answer.status_code == 401 and answer.json["title"] == "You are signed out"
        answer = client.post(f"/employers/jobs/{draft.id}/edit", data=form,
                             headers={"Accept": "text/html", "Origin": "http://localhost"})
        assert answer.status_code == 401
        page = Page(visit, client, answer, f"/employers/jobs/{draft.id}/edit", [])
        db.session.execute(update(SignInSession).values(revoked_at=None))  # signed in again
        db.session.commit()
        page.press("Send it again")
        assert fresh(draft).title == "Typed"

    def test_the_check_answers_and_saves_nothing(self, visit, live, recruiter):
        answer = self.send(visit, live, recruiter, "check", work_modes="remote", remote_anywhere_us="y",
                           pay_min="30", pay_unit="hour", **{"groups-0-any_credential": "y"}).json
        assert answer["sentence"] == "Any coding credential." and answer["pay"] == "from $30 an hour"
        assert any("California" in law for law in answer["laws"])
        assert fresh(live).title == "Inpatient Coder III"

    def test_a_live_posting_is_not_autosaved(self, visit, live, recruiter):
        assert self.send(visit, live, recruiter, "autosave", title="X").status_code == 409

    def test_the_description_is_shown_sanitized(self, visit, recruiter):
        answer = visit.client(recruiter).post("/employers/jobs/read-text", data={
            "csrf_token": csrf_token(visit.client(recruiter)), "text": "**Bold** <script>alert(1)</script>"})
        assert "<strong>Bold</strong>" in answer.json["html"] and "<script" not in answer.json["html"]

    def test_a_paste_from_word_comes_through_clean(self, visit, recruiter):
        html = ("<html><head><style>p.MsoNormal{color:red}</style></head><body><p class=MsoNormal style='mso-x:y'>"
                "<b>Duties</b><o:p></o:p></p><ul><li>Code charts</li></ul><script>x()</script></body></html>")
        answer = visit.client(recruiter).post("/employers/jobs/clean-paste", data={
            "csrf_token": csrf_token(visit.client(recruiter)), "html": html})
        assert answer.json["text"] == "**Duties**\n\n- Code charts"


GETS = ["", "/edit", "/preview", "/revisions", "/renew"]
POSTS = ["/edit", "/submit", "/autosave", "/check", "/copy", "/take-back", "/pause", "/resume", "/filled",
         "/withdraw", "/discard-changes", "/renew"]
READS = {"": {"viewer", "moderator"}, "/preview": {"viewer", "moderator"}, "/revisions": {"viewer", "moderator"}}


class TestWhoMay:
    @pytest.mark.parametrize("who", ["viewer", "finance", "stranger", "coder", "moderator"])
    @pytest.mark.parametrize("path", GETS)
    def test_read_the_pages_of_a_job(self, request, visit, live, path, who):
        page = visit(f"/employers/jobs/{live.id}{path}", as_=request.getfixturevalue(who))
        assert page.status == (200 if who in READS.get(path, set()) else 403)

    @pytest.mark.parametrize("who", ["owner", "recruiter"])
    @pytest.mark.parametrize("path", GETS)
    def test_those_who_hire_read_them_all(self, request, visit, live, path, who):
        assert visit(f"/employers/jobs/{live.id}{path}", as_=request.getfixturevalue(who)).status == 200

    @pytest.mark.parametrize("who", ["viewer", "finance", "stranger", "coder", "moderator"])
    @pytest.mark.parametrize("path", POSTS)
    def test_nobody_else_changes_anything(self, request, visit, live, path, who):
        before = contents.snapshot(live)
        assert visit.post(f"/employers/jobs/{live.id}{path}", {"run": "2"},
                          as_=request.getfixturevalue(who)).status == 403
        assert contents.snapshot(fresh(live)) == before and live.state is PostingState.LIVE
        assert db.session.query(JobPosting).count() == 1

    @pytest.mark.parametrize("path", GETS)
    def test_a_guest_is_asked_to_sign_in(self, visit, live, path):
        response = visit.client().get(f"/employers/jobs/{live.id}{path}")
        assert response.status_code in (302, 401)

    @pytest.mark.parametrize("path", POSTS)
    def test_a_guest_changes_nothing(self, visit, live, path):
        response = visit.client().post(f"/employers/jobs/{live.id}{path}",
                                       data={"csrf_token": csrf_token(visit.client())})
        assert response.status_code in (302, 401)

    @pytest.mark.parametrize(("who", "status"), [("owner", 200), ("viewer", 200), ("finance", 403), ("stranger", 403)])
    def test_see_the_list(self, request, visit, live, hospital, who, status):
        assert visit(f"/employers/{hospital.id}/jobs", as_=request.getfixturevalue(who)).status == status

    @pytest.mark.parametrize(("who", "status"), [("recruiter", 200), ("viewer", 403), ("stranger", 403)])
    def test_begin_a_job(self, request, visit, hospital, who, status):
        assert visit(f"/employers/{hospital.id}/jobs/new", as_=request.getfixturevalue(who)).status == status

    def test_a_job_that_is_none_is_not_found(self, visit, recruiter):
        assert visit("/employers/jobs/4711", as_=recruiter).status == 404


@pytest.mark.parametrize("state", list(PostingState))
def test_every_state_has_its_page(visit, draft, recruiter, moderator, state):
    draft.state, draft.valid_through, draft.paid_through = state, now(), now()
    db.session.commit()
    page = visit(f"/employers/jobs/{draft.id}", as_=recruiter)
    assert page.status == 200
    assert visit(f"/employers/{draft.employer_id}/jobs", as_=recruiter).status == 200
    assert visit(f"/employers/{draft.employer_id}", as_=recruiter).status == 200


def test_its_page_says_all_that_the_posting_says(visit, draft, recruiter):
    text = visit(f"/employers/jobs/{draft.id}", as_=recruiter).text
    for words in ("RHIT, and either CCS or CIC. RHIA preferred.", "Remote, from Texas, Ohio", "$30 to $38.50 an hour",
                  "about $62,000 to $80,000 a year", "8 to 5 Central", "Epic", "TruCode", "2 inpatient charts an hour",
                  "95%", "401(k) match", "validate DRG assignment"):
        assert words in text


class TestPreview:
    def test_is_the_page_that_the_coder_will_see(self, visit, draft, recruiter):
        page = visit(f"/employers/jobs/{draft.id}", as_=recruiter).follow("Preview")
        assert page.path.startswith(f"/jobs/{draft.id}/") and draft.title in page.text

    def test_bears_that_almost_nothing_is_written_yet(self, visit, hospital, recruiter):
        posting = drafts.create_draft(hospital.id, by=recruiter)
        assert visit(f"/employers/jobs/{posting.id}/preview", as_=recruiter).status == 200
        assert visit(f"/employers/jobs/{posting.id}", as_=recruiter).status == 200

    def test_shows_the_edit_that_waits(self, visit, live, recruiter):
        revisions.propose(live, {"title": "Coder IV"}, by=recruiter, version=live.version)
        page = visit(f"/employers/jobs/{live.id}/preview", as_=recruiter)
        assert page.soup.h1.get_text() == "Coder IV"


def test_two_clicks_at_the_same_moment_submit_once_and_cost_once(app, draft, hospital, recruiter):
    give_credits(hospital, 2)
    posting_id, user_id = draft.id, recruiter.id
    start = Barrier(2)

    def click() -> bool:
        with app.app_context():
            posting, by = db.session.get_one(JobPosting, posting_id), db.session.get_one(User, user_id)
            start.wait(10)
            try:
                publishing.submit(posting, by=by)
            except NotPossible:
                return False
            return True

    db.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        outcomes = [future.result(60) for future in [pool.submit(click), pool.submit(click)]]
    assert sorted(outcomes) == [False, True]
    db.session.rollback()
    assert ledger.balance(hospital.id) == 1


def test_a_zip_code_alone_fills_in_the_city(visit, draft, recruiter):
    edit_page(visit, draft, recruiter).press("Save draft", city="", region="", zip="94538")
    assert (fresh(draft).city, fresh(draft).region) == ("Fremont", "CA")


def test_screening_questions_have_each_their_own_key(visit, draft, recruiter):
    page = edit_page(visit, draft, recruiter)
    page = page.press("Add a question").press("Add a question", **{"questions-0-question": "May you work here?"})
    page.press("Save draft", **{"questions-1-question": "Which shift?", "questions-1-kind": "choice",
                                "questions-1-choices": "Day\nNight", "questions-1-is_required": "no"})
    assert fresh(draft).screening_questions == [
        {"key": "q1", "question": "May you work here?", "kind": "yes_no", "choices": [], "is_required": True},
        {"key": "q2", "question": "Which shift?", "kind": "choice", "choices": ["Day", "Night"], "is_required": False}]
    page = edit_page(visit, draft, recruiter).press("Remove question 1").press("Save draft")
    assert [row["key"] for row in fresh(draft).screening_questions] == ["q2"], "answers given to it stay its own"


class TestPostAJob:
    def test_leads_whoever_hires_for_one_employer_straight_to_the_new_job(self, visit, hospital, recruiter):
        page = visit("/", as_=recruiter).follow("Post a job")
        assert page.path == f"/employers/{hospital.id}/jobs/new"

    def test_leads_a_guest_to_register_as_somebody_who_hires_and_comes_back(self, visit):
        page = visit("/").follow("Post a job")
        assert page.path == "/register?intent=hire&next=/post-a-job"
        assert page.soup.find("input", attrs={"name": "intent", "value": "hire"}).has_attr("checked")

    def test_leads_others_to_their_employers(self, visit, hospital, viewer, stranger, recruiter):
        make_member(make_employer("Second Hospital"), MemberRole.OWNER)
        assert visit("/post-a-job", as_=viewer).path == "/employers"
        assert "Enter your organization" in visit("/post-a-job", as_=stranger).text
        second = make_employer("Third Hospital")
        db.session.add(Membership(employer_id=second.id, user_id=recruiter.id, role=MemberRole.RECRUITER))
        db.session.commit()
        assert visit("/post-a-job", as_=recruiter).path == "/employers"


class TestWaitingForPayment:
    def test_the_way_to_the_price_list_and_back_is_one_click_from_everywhere(self, visit, draft, hospital, recruiter):
        with pytest.raises(ledger.NoCredit):
            publishing.submit(draft, by=recruiter)
        for path in (f"/employers/{hospital.id}", f"/employers/{hospital.id}/jobs", f"/employers/jobs/{draft.id}"):
            page = visit(path, as_=recruiter).follow("Buy a credit")
            assert page.path == f"/employers/{hospital.id}/billing?return_to=/employers/jobs/{draft.id}&takes=standard"

    def test_a_featured_one_says_which_credit_it_takes(self, visit, draft, hospital, recruiter):
        draft.is_featured = True
        db.session.commit()
        give_credits(hospital, 2)
        page = visit(f"/employers/jobs/{draft.id}", as_=recruiter).press("Submit for review")
        assert "Your job takes a featured credit" in page.text
        page = visit(f"/employers/jobs/{draft.id}", as_=recruiter)
        assert "You have 2 standard credits. To use one, edit the job" in page.text

    @pytest.fixture
    def waiting_for_featured(self, draft, hospital, recruiter):
        draft.is_featured = True
        db.session.commit()
        with pytest.raises(ledger.NoCredit):
            publishing.submit(draft, by=recruiter)
        give_credits(hospital)
        return draft

    def test_shown_as_standard_it_takes_the_standard_credit_at_once(self, visit, waiting_for_featured, recruiter):
        page = edit_page(visit, waiting_for_featured, recruiter).press("Save draft", is_featured="no")
        assert "took one of your credits" in page.text and "We are reading it" in page.text
        assert fresh(waiting_for_featured).state is PostingState.IN_REVIEW

    def test_saved_without_a_credit_for_it_goes_on_waiting(self, visit, waiting_for_featured, recruiter):
        page = edit_page(visit, waiting_for_featured, recruiter).press("Save draft", openings="2")
        assert "Saved." in page.text and fresh(waiting_for_featured).state is PostingState.AWAITING_PAYMENT

    def test_a_credit_that_is_there_is_offered_before_another_is_sold(self, visit, waiting_for_featured, recruiter):
        waiting_for_featured.is_featured = False
        db.session.commit()
        page = visit(f"/employers/jobs/{waiting_for_featured.id}", as_=recruiter)
        assert "You have 1 credit for it" in page.text and "Buy a credit" not in page.soup.main.text
        page.press("Use a credit now")
        assert fresh(waiting_for_featured).state is PostingState.IN_REVIEW

    def test_offers_no_second_submit_that_could_not_help(self, visit, draft, recruiter):
        with pytest.raises(ledger.NoCredit):
            publishing.submit(draft, by=recruiter)
        assert not visit(f"/employers/jobs/{draft.id}", as_=recruiter).soup.find("button", string="Submit for review")


def test_only_the_newest_revision_is_said_to_be_current(visit, live, recruiter):
    revisions.propose(live, {"openings": 3}, by=recruiter, version=live.version)
    page = visit(f"/employers/jobs/{live.id}/revisions", as_=recruiter)
    assert [heading.get_text(" ", strip=True) for heading in page.soup.find_all("h2")] == [
        "Revision 2 current", "Revision 1 took effect"]


def test_a_filled_job_does_not_say_that_its_changes_are_being_read(visit, live, recruiter):
    revisions.propose(live, {"title": "Another"}, by=recruiter, version=live.version)
    page = visit(f"/employers/jobs/{live.id}", as_=recruiter)
    assert "Your changes are being read" in page.text
    assert "Your changes are being read" not in page.press("Mark as filled").text


def test_the_statement_of_credits_names_the_jobs(visit, hospital, draft, recruiter, moderator):
    give_credits(hospital)
    publishing.submit(draft, by=recruiter)
    publishing.reject(draft, by=moderator, reasons=["No."])
    text = visit(f"/employers/{hospital.id}/billing/credits", as_=recruiter).text
    assert f"Sent to review: {draft.title}" in text and f"Returned, not published: {draft.title}" in text


def test_an_expired_job_says_so_and_how_it_is_live_again(visit, live, recruiter):
    with time_machine.travel(live.valid_through + timedelta(minutes=1)):
        running.expire_due()
        assert "Its time is over" in visit(f"/employers/jobs/{live.id}", as_=recruiter).text


def test_a_job_that_cannot_be_renewed_does_not_promise_that_it_is_live_at_once(visit, live, recruiter):
    running.mark_filled(live, by=recruiter)
    page = visit(f"/employers/jobs/{live.id}/renew", as_=recruiter)
    assert "can’t be renewed" in page.text and "live again" not in page.text


def test_a_job_with_changes_to_make_is_shown_as_paid(visit, submitted, recruiter, moderator):
    publishing.request_changes(submitted, by=moderator, reasons=["Name the shift."])
    steps = visit(f"/employers/jobs/{submitted.id}", as_=recruiter).soup.select(".stepper li")
    assert [step["class"] for step in steps] == [["is-current"], ["is-done"], ["is-ahead"], ["is-ahead"]]
