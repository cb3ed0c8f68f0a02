"""What was mailed, as its reader sees it."""

import re
from urllib.parse import urlsplit

from sqlalchemy import select

from careercenter.core import db
from careercenter.mail.models import OutboxMail


def mails(to: str | None = None) -> list[OutboxMail]:
    """All mails, or those to an address, the oldest first."""
    db.session.rollback()
    statement = select(OutboxMail).order_by(OutboxMail.id)
    return list(db.session.scalars(statement.where(OutboxMail.to == to) if to else statement))


def templates(to: str | None = None) -> list[str]:
    """Their templates' names."""
    return [mail.template for mail in mails(to)]


def link(template: str, part: str = "") -> str:
    """The path of the newest such mail's link, the one whose address holds `part`."""
    mail = [mail for mail in mails() if mail.template == template][-1]
    return next(urlsplit(found).path for found in re.findall(r"http\S+", mail.text) if part in found)
