"""What people do with their saved searches, with and without an account."""

import json
from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from careercenter import events
from careercenter.accounts import deletion, exports, registration
from careercenter.alerts import links, personal_data, saving, unsubscribing
from careercenter.alerts.lifecycle import DELIVERY, OPEN, SAVED_SEARCH, SearchAction, SearchState
from careercenter.alerts.models import AlertDelivery, Rhythm, SavedSearch
from careercenter.alerts.saving import Wish
from careercenter.core import AuditEntry, Forbidden, NotFound, NotPossible, db, now, transaction
from careercenter.mail.models import MailState, OutboxMail
from careercenter.mail.tasks import send_due
from careercenter.mail.transports import RefusedForGood
from careercenter.search.query import Query
from tests.accounts.mailbox import link, mails, templates
from tests.alerts.conftest import INPATIENT, states, tell
from tests.cast import PASSWORD, make_user


def ask_as_guest(email: str = "gina@example.com", query: Query = INPATIENT) -> str:
    """Save a search as a guest; the token of the mailed link."""
    saving.save_as_guest(query, Wish("Mine", Rhythm.INSTANTLY), email=email)
    return link("saved_search_confirm", "/alerts/confirm/").rsplit("/", 1)[-1]


class TestSaving:
    def test_a_double_click_saves_once(self, keep):
        assert keep().id == keep().id

    def test_there_is_an_end_to_it(self, keep, monkeypatch):
        monkeypatch.setattr(saving, "MOST", 2)
        keep(name="One")
        keep(name="Two")
        with pytest.raises(saving.TooMany):
            keep(name="Three")

    def test_another_s_is_out_of_reach(self, keep, stranger):
        search = keep()
        for change in (saving.pause, saving.end, saving.visit, saving.change_feed_address, saving.resume):
            with pytest.raises(Forbidden):
                change(search, by=stranger)
        with pytest.raises(Forbidden):
            saving.edit(search, Wish("Mine now"), by=stranger)

    def test_deleting_forgets_what_it_was(self, keep, coder):
        search = keep()
        saving.end(search, by=coder)
        assert (search.user_id, search.name, search.query, search.state) == (None, "", {}, SearchState.ENDED)
        with pytest.raises(Forbidden):  # it is nobody's by now
            saving.edit(search, Wish("Again"), by=coder)

    def test_whatever_changes_the_matcher_hears_of_it(self, keep, publish, coder):
        search = keep()
        publish()
        saving.edit(search, Wish("Cardio", Rhythm.INSTANTLY), by=coder, query=Query(words="cardiology"))
        publish()
        saving.edit(search, Wish("Back", Rhythm.INSTANTLY), by=coder, query=INPATIENT)
        publish()
        saving.pause(search, by=coder)
        publish()
        saving.resume(search, by=coder)
        publish()
        saving.end(search, by=coder)
        publish()
        assert len(states()) == 3


class TestGuests:
    def test_nothing_watches_before_the_link_is_opened(self, publish):
        token = ask_as_guest()
        publish()
        assert tell() == []
        search = saving.confirm(token)
        posting = publish()
        assert search.is_active and [mail.to for mail in tell()] == ["gina@example.com"]
        assert [row[1] for row in states()] == [posting.id]

    def test_the_link_works_again_and_not_for_ever(self, app):
        token = ask_as_guest()
        assert saving.confirm(token).id == saving.confirm(token).id
        late = ask_as_guest("late@example.com")
        with time_machine.travel(now() + timedelta(days=8)):
            personal_data.forget_old()
            with pytest.raises(NotFound):
                saving.confirm(late)
        assert db.session.query(SavedSearch).count() == 1

    def test_one_token_is_not_as_good_as_another(self, app):
        search = saving.confirm(ask_as_guest())
        for token, purpose in ((links.manage_token(search), "confirm"), (links.confirm_token(search), "manage"),
                               (f"{search.public_id}.", "manage"), ("", "manage"), ("é.ü", "manage")):
            with pytest.raises(NotFound):
                links.read_token(token, purpose)

    def test_the_mail_to_an_address_holds_nothing_that_somebody_typed(self, app):
        saving.save_as_guest(Query(words="visit evil.example"), Wish("evil.example wins"), email="gina@example.com")
        assert "evil" not in mails()[-1].text + mails()[-1].subject

    def test_one_who_registers_later_finds_them_in_her_account(self, app):
        search = saving.confirm(ask_as_guest("ann@example.com"))
        registration.register(name="Ann", email="ann@example.com", password=PASSWORD, intent="work")
        assert search.user_id is None
        user, _ = registration.verify(link("verify_email", "verify-email").rsplit("/", 1)[-1])
        db.session.refresh(search)
        assert (search.user_id, search.email) == (user.id, None)

    def test_one_who_has_an_account_finds_them_there_at_once(self, coder):
        search = saving.confirm(ask_as_guest(coder.email))
        assert search.user_id == coder.id

    def test_an_account_that_hasn_t_proven_the_address_gets_nothing(self, app):
        user = make_user("Mallory", email="gina@example.com", email_verified_at=None)
        search = saving.confirm(ask_as_guest())
        assert search.user_id is None and user.email == search.email


