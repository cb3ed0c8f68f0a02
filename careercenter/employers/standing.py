"""Whether an employer may act at all: staff suspend it and take that back."""

from careercenter import events
from careercenter.accounts.models import User
from careercenter.accounts.policies import may_moderate
from careercenter.core import AlreadyDone, lock, now, record, require, transaction
from careercenter.employers.models import Employer


def suspend(employer: Employer, *, by: User, reason: str) -> None:
    """Ban an employer: its members may read but not act, and its public pages are gone.

    Raises:
        Forbidden: `by` doesn't moderate.
        AlreadyDone: it is suspended.
    """
    with transaction() as happened:
        require(may_moderate(by))
        lock(employer)
        if employer.suspended_at is not None:
            raise AlreadyDone(f"{employer.name} is suspended already.")
        employer.suspended_at = now()
        record("suspended", employer, by=by, reason=reason, from_state="active", to_state="suspended")
        happened.append(events.EmployerSuspended(employer.id))


def reinstate(employer: Employer, *, by: User, reason: str) -> None:
    """Take a ban back.

    Raises:
        Forbidden: `by` doesn't moderate.
        AlreadyDone: it isn't suspended.
    """
    with transaction() as happened:
        require(may_moderate(by))
        lock(employer)
        if employer.suspended_at is None:
            raise AlreadyDone(f"{employer.name} is not suspended.")
        hidden_since, employer.suspended_at = employer.suspended_at, None
        record("reinstated", employer, by=by, reason=reason, from_state="suspended", to_state="active")
        happened.append(events.EmployerReinstated(employer.id, hidden_since.timestamp()))
