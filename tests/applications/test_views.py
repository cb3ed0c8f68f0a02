"""The pages of applications, for each role."""

from io import BytesIO

import pytest
from sqlalchemy import delete, select

from careercenter.accounts import deletion, passwords
from careercenter.applications import applying, queries, reviewing
from careercenter.applications.lifecycle import Move, Stage
from careercenter.applications.models import ApplicationNote
from careercenter.candidates import resumes
from careercenter.candidates.queries import find_resume, get_profile
from careercenter.core import db, now
from careercenter.employers.models import Membership
from careercenter.files.models import FileAccess, StoredFile
from careercenter.mail.models import MailState, OutboxMail
from careercenter.mail.tasks import send_due
from careercenter.postings.lifecycle import PostingState
from tests.accounts.mailbox import mails
from tests.applications.conftest import ANSWERS, fresh
from tests.browsing import csrf_token
from tests.cast import PASSWORD
from tests.files.documents import docx, pdf

FILLED = {f"answer_{key}": answer for key, answer in ANSWERS.items()}


def send(visit, posting, user, *, content: bytes | None = None, **fields):
    """Post the form of a job, with a file or without."""
    client = visit.client(user)
    path = f"/jobs/{posting.id}/apply"
    data = {"csrf_token": csrf_token(client), **FILLED, **fields}
    if content is not None:
        data["resume"] = (BytesIO(content), "cora.pdf")
    answer = client.post(path, data=data, content_type="multipart/form-data", headers={"Accept": "text/html"})
    return visit._page(answer, path, client)


