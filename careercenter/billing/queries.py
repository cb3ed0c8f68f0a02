"""What billing's pages and other domains read."""

from sqlalchemy import ColumnElement, and_, select

from careercenter.accounts.models import User
from careercenter.billing import ledger
from careercenter.billing.models import FOR_JOBS, WAITING, CreditKind, Journal, LedgerEntry, Order, OrderState
from careercenter.core import NotFound, db, now
from careercenter.employers.models import Employer, MemberRole, Membership
from careercenter.web.pagination import Page, paginate


def get_employer(employer_id: int) -> Employer:
    """An employer by its id.

    Raises:
        NotFound: there is none.
    """
    employer = db.session.get(Employer, employer_id)
    if employer is None:
        raise NotFound("There is no such employer.")
    return employer


def get_order(public_id: str) -> Order:
    """An order by its public id.

    Raises:
        NotFound: there is none.
    """
    order = db.session.scalars(select(Order).where(Order.public_id == public_id)).first()
    if order is None:
        raise NotFound("There is no such order.")
    return order


def list_orders(employer_id: int, *, page: int = 1) -> Page[Order]:
    """An employer's orders, newest first."""
    return paginate(select(Order).where(Order.employer_id == employer_id).order_by(Order.id.desc()), number=page)


def list_own_orders(user_id: int, *, page: int = 1) -> Page[Order]:
    """What a person ordered for herself, newest first."""
    return paginate(select(Order).where(_is_own(user_id)).order_by(Order.id.desc()), number=page)


def list_all_own(user_id: int) -> list[Order]:
    """All that a person ordered for herself, newest first."""
    return list(db.session.scalars(select(Order).where(_is_own(user_id)).order_by(Order.id.desc())))


def list_own_waiting(user_id: int) -> list[Order]:
    """What a person ordered for herself that isn't decided yet."""
    return list(db.session.scalars(select(Order).where(_is_own(user_id), Order.state.in_(WAITING))))


def get_buyer(order: Order) -> User:
    """Who ordered it."""
    return db.session.get_one(User, order.bought_by_id)


def name_owner(order: Order) -> str:
    """Whose an order is: the employer's name, or the buyer's."""
    return get_buyer(order).name if order.employer_id is None else get_employer(order.employer_id).name


def list_unpaid(employer_id: int) -> list[Order]:
    """An employer's orders that can still be paid for, newest first; a few at most."""
    return list(db.session.scalars(
        select(Order).where(Order.employer_id == employer_id, Order.state == OrderState.AWAITING_PAYMENT,
                            Order.expires_at > now()).order_by(Order.id.desc()).limit(5)))


def list_credit_moves(employer_id: int, *, page: int = 1) -> Page[tuple[Journal, LedgerEntry, Order | None]]:
    """What moved an employer's credits, newest first, with the order behind it."""
    return paginate(
        select(Journal, LedgerEntry, Order).join(LedgerEntry, LedgerEntry.journal_id == Journal.id)
        .outerjoin(Order, Journal.order_id == Order.id)
        .where(LedgerEntry.account == ledger.credits_of(employer_id))
        .order_by(LedgerEntry.id.desc()), number=page)


def balances(employer_id: int) -> dict[CreditKind, int]:
    """An employer's credits of each kind."""
    return {kind: ledger.balance(employer_id, kind) for kind in FOR_JOBS}


def list_receipt_readers(order: Order) -> list[User]:
    """Who gets an order's receipt: the buyer, and the employer's finance members where it is an employer's."""
    finance = select(Membership.user_id).where(
        Membership.employer_id == order.employer_id, Membership.role == MemberRole.FINANCE)
    people = db.session.scalars(
        select(User).where((User.id == order.bought_by_id) | User.id.in_(finance)).order_by(User.id))
    return [user for user in people if user.is_active]


def _is_own(user_id: int) -> ColumnElement[bool]:
    return and_(Order.employer_id.is_(None), Order.bought_by_id == user_id)
