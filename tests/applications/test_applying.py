"""What a candidate may rely on when she applies, withdraws, or leaves altogether."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from careercenter.accounts.models import User
from careercenter.applications import applying, personal_data, queries, reviewing
from careercenter.applications.lifecycle import Move, Stage
from careercenter.applications.models import Application, ApplicationNote, MatchLevel
from careercenter.applications.snapshots import Unanswered
from careercenter.candidates import profiles, resumes
from careercenter.core import AlreadyDone, Forbidden, NotFound, NotPossible, db, now, transaction
from careercenter.credentials import holdings
from careercenter.files.models import StoredFile
from careercenter.mail.models import OutboxMail
from careercenter.postings.lifecycle import PostingState
from careercenter.postings.models import JobPosting
from tests.applications.conftest import ANSWERS, PLAIN, fresh
from tests.candidates.test_profiles import FACTS
from tests.cast import make_user
from tests.files.documents import docx, pdf


def mails(template: str) -> list[OutboxMail]:
    db.session.rollback()
    return list(db.session.scalars(
        select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id)))


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Application.id))) or 0


class TestSubmit:
    def test_keeps_what_was_sent_as_it_was(self, application, candidate):
        [holding] = queries_holdings(candidate)
        holdings.remove(holding, by=candidate)
        profiles.save(by=candidate, home_zip=None, **{**FACTS, "headline": "Something else"})

        sent = fresh(application)
        assert sent.profile["credentials"][0]["code"] == "CCS" and sent.profile["headline"] == ""
        assert sent.match_level is MatchLevel.ONE_AWAY and sent.match["lines"][0][:2] == ["missing", "RHIT"]
        assert sent.answers[1] == {"question": "How many trauma charts a day?", "answer": "12"}

    def test_never_tells_the_least_pay_or_the_zip_code(self, posting, candidate):
        profiles.save(by=candidate, home_zip="78701", **{**FACTS, "pay_floor": 4321})
        sent = applying.submit(posting, by=candidate, cover_note="", answers=ANSWERS)

        everything = str(sent.profile) + str(sent.match)
        assert "43.21" not in everything and "4321" not in everything and "78701" not in everything
        assert sent.profile["home"] == "Austin, TX"

    def test_twice_is_one_application(self, posting, application, candidate):
        with pytest.raises(AlreadyDone):
            applying.submit(posting, by=candidate, cover_note="Again", answers=ANSWERS)

        assert queries.find_application(posting.id, candidate.id) == application
        assert fresh(application).cover_note == "Trauma is my trade." and len(mails("application_sent")) == 1

    def test_in_two_windows_at_once_is_one_application(self, app, posting, candidate):
        posting_id, user_id = posting.id, candidate.id

        def once() -> bool:
            with app.app_context():
                try:
                    applying.submit(db.session.get_one(JobPosting, posting_id), by=db.session.get_one(User, user_id),
                                    cover_note="", answers=ANSWERS)
                except AlreadyDone:
                    return False
                return True

        with ThreadPoolExecutor(4) as pool:
            done = [pool.submit(once) for _ in range(6)]
            assert sum(one.result() for one in done) == 1
        assert count() == 1

    def test_needs_a_resume(self, posting, coder):
        with pytest.raises(applying.NoResume):
            applying.submit(posting, by=coder, cover_note="", answers=ANSWERS)
        assert count() == 0

    def test_needs_a_proven_address(self, posting, candidate):
        candidate.email_verified_at = None
        db.session.commit()
        with pytest.raises(Forbidden, match="Prove your e-mail address"):
            applying.submit(posting, by=candidate, cover_note="", answers=ANSWERS)

    @pytest.mark.parametrize("role", ["owner", "recruiter", "viewer", "finance"])
    def test_is_not_for_the_employer_s_own_people(self, posting, role, request):
        member = request.getfixturevalue(role)
        resumes.upload(pdf(), name="me.pdf", by=member)
        with pytest.raises(Forbidden):
            applying.submit(posting, by=member, cover_note="", answers=ANSWERS)

    @pytest.mark.parametrize("state", [state for state in PostingState if state is not PostingState.LIVE])
    def test_is_for_live_jobs_alone(self, posting, candidate, state):
        posting.state = state
        db.session.commit()
        with pytest.raises(NotPossible):
            applying.submit(posting, by=candidate, cover_note="", answers=ANSWERS)

    def test_ends_with_the_job_even_if_the_schedule_is_late(self, posting, candidate):
        with time_machine.travel(now() + timedelta(days=31)), pytest.raises(NotPossible):
            applying.submit(posting, by=candidate, cover_note="", answers=ANSWERS)

    def test_is_not_for_a_job_with_an_outside_link_or_a_suspended_employer(self, live, hospital, candidate):
        with pytest.raises(NotPossible):
            applying.submit(live(apply_method="link", apply_url="https://jobs.mercy.example/1"), by=candidate,
                            cover_note="", answers={})
        posting = live()
        hospital.suspended_at = now()
        db.session.commit()
        with pytest.raises(NotPossible):
            applying.submit(posting, by=candidate, cover_note="", answers={})

    @pytest.mark.parametrize("answers", [{}, {"q1": " "}, {"q1": "Maybe"}, {"q1": "Yes", "q3": "Noon"}])
    def test_needs_fitting_answers(self, posting, candidate, answers):
        with pytest.raises(Unanswered):
            applying.submit(posting, by=candidate, cover_note="", answers=answers)
        assert count() == 0


class TestMails:
    def test_the_candidate_gets_a_receipt_and_each_who_hires_one_mail(self, posting, owner, recruiter, viewer,
                                                                      candidate):
        applying.submit(posting, by=candidate, cover_note="", answers=ANSWERS)

        assert [mail.to for mail in mails("application_sent")] == [candidate.email]
        received = mails("application_received")
        assert {mail.to for mail in received} == {owner.email, recruiter.email}
        assert {mail.reply_to for mail in received} == {candidate.email}
        assert "is one credential away" in received[0].text and "/applicants/" in received[0].text

    def test_a_job_by_e_mail_tells_the_address_that_it_names(self, live, owner, candidate):
        applying.submit(live(apply_method="email", apply_email="him-jobs@mercy.example"), by=candidate,
                        cover_note="", answers={})

        assert [mail.to for mail in mails("application_received")] == ["him-jobs@mercy.example"]

    def test_a_job_that_asks_for_nothing_speaks_of_no_credentials(self, live, owner, candidate):
        applying.submit(live(requirement={}), by=candidate, cover_note="", answers={})

        [mail] = mails("application_received")
        assert "credential" not in mail.text and "applied for Inpatient Coder III." in mail.text.replace("*", "")

    def test_heard_twice_they_are_sent_once(self, application, owner):
        from careercenter import events
        from careercenter.applications import listeners

        for _ in range(2):
            listeners.tell_submitted(events.ApplicationSubmitted(application.id))
        assert len(mails("application_sent")) == 1 and len(mails("application_received")) == 1

    @pytest.mark.parametrize(("move", "says"), [
        (Move.REVIEW, "has read your application"), (Move.INTERVIEW, "wants to talk with you"),
        (Move.OFFER, "preparing an offer"), (Move.DECLINE, "decided not to go on")])
    def test_the_candidate_hears_of_each_step_in_the_employer_s_words(self, application, recruiter, candidate, move,
                                                                     says):
        reviewing.move(application, move, by=recruiter, message="Thank you, Cora.\n\nWe liked *your* note.")

        [mail] = mails("application_stage")
        assert mail.to == candidate.email and says in mail.text
        assert "We liked *your* note." in mail.text and "<em>" not in mail.html
        assert "declined" not in mail.subject.lower()


class TestResume:
    def test_sent_stays_when_the_profile_gets_a_new_one(self, application, candidate):
        sent = application.resume_file_id
        resumes.upload(docx(), name="new.docx", by=candidate)

        assert fresh(application).resume_file_id == sent
        assert db.session.get_one(StoredFile, sent).erased_at is None

    def test_goes_once_the_application_is_withdrawn_and_the_profile_has_another(self, application, candidate):
        sent = application.resume_file_id
        resumes.upload(docx(), name="new.docx", by=candidate)
        applying.withdraw(application, by=candidate)

        db.session.rollback()
        assert db.session.get_one(StoredFile, sent).erased_at is not None


class TestWithdraw:
    def test_tells_who_hires_and_takes_the_resume_back(self, application, owner, candidate):
        applying.withdraw(application, by=candidate)

        sent = fresh(application)
        assert sent.state is Stage.WITHDRAWN and sent.resume_file_id is None and not sent.is_readable
        assert [mail.to for mail in mails("application_withdrawn")] == [owner.email]

    def test_twice_is_refused(self, application, candidate):
        applying.withdraw(application, by=candidate)
        with pytest.raises(NotPossible):
            applying.withdraw(application, by=candidate)

    def test_is_the_candidate_s_alone(self, application, recruiter, stranger):
        for somebody in (recruiter, stranger):
            with pytest.raises(Forbidden):
                applying.withdraw(application, by=somebody)
        with pytest.raises(NotPossible):
            reviewing.move(application, Move.WITHDRAW, by=recruiter)
        assert fresh(application).state is Stage.NEW

    def test_after_a_decision_is_too_late(self, application, recruiter, candidate):
        reviewing.move(application, Move.DECLINE, by=recruiter)
        with pytest.raises(NotPossible):
            applying.withdraw(application, by=candidate)


class TestReviewing:
    @pytest.mark.parametrize("role", ["viewer", "finance", "stranger", "coder", "moderator", "admin"])
    def test_is_for_who_hires(self, application, role, request):
        somebody = request.getfixturevalue(role)
        with pytest.raises(Forbidden):
            reviewing.move(application, Move.REVIEW, by=somebody)
        with pytest.raises(Forbidden):
            reviewing.add_note(application, "Good", by=somebody)
        assert fresh(application).state is Stage.NEW

    def test_two_at_once_move_it_once(self, app, application, recruiter):
        application_id, user_id = application.id, recruiter.id

        def review() -> bool:
            with app.app_context():
                try:
                    reviewing.move(db.session.get_one(Application, application_id), Move.REVIEW,
                                   by=db.session.get_one(User, user_id))
                except NotPossible:
                    return False
                return True

        with ThreadPoolExecutor(4) as pool:
            done = [pool.submit(review) for _ in range(4)]
            assert sum(one.result() for one in done) == 1
        assert len(mails("application_stage")) == 1

    def test_a_resume_is_read_by_who_sees_applicants_until_it_is_withdrawn(self, app, application, viewer, finance,
                                                                          candidate):
        with app.test_request_context():
            assert reviewing.resume_address(application, by=viewer).startswith("/files/")
            with pytest.raises(Forbidden):
                reviewing.resume_address(application, by=finance)
            applying.withdraw(application, by=candidate)
            with pytest.raises(NotFound):
                reviewing.resume_address(application, by=viewer)


class TestLists:
    def test_narrow_by_job_stage_and_match(self, app, hospital, posting, live, application, recruiter):
        other = live(requirement={})
        somebody = make_user("Second Coder")
        resumes.upload(pdf(), name="b.pdf", by=somebody)
        met = applying.submit(other, by=somebody, cover_note="", answers={})
        reviewing.move(met, Move.REVIEW, by=recruiter)

        def found(**by):
            with app.test_request_context():
                return [row.application.id for row in queries.list_received(hospital.id, number=1, **by).items]

        assert found() == [met.id, application.id]
        assert found(posting_id=posting.id) == [application.id]
        assert found(stage=Stage.REVIEWED) == [met.id]
        assert found(level=MatchLevel.ONE_AWAY) == [application.id]
        assert queries.count_by_posting(hospital.id) == {posting.id: 1, other.id: 1}
        assert queries.count_new(hospital.id) == 1


class TestErasure:
    def test_removes_all_that_was_sent_and_written_and_keeps_the_row(self, application, recruiter, candidate):
        reviewing.move(application, Move.REVIEW, by=recruiter, message="Dear Cora")
        reviewing.add_note(application, "Cora sounds good", by=recruiter)
        for _ in range(2):
            with transaction() as happened:
                personal_data.erase(candidate.id, happened)

        row = fresh(application)
        assert (row.cover_note, row.answers, row.profile, row.match) == ("", [], {}, {})
        assert row.resume_file_id is None and row.erased_at and row.state is Stage.WITHDRAWN
        assert db.session.scalars(select(ApplicationNote)).all() == []
        assert [change.message for change in queries.list_changes(row.id)] == ["", "", ""]

    def test_of_a_decided_one_keeps_the_decision(self, application, recruiter, candidate):
        reviewing.move(application, Move.OFFER, by=recruiter)
        reviewing.move(application, Move.HIRE, by=recruiter)
        with transaction() as happened:
            personal_data.erase(candidate.id, happened)

        assert fresh(application).state is Stage.HIRED and not application.is_readable


def test_an_export_holds_all_that_was_sent(application, candidate, stranger):
    [sent] = personal_data.export(candidate.id)

    assert sent["job"] == "Inpatient Coder III" and sent["employer"] == "Mercy Hospital"
    assert sent["cover_note"] == "Trauma is my trade." and sent["stages"][0]["stage"] == "new"
    assert personal_data.export(stranger.id) == []


def queries_holdings(user):
    from careercenter.credentials.queries import list_holdings

    return list_holdings(user.id)


def test_a_holding_expired_before_applying_doesn_t_count(posting, candidate):
    holdings.add("RHIT", by=candidate, **{**PLAIN, "expires_on": now().date() - timedelta(days=1)})
    sent = applying.submit(posting, by=candidate, cover_note="", answers=ANSWERS)

    assert sent.match_level is MatchLevel.ONE_AWAY
    assert [one["is_held"] for one in sent.profile["credentials"]] == [True, False]
