"""What people do in the browser, in words, so that a journey reads like one."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Site

PASSWORD = "a long sentence nobody guesses"
LONGEST_WAIT = 90
"""Seconds until a mail must be there: an alert waits for others for twenty of them."""


def fill(page: Page, fields: Mapping[str, Any]) -> None:
    """Fill the fields of these names: text, True for a box, a list for several boxes or a choice."""
    for name, value in fields.items():
        control = page.locator(f'main [name="{name}"]')
        kind = unfold(control)
        if kind == "select":
            control.select_option(value)
        elif kind in ("checkbox", "radio"):
            for each in value if isinstance(value, list) else [value]:
                box = control.first if each is True else page.locator(f'main [name="{name}"][value="{each}"]')
                unfold(box)
                box.check()
        elif kind == "file":
            control.set_input_files(value)
        else:
            control.fill(str(value))


def unfold(control: Locator) -> str:
    """Open what a field is folded into; tells what kind of field it is."""
    return control.first.evaluate("""field => {
        for (let box = field.closest('details'); box; box = box.parentElement.closest('details')) box.open = true;
        return field.tagName === 'SELECT' ? 'select' : field.type;
    }""")


def press(page: Page, label: str) -> None:
    """Press the button with exactly this label."""
    page.get_by_role("button", name=label, exact=True).first.click()


def register(page: Page, *, name: str, email: str, to: str) -> None:
    """Register and verify the address by the mailbox page; `to` is work or hire."""
    page.goto("/register")
    fill(page, {"name": name, "email": email, "password": PASSWORD, "intent": to})
    page.locator("main form button[type=submit]").last.click()
    link = link_in_mail(page, to=email, subject="", words="erify")
    page.goto(link)
    page.locator("main form button[type=submit]").first.click()


def link_in_mail(page: Page, *, to: str, subject: str, words: str) -> str:
    """The address behind a link of the newest mail to somebody, as the mailbox page shows it."""
    text = read_mail(page, to=to, subject=subject)
    found = re.search(rf"[^\n]*{words}[^\n:]*: (http\S+)", text)
    assert found, f"no link {words!r} in: {text}"
    return found[1]


def read_mail(page: Page, *, to: str, subject: str) -> str:
    """The text of the newest mail to somebody whose subject holds these words; waits until it is there."""
    mailbox = page.context.new_page()
    try:
        until = monotonic() + LONGEST_WAIT
        while monotonic() < until:
            mailbox.goto("/dev/mailbox")
            row = mailbox.locator("main li, main tr").filter(has_text=to).filter(has_text=subject).first
            if row.count():
                row.get_by_role("link").first.click()
                return mailbox.locator("main pre").first.inner_text()
            mailbox.wait_for_timeout(250)
        raise AssertionError(f"no mail to {to} about {subject!r}: {mailbox.inner_text('main')[:800]}")
    finally:
        mailbox.close()


def _fresh_code(page: Page, email: str) -> str:
    """A one-time code that no journey has used: each counts once, and stands for half a minute."""
    helper = page.context.new_page()
    try:
        for _ in range(60):
            helper.goto("/dev/demo")
            code = helper.locator("tr").filter(has_text=email).locator("code").last.inner_text()
            if (email, code) not in _used_codes:
                _used_codes.add((email, code))
                return code
            helper.wait_for_timeout(1000)
        raise AssertionError("the one-time code stays the same")
    finally:
        helper.close()


_used_codes: set[tuple[str, str]] = set()


def sign_in_demo(page: Page, site: Site, role: str) -> None:
    """Sign in as one of the demo accounts, staff with their second step."""
    accounts = json.loads((Path(site.folder) / "demo-accounts.json").read_text())
    account = next(each for each in accounts if each["role"].endswith(role))
    page.goto("/sign-in")
    fill(page, {"email": account["email"], "password": account["password"]})
    press(page, "Sign in")
    if account["totp_secret"]:
        code = _fresh_code(page, account["email"])
        fill(page, {"code": code})
        page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    expect(page.get_by_text("Sign in", exact=True)).to_have_count(0)
