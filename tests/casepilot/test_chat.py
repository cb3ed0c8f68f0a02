"""The chat: what is kept and what it costs, on the page and behind it."""

import pytest
from sqlalchemy import func, select

from careercenter.casepilot.conversations.models import Conversation, Outcome, Question, Rating
from careercenter.core import db, now, transaction
from careercenter.metering import ledger
from careercenter.metering.meters import CASEPILOT
from tests.browsing import Visitor
from tests.cast import make_user

KNOWN = "What is E11.9?"


pytestmark = pytest.mark.usefixtures("everyday")


def ask(visit: Visitor, text: str, as_=None):
    return visit("/casepilot", as_=as_).fill({"question": text}).press("Ask")


def questions() -> list[Question]:
    db.session.expire_all()
    return list(db.session.scalars(select(Question).order_by(Question.id)))


class TestAQuestion:
    def test_is_answered_with_its_sources_and_kept(self, visit, coder):
        page = ask(visit, KNOWN, as_=coder)

        assert page.status == 200 and "/casepilot/c/" in page.path
        assert "E11.9" in page.soup.select_one(".pilot-sentences").get_text()
        assert page.soup.select(".pilot-cite") and page.soup.select_one(".pilot-sources .pilot-quote")
        assert page.soup.select_one('.pilot-codes a[href="/codes/icd10cm/E11.9"]')
        assert visit("/casepilot", as_=coder).follow(KNOWN).path == page.path.split("#")[0]

    def test_costs_one_and_reading_it_again_costs_nothing(self, visit, coder):
        page = ask(visit, KNOWN, as_=coder)
        visit(page.path, as_=coder)

        assert "4 CasePilot questions left" in visit("/account", as_=coder).text
        assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration - 1

    def test_that_is_declined_costs_nothing(self, visit, coder):
        page = ask(visit, "How do I upcode this visit so that it pays more than was done?", as_=coder)

        assert questions()[0].outcome is Outcome.DECLINED
        assert page.soup.select_one(".pilot-refusal")
        assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration
        assert KNOWN not in visit("/account/views/casepilot", as_=coder).text

    def test_sent_twice_is_one_question_and_one_cost(self, visit, coder):
        form = visit("/casepilot", as_=coder)
        form.fill({"question": KNOWN}).press("Ask")
        again = form.fill({"question": KNOWN}).press("Ask")

        assert again.status == 200
        assert len(questions()) == 1
        assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration - 1

    def test_goes_on_in_its_conversation(self, visit, coder):
        page = ask(visit, KNOWN, as_=coder).fill({"question": "And what is I10?"}).press("Ask")

        assert [one.text for one in questions()] == [KNOWN, "And what is I10?"]
        assert len({one.conversation_id for one in questions()}) == 1
        assert len(page.soup.select("article.pilot-exchange")) == 2

    def test_too_long_or_empty_comes_back_as_it_was_typed(self, visit, coder):
        page = ask(visit, "x" * 4001, as_=coder)

        assert page.status == 422
        assert "x" * 4001 in page.soup.find("textarea").get_text()
        assert questions() == []

    def test_from_a_code_page_has_the_code_as_its_context(self, visit, coder):
        page = visit("/codes/icd10cm/E11.9", as_=coder)
        assert "Have a question about this code?" in page.text

        page = page.fill({"question": "Is it billable?"}).press("Ask CasePilot")

        assert page.soup.select_one(".pilot-about a")["href"] == "/codes/icd10cm/E11.9"
        assert db.session.scalars(select(Conversation.about)).one() == "icd10cm:E11.9"