class TestApply:
    def test_shows_the_fit_item_by_item_and_sends(self, visit, posting, candidate):
        page = visit(f"/jobs/{posting.id}/apply", as_=candidate)
        assert "Missing: RHIT Not among your credentials" in page.text
        assert "Met: CCS or CIC You hold CCS" in page.text and "cora.pdf" in page.text

        page = page.fill({**FILLED, "cover_note": "Hello <b>you</b>"}).press("Send the application")
        assert page.status == 200 and "Your application is sent" in page.text
        assert "Hello <b>you</b>" in page.text and page.soup.find("b", string="you") is None

    def test_takes_a_resume_right_there(self, visit, posting, coder):
        page = send(visit, posting, coder, content=pdf(), cover_note="Hello")

        assert "Your application is sent" in page.text
        assert find_resume(get_profile(coder.id)).name == "cora.pdf"

    def test_without_a_resume_says_so_and_loses_nothing_typed(self, visit, posting, coder):
        page = send(visit, posting, coder, cover_note="A long and careful note")

        assert page.status == 422 and "Upload your resume" in page.text
        assert page.soup.find(id="cover_note").get_text().strip() == "A long and careful note"
        assert page.soup.find("input", attrs={"name": "answer_q3", "value": "Night"}).has_attr("checked")

    def test_with_a_wrong_file_says_so_and_loses_nothing_typed(self, visit, posting, candidate):
        page = send(visit, posting, candidate, content=b"just words", cover_note="A long and careful note")

        assert page.status == 422 and "neither a PDF nor a Word document" in page.text
        assert page.soup.find(id="cover_note").get_text().strip() == "A long and careful note"
        assert queries.find_application(posting.id, candidate.id) is None

    def test_with_an_answer_missing_keeps_the_file_that_was_chosen(self, visit, posting, coder):
        page = send(visit, posting, coder, content=pdf(), answer_q1="")

        assert page.status == 422 and "The employer needs an answer" in page.text and "You send cora.pdf" in page.text

    @pytest.mark.parametrize(("typed", "says"), [
        ({"answer_q1": "Perhaps"}, "Choose one of those"), ({"answer_q2": "a dozen"}, "Write a number"),
        ({"answer_q3": "Noon"}, "Choose one of those"), ({"cover_note": "x" * 4001}, "4000 characters")])
    def test_with_an_answer_that_doesn_t_fit_says_so(self, visit, posting, candidate, typed, says):
        page = send(visit, posting, candidate, **typed)

        assert page.status == 422 and says in page.text
        assert queries.find_application(posting.id, candidate.id) is None

    @pytest.mark.parametrize("typed", ["1e3000000", "1e-3000000", "0e3000000", "NaN", "Infinity", "-inf", "9" * 13,
                                       "0." + "1" * 7, "1,2", "1.", "-", "١٢"])
    def test_takes_no_number_that_nobody_would_write(self, visit, posting, candidate, typed):
        page = send(visit, posting, candidate, answer_q2=typed)

        assert page.status == 422 and "Write a number, such as" in page.text
        assert page.soup.find(id="answer_q2")["value"] == typed

    @pytest.mark.parametrize("typed", ["12", " 12 ", "-3", "0", "1.50", ".5", "1,200", "1,234,567.89", "999999999999"])
    def test_keeps_a_number_as_it_was_written(self, visit, posting, candidate, typed):
        send(visit, posting, candidate, answer_q2=typed)

        assert queries.find_application(posting.id, candidate.id).answers[1]["answer"] == typed.strip()

    def test_leaves_what_is_not_asked_for_open(self, visit, posting, candidate):
        page = send(visit, posting, candidate, answer_q2="", answer_q3="", answer_q4="")

        assert "Your application is sent" in page.text and "not answered" in page.text

    def test_a_second_time_leads_to_the_first(self, visit, posting, application, candidate):
        for page in (visit(f"/jobs/{posting.id}/apply", as_=candidate), send(visit, posting, candidate)):
            assert page.path == f"/applications/{application.public_id}"
            assert "You applied for this job already" in page.text

    def test_is_no_longer_offered_on_the_job_s_page_once_done(self, visit, posting, application, candidate, coder):
        page = visit(f"/jobs/{posting.id}", as_=candidate)
        assert "You applied for this job" in page.text
        assert not page.soup.find_all("a", string="Apply")
        assert page.follow("See your application").status == 200

    def test_with_an_empty_profile_says_what_goes_along(self, visit, posting, coder):
        page = visit(f"/jobs/{posting.id}/apply", as_=coder)
        assert "Your profile is still empty" in page.text

    def test_says_on_what_footing_one_wants_to_work(self, visit, posting, coder):
        visit("/profile", as_=coder).fill({"employment_types": ["per_diem"]}).press("Save the profile")
        page = visit(f"/jobs/{posting.id}/apply", as_=coder)
        assert "Wants to work PRN / per diem" in page.text

    def test_says_in_which_further_states_one_would_work(self, visit, hospital, posting, candidate, recruiter):
        visit("/profile", as_=candidate).fill({"work_states": ["OK", "NM"]}).press("Save the profile")
        page = visit(f"/jobs/{posting.id}/apply", as_=candidate)
        assert "Would also work in New Mexico, Oklahoma" in page.text
        send(visit, posting, candidate)
        page = visit(f"/employers/{hospital.id}/applicants", as_=recruiter).follow("Cora Coder")
        assert "Would also work in New Mexico, Oklahoma" in page.text

    def test_one_sent_before_further_states_were_asked_is_still_read(self, visit, posting, application, recruiter):
        application.profile = {name: value for name, value in application.profile.items() if name != "work_states"}
        db.session.commit()
        assert visit(applicants(application, posting), as_=recruiter).status == 200

    def test_asks_an_unproven_address_to_be_proven_first(self, visit, posting, candidate):
        candidate.email_verified_at = None
        db.session.commit()
        page = visit(f"/jobs/{posting.id}/apply", as_=candidate)
        assert page.status == 403 and "First, prove your e-mail address" in page.text

    @pytest.mark.parametrize("role", ["owner", "recruiter", "viewer", "finance"])
    def test_is_closed_to_the_employer_s_own_people(self, visit, posting, role, request):
        page = visit(f"/jobs/{posting.id}/apply", as_=request.getfixturevalue(role))
        assert page.status == 403 and "your own employer’s job" in page.text

    @pytest.mark.parametrize("state", [PostingState.FILLED, PostingState.EXPIRED, PostingState.WITHDRAWN])
    def test_says_when_a_job_has_ended(self, visit, posting, candidate, state):
        posting.state = state
        db.session.commit()
        page = visit(f"/jobs/{posting.id}/apply", as_=candidate)
        assert page.status == 410 and "takes no applications now" in page.text

    def test_knows_nothing_of_one_withdrawn_before_it_was_public(self, visit, posting, candidate):
        posting.state, posting.runs = PostingState.WITHDRAWN, 0
        db.session.commit()
        assert visit(f"/jobs/{posting.id}/apply", as_=candidate).status == 404

    @pytest.mark.parametrize("state", [PostingState.DRAFT, PostingState.IN_REVIEW, PostingState.REMOVED])
    def test_knows_nothing_of_jobs_that_aren_t_public(self, visit, posting, candidate, state):
        posting.state = state
        db.session.commit()
        assert visit(f"/jobs/{posting.id}/apply", as_=candidate).status == 404

    def test_a_guest_signs_in_first(self, visit, posting):
        client = visit.client()
        assert client.get(f"/jobs/{posting.id}/apply").status_code in (302, 401)
        data = {"csrf_token": csrf_token(client)}
        assert client.post(f"/jobs/{posting.id}/apply", data=data).status_code in (302, 401)

    def test_asks_nothing_where_the_job_asks_nothing(self, visit, live, candidate):
        page = visit(f"/jobs/{live(requirement={}, remote_anywhere_us=True).id}/apply", as_=candidate)
        assert page.status == 200 and "asks" not in [h.get_text() for h in page.soup.find_all("h2")]


