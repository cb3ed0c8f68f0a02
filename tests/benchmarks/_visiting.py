"""People who open pages of the production server, many at once, on the machine that serves them."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from itertools import chain
from pathlib import Path
from random import Random
from time import monotonic, perf_counter, sleep

from careercenter.config import ROOT, Settings
from tests.benchmarks._searching import percentiles

PEOPLE = 32
LONGEST = 120
"""Seconds after which nobody asks for another page."""

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOST = "127.0.0.1"
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
Another = Callable[[Random], str]
"""The path of the next page that somebody opens."""

HEADINGS = ("| people at once | p50 | p95 | p99 | pages a second |", "|---:|---:|---:|---:|---:|")


def row(people: int | str, times: Sequence[float], seconds: float) -> str:
    """A line of the table that `HEADINGS` begins."""
    p50, p95, p99 = percentiles(times)
    return f"| {people} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {len(times) / seconds:.0f} |"


def in_the_way(milliseconds: float, goal: float) -> str:
    """What it takes to keep so many people below the goal, if a page takes so much of a core."""
    cores = os.cpu_count() or 1
    return (f"- a page takes {milliseconds:.1f} ms of a core. {PEOPLE} people who ask again at once wait {PEOPLE} "
            f"pages' time divided by the cores, whatever the server does: for {goal:.0f} ms a page must take "
            f"{goal * cores / PEOPLE:.1f} ms of a core, or there must be {PEOPLE * milliseconds / goal:.0f} cores")


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[int, int]]:
    """The server as the Procfile starts it; its port and its process."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    [line] = [line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("web:")]
    words = line.replace("${HOST:-127.0.0.1}", HOST).replace("$PORT", str(port)).split()
    options = words[words.index(".venv/bin/gunicorn") + 1:]
    # Not as a test, which follows the index at every search and counts what was seen before it answers.
    environment = {**os.environ, "ENVIRONMENT": "development", "DATA_DIR": str(settings.data_dir),
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
            _read_one(port)
            return
        except (OSError, HTTPException):
            if monotonic() > until:
                raise
            sleep(.2)


def _read_one(port: int) -> None:
    connection = HTTPConnection(HOST, port, timeout=60)
    connection.request("GET", "/readyz")
    connection.getresponse().read()
    connection.close()


def together(port: int, pages: int, seed: int, another: Another, cookies: Mapping[int, str] | None = None,
             pace: float = 0) -> list[float]:
    """Milliseconds of every page of all people; `pace` as for `person`."""
    with ThreadPoolExecutor(PEOPLE) as people:
        return list(chain.from_iterable(people.map(
            lambda number: person(port, pages, seed * 1000 + number, another, (cookies or {}).get(number, ""), pace),
            range(PEOPLE))))


def person(port: int, pages: int, seed: int, another: Another, cookie: str = "", pace: float = 0) -> list[float]:
    """Milliseconds of each page of one person, who reads one after the other: a new one every `pace` seconds, or
    without a pause."""
    chance, connection, times, began = Random(seed), HTTPConnection(HOST, port, timeout=60), list[float](), monotonic()
    path = another(chance)
    due = began + chance.random() * pace
    while len(times) < pages and monotonic() - began < LONGEST:
        sleep(max(0.0, due - monotonic()))
        due += pace
        started = perf_counter()
        response = _read(connection, path, cookie)
        if response.status == 302:  # to the address of what its words mean: that page counts
            path = response.headers["Location"]
        elif response.status == 200:
            times.append((perf_counter() - started) * 1000)
            path = another(chance)
        else:
            raise RuntimeError(f"{path}: {response.status}")
    connection.close()
    return times


def _read(connection: HTTPConnection, path: str, cookie: str) -> HTTPResponse:
    """Ask for a page; as a browser does, on a new connection where the server has closed the old one meanwhile."""
    headers = {"Accept": "text/html", "User-Agent": FIREFOX, **({"Cookie": cookie} if cookie else {})}
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
    except ConnectionError:
        connection.close()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
    response.read()
    return response


def worked(process: int) -> float:
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