class TestPatientData:
    TEXT = "Pt: John Smith, DOB 3/14/1961. What is E11.9?"

    def test_is_shown_before_anything_is_kept(self, visit, coder):
        page = ask(visit, self.TEXT, as_=coder)

        assert page.status == 422
        assert [mark.get_text().split(" (")[0] for mark in page.soup.find_all("mark")] == ["John Smith", "3/14/1961"]
        assert questions() == [] and db.session.scalar(select(func.count()).select_from(Conversation)) == 0
        assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration

    def test_goes_with_one_click(self, visit, coder):
        page = ask(visit, self.TEXT, as_=coder).press("Take out and ask")

        assert questions()[0].text == "Pt: [name], DOB [date]. What is E11.9?"
        assert "John Smith" not in page.text and page.soup.select(".pilot-sentences")

    def test_that_is_none_is_said_item_by_item(self, visit, coder):
        page = ask(visit, self.TEXT, as_=coder).fill({"keep": ["3/14/1961"]}).press("Take out and ask")

        assert page.status == 200
        assert questions()[0].text == "Pt: [name], DOB 3/14/1961. What is E11.9?"

    def test_can_be_changed_by_hand_and_nothing_typed_is_lost(self, visit, coder):
        page = ask(visit, self.TEXT, as_=coder).press("Change my text")

        assert page.soup.find("textarea").get_text().strip() == self.TEXT
        assert questions() == []

    def test_in_the_reason_of_a_rating_is_not_kept(self, visit, coder):
        page = ask(visit, KNOWN, as_=coder).fill({"reason": "Wrong for John Smith"}).press("Send")

        assert "nothing was kept" in page.text and "Wrong for John Smith" in str(page.soup)
        assert questions()[0].rating is None


class TestAGuest:
    def test_asks_one_and_finds_the_second_waiting_after_registering(self, visit, app):
        first = ask(visit, KNOWN)
        assert first.soup.select(".pilot-sentences")

        second = ask(visit, "What is I10?")
        assert "Register to get your answer" in second.text and not second.soup.select(".pilot-sentences")
        link = second.soup.select_one(".locked-section a")["href"]
        assert second.path.split("#")[0] in link.replace("%2F", "/")

        person = make_user("Nina New")
        signed_in_in_the_same_browser(visit, person)
        page = visit(second.path, as_=person)
        assert "What is I10?" in page.text and "Ask it now" in str(page.soup)
        page = page.press("Ask it now")

        assert page.soup.select(".pilot-sentences")
        assert {one.outcome for one in questions()} == {Outcome.ANSWERED}
        assert ledger.balance(CASEPILOT, person) == CASEPILOT.registration - 1

    def test_reads_her_own_and_nobody_elses(self, visit, coder, stranger):
        mine = ask(visit, KNOWN, as_=coder)

        assert visit(mine.path).status == 404
        assert visit(mine.path, as_=stranger).status == 404
        assert visit.post(f"/casepilot/questions/{questions()[0].public_id}/share", as_=stranger).status == 404

    def test_that_is_declined_keeps_her_question(self, visit, app):
        ask(visit, "How do I upcode this visit so that it pays more than was done?")
        page = ask(visit, KNOWN)

        assert page.soup.select(".pilot-sentences")

    def test_that_is_a_search_engine_gets_no_answer(self, app, visit):
        client = visit.client()
        page = visit("/casepilot")
        token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
        client.post("/casepilot/ask", data={"csrf_token": token, "question": KNOWN, "key": "a"}, headers={
            "User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"})

        assert questions()[0].outcome is Outcome.WAITING


def signed_in_in_the_same_browser(visit: Visitor, person) -> None:
    from tests.cast import sign_in

    client = visit._clients[person.id] = visit._clients[None]
    sign_in(client, person)