class TestCandidate:
    def test_sees_her_applications_and_what_was_said(self, visit, application, recruiter, candidate):
        reviewing.move(application, Move.INTERVIEW, by=recruiter, message="Tuesday at 3?")
        page = visit("/applications", as_=candidate)
        assert "Inpatient Coder III" in page.text and "Interview" in page.text

        page = page.follow("Inpatient Coder III")
        assert "Tuesday at 3?" in page.text and "Trauma is my trade." in page.text and "Night" in page.text

    def test_withdraws_after_being_asked(self, visit, application, candidate):
        page = visit(f"/applications/{application.public_id}", as_=candidate).follow("Withdraw it")
        assert fresh(application).state is Stage.NEW

        page = page.press("Withdraw the application")
        assert "is withdrawn" in page.text and fresh(application).state is Stage.WITHDRAWN
        assert "Withdraw it" not in page.text

    def test_downloads_what_she_sent_until_she_takes_it_back(self, visit, application, candidate):
        resumes.upload(docx(), name="new.docx", by=candidate)
        where = f"/applications/{application.public_id}/resume"
        assert visit.client(candidate).get(where, follow_redirects=True).data.startswith(b"%PDF-")

        applying.withdraw(application, by=candidate)
        assert visit(where, as_=candidate).status == 404

    def test_without_any_is_told_what_will_be_here(self, visit, coder):
        assert "No applications yet" in visit("/applications", as_=coder).text

    @pytest.mark.parametrize("role", ["stranger", "owner", "recruiter", "viewer", "finance", "moderator", "admin"])
    def test_is_the_only_one_who_sees_them_so(self, visit, application, role, request):
        somebody = request.getfixturevalue(role)

        assert "Inpatient Coder III" not in visit("/applications", as_=somebody).text
        for rest in ("", "/withdraw", "/resume"):
            assert visit(f"/applications/{application.public_id}{rest}", as_=somebody).status == 404
        assert visit.post(f"/applications/{application.public_id}/withdraw", as_=somebody).status == 404
        assert fresh(application).state is Stage.NEW


