"""A server process of its own for test_at_once.py: many threads that ask for metered pages at one moment.

Round for round it reads what is wanted (JSON), says `ready`, waits for a line, asks for all at once, and says what
the meter answered.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

from flask import Flask

from careercenter import create_app
from careercenter.config import Environment, Settings
from tests.metering.pages import add_pages


def main(database: str, folder: str, limit: str) -> None:
    app = add_pages(create_app(Settings(  # pyright: ignore[reportCallIssue]
        environment=Environment.DEVELOPMENT, data_dir=Path(folder), database_url=database, log_level="ERROR",
        secret_key="a key for tests alone, never used elsewhere", site_url="http://localhost",
        guest_views_per_network=int(limit), database_connections=20)))  # of the hundred that PostgreSQL has for all
    for line in sys.stdin:
        wanted: dict[str, Any] = json.loads(line)
        say("ready")
        sys.stdin.readline()
        say(json.dumps(ask_at_once(app, wanted["subjects"], wanted["cookies"])))


def ask_at_once(app: Flask, subjects: list[str], cookies: dict[str, str]) -> list[dict[str, Any]]:
    start = Barrier(len(subjects))

    def ask(subject: str) -> dict[str, Any]:
        client = app.test_client()
        for name, value in cookies.items():
            client.set_cookie(name, value)
        start.wait()
        answer = client.get(f"/metered/{subject}/access", environ_base={"REMOTE_ADDR": "203.0.113.7"})
        return {"status": answer.status_code, **(answer.json if answer.is_json else {})}

    with ThreadPoolExecutor(len(subjects)) as threads:
        return list(threads.map(ask, subjects))


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
