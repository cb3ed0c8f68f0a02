"""Opening something for the first time: one view, by one statement that no two can win."""

from sqlalchemy import Integer, update

from careercenter.core import DomainError, db, insert_into, now, transaction
from careercenter.metering import ledger, networks
from careercenter.metering.meters import Meter
from careercenter.metering.models import Allowance, Charge, View
from careercenter.metering.queries import Owner


class NothingLeft(DomainError):
    """The allowance is used up."""

    status = 402


class NetworkUsedUp(NothingLeft):
    """The guests of this network opened what is free there for today."""


def spend(meter: Meter, owner: Owner, subject: str, *, begins: bool, address: str | None = None) -> int | None:
    """Open a subject with a view of the owner's allowance. Returns how many are left after it; None if another
    request has opened it meanwhile, which costs nothing.

    `begins`: the owner may get the grant that everybody gets once. A guest's view counts in her network too.

    Raises:
        NothingLeft, NetworkUsedUp: and nothing has changed.
    """
    with transaction():
        allowance_id = ledger.open_with_start(meter, owner) if begins else ledger.open_allowance(meter.key, owner)
        # First the view, then its price: two requests for the same page are one view, whichever is first.
        if not _open(allowance_id, subject, Charge.ALLOWANCE):
            return None
        left = db.session.execute(
            update(Allowance).where(Allowance.id == allowance_id, Allowance.used < Allowance.granted)
            .values(used=Allowance.used + 1).returning((Allowance.granted - Allowance.used).cast(Integer))).scalar()
        if left is None:
            raise NothingLeft(f"You have no {meter.singular} left.")
        if owner.guest_id is not None and not networks.spend(meter, address):
            raise NetworkUsedUp(f"Guests of your network have no {meter.singular} left today.")
        return left


def open_unlimited(meter: Meter, owner: Owner, subject: str) -> None:
    """Open a subject within a membership: it costs nothing, and stands in the history."""
    with transaction():
        _open(ledger.open_allowance(meter.key, owner), subject, Charge.MEMBERSHIP)


def _open(allowance_id: int, subject: str, charge: Charge) -> bool:
    return db.session.execute(
        insert_into(View).values(allowance_id=allowance_id, subject=subject, charge=charge, opened_at=now())
        .on_conflict_do_nothing().returning(View.subject)).first() is not None
