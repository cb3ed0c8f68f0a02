"""What is promised: a guest opens one page, registering gives five more, and nobody pays twice."""

from datetime import timedelta

import pytest
import time_machine
from structlog.testing import capture_logs

from careercenter.accounts.registration import find_user
from careercenter.core import db, now
from careercenter.metering import guests, ledger, tasks
from careercenter.metering.meters import CASEPILOT, CODE_PAGES
from careercenter.metering.models import Allowance, Grant, View
from tests.accounts.mailbox import link, mails
from tests.browsing import Page
from tests.cast import PASSWORD, make_user, sign_in
from tests.metering.pages import away, left


def views() -> int:
    db.session.rollback()
    return db.session.query(View).count()


class TestAGuest:
    def test_sees_the_descriptions_of_one_page_and_what_registering_gives(self, site):
        page = site("/metered/a")

        assert "The two descriptions." in page.text and "Everything else." not in page.text
        assert ("0 code page views remaining. Guest accounts are limited to 1 page view. "
                "Register free account to get 5 more views.") in page.text
        assert "Register to view content. Create a free account to unlock this content." in page.text

    def test_sees_no_second_page_and_the_first_one_again(self, site):
        site("/metered/a")
        second, again = site("/metered/b"), site("/metered/a")

        assert "The two descriptions." not in second.text and "Register free" in second.text
        assert "The two descriptions." in again.text
        assert views() == 1

    def test_gets_a_cookie_when_a_view_is_spent_and_not_before(self, site, ask):
        client = site.client()
        client.get("/")
        ask("a", method="HEAD")
        assert client.get_cookie("guest") is None

        ask("a")

        cookie = client.get_cookie("guest")
        assert cookie and cookie.http_only and cookie.same_site == "Lax" and cookie.path == "/"

    def test_with_a_cookie_that_isn_t_ours_is_a_new_one(self, site, ask, browser):
        ask("a")
        value = site.client().get_cookie("guest").value
        forger = browser()
        forger.set_cookie("guest", ("A" if value[0] != "A" else "B") + value[1:])  # its last letter has idle bits

        assert ask("a", forger)["why"] == "opened_now"

    def test_is_forgotten_after_some_months(self, site, ask, coder):
        ask("a")
        ask("b", as_=coder)
        with time_machine.travel(now() + guests.KEPT - timedelta(minutes=1)):
            tasks.forget_guests()
            assert views() == 2
        with time_machine.travel(now() + guests.KEPT + timedelta(minutes=1)):
            tasks.forget_guests()
            assert views() == 1 and db.session.query(Allowance).filter_by(user_id=coder.id).count() == 1
            assert db.session.query(Grant).filter_by(kind="guest").count() == 0
            assert ask("a")["why"] == "opened_now"


class TestAPersonWithAnAccount:
    def test_opens_five_and_is_then_offered_the_membership(self, ask, coder):
        answers = [ask(subject, as_=coder) for subject in "abcdef"]

        assert [answer["left"] for answer in answers] == [4, 3, 2, 1, 0, 0]
        assert [answer["level"] for answer in answers] == ["full"] * 5 + ["locked"]
        assert [answer["next"] for answer in answers] == ["none"] * 4 + ["become_member"] * 2

    def test_opens_again_for_nothing_what_she_opened(self, ask, coder):
        for subject in "abcde":
            ask(subject, as_=coder)

        again = ask("a", as_=coder)
        assert (again["level"], again["why"], again["left"]) == ("full", "opened_before", 0)

    def test_begins_when_her_address_is_verified(self, ask, site):
        user = make_user("Una", email_verified_at=None)
        assert ask("a", as_=user)["next"] == "verify_address"
        assert "Verify your address" in site("/metered/a", as_=user).text and views() == 0

        user.email_verified_at = now()
        db.session.commit()

        assert ask("a", as_=user)["left"] == 4

    def test_has_no_limit_within_a_membership_and_keeps_what_she_opened(self, ask, coder):
        ledger.lift(CODE_PAGES, coder.id, starts_at=now(), ends_at=now() + timedelta(days=30), key="membership:1")
        answers = [ask(str(number), as_=coder) for number in range(9)]
        assert {(answer["level"], answer["left"], answer["next"]) for answer in answers} == {("full", None, "none")}

        ledger.lift(CODE_PAGES, coder.id, starts_at=now(), ends_at=now(), key="membership:1")

        assert ask("8", as_=coder)["why"] == "opened_before"
        assert ask("new", as_=coder)["left"] == 4

    def test_has_allowances_of_other_things_beside_it(self, ask, coder):
        ask("a", as_=coder)
        assert left(coder) == 4 and left(coder, CASEPILOT) == CASEPILOT.registration


