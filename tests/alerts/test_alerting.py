"""Told once of each new match, and of nothing that is over."""

from datetime import timedelta

import pytest
import time_machine

from careercenter import events
from careercenter.alerts import alerting, saving, telling
from careercenter.alerts.models import AlertDelivery, Rhythm
from careercenter.alerts.saving import Wish
from careercenter.core import db, now, record, transaction
from careercenter.employers import standing
from careercenter.postings import revisions, running
from careercenter.postings.lifecycle import PostingState
from careercenter.search.query import Query
from careercenter.shortlists import marking
from tests.alerts.conftest import announce, states, tell
from tests.cast import make_user
from tests.postings.factories import give_credits, make_live, make_posting


def test_a_new_job_is_mailed_within_a_minute_and_once(keep, publish, coder):
    keep()
    posting = publish()
    (mail,) = tell()
    assert mail.to == coder.email and posting.title in mail.subject
    assert f"/jobs/{posting.id}/" in mail.text and "$30 to $38.50 an hour" in mail.text
    announce(posting)
    assert len(tell(timedelta(minutes=2))) == 1


def test_the_other_searches_hear_nothing(keep, publish):
    keep(Query(words="cardiology"))
    publish()
    assert states() == [] and tell() == []


def test_several_jobs_for_several_searches_are_one_mail(keep, publish):
    keep(name="Inpatient jobs")
    keep(Query(words="trauma"), name="Trauma jobs")
    publish(title="Inpatient Coder I")
    publish(title="Inpatient Coder II")
    (mail,) = tell()
    assert mail.subject == "2 new jobs for 2 of your searches" or mail.subject == "2 new jobs: Inpatient jobs"
    assert mail.text.count("/inpatient-coder-i-") == 1 and mail.text.count("/inpatient-coder-ii-") == 1
    assert "Also in: Trauma jobs" in mail.text
    assert {state for *_, state in states()} == {"told"} and len(states()) == 4


def test_what_a_job_can_t_say_of_itself_it_can_t_put_into_a_mail(keep, publish):
    keep()
    publish(title="Inpatient [free](https://evil.example) <b>coder</b>")
    (mail,) = tell()
    assert 'href="https://evil.example' not in mail.html and "<b>coder" not in mail.html


def test_the_mail_says_how_she_fits(keep, publish, coder):
    from careercenter.credentials import holdings

    for code in ("RHIT", "CCS"):
        holdings.add(code, by=coder, number="", issued_on=None, expires_on=None, expected_on=None)
    keep()
    publish(experience_years=0.0, remote_anywhere_us=True)
    assert "You fit: RHIT; CCS or CIC; anywhere in the US" in tell()[0].text


def test_a_guest_s_search_says_what_she_holds(publish, app):
    guest_search(Query(credentials=("RHIT", "CCS")))
    publish()
    assert "You have: RHIT; CCS or CIC" in tell()[0].text


def guest_search(query: Query, email: str = "gina@example.com", **fields):
    from careercenter.alerts import links
    from careercenter.alerts.models import SavedSearch

    saving.save_as_guest(query, Wish("Mine", **{"rhythm": Rhythm.INSTANTLY, **fields}), email=email)
    search = db.session.query(SavedSearch).order_by(SavedSearch.id.desc()).first()
    return saving.confirm(links.confirm_token(search))


def suspend_unheard(employer, *, by):
    """What `standing.suspend` does at once, while its listeners are late."""
    with transaction():
        employer.suspended_at = now()
        record("suspended", employer, by=by)


def let_hear_of_suspension(employer):
    with transaction() as happened:
        happened.append(events.EmployerSuspended(employer.id))


