"""CasePilot answers what it is sure of, people the rest; each answer goes out once, whoever presses at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
import time_machine

from careercenter.caseconsultant import allowance, answering, asking
from careercenter.caseconsultant.models import Consultation, ConsultationMessage, ConsultationState, Voice
from careercenter.caseconsultant.reading.attachments import Attached
from careercenter.caseconsultant.tasks import draft_due, tidy
from careercenter.caseconsultant.working_hours import ZONE
from careercenter.core import AlreadyDone, DomainError, Forbidden, NotPossible, db, now
from careercenter.metering import ledger
from careercenter.metering.meters import CODE_PAGES, CONSULTANT
from tests.accounts.mailbox import mails, templates
from tests.caseconsultant.codes import import_tabular
from tests.cast import make_user

S = ConsultationState


def fresh(consultation: Consultation) -> Consultation:
    db.session.rollback()
    return db.session.get_one(Consultation, consultation.id)


@pytest.fixture
def sure(app, change):
    """CasePilot's answers go out, however sure it is."""
    import_tabular()
    change(consultant_confidence=0)


@pytest.fixture
def queued(ask, coder) -> Consultation:
    """A question that waits for a person."""
    consultation = ask("My compliance officer disagrees with me. What now?", by=coder)
    draft_due()
    assert fresh(consultation).state is S.QUEUED
    return consultation


class TestCasePilot:
    def test_what_it_is_sure_of_goes_out_at_once_with_its_sources_marked_as_automatic(self, sure, ask, coder):
        consultation = ask("What is E11.9?", by=coder)
        draft_due()

        assert fresh(consultation).state is S.ANSWERED_AUTOMATICALLY
        [mail] = mails(coder.email)
        assert "written automatically" in mail.text and "ask a person" in mail.text and "[1]" in mail.text
        answer = db.session.query(ConsultationMessage).filter_by(voice=Voice.CASEPILOT).one()
        assert answer.sources and all(source["title"] and source["url"] for source in answer.sources)
        assert all(source["url"] in mail.text for source in answer.sources)

    def test_its_mail_keeps_the_thread_and_says_what_it_is(self, sure, coder):
        said = asking.cleaned("What is E11.9?", subject="Diabetes", message_id="<q@example.com>")
        consultation = db.session.get_one(Consultation, asking.ask(said, by=coder, key="k").consultation_id)
        draft_due()

        [mail] = mails(coder.email)
        assert mail.headers["In-Reply-To"] == mail.headers["References"] == "<q@example.com>"
        assert mail.headers["Auto-Submitted"] == "auto-replied" and mail.headers["X-Loop"] == "consultant@localhost"
        assert mail.subject == "Re: Diabetes" and mail.reply_to == f"consultant+{consultation.token}@localhost"

    def test_what_it_is_not_sure_of_waits_with_its_draft(self, ask, coder, change):
        import_tabular()
        change(consultant_confidence=1.01)
        consultation = fresh(ask("What is E11.9?", by=coder))
        draft_due()

        consultation = fresh(consultation)
        assert consultation.state is S.QUEUED and "E11.9" in consultation.draft and consultation.sources
        assert consultation.confidence and templates(coder.email) == ["consultation_waiting"]

    def test_what_came_with_files_goes_to_people(self, sure, coder):
        said = asking.cleaned("What is E11.9?", files=[Attached("attachment 1 (text)", "Type 2 diabetes.")])
        consultation = db.session.get_one(Consultation, asking.ask(said, by=coder, key="k").consultation_id)
        draft_due()

        assert fresh(consultation).state is S.QUEUED

    def test_asking_twice_at_the_same_moment_answers_once(self, sure, ask, coder):
        from careercenter.caseconsultant import drafting

        consultation = ask("What is E11.9?", by=coder)
        drafting.draft(consultation.id)
        drafting.draft(consultation.id)

        assert templates(coder.email) == ["consultation_answered"]

    def test_ask_a_person_brings_a_person_and_nothing_automatic_any_more(self, sure, ask, coder):
        consultation = ask("What is E11.9?", by=coder)
        draft_due()
        asking.ask_a_person(fresh(consultation), by=None)
        assert fresh(consultation).state is S.QUEUED and templates(coder.email)[-1] == "consultation_waiting"

        with pytest.raises(NotPossible):
            asking.ask_a_person(fresh(consultation), by=None)
        ask("Are you there?", by=coder, on=fresh(consultation))
        draft_due()
        assert templates(coder.email).count("consultation_answered") == 1


