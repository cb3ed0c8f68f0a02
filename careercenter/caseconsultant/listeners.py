"""What consultations do when something happened."""

from sqlalchemy import select

from careercenter import events
from careercenter.caseconsultant import answering, asking, personal_data
from careercenter.caseconsultant.models import Consultation, ConsultationState
from careercenter.core import db, transaction
from careercenter.events import listen


@listen(events.AddressProven)
def admit_waiting(event: events.AddressProven) -> None:
    """What waited for the proof of an address is answered now, as far as her allowance goes."""
    for consultation in db.session.scalars(select(Consultation).where(
            Consultation.user_id == event.user_id, Consultation.state == ConsultationState.UNPAID)
            .order_by(Consultation.id)).all():
        asking.admit(consultation)


@listen(events.AccountErased)
def forget_person(event: events.AccountErased) -> None:
    """Whoever deletes her account takes her questions along; those that she was to answer wait for another."""
    with transaction():
        answering.put_back_all(event.user_id)
        personal_data.erase(event.user_id)
