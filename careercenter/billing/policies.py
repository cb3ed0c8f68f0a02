"""Who may buy, who may see what was bought, and who may give credits away."""

from careercenter.accounts.models import User
from careercenter.accounts.policies import is_admin
from careercenter.billing.models import Order
from careercenter.employers import policies as employers


def may_buy(by: User | None, employer_id: int | None) -> bool:
    """Whether the person spends the employer's money: owners, recruiters and finance. None is her own: whoever's
    address is proven, since the receipt goes there."""
    if employer_id is None:
        return by is not None and by.is_active and by.is_verified
    return employers.may_buy(by, employer_id)


def may_pay(by: User | None, order: Order) -> bool:
    """Whether the person pays for this order, or gives it up: whoever could buy it; her own, she alone."""
    return may_buy(by, order.employer_id) and (not order.is_personal or _is_buyer(by, order))


def may_see_order(by: User | None, order: Order) -> bool:
    """Whether the person sees this order: whoever sees the employer's; her own, she; and our admins."""
    if order.employer_id is None:
        return _is_buyer(by, order) or is_admin(by)
    return may_see_billing(by, order.employer_id)


def may_see_billing(by: User | None, employer_id: int) -> bool:
    """Whether the person sees balance, orders and receipts: whoever buys, and our admins."""
    return employers.may_see_orders(by, employer_id) or is_admin(by)


def may_grant(by: User | None) -> bool:
    """Whether the person gives credits for nothing: admins."""
    return is_admin(by)


def may_set_prices(by: User | None) -> bool:
    """Whether the person changes what products cost: admins."""
    return is_admin(by)


def may_settle(by: User | None) -> bool:
    """Whether the person says that a payment is looked at: admins."""
    return is_admin(by)


def _is_buyer(by: User | None, order: Order) -> bool:
    return by is not None and by.id == order.bought_by_id
