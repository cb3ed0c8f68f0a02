"""Who may buy, who may see what was bought, and who may give credits away."""

from careercenter.accounts.models import User
from careercenter.accounts.policies import is_admin
from careercenter.employers import policies as employers


def may_buy(by: User | None, employer_id: int) -> bool:
    """Whether the person spends the employer's money: owners, recruiters and finance."""
    return employers.may_buy(by, employer_id)


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
