"""Mails: written with their cause, sent later, never lost and never written twice."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from sqlalchemy import select

from careercenter.core import db, now, transaction
from careercenter.mail import outbox
from careercenter.mail.models import MailState, OutboxMail
from careercenter.mail.tasks import forget_old, send_due
from careercenter.mail.transports import RefusedForGood


class Carrier:
    """A transport in memory that can be told to fail."""

    def __init__(self) -> None:
        self.fails: Exception | None = None
        self.sent: list[EmailMessage] = []

    def deliver(self, message: EmailMessage) -> None:
        if self.fails:
            raise self.fails
        self.sent.append(message)

    def check(self) -> None: ...


@pytest.fixture
def carrier(app):
    before, app.extensions["mail"] = app.extensions["mail"], Carrier()
    yield app.extensions["mail"]
    app.extensions["mail"] = before


def write(key: str = "k1", name: str = "Ann", template: str = "test_mail") -> None:
    with transaction():
        outbox.post(template, to="ann@example.com", key=key, name=name, url="https://site.example/a_b?c=1&d=2")


@pytest.fixture(autouse=True)
def template(app):
    """A mail of these tests' own."""
    from jinja2 import ChoiceLoader, DictLoader

    before = app.jinja_loader
    app.jinja_env.loader = ChoiceLoader([DictLoader({
        "email/test_mail.md": "Subject: Hello {{ name }}\n\nDear {{ name }},\n\n[Open it]({{ url }})\n"}), before])
    yield
    app.jinja_env.loader = before


def mail() -> OutboxMail:
    return db.session.scalars(select(OutboxMail)).one()


def test_a_mail_has_a_text_and_an_html_form(carrier):
    write()
    send_due()
    (sent,) = carrier.sent
    assert sent["Subject"] == "Hello Ann"
    assert "Open it: https://site.example/a_b?c=1&d=2" in sent.get_body(("plain",)).get_content()
    assert 'href="https://site.example/a_b?c=1&amp;d=2"' in sent.get_body(("html",)).get_content()


def test_a_name_can_t_smuggle_in_a_link_or_markup(carrier):
    write(name="[click](https://evil.example) <script>*x*")
    html = mail().html
    assert "evil.example</a>" not in html and 'href="https://evil.example"' not in html
    assert "<script>" not in html and "*x*" in html


def test_a_line_break_in_a_value_adds_no_header(carrier):
    write(name="Ann\r\nBcc: all@example.com")
    send_due()
    assert carrier.sent[0]["Bcc"] is None


def test_further_headers_go_out_with_it_and_are_forgotten_with_it(carrier):
    with transaction():
        outbox.post("test_mail", to="ann@example.com", key="k", name="Ann", url="u",
                    headers={"List-Unsubscribe": "<https://site.example/stop/secret>"})
    send_due()
    assert carrier.sent[0]["List-Unsubscribe"] == "<https://site.example/stop/secret>"
    with time_machine.travel(now() + timedelta(days=31)):
        forget_old()
    assert mail().headers is None


def test_the_same_mail_is_written_once(carrier):
    write()
    write()
    send_due()
    send_due()
    assert len(carrier.sent) == 1


def test_a_mail_of_a_use_case_that_failed_is_never_sent(carrier):
    with pytest.raises(RuntimeError), transaction():
        outbox.post("test_mail", to="ann@example.com", key="k", name="Ann", url="u")
        raise RuntimeError
    send_due()
    assert carrier.sent == []


@pytest.mark.parametrize("trouble", [ConnectionRefusedError(), TimeoutError(),
                                     smtplib.SMTPServerDisconnected(), smtplib.SMTPDataError(451, b"later")])
def test_a_server_that_is_down_delays_and_loses_nothing(carrier, trouble):
    write()
    carrier.fails = trouble
    send_due()
    assert mail().state is MailState.WAITING
    carrier.fails = None
    send_due()
    assert carrier.sent == []  # not before the back-off is over
    with time_machine.travel(now() + timedelta(hours=2)):
        send_due()
    assert len(carrier.sent) == 1 and mail().state is MailState.SENT


def test_what_others_write_while_a_mail_is_on_its_way_is_in_nobody_s_way(app, carrier):
    write()

    def write_another(message: EmailMessage) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_write_elsewhere, app).result()

    carrier.deliver = write_another
    send_due()
    assert db.session.scalars(select(OutboxMail.state).order_by(OutboxMail.id)).all() == [MailState.SENT] * 2


def _write_elsewhere(app) -> None:
    with app.app_context():
        write(key="k2")  # the second time it is there already


def test_a_recipient_refused_for_good_is_not_tried_again(carrier):
    write()
    carrier.fails = RefusedForGood("no such user")
    send_due()
    assert mail().state is MailState.REFUSED


class TestTheTextForm:
    """What somebody reads whose mail program shows no HTML."""

    @pytest.fixture(autouse=True)
    def template(self, app):
        from jinja2 import ChoiceLoader, DictLoader

        before = app.jinja_env.loader
        app.jinja_env.loader = ChoiceLoader([DictLoader({
            "email/test_mail.md": "Subject: Hello {{ name }}\n\n**{{ name }}** applied for **Coder**.\n\n\n\n"
                                  "[Open {{ name }}]({{ url }})\n"}), app.jinja_loader])
        yield
        app.jinja_env.loader = before

    def test_shows_no_markdown(self):
        write()
        assert mail().text == ("Ann applied for Coder.\n\n"
                               "Open Ann: https://site.example/a_b?c=1&d=2\n")

    def test_keeps_every_mark_that_somebody_typed(self):
        write(name="A **bold** [x](y) *")
        assert mail().subject == "Hello A **bold** [x](y) *"
        assert mail().text == ("A **bold** [x](y) * applied for Coder.\n\n"
                               "Open A **bold** [x](y) *: https://site.example/a_b?c=1&d=2\n")


class TestForgetting:
    def test_a_mail_is_emptied_30_days_after_it_was_sent_and_never_written_again(self, carrier):
        write()
        send_due()
        with time_machine.travel(now() + timedelta(days=29)):
            forget_old()
        assert mail().to == "ann@example.com"

        with time_machine.travel(now() + timedelta(days=31)):
            forget_old()
            write()
            send_due()
        db.session.rollback()
        assert (mail().to, mail().subject, mail().text, mail().html) == ("", "", "", "")
        assert mail().key == "k1" and len(carrier.sent) == 1

    def test_one_that_waits_is_kept(self, carrier):
        write()
        with time_machine.travel(now() + timedelta(days=31)):
            forget_old()
        assert mail().to == "ann@example.com"

    def test_nothing_more_goes_to_an_address_that_is_forgotten(self, carrier):
        write()
        with transaction():
            outbox.forget("ann@example.com", 0)
        send_due()
        assert not carrier.sent and mail().to == mail().text == "" and mail().state is MailState.REFUSED
