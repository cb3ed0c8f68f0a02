"""Conversations behind their pages: one answer whoever asks at once, what goes when, and what may be taken along."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine

from careercenter.accounts import deletion, exports
from careercenter.casepilot import answering
from careercenter.casepilot.conversations import asking, keeping, personal_data
from careercenter.casepilot.conversations.askers import Asker
from careercenter.casepilot.conversations.asking import PatientData
from careercenter.casepilot.conversations.models import Conversation, Outcome, Question, Rating
from careercenter.core import NotPossible, db, now
from careercenter.metering import guests, ledger
from careercenter.metering.meters import CASEPILOT
from tests.casepilot.factories import make_answered
from tests.cast import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.usefixtures("everyday")


def count(kind=Question) -> int:
    db.session.rollback()
    return db.session.query(kind).count()


class TestAtOnce:
    def test_of_ten_who_send_the_same_form_one_is_answered_and_paid(self, app, coder):
        clients = [app.test_client() for _ in range(10)]
        for client in clients:
            sign_in(client, coder)
        app.config["WTF_CSRF_ENABLED"] = False
        ready, statuses = Barrier(10), []

        def send(client):
            ready.wait()
            answer = client.post("/casepilot/ask", data={"question": "What is E11.9?", "key": "one"})
            statuses.append(answer.status_code)

        try:
            threads = [Thread(target=send, args=(client,)) for client in clients]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            app.config["WTF_CSRF_ENABLED"] = True

        assert statuses == [303] * 10
        assert count() == 1 and count(Conversation) == 1
        assert db.session.query(Question).one().outcome is Outcome.ANSWERED
        assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration - 1


class TestAnEngineThatBreaks:
    @pytest.fixture
    def broken(self, monkeypatch):
        def stream(*_, **__):
            raise RuntimeError("the tables are gone")
            yield

        monkeypatch.setattr(answering, "stream", stream)

    def test_costs_nothing_and_can_be_asked_again(self, visit, coder, broken, monkeypatch):
        page = visit("/casepilot", as_=coder).fill({"question": "What is E11.9?"}).press("Ask")
        assert "This one failed" in page.text
        assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration

        monkeypatch.undo()
        page = page.press("Ask again")

        assert page.soup.select(".pilot-sentences")
        assert ledger.balance(CASEPILOT, coder) == CASEPILOT.registration - 1


class TestWhatIsKept:
    def test_is_exported(self, coder):
        question = make_answered(coder, "a")
        keeping.rate(question, Rating.DOWN, reason="Too short.")

        told = exports.export(coder)["casepilot"]

        assert told[0]["questions"][0]["question"] == "What is E11.9?"
        assert "E11.9" in told[0]["questions"][0]["answer"]
        assert told[0]["questions"][0]["rating_reason"] == "Too short."

    def test_goes_with_the_account_and_nobody_elses(self, app, stranger):
        person = make_user("Gone Soon", password=PASSWORD)
        make_answered(person, "a")
        make_answered(stranger, "b")

        with app.test_request_context():
            deletion.erase(person, password=PASSWORD)

        assert count() == 1

    def test_goes_after_two_years_and_a_guests_with_her_cookie(self, app, coder):
        make_answered(coder, "a")
        asking.ask("What is E11.9?", key="b", asker=Asker(guest_id="g"))

        with time_machine.travel(now() + guests.KEPT + timedelta(days=1)):
            personal_data.forget_old()
            assert count() == 1
        with time_machine.travel(now() + timedelta(days=731)):
            personal_data.forget_old()
            assert count() == 0

    def test_never_holds_what_identifies_a_patient(self, coder):
        with pytest.raises(PatientData) as refusal:
            asking.ask("Is John Smith diabetic?", key="a", asker=Asker(coder.id))

        assert [one.words for one in refusal.value.findings] == ["John Smith"]
        assert count() == 0 and count(Conversation) == 0

    def test_is_not_shared_or_rated_before_it_is_told(self, coder):
        question = asking.ask("What is E11.9?", key="a", asker=Asker(coder.id))

        for deed in (lambda: keeping.share(question), lambda: keeping.rate(question, Rating.UP)):
            with pytest.raises(NotPossible):
                deed()


def test_too_many_questions_in_a_minute_come_back_as_they_were_typed(visit, coder):
    for _ in range(20):
        visit.post("/casepilot/ask", {"question": "", "key": "k"}, as_=coder)
    for number in range(20):
        visit.post("/casepilot/ask", {"question": "What is E11.9?", "key": f"k{number}"}, as_=coder)
    page = visit.post("/casepilot/ask", {"question": "What is I10?", "key": "z"}, as_=coder)

    assert page.status == 429 and page.soup.find("textarea").get_text().strip() == "What is I10?"