class TestWhatIsOver:
    @pytest.mark.parametrize("step", [running.mark_filled, running.withdraw])
    def test_a_job_that_left_meanwhile_is_not_told(self, keep, publish, recruiter, step):
        search, posting = keep(), publish()
        step(posting, by=recruiter)
        assert tell() == [] and states() == [(search.id, posting.id, "dropped")]

    def test_a_job_whose_time_ran_out_is_not_told(self, keep, publish):
        keep()
        posting = publish()
        posting.valid_through = now() + timedelta(seconds=30)
        db.session.commit()
        assert tell() == []

    def test_a_paused_job_is_told_once_it_is_back(self, keep, publish, recruiter):
        keep()
        posting = publish()
        running.pause(posting, by=recruiter)
        assert tell() == [] and states()[0][2] == "waiting"
        running.resume(posting, by=recruiter)
        assert len(tell(timedelta(hours=2))) == 1

    def test_one_saved_while_a_job_was_paused_hears_of_it_when_it_is_back(
            self, keep, publish, recruiter, stranger, at):
        at("2026-11-02T12:00Z")
        posting = publish()
        at("2026-11-02T13:00Z")
        keep(by=stranger)  # who saw it in her results
        at("2026-11-02T14:00Z")
        running.pause(posting, by=recruiter)
        at("2026-11-02T15:00Z")
        search = keep()
        at("2026-11-02T16:00Z")
        running.resume(posting, by=recruiter)
        assert len(tell()) == 1 and states() == [(search.id, posting.id, "told")]

    def test_one_saved_while_an_employer_was_suspended_hears_of_its_jobs_when_they_are_back(
            self, keep, publish, recruiter, moderator, hospital, at):
        at("2026-11-02T12:00Z")
        posting = publish()
        at("2026-11-02T14:00Z")
        standing.suspend(hospital, by=moderator, reason="scam")
        at("2026-11-02T15:00Z")
        search = keep()
        at("2026-11-02T16:00Z")
        standing.reinstate(hospital, by=moderator, reason="our mistake")
        running.resume(posting, by=recruiter)
        assert len(tell()) == 1 and states() == [(search.id, posting.id, "told")]

    def test_one_saved_before_the_suspension_paused_the_jobs_hears_of_them_too(
            self, keep, publish, recruiter, moderator, hospital, at):
        at("2026-11-02T12:00Z")
        posting = publish()
        at("2026-11-02T14:00Z")
        suspend_unheard(hospital, by=moderator)
        at("2026-11-02T14:01Z")
        search = keep()
        at("2026-11-02T14:02Z")
        let_hear_of_suspension(hospital)
        assert posting.state is PostingState.PAUSED
        standing.reinstate(hospital, by=moderator, reason="our mistake")
        running.resume(posting, by=recruiter)
        assert states() == [(search.id, posting.id, "waiting")]

    def test_one_saved_during_a_suspension_that_nobody_heard_of_in_time_hears_of_its_jobs(
            self, keep, publish, stranger, moderator, hospital, at):
        at("2026-11-02T12:00Z")
        posting = publish()
        at("2026-11-02T13:00Z")
        keep(by=stranger)  # who saw it in her results
        at("2026-11-02T14:00Z")
        suspend_unheard(hospital, by=moderator)
        at("2026-11-02T14:01Z")
        search = keep()
        at("2026-11-02T14:02Z")
        standing.reinstate(hospital, by=moderator, reason="our mistake")
        let_hear_of_suspension(hospital)
        assert posting.state is PostingState.LIVE
        assert states() == [(search.id, posting.id, "waiting")]

    def test_a_job_or_an_employer_that_she_hid_is_not_told(self, keep, publish, coder, hospital):
        keep()
        posting, other = publish(), publish(title="Another inpatient coder")
        marking.hide(posting, by=coder)
        assert [state for *_, state in states()] == ["waiting", "waiting"] and len(tell()) == 1
        assert {one: state for _, one, state in states()} == {posting.id: "dropped", other.id: "told"}
        marking.hide_employer(hospital, by=coder)
        publish()
        assert len(tell(timedelta(minutes=2))) == 1

    def test_a_job_of_a_suspended_employer_is_not_told(self, keep, publish, hospital):
        keep()
        publish()
        hospital.suspended_at = now()
        db.session.commit()
        assert tell() == []

    def test_a_paused_search_is_told_nothing(self, keep, publish, coder):
        search = keep()
        publish()
        saving.pause(search, by=coder)
        publish()
        assert tell() == []
        saving.resume(search, by=coder)
        posting = publish()
        (mail,) = tell(timedelta(minutes=3))
        assert f"/jobs/{posting.id}/" in mail.text and "1 new" not in mail.subject

    def test_a_search_that_looks_for_something_else_by_now_is_not_told(self, keep, publish, coder):
        search = keep()
        publish()
        saving.edit(search, Wish("Cardio", rhythm=Rhythm.INSTANTLY), by=coder, query=Query(words="cardiology"))
        assert tell() == []

    def test_a_closed_account_is_told_nothing(self, keep, publish, coder):
        keep()
        publish()
        coder.suspended_at = now()
        db.session.commit()
        assert tell() == [] and states()[0][2] == "dropped"


