"""One contract for the three ways by which mail comes in, each through a real socket or request; then what each has of
its own."""

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from socket import socket

import pytest
import time_machine
from sqlalchemy import func, select

from careercenter.caseconsultant import cli, intake, tasks
from careercenter.caseconsultant.inbound.smtp import SmtpInbound
from careercenter.caseconsultant.inbound.webhook import TOLERANCE, sign
from careercenter.caseconsultant.models import Consultation, ConsultationMessage, InboundMail, MailFate
from careercenter.core import db, now
from tests.accounts.mailbox import templates
from tests.caseconsultant.imap_server import Mailbox
from tests.caseconsultant.mails import US, raw, with_file

SECRET = "a secret of the provider, for tests alone"


@dataclass
class Way:
    """How a test hands over a mail, and whether that was acknowledged."""

    name: str
    send: Callable[[bytes], bool]


@pytest.fixture
def listener(app, change) -> Iterator[SmtpInbound]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        change(consultant_smtp_port=free.getsockname()[1])
    running = cli.open_listener(app)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def mailbox(app, change) -> Iterator[Mailbox]:
    server = Mailbox()
    change(consultant_imap_url=server.url)
    yield server
    server.close()


@pytest.fixture(params=["smtp", "imap", "webhook"])
def way(request, app, change, visit) -> Way:
    if request.param == "smtp":
        listener = request.getfixturevalue("listener")

        def by_smtp(content: bytes) -> bool:
            with smtplib.SMTP("127.0.0.1", listener.port, timeout=20) as client:
                try:
                    return client.sendmail("cora@example.com", [US], content) == {}
                except smtplib.SMTPDataError as refusal:
                    assert refusal.smtp_code == 554
                    return False
        return Way("smtp", by_smtp)
    if request.param == "imap":
        mailbox = request.getfixturevalue("mailbox")

        def by_imap(content: bytes) -> bool:
            mailbox.put(content)
            tasks.fetch_mail()
            return "\\Seen" in mailbox.mails[-1][1]
        return Way("imap", by_imap)
    change(consultant_webhook_secret=SECRET)
    return Way("webhook", lambda content: post(visit, content).status_code in (200, 201))


def post(visit, content: bytes, *, secret: str = SECRET, at: int | None = None):
    at = at if at is not None else int(now().timestamp())
    return visit.client().post("/consultations/inbound", data=content, content_type="message/rfc822", headers={
        "X-Signature": f"t={at},v1={sign(secret, str(at), content)}"})


def count(kind) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(kind))


class TestContract:
    def test_a_mail_becomes_a_question_before_it_is_acknowledged(self, way, coder):
        assert way.send(raw("What is E11.9?", sender=coder.email))

        db.session.rollback()
        assert [mail.via for mail in db.session.query(InboundMail)] == [way.name]
        assert [message.text for message in db.session.query(ConsultationMessage)] == ["What is E11.9?"]

    def test_the_same_mail_twice_is_one_question(self, way, coder):
        content = raw(sender=coder.email)
        assert way.send(content) and way.send(content)

        assert (count(InboundMail), count(Consultation), count(ConsultationMessage)) == (1, 1, 1)

    def test_what_is_no_mail_is_refused_for_good_and_stores_nothing(self, way):
        assert way.send(b"\r\nnothing of a mail\r\n") is (way.name == "imap")  # marked, so that it isn't tried again
        assert count(InboundMail) == 0

    def test_nothing_of_a_patient_is_stored(self, way, coder):
        way.send(raw("Pt: John Smith, DOB 3/14/1961, MRN 4471882. Is E11.9 right?", sender=coder.email,
                     subject="John Smith"))

        db.session.rollback()
        stored = "".join(str(row) for table in db.metadata.sorted_tables for row in db.session.execute(table.select()))
        assert "E11.9" in stored and not [word for word in ("Smith", "3/14", "4471882") if word in stored]


def test_any_two_ways_bring_a_mail_once(listener, mailbox, coder):
    content = raw(sender=coder.email)
    with smtplib.SMTP("127.0.0.1", listener.port) as client:
        client.sendmail("cora@example.com", [US], content)
    mailbox.put(b"Received: from elsewhere\r\n" + content)
    tasks.fetch_mail()

    assert count(ConsultationMessage) == 1


