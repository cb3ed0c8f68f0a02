"""Who asks for a page."""

import pytest

from careercenter.web import robots

PEOPLE = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Linux; Android 14; CUBOT P90) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
]
READ_FOR_OTHERS = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "GoogleOther",
    "Mozilla/5.0 (compatible; bingbot/2.0)", "Baiduspider/2.0", "facebookexternalhit/1.1", "Slackbot-LinkExpanding 1.0",
    "WhatsApp/2.23", "Mozilla/5.0 (Windows NT 6.1) SkypeUriPreview Preview/0.5", "Bluesky Cardyb/1.1"]
SCRIPTS = ["curl/8.5.0", "python-requests/2.32", "Scrapy/2.11",
           "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/126.0 Safari/537.36"]


@pytest.mark.parametrize(("agents", "is_crawler", "is_program"), [
    (PEOPLE, False, False), (READ_FOR_OTHERS, True, True), (SCRIPTS, False, True), ([""], False, True)])
def test_each_is_taken_for_what_it_is(agents, is_crawler, is_program):
    for agent in agents:
        assert (robots.is_crawler(agent), robots.is_program(agent)) == (is_crawler, is_program), agent


@pytest.mark.parametrize(("headers", "is_prefetch"), [
    ({"Sec-Purpose": "prefetch"}, True), ({"Sec-Purpose": "prefetch;prerender"}, True), ({"Purpose": "prefetch"}, True),
    ({"X-Moz": "prefetch"}, True), ({"X-Purpose": "preview"}, True), ({}, False), ({"Purpose": "reading"}, False)])
def test_a_browser_that_fetches_in_advance_says_so(app, headers, is_prefetch):
    with app.test_request_context("/", headers={"User-Agent": PEOPLE[0], **headers}):
        assert robots.is_prefetch() is is_prefetch and robots.is_person() is not is_prefetch
