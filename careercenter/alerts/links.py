"""Addresses that work without signing in: whoever has one may do what it is for, and nothing else.

Nothing of them is stored but the hash of a feed's: they are made again from SECRET_KEY.
"""

import hmac

from careercenter.accounts.secrets import hash_code, hash_token, sign_id
from careercenter.alerts.models import SavedSearch
from careercenter.core import NotFound, db
from careercenter.web.links import absolute

ONE_CLICK = "List-Unsubscribe=One-Click"


def manage_token(search: SavedSearch) -> str:
    """For the page and the buttons of one saved search."""
    return _token("manage", search)


def confirm_token(search: SavedSearch) -> str:
    """For the guest's link that proves her address."""
    return _token("confirm", search)


def feed_token(search: SavedSearch) -> str:
    """For the feed's present address."""
    return hash_code(f"alerts feed {search.public_id} {search.feed_version}")


def read_token(token: str, purpose: str) -> SavedSearch:
    """The saved search of a token.

    Raises:
        NotFound: it is none, or the search is gone for good.
    """
    public_id, _, _ = token.partition(".")
    search = db.session.query(SavedSearch).filter_by(public_id=public_id).one_or_none()
    if search is None or not hmac.compare_digest(_token(purpose, search), token):
        raise NotFound("This link doesn't lead to a saved search (any more): it was deleted, or the link is "
                       "incomplete. You get no mails from it.")
    return search


def new_feed_address(search: SavedSearch) -> None:
    """Give a feed its (next) address; in the caller's transaction."""
    search.feed_token_hash = hash_token(feed_token(search))


def unsubscribe_headers(search: SavedSearch, *, everything: bool) -> dict[str, str]:
    """What lets mail programs show a button that ends these mails (RFC 2369, RFC 8058)."""
    address = absolute("alerts.unsubscribe", token=manage_token(search), scope="all" if everything else "one")
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": ONE_CLICK}


def _token(purpose: str, search: SavedSearch) -> str:
    return sign_id(search.public_id, f"alerts {purpose}")
