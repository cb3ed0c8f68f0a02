"""What the worker repeats by itself."""

from datetime import timedelta
from threading import Event

import pytest

from careercenter.tasks import queue as queues
from careercenter.tasks.queue import Scheduled, Task


@pytest.fixture
def schedule(app, monkeypatch):
    """Instead of the site's own tasks: `schedule(function)` repeats a function whenever it can."""
    planned: list[Scheduled] = []
    monkeypatch.setattr(queues, "_schedule", planned)

    def add(function, interval=timedelta()):
        task = Task(f"test.{function.__name__}", function)
        monkeypatch.setitem(queues._tasks, task.name, task)
        planned.append(Scheduled(task, interval))
    return add


def run(app):
    return app.extensions["queue"].run_scheduled()


def test_a_task_that_takes_long_keeps_no_other_waiting_and_is_begun_once(app, schedule):
    may_end, sent, begun = Event(), Event(), []

    def remind_thousands():
        begun.append(1)
        may_end.wait(30)

    def send_mail():
        sent.set()

    schedule(remind_thousands)
    schedule(send_mail)
    run(app)
    assert sent.wait(30)
    sent.clear()
    running = run(app)
    assert sent.wait(30) and len(begun) == 1
    may_end.set()
    for thread in running:
        thread.join(30)


def test_a_task_waits_for_its_interval(app, schedule):
    begun = []

    def rarely():
        begun.append(1)

    schedule(rarely, timedelta(hours=1))
    for _ in range(3):
        for thread in run(app):
            thread.join(30)
    assert begun == [1]


def test_a_task_that_fails_is_tried_again(app, schedule):
    begun = []

    def fails():
        begun.append(1)
        raise ValueError("a fault")

    schedule(fails)
    app.testing = False
    try:
        for _ in range(2):
            for thread in run(app):
                thread.join(30)
    finally:
        app.testing = True
    assert len(begun) == 2
