"""What a question costs: one of the person's CaseConsultant questions, once."""

from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.caseconsultant.models import Consultation
from careercenter.config import settings
from careercenter.core import AlreadyDone, db, now
from careercenter.metering import ledger, spending
from careercenter.metering.meters import CODE_PAGES, CONSULTANT
from careercenter.metering.models import Allowance, Grant, GrantKind
from careercenter.metering.queries import Owner, find_standing, unlimited_until

FREE_FOLLOW_UPS = 3
"""How often somebody asks on after an answer before that is a question of its own."""


def subject_of(consultation: Consultation) -> str:
    """What the meter knows the consultation's latest question as."""
    return f"{consultation.public_id}:{consultation.follow_ups // (FREE_FOLLOW_UPS + 1)}"


def is_question_of_its_own(consultation: Consultation) -> bool:
    """Whether the latest follow-up, counted already, isn't free any more."""
    return consultation.follow_ups % (FREE_FOLLOW_UPS + 1) == 0


def pay(consultation: Consultation, user: User) -> bool:
    """Whether the latest question is paid for: now, or before. In the caller's transaction."""
    if not user.is_verified:
        return False
    owner, subject = Owner(user.id), subject_of(consultation)
    grant_month(user.id)
    standing = find_standing(CONSULTANT, owner, subject)
    if standing.is_opened:
        return True
    try:
        # The first question opens the allowance, with the grant that comes with an account.
        spending.spend(CONSULTANT, owner, standing, subject, begins=not standing.has_begun)
    except spending.NothingLeft:
        return False
    return True


def grant_month(user_id: int) -> None:
    """Give a member this month's questions, if she hasn't got them; in the caller's transaction.

    What is left at a month's end stays hers.
    """
    amount = settings.consultant_member_questions
    if not amount or unlimited_until(CODE_PAGES, user_id) is None:
        return
    month = now().strftime("%Y-%m")
    try:
        ledger.grant(CONSULTANT, user_id, amount, key=f"consultant-month:{user_id}:{month}", kind=GrantKind.PROMOTION,
                     reason=f"Membership, {month}")
    except AlreadyDone:
        return


def list_members() -> list[int]:
    """The ids of those whose membership runs now."""
    at = now()
    return [user_id for user_id in db.session.scalars(
        select(Allowance.user_id).join(Grant, Grant.allowance_id == Allowance.id).distinct()
        .where(Allowance.meter == CODE_PAGES.key, Allowance.user_id.is_not(None), Grant.kind == GrantKind.MEMBERSHIP,
               Grant.starts_at <= at, Grant.ends_at > at)) if user_id is not None]
