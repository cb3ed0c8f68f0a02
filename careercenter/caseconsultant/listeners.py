"""What consultations do when something happened."""

from careercenter import events
from careercenter.billing.models import Order
from careercenter.caseconsultant import answering, asking, personal_data
from careercenter.core import db, transaction
from careercenter.events import listen


@listen(events.AddressProven)
def admit_proven(event: events.AddressProven) -> None:
    """What waited for the proof of an address is answered now, as far as her allowance goes."""
    asking.admit_all(event.user_id)


@listen(events.OrderPaid)
def admit_paid(event: events.OrderPaid) -> None:
    """What waited for a pack is answered now, as far as it goes."""
    order = db.session.get_one(Order, event.order_id)
    if order.is_personal:
        asking.admit_all(order.bought_by_id)


@listen(events.AccountErased)
def forget_person(event: events.AccountErased) -> None:
    """Whoever deletes her account takes her questions along; those that she was to answer wait for another."""
    with transaction():
        answering.put_back_all(event.user_id)
        personal_data.erase(event.user_id)
