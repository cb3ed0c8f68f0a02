"""Exactly once, whatever ends a worker: real processes on a real database, killed at random moments."""

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from time import sleep

import pytest

from careercenter import events
from careercenter.alerts.models import AlertDelivery
from careercenter.config import ROOT
from careercenter.core import db, happenings, now, transaction
from careercenter.core.happenings import EventDelivery
from careercenter.search.query import Query
from tests.accounts.mailbox import mails
from tests.cast import make_user
from tests.postings.factories import make_live, make_posting

PEOPLE, JOBS = 12, 10


@pytest.fixture
def pairs(app, hospital, keep, monkeypatch) -> set[tuple[str, int]]:
    """Who is to be told of what: all jobs that went live, of which nobody has heard yet."""
    monkeypatch.setattr(happenings, "_nudges", [])
    people = [make_user(f"Person {number}") for number in range(PEOPLE)]
    for person in people:
        keep(by=person)
        keep(by=person, name="Trauma", query=Query(words="trauma"))
    jobs = [make_live(make_posting(hospital, title=f"Inpatient Coder {number}")) for number in range(JOBS)]
    with transaction() as happened:
        happened += [events.PostingApproved(job.id, 1) for job in jobs]
    return {(person.email, job.id) for person in people for job in jobs}


class Workers:
    """Processes that are started, killed and waited for."""

    def __init__(self, database: str, folder: str) -> None:
        self.parent = subprocess.Popen([sys.executable, "-m", "tests.alerts._worker", database, folder], cwd=ROOT,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._hear() == "ready"

    def start(self, rounds: int = 10_000) -> int:
        return int(self._ask(f"start {rounds}"))

    def kill(self, process: int) -> None:
        os.kill(process, signal.SIGKILL)
        self.wait()

    def wait(self) -> None:
        assert self._ask("wait") == "done"

    def finish(self) -> None:
        """Let one do the rest, without waiting until what a dead one had in hand may be tried again."""
        with transaction():
            db.session.query(EventDelivery).filter(EventDelivery.delivered_at.is_(None)).update(
                {"next_try_at": now() - timedelta(seconds=1)})
        self.start(10)
        self.wait()

    def _ask(self, command: str) -> str:
        assert self.parent.stdin is not None
        self.parent.stdin.write(f"{command}\n")
        self.parent.stdin.flush()
        return self._hear()

    def _hear(self) -> str:
        assert self.parent.stdout is not None
        return self.parent.stdout.readline().strip()


@pytest.fixture
def workers(app, settings, tmp_path) -> Iterator[Workers]:
    started = Workers(settings.database, str(tmp_path))
    yield started
    started.parent.kill()
    started.parent.wait()


def told() -> Counter[tuple[str, int]]:
    """How often each person was told of each job, by what the mails say."""
    return Counter((mail.to, int(found)) for mail in mails() if mail.template == "job_alert"
                   for found in re.findall(r"/jobs/(\d+)/inpatient-coder", mail.text))


@pytest.mark.parametrize("seed", range(3))
def test_killed_again_and_again_each_is_told_once(pairs, workers, seed):
    chance = Random(seed)
    for _ in range(8):
        worker = workers.start()
        sleep(chance.uniform(0, .4))
        workers.kill(worker)
        assert max(told().values(), default=1) == 1
    workers.finish()
    assert told() == dict.fromkeys(pairs, 1)
    assert {row.state for row in db.session.query(AlertDelivery)} == {"told"}


def test_two_workers_at_once_tell_each_once(pairs, workers):
    workers.start(20)
    workers.start(20)
    workers.wait()
    workers.finish()
    assert told() == dict.fromkeys(pairs, 1)
