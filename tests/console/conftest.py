"""What the console's tests share."""

from datetime import timedelta

import pytest

from careercenter.core import db, now
from careercenter.mail.models import OutboxMail


@pytest.fixture
def delayed(app) -> OutboxMail:
    """A mail that a server didn't take just now."""
    return make_mail(last_error="ConnectionRefusedError", attempts=3, next_try_at=now() + timedelta(minutes=4))


def make_mail(key: str = "k", **fields) -> OutboxMail:
    values = {"template": "order_paid", "to": "cora@example.com", "subject": "Secret subject", "text": "Secret",
              "html": "<p>Secret</p>", **fields}
    mail = OutboxMail(key=key, **values)
    db.session.add(mail)
    db.session.commit()
    return mail
