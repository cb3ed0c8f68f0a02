"""Who answers, and who reads."""

from careercenter.accounts.models import StaffRole, User
from careercenter.caseconsultant.models import Consultation, ConsultationState, PublicAnswer


def may_consult(by: User | None) -> bool:
    """Whether the person answers questions: consultants and admins."""
    return by is not None and by.is_active and bool({StaffRole.CONSULTANT, StaffRole.ADMIN} & by.staff_roles)


def may_read(by: User | None, consultation: Consultation) -> bool:
    """Whether the person reads a consultation as its own: who asked."""
    return by is not None and by.is_active and by.id == consultation.user_id


def may_answer(by: User | None, consultation: Consultation) -> bool:
    """Whether the person answers: a consultant, but nobody her own question, nor what a colleague has in hand.

    An admin takes it out of a colleague's hand, who may be ill or gone.
    """
    return (by is not None and may_consult(by) and by.id != consultation.user_id
            and (consultation.state is not ConsultationState.IN_HAND or consultation.consultant_id == by.id
                 or StaffRole.ADMIN in by.staff_roles))


def may_review(by: User | None, public: PublicAnswer) -> bool:
    """Whether the person lets a text be read by everybody: a consultant who didn't prepare it."""
    return by is not None and may_consult(by) and by.id != public.editor_id
