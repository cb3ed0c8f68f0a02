"""Reading saved searches."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from careercenter.accounts.models import User
from careercenter.accounts.secrets import hash_token
from careercenter.alerts import policies
from careercenter.alerts.lifecycle import OPEN
from careercenter.alerts.models import SavedSearch
from careercenter.alerts.stored_queries import to_json
from careercenter.core import NotFound, db
from careercenter.postings.finding import Found
from careercenter.search import finding
from careercenter.search.query import Query, Sort
from careercenter.web.pagination import Page

IN_FEED = 50
"""Jobs of a feed."""


class Listed(NamedTuple):
    """A saved search with what its owner hasn't seen."""

    search: SavedSearch
    new: int


def list_own(user_id: int) -> list[Listed]:
    """A person's saved searches, the newest first, each with the jobs that came since her last visit."""
    return [Listed(search, finding.find(_newest(search), size=1, since=search.visited_at).total)
            for search in _own(user_id)]


def get_own(public_id: str, *, by: User) -> SavedSearch:
    """One of the person's own. Raises NotFound, for another's and a deleted one too."""
    search = db.session.scalar(select(SavedSearch).where(SavedSearch.public_id == public_id))
    if search is None or not search.is_open or not policies.is_owner(by, search):
        raise NotFound("There is no such saved search of yours.")
    return search


def find_same(query: Query, *, by: User) -> SavedSearch | None:
    """The person's saved search that looks for exactly this."""
    return next((search for search in _own(by.id) if search.query == to_json(query)), None)


def find_jobs(search: SavedSearch, *, number: int, size: int = 20) -> Page[Found]:
    """What a saved search finds now, the newest first."""
    return finding.find(_newest(search), number=number, size=size)


def is_new(live_at: datetime | None, search: SavedSearch) -> bool:
    """Whether a job came since the visit before this one."""
    return live_at is not None and live_at > search.visited_before_at


def get_by_feed(token: str) -> SavedSearch:
    """The saved search of a feed's address. Raises NotFound."""
    search = db.session.scalar(select(SavedSearch).where(SavedSearch.feed_token_hash == hash_token(token)))
    if search is None or not search.is_open:
        raise NotFound("There is no such feed (any more). Its owner may have changed its address.")
    return search


def _own(user_id: int) -> Sequence[SavedSearch]:
    return db.session.scalars(select(SavedSearch).where(
        SavedSearch.user_id == user_id, SavedSearch.state.in_(OPEN)).order_by(SavedSearch.id.desc())).all()


def _newest(search: SavedSearch) -> Query:
    return replace(search.looks_for, sort=Sort.DATE)