class TestWhatAGuestOpened:
    def test_comes_along_when_she_registers_and_brings_her_back_unlocked(self, site):
        site("/metered/a")
        stopped = site("/metered/b?from=search")
        form = stopped.follow("Register free account")
        form.fill({"name": "Nora New", "email": "new@example.com", "password": PASSWORD}).press("Make my account")
        back = site(link("verify_email", "/verify-email/")).press("Verify my address")

        assert back.path == "/metered/b?from=search"
        assert "Everything else." in back.text and "4 code page views remaining" in back.text
        assert "Everything else." in site("/metered/a").text
        assert left(find_user("new@example.com")) == 4

    def test_comes_along_when_she_signs_in_to_the_account_that_she_has(self, site):
        user = make_user("Ann", password=PASSWORD)
        site("/metered/a")
        stopped = site("/metered/b")
        back = stopped.follow("Register free account").follow("Sign in")
        back = back.fill({"email": user.email, "password": PASSWORD}).press("Sign in")

        assert back.path == "/metered/b" and "4 code page views remaining" in back.text
        assert "Everything else." in site("/metered/a").text and left(user) == 4

    def test_is_not_paid_again_nor_given_back_if_the_account_had_opened_it(self, site, ask, coder):
        ask("a", as_=coder)
        client = site.client()
        ask("a", client)
        sign_in(client, coder)

        assert ask("a", client)["why"] == "opened_before" and left(coder) == 4

    def test_comes_along_to_the_first_account_alone(self, site, ask, coder, stranger):
        client = site.client()
        ask("a", client)
        sign_in(client, coder)
        ask("b", client)
        sign_in(client, stranger)

        assert ask("a", client)["why"] == "opened_now"

    def test_comes_along_once_though_somebody_keeps_a_copy_of_the_cookie(self, site, ask, coder, stranger):
        client, other = site.client(), site.client(stranger)
        ask("a", client)
        other.set_cookie("guest", client.get_cookie("guest").value)
        sign_in(client, coder)
        ask("b", client)

        assert ask("a", other)["why"] == "opened_now"

    def test_stays_spent_after_signing_out_and_the_way_leads_to_signing_in(self, site, ask, coder):
        client = site.client()
        ask("a", client)
        sign_in(client, coder)
        ask("b", client)
        with client.session_transaction() as session:
            session.clear()

        assert ask("a", client)["level"] == "teaser"
        stopped = ask("c", client)
        assert (stopped["level"], stopped["next"]) == ("locked", "sign_in")

    def test_keeps_its_day(self, site, ask, coder):
        with time_machine.travel(now() - timedelta(days=3)):
            ask("a")
        sign_in(site.client(), coder)
        ask("b")

        [view] = db.session.query(View).filter_by(charge="guest").all()
        assert now() - view.opened_at > timedelta(days=2)


class TestWhatDoesNotCount:
    @pytest.mark.parametrize("how", [
        {"method": "HEAD"}, {"Sec_Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X_Moz": "prefetch"},
        {"agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"agent": "facebookexternalhit/1.1"}, {"agent": "Slackbot-LinkExpanding 1.0"}])
    def test_spends_nothing(self, ask, coder, how):
        for as_ in (None, coder):
            ask("a", as_=as_, **how)
            assert views() == 0 and left(coder) == 5

    def test_sees_what_a_guest_first_sees(self, ask, site, coder):
        first = ask("a")
        for as_ in (None, coder):
            for how in ({"agent": "bingbot/2.0"}, {"Sec_Purpose": "prefetch"}):
                assert ask("other", as_=as_, **how)["level"] == first["level"] == "teaser"

    def test_as_a_search_engine_reads_the_same_words_as_a_guest_on_her_first_page(self, site, browser):
        google = browser().get("/metered/a", headers={"User-Agent": "Googlebot/2.1"})

        assert Page(site, browser(), google, "/metered/a", []).text == site("/metered/a").text

    def test_sees_what_is_open_anyway(self, ask, coder):
        ask("a", as_=coder)
        assert ask("a", as_=coder, Sec_Purpose="prefetch")["level"] == "full"

    def test_is_no_script(self, ask, browser):
        client = browser()
        assert ask("a", client, agent="python-requests/2.32")["why"] == "opened_now"
        assert ask("b", client, agent="python-requests/2.32")["level"] == "locked"


@pytest.mark.parametrize(("who", "table"), [
    ("guest", "meter_allowances"), ("guest", "meter_views"),
    ("coder", "meter_allowances"), ("coder", "meter_views"), ("coder", "meter_grants")])
def test_a_page_is_locked_and_whole_while_the_meter_is_down(site, ask, coder, table, who):
    as_ = coder if who == "coder" else None
    ask("a", as_=as_)
    with away(table), capture_logs() as logs:
        page = site("/metered/a", as_=as_)
    about = [line for line in logs if "meter" in line["event"]]

    assert page.status == 200
    assert "The two descriptions." not in page.text and "Try again" in page.text
    assert len(about) == 1
    assert "The two descriptions." in site("/metered/a", as_=as_).text


def test_somebody_who_has_an_account_is_mailed_the_way_back(site):
    user = make_user("Ann", password=PASSWORD)
    site("/metered/a")
    form = site("/metered/b").follow("Register free account")
    form.fill({"name": "Ann", "email": user.email, "password": PASSWORD}).press("Make my account")

    [mail] = mails(user.email)
    assert mail.template == "already_registered" and "/sign-in?next=/metered/b" in mail.text
