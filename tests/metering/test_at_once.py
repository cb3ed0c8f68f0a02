"""200 requests at one moment, in several server processes: the database alone decides which of them has a view."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from careercenter.config import ROOT
from careercenter.core import db
from careercenter.metering.models import Grant, NetworkDay, View
from tests.metering.pages import left

PROCESSES, EACH, NETWORK = 4, 50, 20

Storm = Callable[[Callable[[int], str], dict[str, str]], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def servers(settings, _application, tmp_path_factory) -> Iterator[list[subprocess.Popen[str]]]:
    folder = str(tmp_path_factory.mktemp("servers"))
    running = [subprocess.Popen(
        [sys.executable, "-m", "tests.metering._opener", settings.database, folder, str(NETWORK)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    yield running
    for server in running:
        server.communicate(timeout=60)


@pytest.fixture
def storm(app, servers) -> Storm:
    """What the meter answered to 200 requests with the same cookies, the n-th of which asks for `subject(n)`."""
    def say(server: subprocess.Popen[str], words: str) -> None:
        assert server.stdin is not None
        server.stdin.write(f"{words}\n")
        server.stdin.flush()

    def at_once(subject: Callable[[int], str], cookies: dict[str, str]) -> list[dict[str, Any]]:
        db.session.rollback()
        for place, server in enumerate(servers):
            subjects = [subject(place * EACH + number) for number in range(EACH)]
            say(server, json.dumps({"subjects": subjects, "cookies": cookies}))
        assert [server.stdout.readline() for server in servers] == ["ready\n"] * PROCESSES
        for server in servers:
            say(server, "go")
        answers = [answer for server in servers for answer in json.loads(server.stdout.readline())]
        assert len(answers) == PROCESSES * EACH and {answer["status"] for answer in answers} == {200}
        assert "unavailable" not in {answer["why"] for answer in answers}
        return answers
    return at_once


@pytest.fixture
def cookies(site, coder) -> dict[str, str]:
    return {"session": site.client(coder).get_cookie("session").value}


@pytest.fixture
def one_left(ask, coder, cookies) -> dict[str, str]:
    """The cookies of a person who has one view left."""
    for subject in ("a", "b", "c", "d"):
        ask(subject, as_=coder)
    return cookies


def test_of_those_who_want_the_last_view_one_has_it(storm, one_left, coder):
    answers = storm(lambda number: f"n{number}", one_left)

    assert sum(answer["is_new"] for answer in answers) == 1
    assert [answer["level"] for answer in answers].count("full") == 1
    assert left(coder) == 0 and db.session.query(View).count() == 5


def test_all_who_want_the_same_page_with_it_have_it_for_one_view(storm, one_left, coder):
    answers = storm(lambda _: "same", one_left)

    assert sum(answer["is_new"] for answer in answers) == 1
    assert {answer["level"] for answer in answers} == {"full"}
    assert left(coder) == 0 and db.session.query(View).count() == 5


def test_the_first_requests_of_an_account_are_given_its_five_once(storm, cookies, coder):
    answers = storm(lambda number: f"n{number}", cookies)

    assert sum(answer["is_new"] for answer in answers) == 5
    assert left(coder) == 0 and [grant.amount for grant in db.session.query(Grant)] == [5]


def test_guests_of_one_network_open_as_many_as_it_may(storm):
    answers = storm(lambda number: f"n{number}", {})

    assert sum(answer["is_new"] for answer in answers) == NETWORK
    assert db.session.query(NetworkDay).one().views == db.session.query(View).count() == NETWORK