def applicants(application, posting, rest="") -> str:
    return f"/employers/{posting.employer_id}/applicants/{application.public_id}{rest}"


class TestEmployer:
    def test_finds_an_applicant_and_moves_her(self, visit, hospital, application, recruiter):
        page = visit(f"/employers/{hospital.id}", as_=recruiter).follow("See all applicants")
        assert "Cora Coder" in page.text and "1 credential away" in page.text

        page = page.follow("Cora Coder")
        assert "Missing: RHIT" in page.text and "number 998877" in page.text and "Trauma is my trade." in page.text
        page = page.fill({"message": "Shall we talk?"}).press("Move to interview")
        assert "is now in “Interview”" in page.text and "Shall we talk?" in page.text
        assert fresh(application).state is Stage.INTERVIEW

    def test_is_asked_before_a_no_is_mailed(self, visit, posting, application, recruiter):
        buttons = visit(applicants(application, posting), as_=recruiter).soup.find_all("button", attrs={"name": "move"})
        asked = {button["value"]: button.get("data-confirm") for button in buttons}
        assert asked.pop("decline") == "Decline? Cora Coder gets a mail that says so."
        assert asked and not any(asked.values())

    def test_writes_notes_that_the_candidate_doesn_t_see(self, visit, posting, application, recruiter, candidate):
        page = visit(applicants(application, posting), as_=recruiter).fill({"text": "Strong on PCS"}).press(
            "Keep the note")
        assert "Strong on PCS" in page.text
        assert "Strong on PCS" not in visit(f"/applications/{application.public_id}", as_=candidate).text

    def test_an_empty_note_is_not_kept(self, visit, posting, application, recruiter):
        page = visit(applicants(application, posting), as_=recruiter).press("Keep the note")
        assert page.status == 422 and "Write something first" in page.text

    @pytest.mark.parametrize("role", ["owner", "recruiter", "viewer"])
    def test_downloads_the_resume_and_that_is_logged(self, visit, posting, application, role, request):
        member = request.getfixturevalue(role)
        answer = visit.client(member).get(applicants(application, posting, "/resume"), follow_redirects=True)

        assert answer.status_code == 200 and answer.data.startswith(b"%PDF-")
        db.session.rollback()
        [access] = db.session.scalars(select(FileAccess)).all()
        assert access.user_id == member.id and access.purpose == f"application {application.public_id}"

    def test_a_viewer_reads_and_changes_nothing(self, visit, posting, application, viewer):
        page = visit(applicants(application, posting), as_=viewer)
        assert page.status == 200 and "Next step" not in page.text
        for rest, fields in (("/stage", {"move": "review"}), ("/notes", {"text": "Hm"})):
            assert visit.post(applicants(application, posting, rest), fields, as_=viewer).status == 403
        assert fresh(application).state is Stage.NEW
        assert db.session.scalars(select(ApplicationNote)).all() == []

    @pytest.mark.parametrize("role", ["stranger", "coder", "finance", "moderator", "admin"])
    def test_nobody_else_sees_anything(self, visit, hospital, posting, application, role, request):
        somebody = request.getfixturevalue(role)

        assert visit(f"/employers/{hospital.id}/applicants", as_=somebody).status == 403
        for rest in ("", "/resume"):
            assert visit(applicants(application, posting, rest), as_=somebody).status == 404
        for rest in ("/stage", "/notes"):
            assert visit.post(applicants(application, posting, rest), {"move": "review", "text": "x"},
                              as_=somebody).status == 404
        assert fresh(application).state is Stage.NEW

    def test_another_employer_s_people_don_t_either(self, visit, posting, application):
        from careercenter.employers.models import MemberRole
        from tests.cast import make_employer, make_member

        other = make_employer("Other Hospital")
        owner = make_member(other, MemberRole.OWNER)
        assert visit(applicants(application, posting), as_=owner).status == 404
        assert visit(f"/employers/{other.id}/applicants/{application.public_id}", as_=owner).status == 404

    def test_reads_no_more_once_it_was_withdrawn(self, visit, posting, application, recruiter, candidate):
        applying.withdraw(application, by=candidate)
        page = visit(applicants(application, posting), as_=recruiter)

        assert "This application was withdrawn" in page.text
        assert "Trauma is my trade." not in page.text and candidate.email not in page.text
        assert visit(applicants(application, posting, "/resume"), as_=recruiter).status == 404

    def test_an_address_of_the_resume_ends_when_it_is_withdrawn(self, app, visit, posting, application, recruiter,
                                                                candidate):
        with app.test_request_context():
            where = reviewing.resume_address(application, by=recruiter)
        applying.withdraw(application, by=candidate)  # the file stays: it is still in her profile
        page = visit(where, as_=recruiter)

        assert page.status == 404 and "has withdrawn this application" in page.text
        assert db.session.scalars(select(FileAccess)).all() == []

    def test_an_address_of_the_resume_ends_when_its_reader_leaves_the_employer(self, app, visit, application,
                                                                               recruiter):
        with app.test_request_context():
            where = reviewing.resume_address(application, by=recruiter)
        db.session.execute(delete(Membership).where(Membership.user_id == recruiter.id))
        db.session.commit()
        assert visit(where, as_=recruiter).status == 403

    @pytest.mark.parametrize(("query", "finds"), [
        ("", True), ("?stage=new", True), ("?stage=hired", False), ("?match=one_away", True), ("?match=met", False),
        ("?stage=nonsense&match=x&posting=abc&page=0", True), ("?posting=999999", True)])
    def test_narrows_the_list_by_the_address(self, visit, hospital, application, recruiter, query, finds):
        page = visit(f"/employers/{hospital.id}/applicants{query}", as_=recruiter)
        assert page.status == 200 and ("Cora Coder" in page.text) == finds
        assert finds or "Nobody fits these filters" in page.text

    def test_a_step_that_is_none_is_refused(self, visit, posting, application, recruiter):
        assert visit.post(applicants(application, posting, "/stage"), {"move": "fly"}, as_=recruiter).status == 404
        for move in ("hire", "withdraw"):
            assert visit.post(applicants(application, posting, "/stage"), {"move": move}, as_=recruiter).status == 409
        assert fresh(application).state is Stage.NEW

    def test_a_suspended_employer_s_people_neither_read_nor_change_what_candidates_sent(
            self, visit, hospital, posting, application, recruiter):
        hospital.suspended_at = now()
        db.session.commit()
        assert visit(f"/employers/{hospital.id}/applicants", as_=recruiter).status == 403
        assert visit(applicants(application, posting), as_=recruiter).status == 404
        assert visit(applicants(application, posting, "/resume"), as_=recruiter).status == 404
        assert visit.post(applicants(application, posting, "/stage"), {"move": "review"}, as_=recruiter).status == 404

    @pytest.mark.parametrize("rest", ["", "/resume"])
    def test_a_guest_is_asked_to_sign_in(self, visit, posting, application, rest):
        assert visit.client().get(applicants(application, posting, rest)).status_code in (302, 401)
        assert visit.client().get(f"/employers/{posting.employer_id}/applicants").status_code in (302, 401)


