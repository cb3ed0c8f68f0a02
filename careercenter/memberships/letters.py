"""What members are told by mail, each thing once. All are written in the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from careercenter.accounts.models import User
from careercenter.accounts.staff import list_admins
from careercenter.billing.gateways.subscribing import Terms
from careercenter.core import db
from careercenter.mail import outbox
from careercenter.memberships.models import MembershipState as S
from careercenter.memberships.models import Subscription, SubscriptionInvoice
from careercenter.web.links import absolute


class Before(NamedTuple):
    """How a membership stood before the gateway was asked."""

    state: S
    cancel_at: datetime | None
    terms: Terms


def tell(row: Subscription, before: Before, changed: Iterable[SubscriptionInvoice]) -> None:
    """Tell the member what is new: of her membership, and of the invoices that changed."""
    for invoice in changed:
        _tell_of_invoice(row, invoice)
    if row.state is not before.state:
        _tell_of_state(row, before.state)
    if row.is_running and before.state is not S.OPENING:
        _tell_of_change(row, before)


def write(row: Subscription, template: str, *, about: str = "", **context: Any) -> None:
    """Write a mail about a membership to whose it is, once for each `about`. Instants are told as days."""
    user = db.session.get_one(User, row.user_id)
    if not user.is_active:
        return
    charge = row.next_charge
    context |= {"credit": row.credit_money, "charge": charge and charge.money, "charge_on": charge and charge.at}
    told: dict[str, Any] = {
        name: _day(value, user) if isinstance(value, datetime) else value for name, value in context.items()}
    outbox.post(template, to=user.email, key=f"{template}:{row.public_id}:{about}", about=user.id, name=user.name,
                price=row.money, interval=row.interval.value, is_sandbox=row.gateway == "sandbox",
                account_url=absolute("memberships.show"), **told)


def tell_admins(row: Subscription, invoice: SubscriptionInvoice, status: str) -> None:
    """Write to our admins that a bank disputes a member's payment, once for each status."""
    for admin in list_admins():
        outbox.post("membership_alarm", to=admin.email, name=admin.name, status=status.replace("_", " "),
                    key=f"membership_alarm:{invoice.gateway_id}:{status}:{admin.id}", about=row.user_id,
                    amount=invoice.money(invoice.paid),
                    url=absolute("console.show_membership", public_id=row.public_id))


def _tell_of_state(row: Subscription, before: S) -> None:
    if row.state in (S.TRIALING, S.ACTIVE) and before is S.OPENING:
        write(row, "membership_started", is_trial=row.state is S.TRIALING, renews_on=row.period_end,
              next_url=absolute("memberships.welcome", public_id=row.public_id))
    elif row.state is S.UNPAID:
        write(row, "membership_stopped", about=_period(row))
    elif row.state is S.ENDED:
        write(row, "membership_ended", was_unpaid=before in (S.PAST_DUE, S.UNPAID),
              join_url=absolute("memberships.index"))


def _tell_of_change(row: Subscription, before: Before) -> None:
    # Each answer of the gateway is followed once, and its number is what makes a mail about it one: whoever cancels,
    # goes on and cancels again for the same day is told each time.
    if row.cancel_at and row.cancel_at != before.cancel_at:
        write(row, "membership_canceling", about=f"{row.cancel_at.isoformat()}:{row.answered}", ends_on=row.cancel_at)
    elif before.cancel_at and not row.cancel_at:
        write(row, "membership_resumed", about=str(row.answered), renews_on=row.period_end)
    if row.terms != before.terms:
        write(row, "membership_switched", about=str(row.answered), before=before.terms.money,
              before_interval=before.terms.interval.value)


def _tell_of_invoice(row: Subscription, invoice: SubscriptionInvoice) -> None:
    paid, url = invoice.money(invoice.paid), invoice.hosted_url
    if invoice.status == "paid" and invoice.paid:
        write(row, "membership_paid", about=invoice.gateway_id, number=invoice.number, amount=paid, receipt_url=url,
              renews=row.next_payment_at is not None, renews_on=row.period_end)
    if invoice.status == "open" and invoice.attempts and row.state is S.PAST_DUE:
        write(row, "membership_payment_failed", about=f"{invoice.gateway_id}:{invoice.attempts}",
              amount=invoice.money(invoice.total), next_try_on=invoice.next_attempt_at, ends_on=row.entitled_until,
              pay_url=url)
    if invoice.refunded:
        write(row, "membership_refunded", about=f"{invoice.gateway_id}:{invoice.refunded}", amount=paid,
              refunded=invoice.money(invoice.refunded), receipt_url=url)


def _period(row: Subscription) -> str:
    return row.period_start.isoformat() if row.period_start else ""


def _day(at: datetime, user: User) -> str:
    return at.astimezone(ZoneInfo(user.time_zone)).strftime("%B %-d, %Y")
