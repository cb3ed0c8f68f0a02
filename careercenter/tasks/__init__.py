"""Background work: the queue, the schedule, stored events and their delivery.

A domain declares its work in its own `tasks.py`:

    @task
    def send_digest(user_id: int) -> None: ...      # send_digest.later(user.id)

    @every(minutes=10)
    def expire_postings() -> None: ...
"""

from flask import Flask

from careercenter.config import settings
from careercenter.core import happenings
from careercenter.tasks import delivery, worker
from careercenter.tasks.queue import Queue, Task, every, task

__all__ = ["Task", "every", "init_app", "task"]


def init_app(app: Flask) -> None:
    """Join the queue, the worker's command and the delivery of events to the application."""
    app.extensions["queue"] = Queue(app, settings)
    app.cli.add_command(worker.run_worker)
    happenings.on_stored(delivery.deliver_soon)
