"""The queue, by huey: in an SQLite file of its own, or in Redis by setting."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, ParamSpec, cast

import structlog
from flask import Flask, current_app
from huey import RedisHuey, SqliteHuey
from huey.api import Huey

from careercenter.config import Settings
from careercenter.core import now

P = ParamSpec("P")

log = structlog.get_logger()


@dataclass
class Task(Generic[P]):
    """A function that runs in the worker. Calling it runs it here and now."""

    name: str
    function: Callable[P, None]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        self.function(*args, **kwargs)

    def later(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Run it in the worker, soon. It may run twice, or (if the queue is lost) not at all: what must
        not be lost is a row in the database that a scheduled task finds."""
        current_app.extensions["queue"].enqueue(self.name, args, kwargs)


@dataclass
class Scheduled:
    """A task that the worker runs by itself, again and again."""

    task: Task[[]]
    interval: timedelta
    last_run_at: datetime | None = None
    running: threading.Thread | None = None


_tasks: dict[str, Task[Any]] = {}
_schedule: list[Scheduled] = []


def task(function: Callable[P, None]) -> Task[P]:
    """Declare a function as background work, known by its module and name."""
    declared = Task(f"{function.__module__}.{function.__name__}", function)
    _tasks[declared.name] = cast(Task[Any], declared)
    return declared


def every(*, seconds: int = 0, minutes: int = 0, hours: int = 0) -> Callable[[Callable[[], None]], Task[[]]]:
    """Declare a function as work that the worker repeats, counted from its start."""
    def declare(function: Callable[[], None]) -> Task[[]]:
        declared = task(function)
        _schedule.append(Scheduled(declared, timedelta(seconds=seconds, minutes=minutes, hours=hours)))
        return declared
    return declare


class Queue:
    """The application's queue: hands work to the worker's threads."""

    def __init__(self, app: Flask, chosen: Settings) -> None:
        self.app = app
        self.huey = _open(chosen)
        self._run = self.huey.task(name="run")(self._run_named)

    def enqueue(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Put a declared task in the queue."""
        self._run(name, args, kwargs)

    def _run_named(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        with self.app.app_context():
            try:
                _tasks[name](*args, **kwargs)
            except Exception:
                log.exception("task failed", task=name)
                if self.app.testing:
                    raise

    def waiting(self) -> int:
        """How many tasks wait."""
        return self.huey.pending_count()

    def run_scheduled(self) -> list[threading.Thread]:
        """Start what is due by the schedule, each in a thread of its own: a task that takes long keeps no other
        waiting, and isn't begun again before it ends. What runs now."""
        for scheduled in _schedule:
            is_free = scheduled.running is None or not scheduled.running.is_alive()
            if is_free and (scheduled.last_run_at is None or now() - scheduled.last_run_at >= scheduled.interval):
                scheduled.last_run_at = now()
                scheduled.running = threading.Thread(
                    target=self._run_named, args=(scheduled.task.name, (), {}), name=scheduled.task.name, daemon=True)
                scheduled.running.start()
        return [one.running for one in _schedule if one.running and one.running.is_alive()]


def _open(chosen: Settings) -> Huey:
    if chosen.environment == "test":
        return SqliteHuey(immediate=True)
    if chosen.redis_url:
        return RedisHuey("careercenter", url=chosen.redis_url, results=False)
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("careercenter", filename=str(chosen.data_dir / "queue.db"), results=False)
