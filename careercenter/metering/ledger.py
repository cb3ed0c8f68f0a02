"""Grants: what gives somebody views. Each has a unique key, so that what comes twice gives once.

A balance is grants less views. Whoever calls these inside a transaction joins it.
"""

from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Insert, select, update

from careercenter.accounts.deletion import is_erased
from careercenter.accounts.models import User
from careercenter.core import AlreadyDone, NotPossible, db, insert_into, now, record, require, transaction
from careercenter.metering import policies
from careercenter.metering.meters import Meter
from careercenter.metering.models import Allowance, Grant, GrantKind
from careercenter.metering.queries import Owner, find_standing, owned_by, starting_key

TWICE = "That was granted before, and nothing was granted twice."


def balance(meter: Meter, user: User) -> int | None:
    """How many a person can still open; None is without limit. Her first grant counts before it is made."""
    standing = find_standing(meter, Owner(user.id))
    if standing.is_unlimited:
        return None
    return standing.left + (meter.registration if user.is_verified and not standing.has_begun else 0)


def grant(meter: Meter, user_id: int, amount: int, *, key: str, kind: GrantKind = GrantKind.PROMOTION,
          reason: str = "") -> None:
    """Give a person views for good.

    Raises:
        AlreadyDone: the grant of this key was made before; nothing was given twice.
        NotPossible: `amount` isn't positive.
    """
    if amount < 1:
        raise NotPossible("Grant one view or more.")
    with transaction():
        connection = db.session.connection()
        allowance_id = open_allowance(connection, meter.key, Owner(user_id))
        if not _give_once(connection, allowance_id, amount, key=key, kind=kind, reason=reason):
            raise AlreadyDone(TWICE)


def lift(meter: Meter, user_id: int, *, starts_at: datetime, ends_at: datetime, key: str, reason: str = "") -> None:
    """Let a person open all she wants from `starts_at` until before `ends_at`.

    Called again with the same key, it moves the period: a renewal, a grace or a refund is another end, and an
    end that isn't after the start takes all of it back. What was opened meanwhile stays open (docs/adr/0019).
    Whose account is deleted gets nothing, and nothing is written about her.
    """
    with transaction():
        if is_erased(user_id):
            return
        period = {"starts_at": starts_at, "ends_at": ends_at, "reason": reason}
        connection = db.session.connection()
        made = insert_into(Grant).values(
            allowance_id=open_allowance(connection, meter.key, Owner(user_id)), key=key, kind=GrantKind.MEMBERSHIP,
            amount=None, granted_at=now(), **period)
        connection.execute(made.on_conflict_do_update(index_elements=[Grant.key], set_=period))


def take_back(meter: Meter, user_id: int, amount: int, *, key: str, kind: GrantKind, reason: str = "") -> int:
    """Take back at most so many of what was given: what is spent stays spent. Returns how many; in the caller's
    transaction.

    Raises:
        AlreadyDone: it was taken back before, by this key.
    """
    connection = db.session.connection()
    found = connection.execute(
        select(Allowance.id, Allowance.granted - Allowance.used)
        .where(Allowance.meter == meter.key, Allowance.user_id == user_id).with_for_update()).first()
    taken = min(amount, found[1]) if found else 0
    if found is None or taken < 1:
        return 0
    if not _give_once(connection, found[0], -taken, key=key, kind=kind, reason=reason):
        raise AlreadyDone("That was taken back before, and nothing was taken twice.")
    return taken


def adjust(meter: Meter, user: User, amount: int, *, by: User | None, reason: str, key: str) -> None:
    """Give a person views, or take away some that she has left; with a reason, and an audit row.

    `by` is None for whoever runs commands on the server.

    Raises:
        Forbidden: `by` isn't an admin.
        NotPossible: `amount` is 0, or takes more than is left.
        AlreadyDone: the adjustment of this key was made before.
    """
    with transaction():
        require(by is None or policies.may_adjust(by))
        if amount == 0:
            raise NotPossible("Nothing would change: write how many views to give, or with a minus to take.")
        if user.erased_at is not None:
            raise NotPossible("This account is deleted.")
        connection, owner = db.session.connection(), Owner(user.id)
        allowance_id = (open_with_start(connection, meter, owner) if user.is_verified else
                        open_allowance(connection, meter.key, owner))
        if not _give_once(connection, allowance_id, amount, key=key, kind=GrantKind.ADJUSTMENT, reason=reason):
            raise AlreadyDone(TWICE)
        record("adjust_allowance", user, by=by, reason=reason, meter=meter.key, amount=amount)


def open_with_start(connection: Connection, meter: Meter, owner: Owner) -> int:
    """The id of an owner's allowance, with the grant that everybody gets once; in the caller's transaction."""
    amount, kind = ((meter.registration, GrantKind.REGISTRATION) if owner.user_id else
                    (meter.guest, GrantKind.GUEST))
    key = starting_key(meter.key, owner)
    made = _make(connection, meter.key, owner, granted=amount)
    if made is not None:
        _write(connection, made, amount, key=key, kind=kind)
        return made
    allowance_id = open_allowance(connection, meter.key, owner)
    _give_once(connection, allowance_id, amount, key=key, kind=kind)
    return allowance_id


def open_allowance(connection: Connection, meter_key: str, owner: Owner) -> int:
    """The id of an owner's allowance, made with nothing in it if there is none; in the caller's transaction."""
    made = _make(connection, meter_key, owner, granted=0)
    if made is not None:
        return made
    return connection.execute(
        select(Allowance.id).where(Allowance.meter == meter_key, owned_by(owner))).scalar_one()


def _make(connection: Connection, meter_key: str, owner: Owner, *, granted: int) -> int | None:
    return connection.execute(_making(connection.dialect.name), {
        "meter": meter_key, **owner._asdict(), "granted": granted, "used": 0, "created_at": now()}).scalar()


@cache  # a guest's first page waits for it
def _making(_dialect: str) -> Insert:
    return insert_into(Allowance).on_conflict_do_nothing().returning(Allowance.id)


def _give_once(connection: Connection, allowance_id: int, amount: int, *, key: str, kind: GrantKind,
               reason: str = "") -> bool:
    """Whether the grant is new. Both the row and the sum change, or none does."""
    if not _write(connection, allowance_id, amount, key=key, kind=kind, reason=reason):
        return False
    changed = connection.execute(
        update(Allowance).where(Allowance.id == allowance_id, Allowance.granted + amount >= Allowance.used)
        .values(granted=Allowance.granted + amount).returning(Allowance.id)).first()
    if changed is None:
        raise NotPossible("That takes more views than are left.")
    return True


def _write(connection: Connection, allowance_id: int, amount: int, *, key: str, kind: GrantKind,
           reason: str = "") -> bool:
    return connection.execute(_writing(connection.dialect.name), {
        "allowance_id": allowance_id, "key": key, "kind": kind, "amount": amount, "reason": reason,
        "granted_at": now()}).first() is not None


@cache  # as `_making`
def _writing(_dialect: str) -> Insert:
    return insert_into(Grant).on_conflict_do_nothing(index_elements=[Grant.key]).returning(Grant.id)
