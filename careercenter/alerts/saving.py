"""What people do with their saved searches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from careercenter.accounts.models import User
from careercenter.accounts.registration import find_user
from careercenter.alerts import changes, links, policies
from careercenter.alerts.lifecycle import OPEN, SAVED_SEARCH, DeliveryState, PauseReason, SearchAction, SearchState
from careercenter.alerts.models import AlertDelivery, Rhythm, SavedSearch
from careercenter.alerts.schedule import Schedule, next_due
from careercenter.alerts.stored_queries import to_json
from careercenter.core import (
    DomainError,
    NotPossible,
    db,
    lock,
    new_public_id,
    now,
    record,
    require,
    transaction,
)
from careercenter.mail import outbox
from careercenter.search.query import Query
from careercenter.web.links import absolute

MOST = 50
"""Saved searches of one person or address."""

UNCONFIRMED_FOR = timedelta(days=7)
"""How long a guest's saved search waits for her to open the link."""


class TooMany(DomainError):
    """There is a limit to what one person saves."""

    status = 409


@dataclass(frozen=True, slots=True)
class Wish:
    """How a search is to be kept. The zone counts for a guest alone; a person's is in her profile."""

    name: str
    rhythm: Rhythm = Rhythm.DAILY
    hour: int = 7
    weekday: int = 0
    time_zone: str = "America/New_York"

    def put_into(self, search: SavedSearch) -> None:
        search.name, search.rhythm, search.hour, search.weekday = (
            self.name.strip(), self.rhythm, self.hour, self.weekday)
        search.time_zone = self.time_zone


def save(query: Query, wish: Wish, *, by: User) -> SavedSearch:
    """Keep a search in the person's account. The same search under the same name is kept once.

    Raises:
        TooMany: she has `MOST` already.
    """
    with transaction():
        require(policies.may_save(by))
        lock(by)  # a double click waits here, and finds what the first made
        same = [one for one in _owned(SavedSearch.user_id == by.id) if one.query == to_json(query)
                and one.name == wish.name.strip()]
        if same:
            return same[0]
        _refuse_too_many(func.count(SavedSearch.id).filter(SavedSearch.user_id == by.id))
        search = _add(query, wish, SearchState.ACTIVE, user_id=by.id)
        record("save", search, by=by)
        changes.note([search])
    return search


def save_as_guest(query: Query, wish: Wish, *, email: str) -> None:
    """Mail a link to an address; once it is opened, the search is kept for it. Nothing that comes back tells
    whether we know the address, or whether it has as many as it may."""
    with transaction():
        if _count(func.count(SavedSearch.id).filter(SavedSearch.email == email)) >= MOST:
            return
        search = _add(query, wish, SearchState.UNCONFIRMED, email=email)
        record("save", search, by=None)
        outbox.post("saved_search_confirm", to=email, key=f"saved_search_confirm:{search.public_id}",
                    search=search, confirm=absolute("alerts.confirm", token=links.confirm_token(search)))


def confirm(token: str) -> SavedSearch:
    """Keep a guest's search: she opened the link. A second time is as good as the first. An account with this
    address takes it over.

    Raises:
        NotFound: the link is none, too old, or the search was deleted.
        NotPossible: it was deleted a moment ago.
    """
    with transaction():
        search = links.read_token(token, "confirm")
        lock(search)
        if search.is_open:
            return search
        SAVED_SEARCH.advance(search, SearchAction.CONFIRM, by=None)
        search.state_at = search.watching_since = search.visited_at = search.visited_before_at = now()
        owner = find_user(search.email) if search.email else None
        if owner is not None and policies.may_be_mailed(owner):
            _hand_over([search], owner)
        changes.note([search])
    return search


def claim(user: User) -> None:
    """Let an account take over what was saved as a guest with its address, now that it is proven."""
    with transaction():
        lock(user)
        if policies.may_be_mailed(user):
            _hand_over(_owned(SavedSearch.email == user.email), user)


def edit(search: SavedSearch, wish: Wish, *, by: User, query: Query | None = None) -> None:
    """Change how a search is kept and, if given, what it looks for.

    Raises:
        Forbidden: it isn't hers.
        NotPossible: it was deleted.
    """
    with transaction():
        require(policies.is_owner(by, search))
        _lock_open(search)
        wish.put_into(search)
        if query is not None and to_json(query) != search.query:
            search.query, search.watching_since = to_json(query), now()
            search.visited_at = search.visited_before_at = now()
        _plan_again(search, by.time_zone)
        changes.note([search])