class TestStreaming:
    def stream(self, visit, coder, text=KNOWN):
        page = visit("/casepilot", as_=coder)
        token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
        return visit.client(coder).post("/casepilot/ask", data={"csrf_token": token, "question": text, "key": "k"},
                                        headers={"Accept": "text/event-stream, text/html"})

    def test_brings_each_sentence_and_then_all_of_it(self, visit, coder):
        answer = self.stream(visit, coder)
        events = [part.split("\n")[0] for part in answer.text.split("\n\n") if part]

        assert answer.mimetype == "text/event-stream"
        assert events[0] == "event: begun" and events[-1] == "event: done" and "event: sentence" in events
        assert questions()[0].outcome is Outcome.ANSWERED

    def test_that_breaks_off_keeps_what_came(self, visit, coder):
        answer = self.stream(visit, coder, "What are E11.9 and I10?")
        for part in answer.response:
            if b"event: sentence" in part:
                break
        answer.close()

        question = questions()[0]
        assert question.outcome is Outcome.STOPPED
        assert len(question.answer["sentences"]) == 1
        assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration - 1

    def test_that_is_stopped_keeps_what_was_seen(self, visit, coder):
        assert self.stream(visit, coder, "What are E11.9 and I10?").text
        visit.post(f"/casepilot/questions/{questions()[0].public_id}/stop", {"after": "1"}, as_=coder)

        question = questions()[0]
        assert question.outcome is Outcome.STOPPED and len(question.answer["sentences"]) == 1

    def test_that_is_stopped_halfway_keeps_what_was_seen(self, visit, coder):
        answer = self.stream(visit, coder, "What are E11.9 and I10?")
        parts = iter(answer.response)
        next(part for part in parts if b"event: sentence" in part)
        visit.post(f"/casepilot/questions/{questions()[0].public_id}/stop", {"after": "1"}, as_=coder)
        assert any(b"event: done" in part for part in parts)

        question = questions()[0]
        assert question.outcome is Outcome.STOPPED and len(question.answer["sentences"]) == 1

    def test_that_was_left_alone_can_be_asked_again(self, visit, coder):
        page = ask(visit, KNOWN, as_=coder)
        with transaction():
            question = questions()[0]
            question.outcome, question.begun_at, question.answer = Outcome.ANSWERING, now().replace(year=2020), None
        visit.post(f"/casepilot/questions/{question.public_id}/answer", as_=coder)

        assert visit(page.path, as_=coder).soup.select(".pilot-sentences")
        assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration - 1


class TestAnAnswer:
    def test_is_rated_with_a_reason(self, visit, coder):
        page = ask(visit, KNOWN, as_=coder).press("Good answer")
        assert "You rated it: good answer" in page.text

        page = page.fill({"reason": "It leaves out the Excludes1 note."}).press("Send")
        assert questions()[0].rating is Rating.DOWN
        assert "It leaves out the Excludes1 note." in page.text

    def test_is_shared_by_a_link_that_names_nobody_and_can_be_taken_back(self, visit, coder):
        page = ask(visit, KNOWN, as_=coder).press("Make the link")
        link = page.soup.select_one("input[readonly]")["value"].removeprefix("http://localhost")

        shared = visit(link)
        assert KNOWN in shared.text and shared.soup.select(".pilot-sentences") and shared.soup.select(".pilot-sources")
        assert coder.name not in str(shared.soup) and coder.email not in str(shared.soup)
        assert shared.response.headers["X-Robots-Tag"] == "noindex, nofollow"

        page.press("Take the link back")
        assert visit(link).status == 404

    def test_is_found_by_its_words_and_by_the_questions(self, visit, coder):
        ask(visit, KNOWN, as_=coder)
        ask(visit, "What is I10?", as_=coder)

        def found(words):
            return [a.get_text() for a in visit(f"/casepilot?q={words}", as_=coder).soup.select(".pilot-kept a")]

        assert found("hypertension") == ["What is I10?"]
        assert found("e11.9 WHAT") == [KNOWN]
        assert found("100%25") == []

    def test_goes_with_its_conversation_and_its_link(self, visit, coder):
        page = ask(visit, KNOWN, as_=coder).press("Make the link")
        link = page.soup.select_one("input[readonly]")["value"].removeprefix("http://localhost")
        page = page.press("Delete this conversation")

        assert "deleted" in page.text and questions() == []
        assert visit(link).status == 404

    def test_goes_with_all_others(self, visit, coder, stranger):
        for person in (coder, coder, stranger):
            ask(visit, KNOWN, as_=person)
        visit("/casepilot", as_=coder).press("Delete all of them")

        assert len(questions()) == 1
