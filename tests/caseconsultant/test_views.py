"""The pages: the asker's, those of a mail's link, the consultants' desk, and everybody's."""

from io import BytesIO
from urllib.parse import urlsplit

import pytest

from careercenter.caseconsultant import answering, publishing
from careercenter.caseconsultant.models import Consultation, ConsultationMessage, ConsultationState, PublicAnswer, Voice
from careercenter.caseconsultant.tasks import draft_due
from careercenter.core import db
from tests.accounts.mailbox import link, mails, templates
from tests.caseconsultant.codes import import_tabular
from tests.files.documents import docx, picture
from tests.metering.pages import away


@pytest.fixture
def thread(ask, coder, change) -> Consultation:
    import_tabular()
    change(consultant_confidence=1.01)
    consultation = ask("Is E11.9 right without complications?", by=coder)
    draft_due()
    db.session.refresh(consultation)
    return consultation


def latest() -> Consultation:
    db.session.rollback()
    return db.session.query(Consultation).order_by(Consultation.id.desc()).first()


class TestAsking:
    def test_a_coder_asks_and_is_told_what_was_removed(self, visit, coder):
        page = visit("/account/consultations", as_=coder)
        assert "1 question left" in page.text and "consultant@localhost" in page.text
        page = page.fill({"text": "Pt: John Smith, DOB 3/14/1961: is E11.9 right?", "subject": "Diabetes"})
        page = page.press("Send it")

        assert "we removed what may tell who a patient is: " in page.text and "Smith" not in page.text
        assert page.soup.find("h1").get_text() == "Diabetes" and "E11.9" in page.text

    def test_a_file_s_words_are_kept_and_a_picture_is_not(self, visit, coder):
        page = visit.post("/account/consultations", {
            "text": "See the note.", "key": "one",
            "files": [(BytesIO(docx("E11.9 without complications")), "John Smith.docx"),
                      (BytesIO(picture()), "scan.png")]}, as_=coder)

        assert "attachment 1 (Word)" in page.text and "E11.9 without complications" in page.text
        assert "Smith" not in page.text and "Not kept: attachment 2" in page.text

    def test_a_form_without_words_comes_back(self, visit, coder):
        page = visit("/account/consultations", as_=coder).fill({"subject": "Diabetes"}).press("Send it")

        assert page.status == 422 and "Write your question." in page.text and not db.session.query(Consultation).count()
        assert page.soup.find("input", attrs={"name": "subject"})["value"] == "Diabetes"

    def test_a_double_click_asks_once(self, visit, coder):
        for _ in range(2):
            page = visit.post("/account/consultations", {"text": "What is E11.9?", "key": "same"}, as_=coder)
        assert "sent before" in page.text and db.session.query(Consultation).count() == 1

    def test_without_an_allowance_it_waits_and_says_how_to_get_on(self, visit, coder, ask):
        ask(by=coder)
        page = visit("/account/consultations", as_=coder)
        assert "You have no question left" in page.text
        page = page.fill({"text": "And I10?"}).press("Send it")
        assert "This question waits" in page.text and "And I10?" in page.text

    def test_without_the_meter_nobody_is_told_that_nothing_is_left(self, visit, coder):
        with away("meter_allowances"):
            page = visit("/account/consultations", as_=coder)
        assert page.status == 200 and "We can’t count your questions just now" in page.text
        assert "no question left" not in page.text

    def test_the_thread_is_the_same_by_mail_and_here(self, visit, thread, coder, consultant):
        answering.ask_back(thread, "Which payer?", by=consultant)
        page = visit(f"/account/consultations/{thread.public_id}", as_=coder)
        assert "Which payer?" in page.text and "Waits for you" in page.text
        page = page.fill({"text": "Medicare."}).press("Send it")
        assert "Medicare." in page.text and latest().state is ConsultationState.QUEUED

    def test_nobody_else_reads_it(self, visit, thread, stranger, moderator, consultant):
        for who in (stranger, moderator, consultant):
            assert visit(f"/account/consultations/{thread.public_id}", as_=who).status == 404

    def test_the_meter_s_page_names_the_question(self, visit, thread, coder):
        page = visit("/account/views/consultant", as_=coder)
        assert thread.subject in page.text and "0 CaseConsultant questions remaining" in page.text


class TestByLink:
    @pytest.fixture
    def path(self, ask, coder, change) -> str:
        import_tabular()
        change(consultant_confidence=0)
        ask("What is E11.9?", by=coder)
        draft_due()
        return link("consultation_answered", "/consultations/answers/")

    def test_a_person_is_asked_in_a_click_without_signing_in(self, visit, path, coder):
        page = visit(path)
        assert latest().state is ConsultationState.ANSWERED_AUTOMATICALLY
        page = page.press("Ask a person")
        assert "A consultant looks at it" in page.text and latest().state is ConsultationState.QUEUED
        assert templates(coder.email)[-1] == "consultation_waiting"
        assert not page.soup.find("button", string="Ask a person")

    def test_whoever_presses_it_twice_is_told(self, visit, path):
        first, second = visit(path), visit(path)
        first.press("Ask a person")
        assert "can't be changed that way now" in second.press("Ask a person").text

    def test_it_helped(self, visit, path):
        page = visit(path).fill({"may_show": "y"}).press("This helped")
        assert "You said that this helped" in page.text and db.session.query(PublicAnswer).count() == 1

    def test_it_helped_and_others_may_not_read_it_after_all(self, visit, path):
        page = visit(path).fill({"may_show": "y"}).press("This helped").press("Let nobody else read it")
        assert db.session.query(PublicAnswer).one().state.value == "dismissed" and "others may read" not in page.text

    def test_it_did_not_help(self, visit, path):
        page = visit(path).press("It didn’t help")
        assert "You said that this didn’t help" in page.text and not db.session.query(PublicAnswer).count()
        assert page.soup.find("button", string="Ask a person")

    def test_another_token_leads_nowhere(self, visit, path):
        assert visit(path[:-3] + "abc").status == 404 and visit("/consultations/answers/x").status == 404
        assert visit.post(path[:-3] + "abc/person").status == 404


