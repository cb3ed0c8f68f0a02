"""The outbox, without what the mails say: that is between us and who gets them."""

from sqlalchemy import ColumnElement, select, true

from careercenter.accounts.models import User
from careercenter.accounts.policies import is_admin
from careercenter.core import NotFound, db, record, require, transaction
from careercenter.mail import outbox
from careercenter.mail.models import MailState, OutboxMail
from careercenter.web.pagination import Page, paginate

GROUPS: dict[str, tuple[str, ColumnElement[bool]]] = {
    "": ("All", true()),
    "waiting": ("Waiting", OutboxMail.state == MailState.WAITING),
    "refused": ("Refused", OutboxMail.state == MailState.REFUSED),
    "sent": ("Sent", OutboxMail.state == MailState.SENT),
}


def list_mails(group: str, *, number: int) -> Page[OutboxMail]:
    """Mails of a group, newest first."""
    return paginate(select(OutboxMail).where(GROUPS[group][1]).order_by(OutboxMail.id.desc()), number=number)


def mask(address: str) -> str:
    """`cora@example.com` as `c***@example.com`."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}***@{host}"


def try_again(mail_id: int, *, by: User) -> None:
    """Have a delayed mail tried again at once; the worker sends it within a second or two.

    Raises:
        Forbidden: `by` doesn't administer the site.
        NotFound: there is no such mail.
        NotPossible: it isn't delayed.
    """
    with transaction():
        require(is_admin(by))
        mail = db.session.get(OutboxMail, mail_id)
        if mail is None:
            raise NotFound("There is no such mail.")
        outbox.hurry(mail)
        record("try_again", mail, by=by)