def visit(search: SavedSearch, *, by: User) -> None:
    """Note that she looks at it: what came since the visit before is new on this one, and old on the next.

    Raises:
        Forbidden: it isn't hers.
    """
    with transaction():
        require(policies.is_owner(by, search))
        _lock_open(search)
        search.visited_before_at, search.visited_at = search.visited_at, now()


def change_feed_address(search: SavedSearch, *, by: User) -> None:
    """Give its feed another address; the older one leads nowhere.

    Raises:
        Forbidden: it isn't hers.
    """
    with transaction():
        require(policies.is_owner(by, search))
        _lock_open(search)
        search.feed_version += 1
        links.new_feed_address(search)


def pause(search: SavedSearch, *, by: User) -> None:
    """Send no mails for a while. Raises Forbidden, or NotPossible if it rests already or is deleted."""
    with transaction():
        require(policies.is_owner(by, search))
        rest([search], PauseReason.ASKED, by=by)


def resume(search: SavedSearch, *, by: User | None) -> None:
    """Send mails again, of what comes from now on. `by` None: somebody with the link.

    Raises:
        Forbidden: it isn't hers.
        NotPossible: it doesn't rest.
    """
    with transaction():
        require(by is None or policies.is_owner(by, search))
        SAVED_SEARCH.advance(search, SearchAction.RESUME, by=by)
        search.pause_reason = None
        search.state_at = search.watching_since = now()
        changes.note([search])


def end(search: SavedSearch, *, by: User | None) -> None:
    """Delete a saved search: what it looked for and whose it was is forgotten. `by` None: somebody with the link,
    or the site.

    Raises:
        Forbidden: it isn't hers.
        NotPossible: it is deleted already.
    """
    with transaction():
        require(by is None or policies.is_owner(by, search))
        SAVED_SEARCH.advance(search, SearchAction.END, by=by)
        search.user_id = search.email = search.pause_reason = None
        search.name, search.query, search.state_at = "", {}, now()
        search.feed_token_hash = new_public_id()  # leads nowhere
        changes.note([search])


def rest(searches: Sequence[SavedSearch], reason: PauseReason, *, by: User | None) -> None:
    """Pause these; in the caller's transaction.

    Raises:
        NotPossible: one isn't active.
    """
    for search in searches:
        SAVED_SEARCH.advance(search, SearchAction.PAUSE, by=by, reason=reason)
        search.pause_reason, search.state_at = reason, now()
    changes.note(searches)


def _add(query: Query, wish: Wish, state: SearchState, **owner: str | int) -> SavedSearch:
    search = SavedSearch(query=to_json(query), state=state, public_id=new_public_id(), feed_version=1, **owner)
    wish.put_into(search)
    links.new_feed_address(search)
    db.session.add(search)
    return search


def _owned(whose: object) -> Sequence[SavedSearch]:
    return db.session.scalars(select(SavedSearch).where(
        whose, SavedSearch.state.in_(OPEN)).order_by(SavedSearch.id).with_for_update()).all()  # type: ignore[arg-type]


def _count(how_many: object) -> int:
    return db.session.scalar(select(how_many).where(SavedSearch.state != SearchState.ENDED)) or 0  # type: ignore[call-overload]


def _refuse_too_many(how_many: object) -> None:
    if _count(how_many) >= MOST:
        raise TooMany(f"You have {MOST} saved searches, which is as many as one can have. Delete one first.")


def _lock_open(search: SavedSearch) -> None:
    lock(search)
    if not search.is_open:
        raise NotPossible("This saved search was deleted.")


def _hand_over(searches: Sequence[SavedSearch], user: User) -> None:
    for search in searches:
        search.user_id, search.email = user.id, None
        record("claim", search, by=user)


def _plan_again(search: SavedSearch, time_zone: str) -> None:
    """Tell what waits at the new hour."""
    due: datetime = next_due(Schedule(search.rhythm, search.hour, search.weekday, time_zone), now())
    db.session.execute(update(AlertDelivery).where(
        AlertDelivery.saved_search_id == search.id, AlertDelivery.state == DeliveryState.WAITING).values(due_at=due))
