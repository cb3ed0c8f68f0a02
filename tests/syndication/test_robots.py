"""Crawlers open what is public, and no page of a person's."""

import pytest
from flask import url_for

from tests.house.test_routes import GROUPS, ROWS
from tests.syndication.rules import may_open


@pytest.fixture
def robots(visit) -> str:
    answer = visit.client().get("/robots.txt")
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    return answer.text


def test_the_sitemap_is_named_by_its_whole_address(robots):
    assert "Sitemap: http://localhost/sitemap.xml" in robots.splitlines()


def test_what_only_some_may_open_is_closed_to_crawlers(app, robots):
    for_all = {endpoint for endpoint, group, *_ in ROWS if "guest" in GROUPS[group]}
    wrong = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint not in for_all and "GET" in (rule.methods or set()):
                path = url_for(rule.endpoint, **{gap: "icd10cm" if gap == "system" else 1 for gap in rule.arguments})
                wrong += [path] if may_open(robots, path) else []
    assert wrong == []


@pytest.mark.parametrize("path", [
    "/", "/jobs", "/jobs/7/coder-mercy-hospital", "/jobs/credential/cpc", "/jobs/remote?page=2", "/jobs?page=2",
    "/companies/mercy", "/employers/mercy/logo", "/codes", "/codes/icd10cm/E11.9", "/answers", "/answers?page=2",
    "/assets/app.css", "/static/js/app.js", "/pricing", "/membership", "/register"])
def test_what_is_public_is_open(robots, path):
    assert may_open(robots, path)


@pytest.mark.parametrize("path", [
    "/jobs?q=coder&state=TX", "/codes?q=diabetes", "/codes/compare?a=E11.9", "/answers?q=e11", "/jobs/7/apply",
    "/jobs/7/go", "/sign-in?next=/jobs/7", "/feeds/saved-searches/x.atom", "/alerts/manage/x", "/files/x"])
def test_what_is_there_again_or_for_one_person_is_closed(robots, path):
    assert not may_open(robots, path)
