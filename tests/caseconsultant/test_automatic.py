"""Mails that nobody wrote are known, so that no loop begins; those of people never count as such."""

import pytest

from careercenter.caseconsultant.reading.automatic import Automatic
from careercenter.caseconsultant.reading.letter import Reader, read
from tests.caseconsultant.mails import US, raw

READER = Reader(US, frozenset({"no-reply@localhost"}))


@pytest.mark.parametrize(("fields", "why"), [
    ({"Auto_Submitted": "auto-replied"}, Automatic.AUTO_SUBMITTED),
    ({"Auto_Submitted": "auto-generated (rejected)"}, Automatic.AUTO_SUBMITTED),
    ({"Auto_Submitted": "no-reply"}, Automatic.AUTO_SUBMITTED),
    ({"X_Autoreply": "yes"}, Automatic.AUTO_SUBMITTED),
    ({"Precedence": "bulk"}, Automatic.BULK),
    ({"Precedence": "Auto_Reply"}, Automatic.BULK),
    ({"List_Id": "<coders.example.com>"}, Automatic.LIST),
    ({"List_Unsubscribe": "<mailto:x@example.com>"}, Automatic.LIST),
    ({"Return_Path": "<>"}, Automatic.BOUNCE),
    ({"X_Loop": US}, Automatic.OURS),
    ({"sender": "consultant+abc@localhost"}, Automatic.OURS),
    ({"sender": "no-reply@localhost"}, Automatic.OURS),
    ({"sender": "MAILER-DAEMON@example.com"}, Automatic.ROBOT),
    ({"sender": "noreply@example.com"}, Automatic.ROBOT),
    ({"subject": "Automatic reply: E11.9"}, Automatic.ROBOT),
    ({"subject": "Out of Office: back on Monday"}, Automatic.ROBOT),
    ({"subject": "Undeliverable: E11.9"}, Automatic.ROBOT),
])
def test_a_machine_s_mail_is_known(fields, why):
    assert read(raw(**fields), READER).automatic is why


def test_the_null_sender_is_a_bounce():
    assert read(raw(), READER, envelope_from="").automatic is Automatic.BOUNCE


def test_a_delivery_report_is_a_bounce():
    content = raw().replace(b"Content-Type: text/plain; charset=\"utf-8\"",
                            b"Content-Type: multipart/report; boundary=x")
    assert read(content, READER).automatic is Automatic.BOUNCE


@pytest.mark.parametrize("fields", [
    {}, {"Auto_Submitted": "no"}, {"Auto_Submitted": "No (a person)"}, {"Precedence": "first-class"},
    {"subject": "Automobile accident, external cause?"}, {"sender": "norah.eply@example.com"},
    {"X_Loop": "somebody@example.com"}, {"subject": "Re: out in the office"}])
def test_a_person_s_is_none(fields):
    assert read(raw(**fields), READER, envelope_from="cora@example.com").automatic is None
