"""The real thing: the production server and the worker on a fresh SQLite database, and a real browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from careercenter.config import ROOT

CHROMIUM = os.environ.get("BROWSER") or shutil.which("chromium") or "/usr/bin/chromium"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
                  "--disable-component-update", "--disable-sync", "--no-first-run"]
BIN = Path(sys.executable).parent
PATIENCE = 30_000
"""Milliseconds that a page may take on a machine that does much else."""

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each journey is marked, and left out where there is no browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("browser")
            if not Path(CHROMIUM).exists():
                item.add_marker(pytest.mark.skip(reason="no Chromium: set BROWSER to it"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A journey that failed tells what its browsers showed, and keeps pictures in test-results/."""
    outcome = yield
    report = outcome.get_result()  # pyright: ignore[reportAttributeAccessIssue]
    if report.when == "call" and report.failed and "open_browser" in getattr(item, "funcargs", {}):
        folder = ROOT / "test-results"
        folder.mkdir(exist_ok=True)
        for number, page in enumerate(page for page in PAGES if not page.is_closed()):
            page.screenshot(path=folder / f"{item.name}-{number}.png", full_page=True)
            report.sections.append((f"browser {number}: {page.url}", page.inner_text("body")[:1500]))


PAGES: list[Page] = []
"""The pages open in the journey that runs."""


class Site:
    """A running CareerCenter that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.port, self.mail_port = _free_port(), _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.environment = {
            **os.environ, "ENVIRONMENT": "development", "DATA_DIR": str(folder), "SITE_URL": self.url,
            "DATABASE_URL": "", "REDIS_URL": "", "MAIL_URL": "", "STRIPE_SECRET_KEY": "", "PORT": str(self.port),
            "CONSULTANT_SMTP_PORT": str(self.mail_port)}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, *arguments: str) -> str:
        """Run a `flask` command of the site; its output."""
        done = subprocess.run([BIN / "flask", "--app", "wsgi", *arguments], cwd=ROOT, env=self.environment,
                              capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, *names: str) -> None:
        """Start the server (`web`) and the worker, or what is named, and wait until the server answers."""
        commands = {
            "web": [BIN / "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--worker-class", "gthread",
                    "--threads", "8", "wsgi:app"],
            "worker": [BIN / "flask", "--app", "wsgi", "worker"],
            "consultant": [BIN / "flask", "--app", "wsgi", "consultant", "listen"],
        }
        log = (self.folder / "site.log").open("ab")
        for name in names or ("web", "worker"):
            self.processes[name] = subprocess.Popen(
                commands[name], cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=2)
                return
            except OSError:
                assert time.monotonic() < deadline, (self.folder / "site.log").read_text()[-3000:]
                time.sleep(0.1)

    def stop(self, *names: str, kill: bool = False) -> None:
        """End processes, with all their children; `kill` is kill -9."""
        for name in names or tuple(self.processes):
            process = self.processes.pop(name)
            os.killpg(process.pid, signal.SIGKILL if kill else signal.SIGTERM)
            process.wait(30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, with its demo data."""
    running = Site(tmp_path_factory.mktemp("site"))
    running.run("setup", "--no-codes")
    running.start()
    yield running
    running.stop(kill=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_browser(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_browser()` is a new person's browser; `phone=True` makes it a phone's."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def open_one(*, phone: bool = False, javascript: bool = True) -> Page:
        size = {"width": 375, "height": 812} if phone else {"width": 1280, "height": 900}
        context = browser.new_context(base_url=site.url, viewport=size, java_script_enabled=javascript,
                                      reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        PAGES.append(page)
        # Noted, not raised: what is raised in here ends the browser's own loop, and every later journey waits.
        page.on("pageerror", lambda error: broken.append(f"a script broke on {page.url}: {error}"))
        return page

    yield open_one
    PAGES.clear()
    for context in contexts:
        context.close()
    assert not broken, broken