class TestSmtp:
    def test_only_our_own_address_is_served(self, listener):
        with smtplib.SMTP("127.0.0.1", listener.port) as client:
            client.ehlo()
            assert client.mail("cora@example.com")[0] == 250
            assert client.rcpt("somebody@example.com")[0] == 550
            assert client.rcpt("consultant+abc@localhost")[0] == 250

    def test_a_mail_of_20_megabytes_is_refused_and_says_so(self, listener, coder):
        content = with_file(b"x" * 20 * 1024 * 1024, "application/pdf", "scan.pdf", sender=coder.email)
        with smtplib.SMTP("127.0.0.1", listener.port) as client:
            client.ehlo()
            assert int(client.esmtp_features["size"]) == intake.LARGEST
            with pytest.raises(smtplib.SMTPSenderRefused) as at_once:
                client.sendmail("cora@example.com", [US], content)
        assert at_once.value.smtp_code == 552

        with smtplib.SMTP("127.0.0.1", listener.port) as client:  # one that doesn't say its size
            client.ehlo()
            client.mail("cora@example.com")
            client.rcpt(US)
            assert client.data(content)[0] == 552
        assert count(InboundMail) == 0

    def test_a_database_that_is_down_has_the_sender_try_again(self, listener, coder, app):
        listener.take = lambda *_, **__: 1 / 0
        with smtplib.SMTP("127.0.0.1", listener.port) as client, pytest.raises(smtplib.SMTPDataError) as refusal:
            client.sendmail("cora@example.com", [US], raw(sender=coder.email))
        assert refusal.value.smtp_code == 451

    def test_the_null_sender_is_answered_by_nobody(self, listener, coder):
        with smtplib.SMTP("127.0.0.1", listener.port) as client:
            client.sendmail("", [US], raw(sender=coder.email))

        db.session.rollback()
        assert db.session.query(InboundMail).one().fate is MailFate.AUTOMATIC and not templates()

    def test_the_envelope_s_plus_part_finds_the_thread(self, listener, coder, ask):
        consultation = ask("Is a wheelchair covered?", by=coder)
        with smtplib.SMTP("127.0.0.1", listener.port) as client:
            client.sendmail("x@example.com", [f"consultant+{consultation.token}@localhost"],
                            raw("At home.", sender=coder.email, to="undisclosed@localhost"))

        assert count(Consultation) == 1 and count(ConsultationMessage) == 2


class TestImap:
    def test_a_mail_too_large_is_told_and_never_fetched_again(self, mailbox, coder, change):
        mailbox.put(with_file(b"x" * 20 * 1024 * 1024, "application/pdf", "scan.pdf", sender=coder.email))
        tasks.fetch_mail()
        tasks.fetch_mail()

        assert templates() == ["consultation_unread"] and count(ConsultationMessage) == 0
        assert mailbox.logins == 2

    def test_what_cannot_be_read_is_flagged_for_people(self, mailbox):
        mailbox.put(b"\r\nnothing")
        tasks.fetch_mail()

        assert mailbox.mails[0][1] == {"\\Seen", "\\Flagged"}

    def test_a_crash_before_the_mark_takes_it_once_more_and_stores_it_once(self, mailbox, coder):
        mailbox.put(raw(sender=coder.email))
        tasks.fetch_mail()
        mailbox.mails[0][1].clear()
        tasks.fetch_mail()

        assert count(ConsultationMessage) == 1 and "\\Seen" in mailbox.mails[0][1]

    def test_a_server_out_of_reach_breaks_nothing(self, mailbox, change):
        change(consultant_imap_url="imap://us:pw@127.0.0.1:1/INBOX")
        tasks.fetch_mail()
        change(consultant_imap_url=mailbox.url.replace("p%20", "wrong"))
        tasks.fetch_mail()

        assert mailbox.logins == 1 and count(InboundMail) == 0

    def test_the_command_takes_what_is_new(self, app, mailbox, coder):
        mailbox.put(raw(sender=coder.email))
        answer = app.test_cli_runner().invoke(args=["consultant", "fetch"])

        assert answer.output == "1 taken.\n"


class TestWebhook:
    def test_what_is_not_signed_with_our_secret_is_not_taken(self, visit, change, coder):
        content = raw(sender=coder.email)
        assert post(visit, content).status_code == 404  # no secret is set
        change(consultant_webhook_secret=SECRET)
        assert post(visit, content, secret="another").status_code == 404
        assert visit.client().post("/consultations/inbound", data=content).status_code == 404
        assert visit.client().post("/consultations/inbound", data=content, headers={
            "X-Signature": "t=,v1="}).status_code == 404
        assert count(InboundMail) == 0

    @pytest.mark.parametrize("age", [TOLERANCE + 5, -TOLERANCE - 5])
    def test_an_old_signature_is_none(self, visit, change, coder, age):
        change(consultant_webhook_secret=SECRET)
        assert post(visit, raw(sender=coder.email), at=int(now().timestamp()) - age).status_code == 404

    def test_a_replay_changes_nothing(self, visit, change, coder):
        change(consultant_webhook_secret=SECRET)
        content = raw(sender=coder.email)
        with time_machine.travel(now(), tick=False):
            assert [post(visit, content).status_code for _ in range(3)] == [201, 200, 200]
        assert count(ConsultationMessage) == 1

    def test_what_can_never_be_taken_says_so(self, visit, change):
        change(consultant_webhook_secret=SECRET)
        assert post(visit, b"\r\nnothing").status_code == 422
        assert post(visit, b"x" * (intake.LARGEST + 1)).status_code == 413


def test_a_real_program_s_message_goes_through(listener, coder):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = coder.email, US, "Frage: E11.9?"
    message.set_content("Is „E11.9“ billable?\n\nThanks,\nCora")
    with smtplib.SMTP("127.0.0.1", listener.port) as client:
        client.send_message(message)

    db.session.rollback()
    assert db.session.query(ConsultationMessage).one().text == "Is „E11.9“ billable?"