class TestLeaving:
    @pytest.fixture
    def outside(self, live):
        return live(apply_method="link", apply_url="https://careers.mercy.example/jobs/1?x=1")

    def test_says_whose_page_comes_next_and_counts_a_visitor_once_a_day(self, visit, hospital, outside, coder):
        for somebody in (None, None, coder):
            page = visit(f"/jobs/{outside.id}/go", as_=somebody)
            assert "careers.mercy.example" in page.text and "We don’t run that site" in page.text
            page = page.press("Go to careers.mercy.example")
            assert page.status == 303 and page.redirects == ["https://careers.mercy.example/jobs/1?x=1"]

        db.session.rollback()
        assert queries.count_clicks(hospital.id) == {outside.id: 2}

    def test_reading_the_page_counts_nothing(self, visit, hospital, outside):
        visit(f"/jobs/{outside.id}/go")
        assert queries.count_clicks(hospital.id) == {outside.id: 0}

    def test_its_form_may_lead_outside_and_nobody_is_told_from_where(self, visit, outside):
        page = visit(f"/jobs/{outside.id}/go")
        assert "form-action 'self' https: http:" in page.response.headers["Content-Security-Policy"]
        assert page.press("Go to careers.mercy.example").response.headers["Referrer-Policy"] == "no-referrer"

    def test_applying_here_leads_there(self, visit, outside, coder):
        assert "You leave CareerCenter" in visit(f"/jobs/{outside.id}/apply", as_=coder).text

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://mercy.example/1", "data:text/html,x", "", "//x"])
    def test_leads_to_the_web_alone(self, visit, live, address):
        posting = live(apply_method="link", apply_url=address)
        assert visit(f"/jobs/{posting.id}/go").status == 404
        assert visit.post(f"/jobs/{posting.id}/go").status == 404

    def test_ends_with_the_job(self, visit, outside):
        outside.state = PostingState.EXPIRED
        db.session.commit()
        assert visit(f"/jobs/{outside.id}/go").status == 404

    def test_a_job_applied_for_here_has_no_way_out(self, visit, posting):
        assert visit(f"/jobs/{posting.id}/go").status == 404

    def test_the_employer_sees_how_many_left(self, visit, hospital, outside, recruiter):
        visit(f"/jobs/{outside.id}/go").press("Go to careers.mercy.example")
        assert "1 visitor went on to your site" in visit(f"/employers/{hospital.id}/applicants", as_=recruiter).text


