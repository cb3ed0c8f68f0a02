"""The contract that every mail transport passes."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from careercenter.mail.transports import LocalMailbox, RefusedForGood, SmtpTransport, compose


class Keeper:
    """What the SMTP server for these tests does with mail."""

    def __init__(self) -> None:
        self.kept = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 no such user"
        if address.startswith("busy"):
            return "450 later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.kept.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@contextmanager
def smtp(_folder):
    keeper = Keeper()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(keeper, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield SmtpTransport(f"smtp://127.0.0.1:{port}"), lambda: keeper.kept
    finally:
        controller.stop()


@contextmanager
def local(folder):
    mailbox = LocalMailbox(folder)
    yield mailbox, lambda: [message for _, message in mailbox.list_newest()]


@pytest.fixture(params=[smtp, local])
def transport(request, tmp_path):
    with request.param(tmp_path) as opened:
        yield opened


def a_mail(to: str = "ann@example.com"):
    return compose(sender="CareerCenter <no-reply@example.com>", to=to, subject="Grüße – a subject",
                   text="Hello, Zoë\n", html="<p>Hello, Zoë</p>", host="example.com")


def test_what_was_delivered_arrives_whole(transport):
    door, arrived = transport
    door.check()
    door.deliver(a_mail())
    (message,) = arrived()
    assert message["Subject"] == "Grüße – a subject"
    assert message["To"] == "ann@example.com" and message["Message-ID"].endswith("@example.com>")
    assert message.get_body(("plain",)).get_content().strip() == "Hello, Zoë"
    assert "<p>Hello, Zoë</p>" in message.get_body(("html",)).get_content()


def test_smtp_tells_refusals_for_good_from_passing_ones(tmp_path):
    with smtp(tmp_path) as (door, _):
        with pytest.raises(RefusedForGood):
            door.deliver(a_mail("nobody@example.com"))
        with pytest.raises(OSError):
            door.deliver(a_mail("busy@example.com"))


def test_smtp_that_is_down_says_so():
    with pytest.raises(OSError):
        SmtpTransport("smtp://127.0.0.1:1").check()


def test_a_mailbox_name_can_t_leave_its_folder(tmp_path):
    (tmp_path / "secret.eml").write_text("x")
    assert LocalMailbox(tmp_path / "box").find("../secret") is None


def test_a_password_never_goes_over_an_open_line(tmp_path):
    with smtp(tmp_path) as (transport, kept):  # this server offers no STARTTLS
        transport.user, transport.password = "careercenter", "secret"
        with pytest.raises(OSError, match="STARTTLS"):
            transport.deliver(a_mail())
        assert not kept()


def test_ids_longer_than_a_line_stay_as_they_are(tmp_path):
    """A mail program that gets one encoded doesn't know the thread again."""
    long = f"<{'a' * 60}@{'b' * 40}.example>"
    box = LocalMailbox(tmp_path)
    box.deliver(compose(sender="a@x.example", to="b@x.example", subject="Hi", text="Hi", html="<p>Hi</p>",
                        host="x.example", headers={"In-Reply-To": long, "References": f"<c@x> {long}",
                                                   "Message-ID": "<own@x.example>", "Auto-Submitted": "no"}))

    [(_, message)] = box.list_newest()
    assert message["In-Reply-To"] == long and message["References"].split() == ["<c@x>", long]
    assert message.get_all("Message-ID") == ["<own@x.example>"] and message.get_all("Auto-Submitted") == ["no"]