class TestDesk:
    def test_a_consultant_answers_from_the_queue(self, visit, thread, consultant, coder):
        page = visit("/staff/consultations", as_=consultant)
        assert thread.subject in page.text and "Nobody yet" in page.text
        page = page.follow(thread.subject).press("Take it in hand")
        assert "It is yours" in page.text
        page = page.fill({"text": "Yes, by the tabular list."}).press("Approve and send")
        assert "Sent." in page.text and "Yes, by the tabular list." in mails(coder.email)[-1].text
        assert "100%" in page.text and page.soup.find("svg", attrs={"role": "img"})

    def test_looking_up_a_code_keeps_what_was_typed(self, visit, thread, consultant):
        page = visit(f"/staff/consultations/{thread.public_id}", as_=consultant)
        page = page.fill({"text": "Half a thought", "look_up": "E11.42"}).press("Keep the draft and look up")

        assert "Half a thought" in page.soup.find("textarea").get_text()
        assert page.soup.select_one(".consult-hits a").get_text() == "ICD-10-CM E11.42"

    def test_it_is_asked_back_put_back_and_handed_over(self, visit, thread, consultant, colleague, coder):
        address = f"/staff/consultations/{thread.public_id}"
        visit(address, as_=consultant).press("Take it in hand").press("Put it back")
        page = visit(address, as_=consultant).press("Take it in hand")
        page.fill({"to": colleague.public_id}).press("Hand over")
        assert latest().consultant_id == colleague.id
        assert "A colleague has it in hand" in visit(address, as_=consultant).text
        visit(address, as_=colleague).fill({"text": "Which payer?"}).press("Ask back")
        assert latest().state is ConsultationState.ASKED_BACK
        assert templates(coder.email)[-1] == "consultation_asked_back"

    def test_who_comes_second_keeps_the_words(self, visit, thread, consultant, colleague):
        page = visit(f"/staff/consultations/{thread.public_id}", as_=colleague)
        answering.answer(thread, "First.", by=consultant)
        page = page.fill({"text": "Second."}).press("Approve and send")

        assert page.status == 409 and "can't be changed that way now" in page.text

    def test_it_is_late_once_it_is(self, visit, thread, consultant):
        db.session.query(Consultation).update({"due_at": thread.opened_at})
        db.session.commit()
        page = visit("/staff/consultations", as_=consultant)
        assert "1 late now" in page.text and "Late" in page.text

    def test_an_empty_queue_says_so(self, visit, consultant):
        assert "Nothing waits" in visit("/staff/consultations", as_=consultant).text


def test_from_a_good_answer_to_the_code_s_page(visit, thread, consultant, colleague, coder):
    answering.answer(thread, "Yes: E11.9 says “without complications”.", by=consultant)
    visit(f"/account/consultations/{thread.public_id}", as_=coder).fill({"may_show": "y"}).press("This helped")
    page = visit("/staff/answers", as_=consultant).follow(thread.subject)
    assert page.soup.find("input", attrs={"name": "codes"})["value"] == "E11.9"
    page.fill({"title": "When E11.9?"}).press("Send to review")
    assert "somebody else publishes it" in visit("/staff/answers", as_=consultant).follow("When E11.9?").text
    visit("/staff/answers", as_=colleague).follow("When E11.9?").press("Publish")

    page = visit("/codes/icd10cm/E11.9").follow("When E11.9?")
    assert "without complications" in page.text and coder.name not in page.text
    assert page.follow("ICD-10-CM E11.9").status == 200
    assert "When E11.9?" in visit("/answers?q=complications").text and "Nothing found" in visit("/answers?q=xyz").text

    visit("/staff/answers", as_=colleague).follow("When E11.9?").press("Withdraw it")
    assert visit(urlsplit(page.path).path).status == 404 and "When E11.9?" not in visit("/codes/icd10cm/E11.9").text


class TestPersonalData:
    def test_all_of_it_can_be_taken_along(self, visit, thread, coder, consultant):
        answering.answer(thread, "Yes.", by=consultant)
        [mine] = visit("/account/data.json", as_=coder).json["consultations"]
        assert [said["by"] for said in mine["messages"]] == ["asker", "consultant"]

    def test_it_goes_with_the_account_and_what_is_public_stays(self, app, thread, coder, consultant, colleague):
        from careercenter.caseconsultant import personal_data
        from careercenter.core import transaction

        said = answering.answer(thread, "Yes: E11.9.", by=consultant)
        publishing.rate(said, helped=True, may_show=True)
        with transaction():
            personal_data.erase(coder.id)
        assert not db.session.query(Consultation).count() and not db.session.query(ConsultationMessage).count()
        assert db.session.query(PublicAnswer).one().message_id is None


def test_an_answer_s_sources_stand_beside_it(visit, ask, coder, change):
    import_tabular()
    change(consultant_confidence=0)
    consultation = ask("What is E11.9?", by=coder)
    draft_due()
    page = visit(f"/account/consultations/{consultation.public_id}", as_=coder)
    said = db.session.query(ConsultationMessage).filter_by(voice=Voice.CASEPILOT).one()
    sources = page.soup.select(".consult-sources li")
    assert len(sources) == len(said.sources) > 0 and "Automatic" in page.text