class TestAnotherChance:
    def test_an_expired_job_that_comes_back_is_told_to_whoever_was_not(self, keep, publish, recruiter, hospital):
        first, posting = keep(), publish()
        tell()
        with time_machine.travel(now() + timedelta(days=31)):
            running.expire_due()
            second = keep(name="Second")
            give_credits(hospital)
            running.renew(posting, by=recruiter, run=2)
            assert len(tell()) == 2
        assert states() == [(first.id, posting.id, "told"), (second.id, posting.id, "told")]

    def test_one_dropped_as_its_job_had_expired_waits_again(self, keep, publish, recruiter, hospital):
        search, posting = keep(rhythm=Rhythm.WEEKLY), publish()
        with time_machine.travel(now() + timedelta(days=31)):
            running.expire_due()
            assert tell() == [] and states() == [(search.id, posting.id, "dropped")]
            give_credits(hospital)
            running.renew(posting, by=recruiter, run=2)
            assert states() == [(search.id, posting.id, "waiting")]
            assert len(tell(timedelta(days=8))) == 1

    def test_a_live_job_that_is_renewed_is_no_news(self, publish, keep, recruiter, hospital):
        posting = publish()
        keep()
        give_credits(hospital)
        running.renew(posting, by=recruiter, run=2)
        assert states() == []

    def test_a_job_whose_text_changes_is_told_to_whom_it_fits_now(self, keep, publish, recruiter, moderator):
        posting = publish()
        search = keep(Query(words="cardiology"))
        revisions.approve_revision(revisions.propose(
            posting, {"title": "Cardiology Coder"}, by=recruiter, version=posting.version), by=moderator)
        assert states() == [(search.id, posting.id, "waiting")]

    def test_one_that_fits_no_longer_is_not_told(self, keep, publish, recruiter, moderator):
        keep(Query(words="trauma"))
        posting = publish()
        revisions.approve_revision(revisions.propose(
            posting, {"specialties": ["Cardiology"]}, by=recruiter, version=posting.version), by=moderator)
        assert tell() == [] and states()[0][2] == "dropped"

    def test_a_search_saved_after_a_job_went_live_found_it_already(self, hospital, keep):
        posting = make_live(make_posting(hospital))
        keep()
        announce(posting)
        assert states() == []


def test_nothing_is_mailed_to_an_address_that_isn_t_proven(keep, publish):
    user = make_user("Ula", email_verified_at=None)
    keep(by=user)
    publish()
    assert tell() == [] and states()[0][2] == "waiting"
    with transaction() as happened:
        user.email_verified_at = now()
        happened.append(events.AddressProven(user.id))
    assert [mail.to for mail in tell()] == [user.email]


def test_a_digest_waits_for_its_hour(keep, publish, coder, at):
    at("2026-07-01T12:00Z")  # 8 in New York
    keep(rhythm=Rhythm.DAILY, hour=7)
    publish()
    at("2026-07-02T10:59Z")
    telling.tell_due()
    assert states()[0][2] == "waiting"
    at("2026-07-02T11:00Z")
    telling.tell_due()
    assert states()[0][2] == "told"


def test_her_zone_is_that_of_her_profile(keep, publish, coder, at):
    at("2026-07-01T12:00Z")
    coder.time_zone = "Pacific/Honolulu"
    db.session.commit()
    keep(rhythm=Rhythm.DAILY, hour=7)
    publish()
    assert db.session.query(AlertDelivery).one().due_at.isoformat() == "2026-07-01T17:00:00+00:00"


def test_another_hour_counts_for_what_waits_already(keep, publish, coder, at):
    at("2026-07-01T12:00Z")
    search = keep(rhythm=Rhythm.DAILY, hour=7)
    publish()
    saving.edit(search, Wish("Inpatient", Rhythm.DAILY, hour=10), by=coder)
    assert db.session.query(AlertDelivery).one().due_at.isoformat() == "2026-07-01T14:00:00+00:00"


def test_more_than_a_mail_holds_is_a_link(keep, publish, monkeypatch):
    from careercenter.alerts import letters

    monkeypatch.setattr(letters, "MOST", 2)
    keep()
    for _ in range(5):
        publish()
    (mail,) = tell()
    assert "And 3 more" in mail.text and mail.subject == "5 new jobs: Inpatient"
    assert {state for *_, state in states()} == {"told"}


def test_one_whom_a_fault_of_ours_keeps_waiting_keeps_nobody_else_waiting(app, keep, publish, stranger, monkeypatch):
    from careercenter.alerts import letters

    keep()
    keep(by=stranger)
    publish()
    good = letters.write

    def write(reader, found, hits, *, key):
        if reader.name.startswith("Cora"):
            raise ValueError("a fault")
        return good(reader, found, hits, key=key)

    monkeypatch.setattr(letters, "write", write)
    app.testing = False
    try:
        assert [mail.to for mail in tell()] == [stranger.email]
    finally:
        app.testing = True
    monkeypatch.setattr(letters, "write", good)
    assert len(tell(timedelta(hours=2))) == 2


def test_matching_it_again_adds_nothing(keep, publish):
    keep()
    posting = publish()
    alerting.match(posting.id, went_live=True)
    assert len(states()) == 1


def test_a_job_that_is_not_live_matches_nothing(hospital, keep):
    keep()
    posting = make_posting(hospital)
    assert posting.state is PostingState.DRAFT
    alerting.match(posting.id, went_live=True)
    assert states() == []
