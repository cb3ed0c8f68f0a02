"""What memberships' pages and other domains read."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select

from careercenter.accounts.models import User
from careercenter.billing.fulfillment import CLOSED_DISPUTES
from careercenter.core import NotFound, db, now
from careercenter.memberships.models import OVER, MembershipState, Subscription, SubscriptionInvoice
from careercenter.web.pagination import Page, paginate


def entitled_until(user_id: int) -> datetime | None:
    """The moment at which a person's membership no longer lifts her limits; None if none does now."""
    return db.session.scalar(
        select(func.max(Subscription.entitled_until))
        .where(Subscription.user_id == user_id, Subscription.entitled_until > now(),
               Subscription.entitled_from.is_not(None)))


def find_current(user_id: int) -> Subscription | None:
    """A person's membership that isn't over; an opened payment page counts."""
    return db.session.scalars(
        select(Subscription).where(Subscription.user_id == user_id, Subscription.state.not_in(OVER))).first()


def find_last(user_id: int) -> Subscription | None:
    """A person's membership: the current one, or the last that she had."""
    return db.session.scalars(
        select(Subscription).where(Subscription.user_id == user_id, Subscription.state != MembershipState.ABANDONED)
        .order_by(Subscription.id.desc())).first()


def list_of(user_id: int) -> list[Subscription]:
    """All memberships of a person, newest first."""
    return list(db.session.scalars(
        select(Subscription).where(Subscription.user_id == user_id).order_by(Subscription.id.desc())))


def get_subscription(public_id: str) -> Subscription:
    """A membership by its public id.

    Raises:
        NotFound: there is none.
    """
    row = db.session.scalars(select(Subscription).where(Subscription.public_id == public_id)).first()
    if row is None:
        raise NotFound("There is no such membership.")
    return row


def list_invoices(row: Subscription) -> list[SubscriptionInvoice]:
    """A membership's invoices that ask or give something, newest first."""
    return list(db.session.scalars(
        select(SubscriptionInvoice)
        .where(SubscriptionInvoice.subscription_id == row.id, SubscriptionInvoice.status != "draft",
               SubscriptionInvoice.total != 0)
        .order_by(SubscriptionInvoice.made_at.desc(), SubscriptionInvoice.id.desc())))


def get_invoice(row: Subscription, invoice_id: int) -> SubscriptionInvoice:
    """One of a membership's invoices.

    Raises:
        NotFound: it has no such.
    """
    invoice = db.session.get(SubscriptionInvoice, invoice_id)
    if invoice is None or invoice.subscription_id != row.id:
        raise NotFound("This membership has no such invoice.")
    return invoice


def is_disputed() -> ColumnElement[bool]:
    """The memberships of which a payment is disputed by a bank that hasn't decided yet."""
    return exists().where(
        SubscriptionInvoice.subscription_id == Subscription.id, SubscriptionInvoice.dispute_status.is_not(None),
        SubscriptionInvoice.dispute_status.not_in(CLOSED_DISPUTES))


def count_disputed() -> int:
    """How many there are of those."""
    return db.session.scalar(select(func.count()).select_from(Subscription).where(is_disputed())) or 0


def list_memberships(which: ColumnElement[bool], query: str, *, number: int) -> Page[tuple[Subscription, User]]:
    """Memberships with whose they are, newest first; `query` is a part of a name or address."""
    statement = (select(Subscription, User).join(User, User.id == Subscription.user_id)
                 .where(which).order_by(Subscription.id.desc()))
    if query:
        statement = statement.where(User.name.icontains(query, autoescape=True)
                                    | User.email.icontains(query, autoescape=True))
    return paginate(statement, number=number)
