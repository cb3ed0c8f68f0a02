"""Opening something for the first time: one view, by one statement that no two can win."""

from functools import cache

from sqlalchemy import Connection, Insert, Update, bindparam, delete, select, update

from careercenter.core import DomainError, aside, insert_into, now
from careercenter.metering import ledger, networks
from careercenter.metering.meters import Meter
from careercenter.metering.models import Allowance, Charge, View
from careercenter.metering.queries import Owner, Standing, owned_by


class NothingLeft(DomainError):
    """The allowance is used up."""

    status = 402


class NetworkUsedUp(NothingLeft):
    """The guests of this network opened what is free there for today."""


def spend(meter: Meter, owner: Owner, standing: Standing, subject: str, *, begins: bool,
          address: str | None = None) -> int | None:
    """Open a subject with a view of the owner's allowance. Returns how many are left after it; None if another
    request has opened it meanwhile, which costs nothing.

    `begins`: the owner is to get the grant that everybody gets once. A guest's view counts in her network too.

    Raises:
        NothingLeft, NetworkUsedUp: and nothing has changed.
    """
    with aside() as connection:
        allowance_id = ledger.open_with_start(connection, meter, owner) if begins else standing.allowance_id
        left = _spend(connection, meter, allowance_id, subject)
        if owner.guest_id is not None and left is not None and not networks.spend(connection, meter, address):
            raise NetworkUsedUp(f"Guests of your network have no {meter.singular} left today.")
        return left


def open_unlimited(standing: Standing, subject: str) -> None:
    """Open a subject within a membership: it costs nothing, and stands in the history."""
    with aside() as connection:
        _open(connection, standing.allowance_id, subject, Charge.MEMBERSHIP)


def give_back(meter: Meter, owner: Owner, subject: str, *, address: str | None = None) -> bool:
    """Undo that a subject was opened: it leaves the history, and the view spent on it is the owner's again. A second
    time nothing is left to undo. Returns whether a view was given back."""
    with aside() as connection:
        allowances = select(Allowance.id).where(Allowance.meter == meter.key, owned_by(owner)).scalar_subquery()
        undone = connection.execute(
            delete(View).where(View.allowance_id == allowances, View.subject == subject)
            .returning(View.allowance_id, View.charge)).first()
        if undone is None or undone.charge is not Charge.ALLOWANCE:
            return False
        connection.execute(
            update(Allowance).where(Allowance.id == undone.allowance_id).values(used=Allowance.used - 1))
        if owner.guest_id is not None:
            networks.give_back(connection, meter, address)
        return True


def _spend(connection: Connection, meter: Meter, allowance_id: int, subject: str) -> int | None:
    # First the view, then its price: two requests for the same page are one view, whichever is first.
    if not _open(connection, allowance_id, subject, Charge.ALLOWANCE):
        return None
    left = connection.execute(_paying(), {"allowance": allowance_id}).scalar()
    if left is None:
        raise NothingLeft(f"You have no {meter.singular} left.")
    return left


def _open(connection: Connection, allowance_id: int, subject: str, charge: Charge) -> bool:
    return connection.execute(_opening(connection.dialect.name), {
        "allowance_id": allowance_id, "subject": subject, "charge": charge, "opened_at": now()}).first() is not None


# Pages wait for these: putting them together takes several times as long as the database's answer.
@cache
def _opening(_dialect: str) -> Insert:
    return insert_into(View).on_conflict_do_nothing().returning(View.subject)


@cache
def _paying() -> Update:
    return (update(Allowance).where(Allowance.id == bindparam("allowance"), Allowance.used < Allowance.granted)
            .values(used=Allowance.used + 1).returning(Allowance.granted - Allowance.used))