class TestTheWayOut:
    def test_one_click_pauses_it_and_a_second_is_as_good(self, keep, publish):
        search = keep()
        for _ in range(2):
            unsubscribing.unsubscribe(links.manage_token(search), everything=False)
        publish()
        db.session.refresh(search)
        assert search.state is SearchState.PAUSED and tell() == []

    def test_or_all_of_hers_and_nobody_else_s(self, keep, stranger):
        first, second, other = keep(name="One"), keep(name="Two"), keep(by=stranger)
        unsubscribing.unsubscribe(links.manage_token(first), everything=True)
        for search in (first, second, other):
            db.session.refresh(search)
        assert (first.is_active, second.is_active, other.is_active) == (False, False, True)

    def test_a_mail_that_is_refused_for_good_pauses(self, app, keep, publish, stranger):
        search, other = keep(), keep(by=stranger, query=Query(words="cardiology"))
        publish()
        tell()

        class Refuses:
            def deliver(self, message):
                raise RefusedForGood("no such mailbox")

        before, app.extensions["mail"] = app.extensions["mail"], Refuses()
        try:
            with time_machine.travel(now() + timedelta(minutes=2)):
                send_due()
        finally:
            app.extensions["mail"] = before
        for one in (search, other):
            db.session.refresh(one)
        assert db.session.query(OutboxMail).one().state is MailState.REFUSED
        assert search.pause_reason == "bounced" and other.is_active

    def test_a_complaint_pauses_by_command(self, app, keep, coder):
        search = keep()
        told = app.test_cli_runner().invoke(args=["alerts", "complained"], input=f"{coder.email.upper()}\n")
        db.session.refresh(search)
        assert "1 saved searches paused" in told.output and search.pause_reason == "complained"

    def test_the_header_names_the_one_search_or_all(self, keep, publish):
        search = keep()
        publish()
        (mail,) = tell()
        assert mail.headers == links.unsubscribe_headers(search, everything=False)
        keep(name="Second")
        publish()
        assert "/unsubscribe/all/" in tell(timedelta(minutes=3))[-1].headers["List-Unsubscribe"]


class TestPersonalData:
    def test_she_takes_them_along(self, keep, publish, coder):
        keep()
        publish()
        (section,) = exports.export(coder)["saved_searches"]
        assert section["query"] == {"words": "inpatient"} and section["jobs"][0]["alert"] == "waiting"
        json.dumps(section)

    def test_they_go_with_her_account(self, keep, publish):
        user = make_user("Erin", password=PASSWORD)
        keep(by=user)
        publish()
        deletion.erase(user, password=PASSWORD)
        assert db.session.query(SavedSearch).count() == db.session.query(AlertDelivery).count() == 0
        publish()
        assert [template for template in templates() if template == "job_alert"] == []

    def test_deleted_ones_and_guests_who_left_are_forgotten(self, keep, coder, publish):
        saving.end(keep(), by=coder)
        guest = saving.confirm(ask_as_guest())
        unsubscribing.unsubscribe(links.manage_token(guest), everything=True)
        with time_machine.travel(now() + timedelta(days=181)):
            personal_data.forget_old()
        assert db.session.query(SavedSearch).count() == 0


class TestLifecycle:
    def test_what_has_ended_never_comes_back(self):
        assert not [action for (state, action) in SAVED_SEARCH.table if state is SearchState.ENDED]
        assert {state for state, action in SAVED_SEARCH.table if action is SearchAction.END} == {
            *OPEN, SearchState.UNCONFIRMED}

    def test_what_was_told_stays_told(self):
        assert not [action for (state, action) in DELIVERY.table if state == "told"]

    @given(st.lists(st.sampled_from(("pause", "resume", "end", "edit", "unsubscribe", "publish", "tell")), max_size=8))
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_whatever_is_done_every_step_is_audited_and_nothing_is_told_twice(self, keep, publish, coder, steps):
        search, minutes = keep(name=f"Try {now()}"), 0
        tried = {"pause": lambda: saving.pause(search, by=coder), "resume": lambda: saving.resume(search, by=coder),
                 "end": lambda: saving.end(search, by=coder), "publish": publish,
                 "edit": lambda: saving.edit(search, Wish("Else", Rhythm.INSTANTLY), by=coder),
                 "unsubscribe": lambda: unsubscribing.unsubscribe(links.manage_token(search), everything=False)}
        for step in steps:
            minutes += 2
            try:
                tell(timedelta(minutes=minutes)) if step == "tell" else tried[step]()
            except (NotPossible, Forbidden):
                db.session.rollback()
        entries = db.session.scalars(select(AuditEntry).where(
            AuditEntry.subject_type == "saved_searches", AuditEntry.subject_id == search.id,
            AuditEntry.from_state.is_not(None)).order_by(AuditEntry.id)).all()
        db.session.refresh(search)
        assert search.state.value == (entries[-1].to_state if entries else "active")
        assert_told_once()


def assert_told_once() -> None:
    """Each pair that was told is named by one mail, and each mail by some."""
    db.session.rollback()
    told = db.session.query(AlertDelivery).filter_by(state="told").all()
    keys = {mail.key: mail for mail in mails() if mail.template == "job_alert"}
    assert {row.mail_key for row in told} == set(keys)
    for row in told:
        assert keys[row.mail_key].text.count(f"/jobs/{row.posting_id}/") == 1


def test_proving_an_address_twice_is_fine(coder):
    for _ in range(2):
        with transaction() as happened:
            happened.append(events.AddressProven(coder.id))
