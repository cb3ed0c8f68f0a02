"""The results page, served whole by the production server: 32 people at once, then one alone.

Everything happens on this machine, the people too, so the server has what they leave of it.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import chain
from pathlib import Path
from random import Random
from time import monotonic, perf_counter, sleep
from urllib.parse import urlencode

from flask import Flask

from careercenter.config import ROOT, Settings
from careercenter.core import db
from careercenter.search.addresses import as_args
from careercenter.search.rebuilding import rebuild
from tests.benchmarks._searching import mixed, percentiles
from tests.benchmarks.load import store

JOBS = 100_000
PEOPLE = 32
WARMING, PAGES = 8, 30  # each person's
ALONE = 120
LONGEST = 120
"""Seconds after which nobody asks for another page."""

HOST = "127.0.0.1"
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


def run(app: Flask, jobs: int = JOBS) -> Iterator[str]:
    """The percentiles, and what stands behind them."""
    for _ in store(jobs, seed=1):
        pass
    rebuild()
    db.session.remove()
    db.engine.dispose()
    with _serving(app.extensions["settings"]) as (port, server):
        _together(port, WARMING, seed=1)
        began, worked = perf_counter(), _worked(server)
        times = _together(port, PAGES, seed=2)
        seconds, worked = perf_counter() - began, _worked(server) - worked
        alone = _person(port, ALONE, 3)
    yield f"{jobs:,} jobs, `/jobs` with another search each time, rendered whole; milliseconds"
    yield ""
    yield "| people at once | p50 | p95 | p99 | pages a second |"
    yield "|---:|---:|---:|---:|---:|"
    yield _row(PEOPLE, times, seconds)
    yield _row(1, alone, sum(alone) / 1000)
    yield ""
    yield (f"- a page takes {worked / len(times) * 1000:.1f} ms of a core; the server had {worked / seconds:.2f} of "
           f"{os.cpu_count()} cores")
    yield (f"- {PEOPLE} people who ask again at once wait {PEOPLE} pages' time divided by the cores, whatever the "
           "server does: for 25 ms a page must take "
           f"{25 * (os.cpu_count() or 1) / PEOPLE:.1f} ms of a core, or there must be more cores")


def _row(people: int, times: list[float], seconds: float) -> str:
    p50, p95, p99 = percentiles(times)
    return f"| {people} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {len(times) / seconds:.0f} |"


@contextmanager
def _serving(settings: Settings) -> Iterator[tuple[int, int]]:
    """The server as the Procfile starts it; its port and its process."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    [line] = [line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("web:")]
    words = line.replace("${HOST:-127.0.0.1}", HOST).replace("$PORT", str(port)).split()
    options = words[words.index(".venv/bin/gunicorn") + 1:]
    environment = {**os.environ, "ENVIRONMENT": str(settings.environment), "DATA_DIR": str(settings.data_dir),
                   "DATABASE_URL": settings.database, "SECRET_KEY": settings.secret_key, "LOG_LEVEL": "ERROR",
                   "SITE_URL": f"http://{HOST}:{port}", "SEARCH_ENGINE": str(settings.search_engine)}
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", *options], cwd=ROOT, env=environment,
                              stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    until = monotonic() + 60
    while True:
        try:
            _person(port, 1, 0)
            return
        except (OSError, HTTPException):
            if monotonic() > until:
                raise
            sleep(.2)


def _together(port: int, pages: int, seed: int) -> list[float]:
    """Milliseconds of every page of all people."""
    with ThreadPoolExecutor(PEOPLE) as people:
        return list(chain.from_iterable(people.map(
            lambda number: _person(port, pages, seed * 1000 + number), range(PEOPLE))))


def _person(port: int, pages: int, seed: int) -> list[float]:
    """Milliseconds of each page of one person, who reads one after the other without a pause."""
    chance, connection, times, began = Random(seed), HTTPConnection(HOST, port, timeout=60), list[float](), monotonic()
    path = _another(chance)
    while len(times) < pages and monotonic() - began < LONGEST:
        started = perf_counter()
        connection.request("GET", path, headers={"Accept": "text/html"})
        response = connection.getresponse()
        response.read()
        if response.status == 302:  # to the address of what its words mean: that page counts
            path = response.headers["Location"]
        elif response.status == 200:
            times.append((perf_counter() - started) * 1000)
            path = _another(chance)
        else:
            raise RuntimeError(f"{path}: {response.status}")
    connection.close()
    return times


def _another(chance: Random) -> str:
    return f"/jobs?{urlencode(as_args(mixed(chance)), doseq=True)}"


def _worked(process: int) -> float:
    """Seconds of processor time that a process and its children have had."""
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(folder.name) == process or int(fields[1]) == process:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / CLOCK_TICKS
