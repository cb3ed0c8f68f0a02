"""A question to the consultants goes all its way in a real browser: by mail, to a person, to everybody, by a pack."""

import smtplib
import time
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PATIENCE, Site
from tests.e2e.people import fill, link_in_mail, press, register, sign_in_demo

EVERYDAY = "tests/codes/files/everyday.xml"
QUIN = "quin@consult.example"


@pytest.fixture(autouse=True)
def consultants(site: Site) -> Iterator[None]:
    """An excerpt of the tabular list is in force, and mail is taken."""
    site.run("codes", "import", "icd10cm", EVERYDAY, "--valid-from", "2026-01-01")
    site.start("consultant")
    yield
    site.stop("consultant")


def write(site: Site, *, subject: str, text: str) -> None:
    """Send a mail to the consultants, as soon as somebody takes it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = QUIN, "consultant@localhost", subject, "<1@quin>"
    mail.set_content(text)
    until = time.monotonic() + PATIENCE / 1000
    while True:
        try:
            with smtplib.SMTP("127.0.0.1", site.mail_port, timeout=10) as server:
                server.send_message(mail)
            return
        except ConnectionRefusedError:
            assert time.monotonic() < until, "nobody takes mail"
            time.sleep(0.1)


def open_thread(page: Page, subject: str, *, until: str) -> None:
    """Open one of my questions, and wait until its page says this."""
    for _ in range(120):
        page.goto("/account/consultations")
        page.get_by_role("link", name=subject, exact=True).click()
        page.wait_for_load_state()
        if page.get_by_text(until).count():
            return
        page.wait_for_timeout(250)
    expect(page.get_by_text(until).first).to_be_visible()


def test_a_question_by_mail_is_answered_published_and_the_next_one_bought(open_browser, site):
    quin, connie, ada = open_browser(phone=True), open_browser(), open_browser()
    register(quin, name="Quin Coder", email=QUIN, to="work")
    write(site, subject="Diabetes without complications", text="What is E11.9?")

    quin.goto(link_in_mail(quin, to=QUIN, subject="Re: Diabetes", words="ask a person"))
    expect(quin.locator(".consult-text")).to_contain_text("E11.9")
    press(quin, "Ask a person")
    expect(quin.get_by_text("A consultant looks at it").first).to_be_visible()

    sign_in_demo(connie, site, "consultant")
    connie.goto("/staff/consultations")
    connie.get_by_role("link", name="Diabetes without complications").click()
    press(connie, "Take it in hand")
    fill(connie, {"text": "E11.9 is type 2 diabetes mellitus without complications. Code a complication, if one is "
                          "documented, in its place."})
    press(connie, "Approve and send")

    open_thread(quin, "Diabetes without complications", until="Code a complication")
    answer = quin.locator(".consult-consultant")
    answer.get_by_label("Others may read it").check()
    answer.get_by_role("button", name="This helped").click()
    expect(quin.get_by_text("and that others may read it")).to_be_visible()

    connie.goto("/staff/answers")
    connie.get_by_role("link", name="Diabetes without complications").click()
    expect(connie.get_by_label("Codes on whose pages it stands")).to_have_value("E11.9")
    press(connie, "Send to review")
    sign_in_demo(ada, site, "admin")
    ada.goto("/staff/answers")
    ada.get_by_role("link", name="Diabetes without complications").click()
    press(ada, "Publish")

    quin.goto("/codes/icd10cm/E11.9")
    quin.get_by_role("link", name="Diabetes without complications").click()
    expect(quin.get_by_text("Code a complication")).to_be_visible()
    assert "Quin" not in quin.locator("main").inner_text()

    quin.goto("/account/consultations")
    fill(quin, {"text": "What is I10?"})
    press(quin, "Send it")
    expect(quin.get_by_text("This question waits")).to_be_visible()
    quin.get_by_role("link", name="Buy a pack").click()
    quin.get_by_role("button", name="Buy 5 CaseConsultant questions").dblclick()
    quin.get_by_role("button", name="Pay $75").dblclick()
    expect(quin.get_by_text("Paid. Thank you.")).to_be_visible()
    quin.get_by_role("link", name="Go on where you left off").click()
    open_thread(quin, "What is I10?", until="Answered automatically")
    quin.goto("/account/orders")
    expect(quin.get_by_role("row")).to_have_count(2)  # the head, and one order
