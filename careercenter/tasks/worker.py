"""The worker's command: the queue's threads and the schedule, until a signal ends it."""

import threading

import click
import structlog
from flask import current_app
from flask.cli import with_appcontext

from careercenter.tasks.queue import Queue

log = structlog.get_logger()

MOST_SECONDS_TO_END = 10
"""What still runs after a signal has so long to end by itself: whatever is stopped is done again later."""


@click.command("worker")
@click.option("--threads", default=2, show_default=True, help="How many tasks run at the same time.")
@with_appcontext
def run_worker(threads: int) -> None:
    """Run background work: mail, events, expiry, reconciliation."""
    queue: Queue = current_app.extensions["queue"]
    ended = threading.Event()
    schedule = threading.Thread(target=_keep_schedule, args=(queue, ended), daemon=True)
    consumer = queue.huey.create_consumer(
        workers=threads, initial_delay=0.05, max_delay=0.5, periodic=False, graceful_signal="TERM")
    schedule.start()
    log.info("worker started", threads=threads)
    consumer.run()
    ended.set()
    schedule.join(timeout=MOST_SECONDS_TO_END)
    log.info("worker stopped")


def _keep_schedule(queue: Queue, ended: threading.Event) -> None:
    running: list[threading.Thread] = []
    while not ended.wait(1):
        running = queue.run_scheduled()
    for thread in running:
        thread.join()
