"""What memberships do when something happened."""

from careercenter import events
from careercenter.accounts.models import User
from careercenter.billing.gateways import gateway
from careercenter.core import db, transaction
from careercenter.events import listen
from careercenter.memberships import following, managing, personal_data, queries
from careercenter.memberships.models import Subscription


@listen(events.MembershipNews)
def get_answer(event: events.MembershipNews) -> None:
    """Ask the gateway what is new."""
    following.answer(event.subscription_id)


@listen(events.MembershipDisputeLost)
def end_disputed(event: events.MembershipDisputeLost) -> None:
    """Whose bank took the money back is no member any more, and isn't charged again."""
    row = db.session.get_one(Subscription, event.subscription_id)
    if row.is_running:
        managing.end(row, by=None, reason="dispute lost")


@listen(events.AddressProven)
def tell_address(event: events.AddressProven) -> None:
    """The gateway's own receipts go to the address that is hers now."""
    row = queries.find_current(event.user_id)
    if row is not None and row.customer_id and row.is_running and row.gateway == gateway.name:
        gateway.subscriptions.set_email(row.customer_id, db.session.get_one(User, event.user_id).email)


@listen(events.AccountErased)
def end_membership(event: events.AccountErased) -> None:
    """Whoever deletes her account isn't charged any more; what we keep loses her address."""
    row = queries.find_current(event.user_id)
    if row is not None and row.gateway == gateway.name:
        if row.session_id and not row.gateway_id:
            gateway.expire_session(row.session_id)
            following.ask(row)  # a payment that was faster is found, and ended
        if row.is_running:
            managing.end(row, by=None, reason="the account was deleted")
    with transaction():
        personal_data.forget(event.user_id)
