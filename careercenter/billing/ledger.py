"""The books, in double entry: money and credits. A balance is a sum of entries, never a number that changes.

Every journal carries a unique key: what comes twice is refused by the database. Except for `grant`, all
of it happens in the caller's transaction.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

from careercenter.accounts.models import User
from careercenter.billing import policies
from careercenter.billing.models import FOR_JOBS, CreditKind, Journal, LedgerEntry, Order
from careercenter.core import DomainError, NotPossible, add_once, db, record, require, transaction
from careercenter.employers.models import Employer
from careercenter.events import CreditsGranted

STANDARD = CreditKind.STANDARD


class NoCredit(DomainError):
    """The employer has none left."""

    status = 402


@dataclass(frozen=True)
class Move:
    """An entry to be: `amount` goes into the account, or out of it."""

    account: str
    unit: str
    amount: int


def credits_of(employer_id: int) -> str:
    """The account that holds an employer's credits."""
    return f"employer:{employer_id}:credits"


def post(key: str, what: str, *moves: Move, order: Order | None = None) -> Journal:
    """Write a journal; moves of nothing are left out.

    Raises:
        AlreadyDone: one with this key is written.
        ValueError: the moves don't add up to nothing in each unit.
    """
    for unit in {move.unit for move in moves}:
        if sum(move.amount for move in moves if move.unit == unit):
            raise ValueError(f"{key} doesn't balance in {unit}: {moves}")
    journal = Journal(key=key, what=what, order_id=order.id if order else None)
    with db.session.begin_nested():
        add_once(journal, "That is in the books already.")
        db.session.add_all(
            LedgerEntry(journal_id=journal.id, account=move.account, unit=move.unit, amount=move.amount)
            for move in moves if move.amount)
    return journal


def balance(employer_id: int, kind: CreditKind = STANDARD) -> int:
    """How many credits of a kind the employer has."""
    return db.session.scalar(
        select(func.coalesce(func.sum(LedgerEntry.amount), 0))
        .where(LedgerEntry.account == credits_of(employer_id), LedgerEntry.unit == kind)) or 0


def spend(employer_id: int, *, kind: CreditKind = STANDARD, key: str, what: str = "Spent on a job") -> None:
    """Take one credit for what `key` names; `what` says it in the statement. Of two who want the last one, the
    second is refused.

    Raises:
        AlreadyDone: one was spent for this key.
        NoCredit: none is left; nothing has changed.
    """
    lock_credits(employer_id)
    with db.session.begin_nested():
        post(f"spend:{key}", what,
             Move(credits_of(employer_id), kind, -1), Move("credits:spent", kind, 1))
        if balance(employer_id, kind) < 0:
            raise NoCredit(f"You have no {kind} posting credit left. Buy one to publish this job.")


def give_back(*, key: str, what: str = "Credit returned") -> None:
    """Return the credit that was spent for `key`, once.

    Raises:
        NotPossible: none was spent for it.
        AlreadyDone: it was given back before.
    """
    spent = db.session.scalars(
        select(LedgerEntry).join(Journal, LedgerEntry.journal_id == Journal.id)
        .where(Journal.key == f"spend:{key}")).all()
    if not spent:
        raise NotPossible("No credit was spent for this, so there is none to give back.")
    post(f"give_back:{key}", what,
         *(Move(entry.account, entry.unit, -entry.amount) for entry in spent))


def grant(employer_id: int, kind: CreditKind, credits: int, *, by: User, reason: str, key: str) -> None:
    """Give credits for nothing.

    Raises:
        Forbidden: `by` doesn't administer the site.
        NotPossible: `credits` isn't positive.
        AlreadyDone: the grant of this key was made before.
    """
    with transaction() as happened:
        require(policies.may_grant(by))
        if credits < 1:
            raise NotPossible("Grant one credit or more.")
        post(f"grant:{key}", "Granted by CareerCenter",
             Move(credits_of(employer_id), kind, credits), Move("promotions", kind, -credits))
        record("grant_credits", db.session.get_one(Employer, employer_id), by=by, reason=reason,
               kind=kind, credits=credits)
        happened.append(CreditsGranted(employer_id))


def record_payment(order: Order) -> None:
    """Book a paid order: the money came in, an employer's credits go out. A person's stand in the meter's ledger."""
    post(f"order:{order.id}:paid", f"Order {order.number}",
         Move(f"payments:{order.gateway}", order.currency, order.total),
         Move("sales", order.currency, -order.subtotal), Move("tax", order.currency, -order.tax),
         *(move for line in order.lines if order.employer_id is not None for move in (
             Move(credits_of(order.employer_id), line.kind, line.credits),
             Move("credits:sold", line.kind, -line.credits))),
         order=order)


def record_refund(order: Order, amount: int) -> None:
    """Book money that went back to the buyer; `order.refunded` counts it already."""
    post(f"order:{order.id}:refunded:{order.refunded}", f"Refund of order {order.number}",
         Move(f"payments:{order.gateway}", order.currency, -amount),
         Move("refunds", order.currency, amount), order=order)


def take_back(order: Order, employer_id: int) -> int:
    """Take what remains of a refunded order's credits; what is spent stays spent. Returns how many."""
    lock_credits(employer_id)
    moves: list[Move] = []
    for kind in FOR_JOBS:
        sold = sum(line.credits for line in order.lines if line.kind is kind)
        remaining = min(sold, balance(employer_id, kind))
        moves += (Move(credits_of(employer_id), kind, -remaining),
                  Move("credits:taken_back", kind, remaining))
    taken = -sum(move.amount for move in moves if move.amount < 0)
    if taken:
        post(f"order:{order.id}:taken_back", f"Credits of refunded order {order.number}", *moves, order=order)
    return taken


def lock_credits(employer_id: int) -> None:
    """Have whoever spends this employer's credits wait until the caller's transaction ends."""
    # Without KEY: rows that point to the employer may still be written meanwhile, so nobody deadlocks.
    db.session.execute(
        select(Employer.id).where(Employer.id == employer_id).with_for_update(key_share=True))