def test_a_guest_comes_back_to_the_form_after_signing_in(visit, posting, candidate):
    candidate.password_hash = passwords.hash_password(PASSWORD)
    db.session.commit()
    page = visit(f"/jobs/{posting.id}").follow("Apply")
    assert page.path.startswith("/sign-in?next=")

    page = page.fill({"email": candidate.email, "password": PASSWORD}).press("Sign in")
    assert page.path == f"/jobs/{posting.id}/apply" and "What goes along" in page.text


@pytest.mark.parametrize("is_sent", [True, False])
def test_deleting_an_account_empties_what_was_mailed_to_the_employer(recruiter, posting, application, candidate,
                                                                     is_sent):
    candidate.password_hash = passwords.hash_password(PASSWORD)
    db.session.commit()
    if is_sent:
        send_due()
    [told] = mails(recruiter.email)
    assert "Cora" in told.subject and told.reply_to == candidate.email
    outbox_id, address = told.id, candidate.email
    deletion.erase(candidate, password=PASSWORD)
    send_due()

    told = fresh(db.session.get_one(OutboxMail, outbox_id))
    assert (told.to, told.reply_to, told.subject, told.text, told.html) == ("", None, "", "", "")
    assert told.state is (MailState.SENT if is_sent else MailState.REFUSED)
    kept = [mail for mail in mails() if address in (mail.to + str(mail.reply_to) + mail.text) or "Cora" in mail.text]
    assert [mail.template for mail in kept] == ["account_erased"]


def test_deleting_an_account_takes_applications_along(visit, posting, application, recruiter, candidate):
    candidate.password_hash = passwords.hash_password(PASSWORD)
    db.session.commit()
    file_id = application.resume_file_id
    deletion.erase(candidate, password=PASSWORD)

    row = fresh(application)
    assert row.erased_at and row.resume_file_id is None and row.state is Stage.WITHDRAWN
    assert db.session.get_one(StoredFile, file_id).erased_at
    page = visit(applicants(application, posting), as_=recruiter)
    assert "Cora" not in page.text and "Trauma is my trade." not in page.text
