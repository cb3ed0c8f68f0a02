"""The pages of saved searches, as their readers use them."""

import json
from datetime import timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import time_machine

from careercenter.alerts import links, saving
from careercenter.alerts.lifecycle import SearchState
from careercenter.alerts.models import Rhythm, SavedSearch
from careercenter.core import db, now
from careercenter.mail.tasks import send_due
from careercenter.search.query import Query
from tests.accounts.mailbox import link, mails
from tests.alerts.conftest import tell


def saved() -> SavedSearch:
    db.session.rollback()
    return db.session.query(SavedSearch).one()


def path(url: str) -> str:
    return urlsplit(url)._replace(scheme="", netloc="").geturl()


class TestOwn:
    def test_a_coder_saves_a_search_and_changes_it(self, visit, coder):
        page = visit("/saved-searches/new?q=inpatient&credential=CCS&state=TX&remote=1", as_=coder)
        assert "Open to Texas" in page.text
        page = page.fill({"rhythm": "weekly", "weekday": "4"}).press("Save this search")
        assert "is saved" in page.text and "on Fridays at 7 am" in page.text
        assert saved().looks_for == Query(words="inpatient", credentials=("CCS",), state="TX",
                                          modes=saved().looks_for.modes)
        page = page.follow("Edit").fill({"name": "Texas", "rhythm": "instantly"}).press("Save")
        assert "Texas" in page.text and saved().rhythm is Rhythm.INSTANTLY
        page = page.press("Pause")
        assert "Paused" in page.text
        page = page.press("Resume").press("Delete")
        assert "No saved searches yet" in page.text and saved().state is SearchState.ENDED

    def test_other_filters_take_the_place_of_the_old(self, visit, coder, keep):
        search = keep()
        visit(f"/saved-searches/{search.public_id}/edit?q=cardiology", as_=coder).press("Save")
        assert saved().looks_for == Query(words="cardiology")

    def test_what_is_new_is_counted_and_marked_until_the_next_visit(self, visit, coder, keep, publish):
        publish(title="Inpatient, the old one")
        with time_machine.travel(now() + timedelta(minutes=1)):
            keep()
        with time_machine.travel(now() + timedelta(minutes=2)):
            publish(title="Inpatient, the new one")
        with time_machine.travel(now() + timedelta(minutes=3)):
            page = visit("/saved-searches", as_=coder).press("Show 1 new job")
            cards = {card.h2.get_text(): "New since your last visit" in card.get_text()
                     for card in page.soup.select("article.posting-card")}
            assert cards == {"Inpatient, the new one": True, "Inpatient, the old one": False}
            page = visit("/saved-searches", as_=coder)
            assert "new job" not in page.text.replace("new job once", "")
            assert "New since" not in page.press("Show its jobs").text

    def test_a_name_is_needed_and_what_was_typed_stays(self, visit, coder):
        page = visit("/saved-searches/new?q=inpatient", as_=coder).fill({"name": " ", "hour": "9"}).press(
            "Save this search")
        assert page.status == 422 and page.soup.select_one("option[value='9'][selected]")
        assert "inpatient" in page.text

    def test_another_s_is_not_there(self, visit, keep, stranger):
        search = keep()
        for address in ("", "/edit"):
            assert visit(f"/saved-searches/{search.public_id}{address}", as_=stranger).status == 404


class TestFollowing:
    def test_a_coder_follows_an_employer_with_one_click(self, visit, coder, hospital, publish):
        page = visit(f"/companies/{hospital.slug}", as_=coder).press("Follow")
        assert f"Jobs at {hospital.name}" in page.text and saved().looks_for == Query(employer=hospital.id)
        assert "You follow it" in visit(f"/companies/{hospital.slug}", as_=coder).text
        publish()
        assert len(tell(timedelta(days=1, hours=1))) == 1

    def test_a_guest_follows_with_an_address(self, visit, hospital):
        page = visit(f"/companies/{hospital.slug}").follow("Follow").fill({"email": "gina@example.com"}).press(
            "Save this search")
        assert "Look into your mailbox" in page.text


