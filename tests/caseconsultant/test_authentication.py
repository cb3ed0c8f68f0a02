"""Whose mail it is, is believed of the trusted server alone."""

import pytest

from careercenter.caseconsultant.reading.authentication import Verdict
from careercenter.caseconsultant.reading.letter import Reader, read
from tests.caseconsultant.mails import US, raw

HOST = "mx.jobs.example"


def verdict(*results: str, sender: str = "cora@example.com") -> Verdict:
    content = b"".join(f"Authentication-Results: {result}\r\n".encode() for result in results) + raw(sender=sender)
    return read(content, Reader(US, auth_host=HOST)).verdict


@pytest.mark.parametrize(("result", "expected"), [
    (f"{HOST}; dmarc=pass (p=reject) header.from=example.com", Verdict.PASS),
    (f"{HOST} 1; spf=pass smtp.mailfrom=bounce@mail.example.com", Verdict.PASS),
    (f"{HOST}; dkim=pass header.d=example.com; spf=fail smtp.mailfrom=forwarder.example", Verdict.PASS),
    (f"{HOST}; dkim=pass header.i=@example.com", Verdict.PASS),
    (f"{HOST.upper()}; dkim=pass header.d=EXAMPLE.com", Verdict.PASS),
    (f"{HOST}; dmarc=fail header.from=example.com; dkim=pass header.d=evil.example", Verdict.FAIL),
    (f"{HOST}; spf=fail smtp.mailfrom=example.com", Verdict.FAIL),
    (f"{HOST}; spf=pass smtp.mailfrom=evil.example", Verdict.NONE),
    (f"{HOST}; dkim=pass header.d=evilexample.com", Verdict.NONE),
    (f"{HOST}; dkim=pass header.d=com", Verdict.NONE),
    (f"{HOST}; spf=softfail smtp.mailfrom=example.com; dmarc=none", Verdict.NONE),
    (f"{HOST}; (dmarc=pass) none", Verdict.NONE),
    (f"{HOST}; none", Verdict.NONE),
])
def test_the_trusted_server_s_word_counts(result, expected):
    assert verdict(result) is expected


def test_another_server_s_word_is_nobody_s():
    assert verdict("mx.evil.example; dmarc=pass header.from=example.com") is Verdict.FAIL
    assert verdict(f"{HOST}.evil.example; dmarc=pass header.from=example.com") is Verdict.FAIL


def test_the_topmost_word_counts():
    assert verdict(f"{HOST}; dmarc=fail header.from=example.com",
                   f"{HOST}; dmarc=pass header.from=example.com") is Verdict.FAIL


def test_without_a_trusted_server_nothing_is_known():
    content = b"Authentication-Results: mx.evil.example; dmarc=fail\r\n" + raw()
    assert read(content, Reader(US)).verdict is Verdict.UNASKED