class TestConsultants:
    def test_an_answer_goes_out_in_their_words_with_the_sources_it_names(self, queued, consultant, coder):
        db.session.query(Consultation).update({"sources": [
            {"title": "T", "section": "1", "dated": "2026", "url": "https://x.example/1", "quote": "Q"}]})
        db.session.commit()
        answering.take(queued, by=consultant)
        answering.answer(queued, "Ask in writing [1].\n\nThen wait.", by=consultant)

        mail = mails(coder.email)[-1]
        assert fresh(queued).state is S.ANSWERED and "Ask in writing [1].\n\nThen wait." in mail.text
        assert "https://x.example/1" in mail.text and mail.headers["Auto-Submitted"] == "no"
        assert "written automatically" not in mail.text

    def test_sources_that_an_answer_does_not_name_are_not_sent(self, queued, consultant):
        db.session.query(Consultation).update({"sources": [{"title": "T", "url": "u", "quote": "", "section": "",
                                                            "dated": ""}]})
        db.session.commit()
        answering.answer(queued, "Ask in writing.", by=consultant)

        assert db.session.query(ConsultationMessage).filter_by(voice=Voice.CONSULTANT).one().sources == []

    def test_two_who_approve_at_the_same_time_send_one_answer(self, app, queued, consultant, colleague, coder):
        start, ids, mine = Barrier(2), [consultant.id, colleague.id], queued.id
        db.session.rollback()

        def approve(user_id: int) -> str:
            from careercenter.accounts.models import User

            with app.app_context():
                by, consultation = db.session.get_one(User, user_id), db.session.get_one(Consultation, mine)
                start.wait(20)
                try:
                    answering.answer(consultation, "Ask in writing.", by=by)
                except DomainError as refusal:
                    return type(refusal).__name__
                finally:
                    db.session.remove()
                return "sent"

        with ThreadPoolExecutor(2) as threads:
            outcomes = sorted(threads.map(approve, ids))
        assert outcomes == ["NotPossible", "sent"]
        assert templates(coder.email) == ["consultation_waiting", "consultation_answered"]

    def test_two_who_take_it_are_one_who_has_it(self, queued, consultant, colleague):
        answering.take(queued, by=consultant)
        with pytest.raises(NotPossible):
            answering.take(queued, by=colleague)
        with pytest.raises(Forbidden):
            answering.answer(queued, "Mine!", by=colleague)

    def test_who_has_it_hands_it_over(self, queued, consultant, colleague, coder):
        answering.take(queued, by=consultant)
        due = queued.due_at
        answering.hand_over(queued, colleague, by=consultant)
        with pytest.raises(Forbidden):
            answering.answer(queued, "Mine!", by=consultant)
        with pytest.raises(Forbidden):
            answering.hand_over(queued, coder, by=colleague)
        answering.answer(queued, "Done.", by=colleague)
        assert due and fresh(queued).consultant_id == colleague.id

    def test_what_was_in_the_hand_of_somebody_who_is_gone_waits_again(self, queued, consultant, admin):
        from careercenter import events
        from careercenter.core import transaction
        from careercenter.tasks.delivery import deliver_due

        answering.take(queued, by=consultant)
        with transaction() as happened:
            happened.append(events.AccountErased(consultant.id))
        deliver_due()
        assert fresh(queued).state is S.QUEUED and fresh(queued).consultant_id is None

    def test_an_admin_takes_it_out_of_a_colleague_s_hand(self, queued, consultant, admin):
        answering.take(queued, by=consultant)
        answering.put_back(queued, by=admin)
        assert fresh(queued).state is S.QUEUED

    def test_nobody_answers_her_own_question(self, ask, consultant):
        consultation = ask("What would I say?", by=consultant)
        draft_due()
        with pytest.raises(Forbidden):
            answering.take(fresh(consultation), by=consultant)
        with pytest.raises(Forbidden):
            answering.answer(fresh(consultation), "This.", by=consultant)

    def test_others_may_do_nothing(self, queued, coder, stranger, moderator):
        for who in (coder, stranger, moderator):
            for act in (answering.take, answering.put_back):
                with pytest.raises(Forbidden):
                    act(queued, by=who)
            for say in (answering.answer, answering.ask_back, answering.keep_draft):
                with pytest.raises(Forbidden):
                    say(queued, "Words", by=who)
        assert fresh(queued).state is S.QUEUED

    def test_asking_back_stops_the_clock_until_she_writes(self, queued, ask, consultant, coder):
        answering.ask_back(queued, "Which payer?", by=consultant)
        assert fresh(queued).due_at is None and templates(coder.email)[-1] == "consultation_asked_back"
        ask("Medicare.", by=coder, on=fresh(queued))
        assert fresh(queued).state is S.QUEUED and fresh(queued).due_at

    def test_an_answer_without_words_is_none(self, queued, consultant):
        with pytest.raises(answering.NoWords):
            answering.answer(queued, " \n", by=consultant)

    def test_what_they_write_of_a_patient_is_taken_out_too(self, queued, consultant, coder):
        answering.answer(queued, "For Mr. John Smith, born 3/14/1961, ask in writing.", by=consultant)
        assert "Smith" not in mails(coder.email)[-1].text

    def test_it_is_due_in_working_hours(self, ask, coder):
        with time_machine.travel(datetime(2026, 3, 6, 16, tzinfo=ZONE), tick=False):
            consultation = ask(by=coder)
            draft_due()
            assert fresh(consultation).due_at == datetime(2026, 3, 9, 16, tzinfo=ZONE)
            assert "Monday, March 9, 4 PM Eastern" in mails(coder.email)[0].text