class TestGuests:
    def test_from_the_address_to_the_last_mail(self, visit, publish):
        page = visit("/saved-searches/new?q=inpatient").fill({
            "email": "Gina@Example.com", "rhythm": "instantly", "time_zone": "America/Chicago"})
        assert "Look into your mailbox" in page.press("Save this search").text
        page = visit(link("saved_search_confirm", "/alerts/confirm/"))
        assert saved().state is SearchState.UNCONFIRMED
        page = page.press("Save my search")
        assert "Thank you" in page.text and (saved().email, saved().time_zone) == (
            "gina@example.com", "America/Chicago")
        publish()
        (mail,) = tell()
        page = visit(path(mail.headers["List-Unsubscribe"].strip("<>")))
        assert saved().is_active
        page = page.press("Stop the mails").follow("Changed your mind?")
        assert "You unsubscribed" in page.text
        assert "Deleted" in page.press("Resume it").press("Delete it").text
        assert visit(path(mail.headers["List-Unsubscribe"].strip("<>"))).status == 404

    def test_the_answer_is_the_same_for_an_address_that_we_know(self, visit, coder):
        answers = [visit("/saved-searches/new?q=ed").fill({"email": email}).press("Save this search").text
                   for email in (coder.email, "nobody@example.com")]
        assert answers[0] == answers[1]

    def test_nobody_floods_a_mailbox(self, visit):
        page = visit("/saved-searches/new?q=ed")
        for _ in range(6):
            page = visit("/saved-searches/new?q=ed").fill({"email": "gina@example.com"}).press("Save this search")
        assert page.status == 429 and len(mails("gina@example.com")) == 4


def test_a_mail_program_unsubscribes_with_one_click(visit, app, keep, publish, coder):
    """RFC 8058: a POST with that body, from anywhere, without a cookie, a token of ours, or a redirect."""
    keep()
    publish()
    tell()
    with time_machine.travel(now() + timedelta(minutes=2)):
        send_due()
    _, sent = app.extensions["mail"].list_newest(1)[0]
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click" and sent["To"] == coder.email
    answer = app.test_client().post(path(sent["List-Unsubscribe"].strip("<>")),
                                    data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200 and saved().state is SearchState.PAUSED


def test_the_links_in_a_mail_lead_where_they_say(visit, keep, publish, coder):
    keep()
    posting = publish()
    assert len(tell()) == 1
    assert posting.title in visit(link("job_alert", f"/jobs/{posting.id}/")).text
    page = visit(link("job_alert", "/alerts/manage/")).press("Pause it")
    assert "Paused" in page.text and "You paused it." in page.text
    assert "Saved searches" in visit(link("job_alert", "/saved-searches"), as_=coder).text
    assert visit(link("job_alert", "/alerts/unsubscribe/all/")).press("Stop the mails").status == 200


class TestFeeds:
    def test_three_kinds_tell_the_same(self, visit, keep, publish, coder):
        search, posting = keep(name="R&D <Inpatient>"), publish(title="Inpatient & more <b>")
        urls = [a["href"] for a in visit(f"/saved-searches/{search.public_id}/edit", as_=coder).soup.select(
            ".feed-addresses a")]
        rss, atom, jsonfeed = (visit.client().get(path(url)) for url in urls)
        channel = ElementTree.fromstring(rss.data).find("channel")
        assert channel.findtext("title") == search.name and channel.findtext("item/title") == posting.title
        entry = ElementTree.fromstring(atom.data).find("{http://www.w3.org/2005/Atom}entry")
        assert entry.findtext("{http://www.w3.org/2005/Atom}title") == posting.title
        feed = json.loads(jsonfeed.data)
        assert feed["title"] == search.name and feed["items"][0]["title"] == posting.title
        assert f"/jobs/{posting.id}/" in feed["items"][0]["url"]
        assert [answer.mimetype for answer in (rss, atom, jsonfeed)] == [
            "application/rss+xml", "application/atom+xml", "application/feed+json"]

    def test_it_goes_on_while_the_mails_are_paused_and_ends_with_the_search(self, visit, keep, coder):
        search = keep()
        saving.pause(search, by=coder)
        address = f"/feeds/saved-searches/{links.feed_token(search)}.rss"
        assert visit.client().get(address).status_code == 200
        saving.end(search, by=coder)
        assert visit.client().get(address).status_code == 404

    def test_another_address_ends_the_older(self, visit, keep, coder):
        search = keep()
        old = links.feed_token(search)
        visit(f"/saved-searches/{search.public_id}/edit", as_=coder).press("Make a new address")
        db.session.refresh(search)
        assert visit.client().get(f"/feeds/saved-searches/{old}.json").status_code == 404
        assert visit.client().get(f"/feeds/saved-searches/{links.feed_token(search)}.json").status_code == 200
        assert old not in repr(search.__dict__)
