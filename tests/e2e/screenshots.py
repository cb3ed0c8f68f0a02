"""Takes the README's pictures from the running site: `python -m tests.e2e.screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from careercenter.config import ROOT
from tests.e2e.conftest import CHROMIUM, CHROMIUM_FLAGS, Site

PICTURES = {
    "job-desktop": ("/jobs/1", 1280, 900), "job-phone": ("/jobs/1", 375, 812), "jobs-desktop": ("/jobs", 1280, 900),
}


def main() -> None:
    """Start a fresh site with its demo data, look at it, and stop it."""
    folder = ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        site = Site(Path(data))
        site.run("setup", "--no-codes")
        site.start("web")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        try:
            for name, (path, width, height) in PICTURES.items():
                page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
                page.goto(site.url + path)
                page.screenshot(path=folder / f"{name}.png")
        finally:
            browser.close()
            site.stop()


if __name__ == "__main__":
    main()
