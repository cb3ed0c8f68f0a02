"""The life of an order, as a table."""

from enum import StrEnum

from careercenter.billing.models import OrderState as S
from careercenter.core import Lifecycle


class OrderAction(StrEnum):
    """What moves an order."""

    OPEN = "open"  # its checkout session is open
    SUBMIT = "submit"  # the buyer is done; the bank isn't
    PAY = "pay"
    FAIL = "fail"
    EXPIRE = "expire"
    CANCEL = "cancel"
    REFUND = "refund"


A = OrderAction

ORDER = Lifecycle("order", {
    (S.PENDING, A.OPEN): S.AWAITING_PAYMENT,
    (S.PENDING, A.SUBMIT): S.PROCESSING,
    (S.AWAITING_PAYMENT, A.SUBMIT): S.PROCESSING,
    (S.PENDING, A.FAIL): S.FAILED,
    (S.AWAITING_PAYMENT, A.FAIL): S.FAILED,
    (S.PROCESSING, A.FAIL): S.FAILED,
    (S.PENDING, A.EXPIRE): S.EXPIRED,
    (S.AWAITING_PAYMENT, A.EXPIRE): S.EXPIRED,
    (S.PENDING, A.CANCEL): S.CANCELED,
    (S.AWAITING_PAYMENT, A.CANCEL): S.CANCELED,
    # Money that came is always honored, however late.
    **{(state, A.PAY): S.PAID for state in
       (S.PENDING, S.AWAITING_PAYMENT, S.PROCESSING, S.FAILED, S.EXPIRED, S.CANCELED)},
    (S.PAID, A.REFUND): S.REFUNDED,
})
