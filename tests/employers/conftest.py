"""What the tests of employers share."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from careercenter.core import AuditEntry, db
from careercenter.employers.models import Employer
from careercenter.employers.profiles import Profile, Spot
from careercenter.mail.models import OutboxMail
from careercenter.terms import EmployerKind
from tests.cast import make_employer


def profile(**fields: Any) -> Profile:
    """What people enter; a test states what matters to it."""
    return {"name": "Lakeside Clinic", "kind": EmployerKind.PHYSICIAN_GROUP, "size": None, "website": None,
            "about": "", "ehrs": ["Epic"], "locations": [Spot("Madison", "WI", None)], **fields}  # type: ignore


def mails(template: str) -> list[OutboxMail]:
    """The mails of one kind, oldest first."""
    return list(db.session.scalars(
        select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id)))


def audited(subject: Any) -> list[str]:
    """What was done with a row, oldest first."""
    return list(db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_type == subject.__tablename__,
                                        AuditEntry.subject_id == subject.id).order_by(AuditEntry.id)))


@pytest.fixture
def clinic(app: Flask) -> Employer:
    """An employer without members or a proven domain."""
    return make_employer("Lakeside Clinic", domain=None, domain_verified_at=None)


@pytest.fixture
def zone(app: Flask) -> Any:
    """`zone("mercy.org some text")` publishes TXT records."""
    path: Path = app.extensions["resolver"].path

    def publish(*lines: str) -> None:
        path.write_text("\n".join(lines))

    yield publish
    path.unlink(missing_ok=True)
