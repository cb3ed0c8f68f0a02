"""Workers of their own for test_crashes.py: each hears what happened and tells what is due, until it is killed.

One process loads the application and makes a copy of itself for each `start` that it reads; `wait` waits for all.
"""

import os
import sys
from pathlib import Path
from time import sleep

from flask import Flask

from careercenter import create_app
from careercenter.alerts import telling
from careercenter.alerts.models import AlertDelivery
from careercenter.config import Environment, Settings
from careercenter.core import db, now, transaction
from careercenter.tasks.delivery import deliver_due

PEOPLE = 3
"""In one transaction: more moments at which a worker can end."""


def main(database: str, folder: str) -> None:
    app = create_app(Settings(  # pyright: ignore[reportCallIssue]
        environment=Environment.DEVELOPMENT, data_dir=Path(folder), database_url=database, log_level="ERROR",
        secret_key="a key for tests alone, never used elsewhere", site_url="http://localhost"))
    with app.app_context():
        db.engine.dispose()
    telling.PEOPLE = PEOPLE
    say("ready")
    running: list[int] = []
    for line in sys.stdin:
        command, *rounds = line.split()
        if command == "start":
            running.append(copy(app, int(rounds[0])))
            say(str(running[-1]))
        else:
            while running:
                os.waitpid(running.pop(), 0)
            say("done")


def copy(app: Flask, rounds: int) -> int:
    process = os.fork()
    if process == 0:
        work(app, rounds)
        os._exit(0)
    return process


def work(app: Flask, rounds: int) -> None:
    with app.app_context():
        for _ in range(rounds):
            deliver_due()
            with transaction():
                db.session.query(AlertDelivery).filter_by(state="waiting").update({"due_at": now()})
            telling.tell_due(1)
            sleep(.01)


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
