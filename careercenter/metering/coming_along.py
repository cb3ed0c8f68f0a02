"""What a guest opened is her account's, once she is signed in: new or old, by whichever way she signed in.

It was paid by the guest's own allowance and costs the account nothing. Each of these views comes along once, so
that the next person at the same computer doesn't get it too.
"""

import structlog
from flask import request
from sqlalchemy import bindparam, literal, select, update
from sqlalchemy.exc import SQLAlchemyError

from careercenter.accounts.access import WITHOUT_PERSON
from careercenter.accounts.identity import find_signed_in
from careercenter.core import db, insert_into, now, transaction
from careercenter.metering import guests, ledger
from careercenter.metering.guests import Guest
from careercenter.metering.models import Allowance, Charge, View
from careercenter.metering.queries import Owner

log = structlog.get_logger()


def bring(guest_id: str, user_id: int) -> None:
    """Copy what a guest opened to a person's account, whatever of it she hasn't opened herself."""
    with transaction():
        theirs = db.session.execute(
            select(Allowance.id, Allowance.meter).where(Allowance.guest_id == guest_id)
            .order_by(Allowance.id).with_for_update()).all()
        for guest_allowance_id, meter in theirs:
            _copy(guest_allowance_id, ledger.open_allowance(db.session.connection(), meter, Owner(user_id)))


def _copy(from_id: int, to_id: int) -> None:
    waiting = (View.allowance_id == from_id) & View.came_along_at.is_(None)
    db.session.execute(
        insert_into(View).from_select(
            ["allowance_id", "subject", "charge", "opened_at"],
            select(literal(to_id), View.subject, bindparam("charge", Charge.GUEST, View.charge.type), View.opened_at)
            .where(waiting))
        .on_conflict_do_nothing())
    db.session.execute(update(View).where(waiting).values(came_along_at=now()))


def bring_if_any() -> None:
    """Before each request: whoever is signed in, in a browser that opened something as a guest, has it now.

    It hangs on no way of signing in, and costs nothing but a look at the cookies where there is none of ours.
    """
    if request.endpoint in WITHOUT_PERSON:
        return
    guest = guests.find()
    if guest is None or guest.came_along:
        return
    user = find_signed_in()
    if user is None:
        return
    try:
        bring(guest.id, user.id)
    except SQLAlchemyError:  # the next request tries again
        db.session.rollback()
        log.exception("what a guest opened couldn't come along")
        return
    guests.remember(Guest(guest.id, came_along=True))
