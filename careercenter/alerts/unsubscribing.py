"""The ways out of mails that need no signing in, and what a mailbox tells us by refusing or complaining."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from careercenter.accounts.models import User
from careercenter.alerts import links, saving
from careercenter.alerts.lifecycle import PauseReason, SearchState
from careercenter.alerts.models import SavedSearch
from careercenter.core import db, lock, transaction


def unsubscribe(token: str, *, everything: bool, reason: PauseReason = PauseReason.UNSUBSCRIBED) -> SavedSearch:
    """Let one saved search rest, or all of its owner's; those that rest already stay so, so that a second click
    is as good as the first. Returns the search of the token.

    Raises:
        NotFound: the link is none, or the search is gone.
    """
    with transaction():
        search = links.read_token(token, "manage")
        lock(search)
        _rest(_of_owner(search) if everything else SavedSearch.id == search.id, reason)
    return search


def bounced(address: str) -> int:
    """A server refused mails to an address for good: its saved searches rest. Returns how many did not yet."""
    return _rest_of(address, PauseReason.BOUNCED)


def complained(address: str) -> int:
    """Somebody reported our mails as unwanted: her saved searches rest. Returns how many did not yet."""
    return _rest_of(address, PauseReason.COMPLAINED)


def list_siblings(search: SavedSearch) -> Sequence[SavedSearch]:
    """The active saved searches of the same owner, this one among them if it is active."""
    return db.session.scalars(select(SavedSearch).where(
        _of_owner(search), SavedSearch.state == SearchState.ACTIVE).order_by(SavedSearch.id)).all()


def _rest_of(address: str, reason: PauseReason) -> int:
    address = address.strip().lower()
    with transaction():
        return _rest(or_(SavedSearch.email == address, SavedSearch.user_id.in_(
            select(User.id).where(User.email == address))), reason)


def _rest(which: ColumnElement[bool], reason: PauseReason) -> int:
    active = db.session.scalars(select(SavedSearch).where(
        which, SavedSearch.state == SearchState.ACTIVE).order_by(SavedSearch.id).with_for_update()
        .execution_options(populate_existing=True)).all()
    if active:
        saving.rest(active, reason, by=None)
    return len(active)


def _of_owner(search: SavedSearch) -> ColumnElement[bool]:
    if search.user_id is not None:
        return SavedSearch.user_id == search.user_id
    return SavedSearch.email == search.email if search.email else SavedSearch.id == search.id
