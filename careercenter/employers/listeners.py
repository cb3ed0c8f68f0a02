"""What employers do when something happens elsewhere."""

from sqlalchemy import delete, func, select, update

from careercenter import events
from careercenter.core import AuditEntry, db, transaction
from careercenter.employers import queries
from careercenter.employers.models import Employer, Invitation, MemberRole, Membership
from careercenter.events import listen
from careercenter.mail import outbox
from careercenter.web.links import absolute


@listen(events.AccountErased)
def forget_member(event: events.AccountErased) -> None:
    """End the person's memberships, and keep no address that she accepted an invitation at."""
    with transaction():
        db.session.execute(delete(Membership).where(Membership.user_id == event.user_id))
        db.session.execute(update(Invitation).where(Invitation.accepted_by_id == event.user_id)
                           .values(email="erased"))


@listen(events.EmployerSuspended)
def tell_suspended(event: events.EmployerSuspended) -> None:
    """Write to the owners."""
    _tell_owners(event.employer_id, "suspended")


@listen(events.EmployerReinstated)
def tell_reinstated(event: events.EmployerReinstated) -> None:
    """Write to the owners."""
    _tell_owners(event.employer_id, "reinstated")


def _tell_owners(employer_id: int, action: str) -> None:
    employer = queries.get_employer_or_404(employer_id)
    with transaction():
        # It may be suspended more than once: the last time's audit row makes each mail its own.
        last = db.session.scalar(select(func.max(AuditEntry.id)).where(
            AuditEntry.subject_type == Employer.__tablename__, AuditEntry.subject_id == employer_id,
            AuditEntry.action == action))
        for owner in queries.list_member_addresses(employer_id, {MemberRole.OWNER}):
            outbox.post(f"employer_{action}", to=owner.email, key=f"employer-{action}:{last}:{owner.user_id}",
                        name=owner.name, employer=employer.name,
                        url=absolute("employers.show_dashboard", employer_id=employer_id))
