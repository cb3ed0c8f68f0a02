"""What can happen, and who listens. The lower floor says it; the higher one hears of it.

An event carries ids, never rows: it is stored as JSON and heard later, perhaps twice.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, TypeVar


@dataclass(frozen=True)
class Event:
    """Base of all events."""

    by_name: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls) -> None:
        Event.by_name[cls.__name__] = cls

    def as_payload(self) -> dict[str, Any]:
        """The event as JSON-ready data."""
        return asdict(self)

    @staticmethod
    def from_payload(name: str, payload: dict[str, Any]) -> "Event":
        """The event that `as_payload` took apart."""
        return Event.by_name[name](**payload)


E_ = TypeVar("E_", bound=Event)
Listener = Callable[[Any], None]

_listeners: dict[type[Event], dict[str, Listener]] = defaultdict(dict)


def listen(kind: type[E_]) -> Callable[[Callable[[E_], None]], Callable[[E_], None]]:
    """Register a function that hears of each event of this kind, perhaps more than once.

    Its module and name are its identity in stored deliveries: renaming it drops those that wait.
    """
    def register(listener: Callable[[E_], None]) -> Callable[[E_], None]:
        _listeners[kind][f"{listener.__module__}.{listener.__name__}"] = listener
        return listener
    return register


def listeners_of(kind: type[Event]) -> dict[str, Listener]:
    """The listeners of a kind of event, by name."""
    return dict(_listeners[kind])


@dataclass(frozen=True)
class AccountErased(Event):
    """A person deleted her account: whatever a domain keeps about her goes, or loses her name."""

    user_id: int


@dataclass(frozen=True)
class AddressProven(Event):
    """A person showed that the e-mail address of her account is hers, for the first time or a new one."""

    user_id: int


@dataclass(frozen=True)
class MailRefused(Event):
    """A server will never take a mail: its reader's address is dead, or wants none of ours."""

    mail_id: int


@dataclass(frozen=True)
class EmployerSuspended(Event):
    """Staff banned an employer: nobody may act for it, and nothing of it is shown."""

    employer_id: int


@dataclass(frozen=True)
class EmployerReinstated(Event):
    """Staff took a ban back. `hidden_since`: seconds since 1970, UTC."""

    employer_id: int
    hidden_since: float


@dataclass(frozen=True)
class PostingSubmitted(Event):
    """An employer sent a posting to review, and a credit was spent on it."""

    posting_id: int


@dataclass(frozen=True)
class PostingTakenBack(Event):
    """A posting left the queue undecided: the employer took it back."""

    posting_id: int


@dataclass(frozen=True)
class PostingApproved(Event):
    """A moderator approved a posting. `submission` counts from 1."""

    posting_id: int
    submission: int


@dataclass(frozen=True)
class PostingRejected(Event):
    """A moderator rejected a posting; its credit went back."""

    posting_id: int
    submission: int
    reasons: list[str]
    note: str


@dataclass(frozen=True)
class PostingChangesRequested(Event):
    """A moderator asked for changes; the posting keeps its credit."""

    posting_id: int
    submission: int
    reasons: list[str]
    note: str


@dataclass(frozen=True)
class PostingRenewed(Event):
    """Another run of days was paid for. `run` counts from 1."""

    posting_id: int
    run: int


@dataclass(frozen=True)
class PostingResumed(Event):
    """A paused posting is shown again. `hidden_since`: seconds since 1970, UTC."""

    posting_id: int
    hidden_since: float


@dataclass(frozen=True)
class PostingEnding(Event):
    """A live posting ends in a few days. `run` counts from 1."""

    posting_id: int
    run: int


@dataclass(frozen=True)
class PostingExpired(Event):
    """A posting came to the end of what was paid for, or to its deadline. `run` counts from 1."""

    posting_id: int
    run: int


@dataclass(frozen=True)
class PostingRemoved(Event):
    """A moderator took a posting down."""

    posting_id: int
    reason: str


@dataclass(frozen=True)
class PostingLeft(Event):
    """A posting can't be found any more. `state`: paused, expired, filled, withdrawn or removed."""

    posting_id: int
    state: str


@dataclass(frozen=True)
class RevisionSubmitted(Event):
    """An edit of an approved posting's substance waits for review."""

    revision_id: int


@dataclass(frozen=True)
class RevisionWithdrawn(Event):
    """An edit that waited for review waits no more, and none took its place: the employer took it back."""

    revision_id: int


@dataclass(frozen=True)
class RevisionApproved(Event):
    """An edit took the place of the old text."""

    revision_id: int


@dataclass(frozen=True)
class RevisionRejected(Event):
    """An edit was rejected; the old text stays."""

    revision_id: int


@dataclass(frozen=True)
class OrderPaid(Event):
    """An order's money came in, and its credits are in the ledger."""

    order_id: int


@dataclass(frozen=True)
class ResumeReleased(Event):
    """A profile or an application no longer uses a resume: unless another does, it goes."""

    file_id: int


@dataclass(frozen=True)
class ApplicationSubmitted(Event):
    """A candidate applied."""

    application_id: int


@dataclass(frozen=True)
class ApplicationStageChanged(Event):
    """An employer moved an application. `change_id` is the row of stage_changes."""

    application_id: int
    change_id: int


@dataclass(frozen=True)
class ApplicationWithdrawn(Event):
    """A candidate took an application back."""

    application_id: int


@dataclass(frozen=True)
class CreditsGranted(Event):
    """Our admins gave an employer credits."""

    employer_id: int


@dataclass(frozen=True)
class MembershipNews(Event):
    """The gateway told that something is new of a membership: it is asked what."""

    subscription_id: int


@dataclass(frozen=True)
class MembershipDisputeLost(Event):
    """A member's bank took a payment back."""

    subscription_id: int
