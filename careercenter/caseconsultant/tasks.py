"""What consultations do by the clock."""

import imaplib
from datetime import timedelta

import structlog

from careercenter.caseconsultant import allowance, asking, drafting, intake, personal_data
from careercenter.caseconsultant.inbound.imap import ImapInbound
from careercenter.config import settings
from careercenter.core import transaction
from careercenter.tasks import every

CLOSES_AFTER = timedelta(days=14)

log = structlog.get_logger()


@every(seconds=2)
def draft_due() -> None:
    """Have CasePilot answer what came in."""
    drafting.draft_due()


@every(minutes=1)
def fetch_mail() -> None:
    """Ask the mailbox, if there is one. A server that is down delays a mail and loses none."""
    if not settings.consultant_imap_url:
        return
    try:
        mailbox().collect()
    except (OSError, imaplib.IMAP4.error) as error:
        log.warning("the consultants' mailbox is out of reach", error=type(error).__name__)


@every(minutes=1)
def admit_paid() -> None:
    """Answer what waited for an allowance that is there now."""
    asking.admit_all()


@every(minutes=60)
def grant_months() -> None:
    """Give members this month's questions."""
    for user_id in allowance.list_members():
        with transaction():
            allowance.grant_month(user_id)


@every(minutes=60)
def tidy() -> None:
    """Close what nobody wrote to for long, and forget what is old."""
    asking.close_old(after=CLOSES_AFTER)
    personal_data.forget_old()


def mailbox() -> ImapInbound:
    """The mailbox of the settings."""
    return ImapInbound(settings.consultant_imap_url, intake.take, largest=intake.LARGEST,
                       take_too_large=lambda headers: intake.take_too_large(headers, via=ImapInbound.name))