class TestAllowance:
    def test_asking_on_is_free_a_few_times_and_then_a_question_of_its_own(self, ask, coder, consultant):
        consultation = ask(by=coder)
        for number in range(allowance.FREE_FOLLOW_UPS + 1):
            draft_due()
            answering.answer(fresh(consultation), f"Answer {number}.", by=consultant)
            ask(f"And {number}?", by=coder, on=fresh(consultation))
        assert fresh(consultation).state is S.UNPAID and templates(coder.email)[-1] == "consultation_unpaid"

        ledger.grant(CONSULTANT, coder.id, 1, key="one more")
        assert asking.admit(fresh(consultation)) and not asking.admit(fresh(consultation))
        assert ledger.balance(CONSULTANT, coder) == 0

    def test_a_membership_brings_some_each_month_once(self, ask, coder, change):
        change(consultant_member_questions=2)
        ledger.lift(CODE_PAGES, coder.id, starts_at=now(), ends_at=now() + timedelta(days=400), key="membership")
        for _ in range(3):
            assert fresh(ask(by=coder)).state is S.RECEIVED
        assert fresh(ask(by=coder)).state is S.UNPAID
        with time_machine.travel(now() + timedelta(days=32)):
            assert fresh(ask(by=coder)).state is S.RECEIVED

    def test_a_member_has_them_before_she_asks(self, coder, change):
        from careercenter.caseconsultant.tasks import grant_months

        ledger.lift(CODE_PAGES, coder.id, starts_at=now(), ends_at=now() + timedelta(days=40), key="membership")
        grant_months()
        grant_months()
        assert ledger.balance(CONSULTANT, coder) == 2

    def test_a_double_click_asks_and_costs_once(self, coder):
        said = asking.cleaned("What is E11.9?")
        asking.ask(said, by=coder, key="web:1")
        with pytest.raises(AlreadyDone):
            asking.ask(said, by=coder, key="web:1")
        assert db.session.query(Consultation).count() == db.session.query(ConsultationMessage).count() == 1

    def test_nothing_is_no_question(self, coder):
        with pytest.raises(asking.NothingAsked):
            asking.ask(asking.cleaned(" \n"), by=coder, key="k")
        assert not db.session.query(Consultation).count() and ledger.balance(CONSULTANT, coder) == 1

    def test_another_s_consultation_is_not_written_to(self, queued, ask):
        with pytest.raises(Forbidden):
            ask("Let me in.", by=make_user("Eve"), on=queued)


def test_what_was_answered_long_ago_is_closed_and_opened_again_by_a_word(queued, ask, consultant, coder):
    answering.answer(queued, "Done.", by=consultant)
    with time_machine.travel(now() + timedelta(days=15)):
        tidy()
        assert fresh(queued).state is S.CLOSED
        ask("One more thing.", by=coder, on=fresh(queued))
        assert fresh(queued).state is S.RECEIVED
